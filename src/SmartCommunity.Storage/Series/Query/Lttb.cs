namespace SmartCommunity.Storage.Series;

/// <summary>
/// Largest-Triangle-Three-Buckets (S. Steinarsson, "Downsampling Time Series for Visual Representation", 2013): keeps the first and the last
/// point, and of each bucket between them the point that forms the largest triangle with the point kept before and the mean of the next bucket.
/// Pure; every point returned is a point given, in the same order.
/// </summary>
public static class Lttb
{
    /// <summary>At most <paramref name="maxPoints"/> of the points, which must be in order of <c>at</c>. With fewer than three wanted, the ends.</summary>
    public static List<SeriesPoint> Downsample(IReadOnlyList<SeriesPoint> points, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        if (points.Count <= maxPoints)
            return [.. points];
        if (maxPoints == 1)
            return [points[0]];
        var kept = new List<SeriesPoint>(maxPoints) { points[0] };
        var buckets = maxPoints - 2;
        var previous = 0;
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            previous = Largest(points, previous, Border(bucket), Border(bucket + 1), Border(bucket + 2));
            kept.Add(points[previous]);
        }

        kept.Add(points[^1]);
        return kept;

        // Bucket n holds the points from Border(n) to Border(n + 1); the last point of all is the one "bucket" after the last.
        int Border(int bucket) =>
            bucket > buckets ? points.Count : 1 + (int)((long)bucket * (points.Count - 2) / buckets);
    }

    private static int Largest(IReadOnlyList<SeriesPoint> points, int previous, int start, int end, int nextEnd)
    {
        var (nextAt, nextValue) = Mean(points, end, nextEnd);
        var (largest, largestArea) = (start, -1.0);
        for (var i = start; i < end; i++)
        {
            // Twice the area; halving changes no comparison. Times are taken relative to the point before, for exactness.
            var area = Math.Abs(
                ((nextAt - points[previous].AtMs) * (points[i].Value - points[previous].Value))
                - ((points[i].AtMs - points[previous].AtMs) * (nextValue - points[previous].Value)));
            if (area > largestArea)
                (largest, largestArea) = (i, area);
        }

        return largest;
    }

    private static (double AtMs, double Value) Mean(IReadOnlyList<SeriesPoint> points, int start, int end)
    {
        var (at, value) = (0.0, 0.0);
        for (var i = start; i < end; i++)
        {
            at += points[i].AtMs - points[start].AtMs;
            value += points[i].Value;
        }

        return (points[start].AtMs + (at / (end - start)), value / (end - start));
    }
}
