using System.Globalization;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Lengths of time as packs write them: a whole number and <c>s</c>, <c>min</c>, <c>h</c> or <c>d</c>.</summary>
internal static class PackLength
{
    private const int MostDigits = 9;

    // Longest suffix first, so that 'min' is not read as something else.
    private static readonly (string Suffix, long Ticks)[] Suffixes =
        [("min", TimeSpan.TicksPerMinute), ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("s", TimeSpan.TicksPerSecond)];

    internal static bool TryRead(string text, out TimeSpan length)
    {
        foreach (var (suffix, ticks) in Suffixes)
        {
            var digits = text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : "";
            if (digits.Length is > 0 and <= MostDigits && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                length = TimeSpan.FromTicks(number * ticks);
                return true;
            }
        }

        length = TimeSpan.Zero;
        return false;
    }

    /// <summary>In the largest unit that needs no fraction.</summary>
    internal static string Write(TimeSpan length)
    {
        var (suffix, ticks) = Suffixes.OrderByDescending(static s => s.Ticks).First(s => length.Ticks % s.Ticks == 0 && length.Ticks >= s.Ticks || s.Ticks == TimeSpan.TicksPerSecond);
        return (length.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + suffix;
    }
}
