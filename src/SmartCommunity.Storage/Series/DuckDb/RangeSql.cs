using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>Queries on the rows of one series, a select with columns series_id, measured_at, received_at, value, quality. Pure.</summary>
internal static class RangeSql
{
    /// <summary>Qualities that leave a measurement out of rollups; mirrors <see cref="QualityExtensions.Counts"/>.</summary>
    private const int DoesNotCount = (int)(Quality.Bad | Quality.ClockSuspect);

    public static string Points(string rows) => $"SELECT measured_at, received_at, value, quality FROM ({rows}) ORDER BY measured_at";

    public static string Average(string rows, Buckets buckets) =>
        $"""
        SELECT {Start("bucket", buckets)} AS bucket_start, max(received_at), avg(value), bit_or(quality)
        FROM (SELECT *, {Index(buckets)} AS bucket FROM ({rows})) GROUP BY bucket ORDER BY bucket_start
        """;

    /// <summary>The first smallest and the first largest point of each bucket; one point where they are the same.</summary>
    public static string MinMax(string rows, Buckets buckets) =>
        $"""
        SELECT measured_at, received_at, value, quality FROM (SELECT *, {Index(buckets)} AS bucket FROM ({rows}))
        QUALIFY row_number() OVER (PARTITION BY bucket ORDER BY value, measured_at) = 1
             OR row_number() OVER (PARTITION BY bucket ORDER BY value DESC, measured_at) = 1
        ORDER BY measured_at
        """;

    public static string Rollup(string rows, CalendarBucket bucket) =>
        $"""
        SELECT {CalendarStart(bucket)} AS bucket_start, count(*), min(value), max(value), avg(value), arg_max(value, measured_at)
        FROM ({rows}) WHERE (quality & {DoesNotCount}) = 0 GROUP BY bucket_start ORDER BY bucket_start
        """;

    /// <summary>Same borders as <see cref="CalendarBuckets"/>; a test compares them. Measurements are after 1970, so integer division floors.</summary>
    private static string CalendarStart(CalendarBucket bucket) => bucket switch
    {
        CalendarBucket.Hour => "((measured_at + 28800000) // 3600000) * 3600000 - 28800000",
        CalendarBucket.Day => "((measured_at + 28800000) // 86400000) * 86400000 - 28800000",
        CalendarBucket.Week => "((measured_at + 28800000 + 259200000) // 604800000) * 604800000 - 259200000 - 28800000",
        CalendarBucket.Month => "epoch_ms(date_trunc('month', make_timestamp((measured_at + 28800000) * 1000))) - 28800000",
        _ => throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "bucket must be Hour, Day, Week or Month."),
    };

    private static string Index(Buckets buckets) => $"(measured_at - {Sql.Number(buckets.FromMs)}) // {Sql.Number(buckets.WidthMs)}";

    private static string Start(string index, Buckets buckets) => $"{Sql.Number(buckets.FromMs)} + {index} * {Sql.Number(buckets.WidthMs)}";
}
