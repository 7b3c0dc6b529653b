using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Asia/Shanghai days as numbers since 1970-01-01, for arithmetic that allocates nothing.</summary>
internal static class ChinaDays
{
    private static readonly long FirstDayMs = ChinaTime.DayStartMs(0);

    /// <summary>1970-01-01 was a Thursday.</summary>
    private const int ThursdayFromMonday = 3;

    private const int DaysOfWeek = 7;

    /// <summary>Number of the day that holds the instant.</summary>
    internal static int Of(long atMs)
    {
        var local = atMs - FirstDayMs;
        var day = local / ChinaTime.DayMs;
        return (int)(local % ChinaTime.DayMs < 0 ? day - 1 : day);
    }

    internal static long StartMs(int day) => FirstDayMs + (day * ChinaTime.DayMs);

    /// <summary>Milliseconds since the day began.</summary>
    internal static int Within(long atMs, int day) => (int)(atMs - StartMs(day));

    internal static DateOnly Date(int day) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day);

    /// <summary>Day of the week from 0 = Monday.</summary>
    internal static int WeekDay(int day) => (((day + ThursdayFromMonday) % DaysOfWeek) + DaysOfWeek) % DaysOfWeek;
}
