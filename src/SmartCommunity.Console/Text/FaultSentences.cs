using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmartCommunity.Console.Text;

/// <summary>
/// What gateways and decoders say of a payload, in the language of the person who reads. Those sentences are English on the wire and in the store, where they are evidence and stay as they are; here each is found by its
/// words and said in Chinese with the same names and numbers in it (<c>Resources/fault-sentences.zh-CN.json</c>). A sentence that is not known stays as it is. Pure, thread-safe.
/// </summary>
internal static partial class FaultSentences
{
    private const string File = "fault-sentences.zh-CN.json";

    private static readonly Dictionary<string, string> Known = Read();

    // Those with the most words of their own first: what is said of everything fits too much.
    private static readonly Template[] Templates = [.. Known.Select(static k => new Template(k.Key, k.Value)).OrderByDescending(static t => t.Words)];

    /// <summary>The sentences with what stands in their holes as <c>{0}</c>, <c>{1}</c>.</summary>
    internal static IReadOnlyCollection<string> English => Known.Keys;

    /// <summary>One or several sentences after each other.</summary>
    internal static string Of(string detail)
    {
        if (!Languages.IsChinese || detail.Length == 0)
            return detail;
        var said = new StringBuilder();
        for (var at = 0; at < detail.Length;)
        {
            var rest = detail[at..];
            if (Find(rest) is not var (text, length))
                return said.Append(rest).ToString();
            said.Append(text);
            at += length;
        }

        return said.ToString();
    }

    private static (string Text, int Length)? Find(string rest)
    {
        foreach (var template in Templates)
        {
            if (template.Pattern.Match(rest) is { Success: true } match)
                return (template.Write([.. match.Groups.Values.Skip(1).Select(static hole => Whole(hole.Value))]), match.Length);
        }

        return null;
    }

    // What stands in a hole may be a sentence itself.
    private static string Whole(string hole) => Find(hole) is var (text, length) && length == hole.Length ? text : hole;

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(FaultSentences).Assembly.GetManifestResourceStream(File)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }

    /// <summary>A sentence with holes, in both languages.</summary>
    private sealed partial class Template
    {
        private readonly string _chinese;
        private readonly int _holes;

        internal Template(string english, string chinese)
        {
            _chinese = chinese;
            _holes = Hole().Count(english);
            Words = Hole().Replace(english, "").Length;
            // A hole ends with the first word that follows it; one at the end takes all there is. Without backtracking: what stands in holes was written by strangers.
            var pattern = string.Concat(Hole().Split(english).Select((part, index) => (index == 0 ? "" : part.Length == 0 && index == _holes ? "(.+)" : "(.+?)") + Regex.Escape(part)));
            Pattern = new Regex($"^{pattern}(?: |$)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }

        /// <summary>Characters of its own.</summary>
        internal int Words { get; }

        internal Regex Pattern { get; }

        internal string Write(string[] holes) => Hole().Replace(_chinese, hole => holes[hole.Value[1] - '0']);

        [GeneratedRegex(@"\{\d\}")]
        private static partial Regex Hole();
    }
}
