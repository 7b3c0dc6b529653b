using System.Globalization;
using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Packs.Loading;

/// <summary>Windows (<c>day</c>, <c>week</c>, <c>month</c>, <c>30d</c>) and hours of the day.</summary>
internal static class WindowReader
{
    /// <summary>Longest window: history is kept by day for a leap year.</summary>
    internal const int MaxDays = 366;

    private const int DaysOfWeek = 7, LongestMonth = 31, MinutesOfDay = 1440;

    internal static readonly WindowSpan Unreadable = new(WindowKind.Rolling, 1);

    internal static WindowSpan Read(PackNode node)
    {
        switch (node.Peek())
        {
            case "day":
                return new WindowSpan(WindowKind.Day, 1);
            case "week":
                return new WindowSpan(WindowKind.Week, DaysOfWeek);
            case "month":
                return new WindowSpan(WindowKind.Month, LongestMonth);
            case { } text when text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays:
                return new WindowSpan(WindowKind.Rolling, days);
            case var other:
                node.Fault(string.Create(CultureInfo.InvariantCulture, $"must be a window: day, week, month, or 1d to {MaxDays}d, not '{other}'."));
                return Unreadable;
        }
    }

    /// <summary>As packs write it.</summary>
    internal static string Write(WindowSpan window) => window.Kind == WindowKind.Rolling ? window.Days.ToString(CultureInfo.InvariantCulture) + "d" : PackNode.CamelCase(window.Kind.ToString());

    internal static DailyHours Hours(PackNode node)
    {
        var fields = node.Fields(["from", "to"], ["days"]);
        int from = fields.Read("from", Minute, 0), to = fields.Read("to", Minute, MinutesOfDay);
        if (from == to)
            node.Fault("'from' and 'to' are the same: that is no hour at all; leave 'hours' out for the whole day.");
        var days = fields.Read<IReadOnlyList<int>>("days", static n => [.. n.Items(1, DaysOfWeek).Select(static d => d.Whole(1, DaysOfWeek))], []);
        if (days.Distinct().Count() != days.Count)
            fields["days"]!.Fault("has a day twice.");
        return new DailyHours(from, to, [.. days.Distinct().Order()]);
    }

    internal static string WriteMinute(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static int Minute(PackNode node)
    {
        if (node.Peek() is { Length: 5 } text && text[2] == ':' && int.TryParse(text[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            && int.TryParse(text[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var minute) && minute < 60 && (hour * 60) + minute <= MinutesOfDay)
            return (hour * 60) + minute;
        node.Fault($"must be a time of day from \"00:00\" to \"24:00\", not '{node.Peek()}'.");
        return 0;
    }
}
