using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// Downsampling and rollups of points in order of <c>at</c>, one pass, memory for one bucket: for stores that cannot do it in the query.
/// Gives what <see cref="RangeSql"/> gives.
/// </summary>
internal static class PointReduction
{
    public static async IAsyncEnumerable<SeriesPoint> AverageAsync(IAsyncEnumerable<SeriesPoint> points, Buckets buckets)
    {
        var (bucket, count, sum, receivedAtMs, quality) = (-1L, 0L, 0.0, 0L, Quality.Good);
        await foreach (var point in points)
        {
            var index = buckets.IndexOf(point.AtMs);
            if (index != bucket && count > 0)
                yield return new SeriesPoint(buckets.StartMs(bucket), receivedAtMs, sum / count, quality);
            if (index != bucket)
                (bucket, count, sum, receivedAtMs, quality) = (index, 0, 0.0, long.MinValue, Quality.Good);
            (count, sum, receivedAtMs, quality) = (count + 1, sum + point.Value, Math.Max(receivedAtMs, point.ReceivedAtMs), quality | point.Quality);
        }

        if (count > 0)
            yield return new SeriesPoint(buckets.StartMs(bucket), receivedAtMs, sum / count, quality);
    }

    public static async IAsyncEnumerable<SeriesPoint> MinMaxAsync(IAsyncEnumerable<SeriesPoint> points, Buckets buckets)
    {
        var bucket = -1L;
        SeriesPoint? min = null;
        SeriesPoint? max = null;
        await foreach (var point in points)
        {
            var index = buckets.IndexOf(point.AtMs);
            if (index != bucket)
            {
                foreach (var kept in InOrder(min, max))
                    yield return kept;
                (bucket, min, max) = (index, null, null);
            }

            min = min is null || point.Value < min.Value.Value ? point : min;
            max = max is null || point.Value > max.Value.Value ? point : max;
        }

        foreach (var kept in InOrder(min, max))
            yield return kept;
    }

    public static async IAsyncEnumerable<RollupRow> RollupAsync(IAsyncEnumerable<SeriesPoint> points, CalendarBucket bucket)
    {
        RollupRow? row = null;
        var sum = 0.0;
        await foreach (var point in points)
        {
            if (!point.Quality.Counts())
                continue;
            if (row is { } full && point.AtMs >= full.EndMs)
            {
                yield return full with { Average = sum / full.Count };
                row = null;
            }

            sum = row is null ? point.Value : sum + point.Value;
            row = row is { } open
                ? open with { Count = open.Count + 1, Min = Math.Min(open.Min, point.Value), Max = Math.Max(open.Max, point.Value), Last = point.Value }
                : new RollupRow(
                    CalendarBuckets.StartMs(point.AtMs, bucket), CalendarBuckets.EndMs(point.AtMs, bucket), 1, point.Value, point.Value, point.Value, point.Value);
        }

        if (row is { } last)
            yield return last with { Average = sum / last.Count };
    }

    private static IEnumerable<SeriesPoint> InOrder(SeriesPoint? min, SeriesPoint? max)
    {
        if (min is not { } low || max is not { } high)
            return [];
        if (low.AtMs == high.AtMs)
            return [low];
        return low.AtMs < high.AtMs ? [low, high] : [high, low];
    }
}
