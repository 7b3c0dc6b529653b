using System.Globalization;
using SmartCommunity.Telemetry;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Texts, numbers, days and codes of a pack's file.</summary>
internal sealed partial class PackNode
{
    /// <summary>Longest length of time: evidence that counts until it expires names none, ten years are enough for the rest.</summary>
    private const int MaxDays = 3660;

    private string? Scalar => (node as YamlScalarNode)?.Value;

    /// <summary>Whether the text was in quotes: <c>"1"</c> is a text, <c>1</c> a number.</summary>
    private bool IsQuoted => node is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Literal or ScalarStyle.Folded };

    internal string Text(int longest)
    {
        if (Scalar is { Length: > 0 } text && text.Length <= longest && text.Trim().Length > 0)
            return text;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be a text of 1 to {longest} characters{Told}."));
        return "";
    }

    /// <summary>An identifier as communities and devices have them, and with dots and hyphens where versions do.</summary>
    internal string Code(bool isVersion = false)
    {
        if (Scalar is { } text && (isVersion ? text.Length is > 0 and <= Identifier.MaxLength && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') : Identifier.IsValid(text)))
            return text;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be 1 to {Identifier.MaxLength} characters a-z A-Z 0-9 _ -{(isVersion ? " ." : "")}{Told}."));
        return "";
    }

    internal double Number(double min, double max)
    {
        if (TryNumber(out var value) && value >= min && value <= max)
            return value;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}{Told}."));
        return min;
    }

    internal int Whole(int min, int max)
    {
        if (!IsQuoted && int.TryParse(Scalar, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}{Told}."));
        return min;
    }

    internal bool YesNo()
    {
        if (!IsQuoted && Scalar is "true" or "false")
            return Scalar == "true";
        Fault($"must be true or false{Told}.");
        return false;
    }

    internal DateOnly Day()
    {
        if (DateOnly.TryParseExact(Scalar, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Fault($"must be a day such as 2021-12-16{Told}.");
        return DateOnly.MinValue;
    }

    /// <summary>A length of time: <c>90s</c>, <c>5min</c>, <c>24h</c>, <c>366d</c>.</summary>
    internal TimeSpan Length(TimeSpan min)
    {
        if (PackLength.TryRead(Scalar ?? "", out var length) && length >= min && length.TotalDays <= MaxDays)
            return length;
        Fault(string.Create(CultureInfo.InvariantCulture, $"must be a length of time such as 60s, 5min, 24h or 366d, from {PackLength.Write(min)} to {MaxDays}d{Told}."));
        return min;
    }

    /// <summary>One of some names.</summary>
    internal string OneOf(IReadOnlyList<string> known, string what)
    {
        if (Scalar is { } text && known.Contains(text))
            return text;
        Fault($"must be {what}{Told}{NearestName.Suggest(Scalar ?? "", known)}; there are {string.Join(", ", known)}.");
        return "";
    }

    /// <summary>A member of an enumeration, written in camel case.</summary>
    internal T OneOf<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(CamelCase).ToArray();
        var name = OneOf(names, "one of the values known here");
        return name.Length == 0 ? Enum.GetValues<T>()[0] : Enum.GetValues<T>()[Array.IndexOf(names, name)];
    }

    /// <summary>A list of names out of some; a name may not come twice.</summary>
    internal IReadOnlyList<string> Names(IReadOnlyList<string> known, string what, int least = 0)
    {
        var names = new List<string>();
        foreach (var item in Items(least, MaxNames))
        {
            var name = item.OneOf(known, what);
            if (name.Length > 0 && names.Contains(name))
                item.Fault($"'{name}' is here twice.");
            else if (name.Length > 0)
                names.Add(name);
        }

        return names;
    }

    /// <summary>A list of texts.</summary>
    internal IReadOnlyList<string> Texts(int least, int longest) => [.. Items(least, MaxNames).Select(item => item.Text(longest)).Where(static t => t.Length > 0)];

    internal BilingualText Bilingual(int longest)
    {
        var fields = Fields(["zh", "en"]);
        return new BilingualText(fields.Read("zh", n => n.Text(longest), ""), fields.Read("en", n => n.Text(longest), ""));
    }

    internal bool TryNumber(out double value)
    {
        value = 0;
        return !IsQuoted && double.TryParse(Scalar, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>True or false written plainly.</summary>
    internal bool TryYesNo(out bool value)
    {
        value = Scalar == "true";
        return !IsQuoted && Scalar is "true" or "false";
    }

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private const int MaxNames = 100;

    private const int LongestTold = 40;

    /// <summary>What stands there instead, for the message.</summary>
    private string Told => Scalar is not { } text ? "" : text.Length <= LongestTold ? $", not '{text}'" : $", not '{text[..LongestTold]}…' ({text.Length.ToString(CultureInfo.InvariantCulture)} characters)";
}
