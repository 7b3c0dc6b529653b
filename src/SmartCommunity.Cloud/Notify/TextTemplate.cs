using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace SmartCommunity.Cloud.Notify;

/// <summary>Text with named holes <c>{{name}}</c>. A value is escaped for the medium, so that no value changes the shape of what it stands in. Pure.</summary>
internal static partial class TextTemplate
{
    private static readonly string[] _holes = ["phone", "title", "text", "link", "key", "priority"];

    /// <summary>Values with every character that needs escaping somewhere; what a filled template must survive.</summary>
    internal static IReadOnlyDictionary<string, string> Sample { get; } = _holes.ToDictionary(static hole => hole, static _ => "a\"b'<&>\\\n=中");

    /// <summary>How a content type escapes; null = it is none of those known.</summary>
    internal static Func<string, string>? EscapeFor(string contentType) => contentType switch
    {
        "application/json" => static value => JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
        "application/x-www-form-urlencoded" => Uri.EscapeDataString,
        "application/xml" => static value => System.Security.SecurityElement.Escape(string.Concat(value.EnumerateRunes().Where(static rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))))!,
        _ => null,
    };

    /// <summary>Puts the values into their holes.</summary>
    internal static string Fill(string template, IReadOnlyDictionary<string, string> values, Func<string, string> escape) =>
        Hole().Replace(template, match => escape(values[match.Groups["name"].Value]));

    internal static bool HasHole(string? template, string name) => template is not null && Hole().Matches(template).Any(match => match.Groups["name"].Value == name);

    /// <summary>Holes that do not exist.</summary>
    internal static IEnumerable<string> Faults(string template) => Hole().Matches(template).Select(static match => match.Groups["name"].Value).Distinct()
        .Where(static name => !_holes.Contains(name)).Select(static name => $"has a hole {{{{{name}}}}} that does not exist; there are {string.Join(", ", _holes)}.");

    /// <summary>Holes that do not exist, or a body that is not what its content type says once it is filled.</summary>
    internal static IEnumerable<string> BodyFaults(string body, string contentType)
    {
        var faults = Faults(body).ToList();
        if (faults.Count > 0 || EscapeFor(contentType) is not { } escape)
            return faults;
        var filled = Fill(body, Sample, escape);
        try
        {
            if (contentType == "application/json")
                JsonDocument.Parse(filled).Dispose();
            else if (contentType == "application/xml")
                XDocument.Parse(filled);
            return [];
        }
        catch (Exception fault) when (fault is JsonException or XmlException)
        {
            return [$"is no {contentType} once its holes are filled: {fault.Message}"];
        }
    }

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}")]
    private static partial Regex Hole();
}
