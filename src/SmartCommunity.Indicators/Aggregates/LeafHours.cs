using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// Hours of the day, compiled: minutes of each day of the week. Hours over midnight belong to the day on which they begin: 18:00–06:00 of Mondays ends on Tuesday morning.
/// From = to are no hours at all.
/// </summary>
internal sealed class LeafHours
{
    internal const int MinuteMs = 60_000;
    private const int MinutesOfDay = 1_440;
    private const int DaysOfWeek = 7;

    private readonly bool[][] _minutes = new bool[DaysOfWeek][];
    private readonly int[][] _before = new int[DaysOfWeek][];
    private readonly long[] _beforeDay = new long[DaysOfWeek + 1];

    private LeafHours(DailyHours? hours)
    {
        for (var weekDay = 0; weekDay < DaysOfWeek; weekDay++)
        {
            var minutes = _minutes[weekDay] = new bool[MinutesOfDay];
            var before = _before[weekDay] = new int[MinutesOfDay + 1];
            for (var minute = 0; minute < MinutesOfDay; minute++)
            {
                minutes[minute] = hours is null || Holds(hours, weekDay, minute);
                before[minute + 1] = before[minute] + (minutes[minute] ? 1 : 0);
            }

            _beforeDay[weekDay + 1] = _beforeDay[weekDay] + ((long)before[MinutesOfDay] * MinuteMs);
        }
    }

    internal static LeafHours Always { get; } = new(null);

    internal static LeafHours Of(DailyHours? hours) => hours is null ? Always : new LeafHours(hours);

    internal bool IsAlways => ReferenceEquals(this, Always);

    internal bool Holds(int day, int withinMs) => IsAlways || _minutes[ChinaDays.WeekDay(day)][withinMs / MinuteMs];

    /// <summary>Milliseconds of the hours in a part of the day.</summary>
    internal int MillisecondsOf(int day, int fromWithinMs, int toWithinMs) => Before(day, toWithinMs) - Before(day, fromWithinMs);

    /// <summary>Milliseconds of the hours between two instants, whatever lies between them: whole weeks are not walked through. 0 where the second is not after the first.</summary>
    internal long MillisecondsBetween(long fromMs, long toMs) => toMs <= fromMs ? 0 : IsAlways ? toMs - fromMs : BeforeInstant(toMs) - BeforeInstant(fromMs);

    private long BeforeInstant(long atMs)
    {
        var day = ChinaDays.Of(atMs);
        var weekDay = ChinaDays.WeekDay(day);
        return ((day - weekDay) / DaysOfWeek * _beforeDay[DaysOfWeek]) + _beforeDay[weekDay] + Before(day, ChinaDays.Within(atMs, day));
    }

    private int Before(int day, int withinMs)
    {
        if (IsAlways)
            return withinMs;
        var weekDay = ChinaDays.WeekDay(day);
        var minute = withinMs / MinuteMs;
        var whole = _before[weekDay][minute] * MinuteMs;
        return minute < MinutesOfDay && _minutes[weekDay][minute] ? whole + (withinMs % MinuteMs) : whole;
    }

    private static bool Holds(DailyHours hours, int weekDay, int minute)
    {
        if (hours.FromMinute <= hours.ToMinute)
            return minute >= hours.FromMinute && minute < hours.ToMinute && IsOn(hours, weekDay);
        if (minute >= hours.FromMinute)
            return IsOn(hours, weekDay);
        return minute < hours.ToMinute && IsOn(hours, (weekDay + DaysOfWeek - 1) % DaysOfWeek);
    }

    private static bool IsOn(DailyHours hours, int weekDay) => hours.Days.Count == 0 || hours.Days.Contains(weekDay + 1);
}
