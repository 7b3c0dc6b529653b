using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartCommunity.Simulators;

/// <summary>Lengths of time as people write them: <c>90s</c>, <c>5m</c>, <c>2h30m</c>, <c>7d</c>, <c>0s</c>.</summary>
public static partial class Span
{
    /// <summary>Reads a length; false for anything else, and for more than 10,000 days.</summary>
    public static bool TryParse(string text, out TimeSpan length)
    {
        const double MostDays = 10_000;
        length = TimeSpan.Zero;
        var match = Pattern().Match(text);
        if (!match.Success || text.Length == 0)
            return false;
        var days = Number(match, "d") + (Number(match, "h") / 24) + (Number(match, "m") / 1440) + (Number(match, "s") / 86_400);
        if (days > MostDays)
            return false;
        length = TimeSpan.FromSeconds(Math.Round((Number(match, "d") * 86_400) + (Number(match, "h") * 3_600) + (Number(match, "m") * 60) + Number(match, "s"), 3));
        return true;
    }

    private static double Number(Match match, string unit) =>
        match.Groups[unit].Success ? double.Parse(match.Groups[unit].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?:(?<d>\d{1,6}(?:\.\d{1,3})?)d)?(?:(?<h>\d{1,6}(?:\.\d{1,3})?)h)?(?:(?<m>\d{1,6}(?:\.\d{1,3})?)m)?(?:(?<s>\d{1,9}(?:\.\d{1,3})?)s)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
