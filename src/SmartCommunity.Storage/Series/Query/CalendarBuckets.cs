using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>Borders of calendar buckets in Asia/Shanghai; weeks begin on Monday. Pure.</summary>
public static class CalendarBuckets
{
    private const long HourMs = 3_600_000;
    private const long WeekMs = 7 * ChinaTime.DayMs;

    /// <summary>The calendar's day zero, 1970-01-01, was a Thursday: three days after a Monday.</summary>
    private const long ThursdayMs = 3 * ChinaTime.DayMs;

    /// <summary>First millisecond of the bucket that holds the instant.</summary>
    public static long StartMs(long atMs, CalendarBucket bucket) => bucket switch
    {
        CalendarBucket.Hour => ChinaTime.FloorTo(atMs, HourMs),
        CalendarBucket.Day => ChinaTime.DayStartMs(atMs),
        CalendarBucket.Week => ChinaTime.FloorTo(atMs + ThursdayMs, WeekMs) - ThursdayMs,
        CalendarBucket.Month => ChinaTime.StartMs(FirstOfMonth(atMs)),
        _ => throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "bucket must be Hour, Day, Week or Month."),
    };

    /// <summary>First millisecond after the bucket that holds the instant.</summary>
    public static long EndMs(long atMs, CalendarBucket bucket) => bucket switch
    {
        CalendarBucket.Hour => StartMs(atMs, bucket) + HourMs,
        CalendarBucket.Day => StartMs(atMs, bucket) + ChinaTime.DayMs,
        CalendarBucket.Week => StartMs(atMs, bucket) + WeekMs,
        CalendarBucket.Month => ChinaTime.StartMs(FirstOfMonth(atMs).AddMonths(1)),
        _ => throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "bucket must be Hour, Day, Week or Month."),
    };

    private static DateOnly FirstOfMonth(long atMs)
    {
        var day = ChinaTime.DayOf(atMs);
        return new DateOnly(day.Year, day.Month, 1);
    }
}
