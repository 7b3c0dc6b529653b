namespace SmartCommunity.Simulators.Seeded;

/// <summary>What people do on a calendar day.</summary>
internal enum DayKind
{
    Workday,
    Weekend,
    Holiday,
}

/// <summary>
/// Chinese public holidays. 2026: the State Council's arrangement with its make-up workdays. 2027: the thirteen statutory days by the lunar calendar only, for the
/// arrangement of a year is published in the November before. Other years have weekends only.
/// </summary>
internal static class Almanac
{
    private const int DaysPerWeek = 7;
    private const int MondayOffset = 3;
    private const int FirstWeekendIndex = 5;

    private static readonly (DateOnly From, DateOnly To)[] Holidays =
    [
        (new(2026, 1, 1), new(2026, 1, 3)),
        (new(2026, 2, 15), new(2026, 2, 23)),
        (new(2026, 4, 4), new(2026, 4, 6)),
        (new(2026, 5, 1), new(2026, 5, 5)),
        (new(2026, 6, 19), new(2026, 6, 21)),
        (new(2026, 9, 25), new(2026, 9, 27)),
        (new(2026, 10, 1), new(2026, 10, 7)),
        (new(2027, 1, 1), new(2027, 1, 1)),
        (new(2027, 2, 5), new(2027, 2, 8)),
        (new(2027, 4, 5), new(2027, 4, 5)),
        (new(2027, 5, 1), new(2027, 5, 2)),
        (new(2027, 6, 9), new(2027, 6, 9)),
        (new(2027, 9, 15), new(2027, 9, 15)),
        (new(2027, 10, 1), new(2027, 10, 3)),
    ];

    /// <summary>Saturdays and Sundays on which China works, to make up for a long holiday.</summary>
    private static readonly DateOnly[] MakeUpWorkdays =
        [new(2026, 1, 4), new(2026, 2, 14), new(2026, 2, 28), new(2026, 5, 9), new(2026, 9, 20), new(2026, 10, 10)];

    private static readonly long FirstDay = NumberOf(new DateOnly(2026, 1, 1));

    /// <summary>Two years by day number, so that asking costs one array access.</summary>
    private static readonly DayKind[] Kinds = [.. Enumerable.Range(0, 730).Select(i => LookUp(FirstDay + i))];

    private static readonly long[] SpringFestivalEves = [NumberOf(new DateOnly(2026, 2, 16)), NumberOf(new DateOnly(2027, 2, 5))];

    /// <summary>The kind of a day, as days since 1970-01-01.</summary>
    internal static DayKind KindOf(long day) => day >= FirstDay && day < FirstDay + Kinds.Length ? Kinds[day - FirstDay] : ByWeek(day);

    /// <summary>True on weekends and holidays, unless the weekend day is worked.</summary>
    internal static bool IsDayOff(long day) => KindOf(day) != DayKind.Workday;

    /// <summary>0 Monday … 6 Sunday; 1970-01-01 was a Thursday.</summary>
    internal static int WeekdayOf(long day) => (int)((((day + MondayOffset) % DaysPerWeek) + DaysPerWeek) % DaysPerWeek);

    /// <summary>True from New Year's eve to the second day of the year, when families are together.</summary>
    internal static bool IsSpringFestival(long day) => Array.Exists(SpringFestivalEves, eve => day >= eve && day <= eve + 2);

    internal static long NumberOf(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Part of the year, 0 on 1 January to below 1.</summary>
    internal static double YearPart(double day)
    {
        const double DaysPerYear = 365.25;
        return (day / DaysPerYear) - Math.Floor(day / DaysPerYear);
    }

    private static DayKind LookUp(long day)
    {
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day);
        return Array.Exists(Holidays, h => date >= h.From && date <= h.To) ? DayKind.Holiday
            : Array.IndexOf(MakeUpWorkdays, date) >= 0 ? DayKind.Workday
            : ByWeek(day);
    }

    private static DayKind ByWeek(long day) => WeekdayOf(day) >= FirstWeekendIndex ? DayKind.Weekend : DayKind.Workday;
}
