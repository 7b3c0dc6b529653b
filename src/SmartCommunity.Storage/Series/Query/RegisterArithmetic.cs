using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>One value of a cumulative register.</summary>
public readonly record struct RegisterReading(long AtMs, double Value);

/// <summary>
/// Consumption from a cumulative register (kWh, m³). Pure, and additive: the deltas of two adjoining ranges sum to those of both together.
/// </summary>
/// <remarks>
/// What two neighbouring values say (a rise, a roll-over, a meter swap) is told by <see cref="RegisterStep"/>. Consumption over a bucket's border is split in proportion to time; it is marked estimated when the two values are further
/// apart than a twentieth of the bucket, because below that the split can move at most about a twentieth of its consumption.
/// </remarks>
public static class RegisterArithmetic
{
    private const int GapFraction = 20;

    /// <summary>
    /// Deltas of the buckets that overlap the half-open range. The values must be in order of <c>at</c>; include the last before the range and
    /// the first after it where there are any, so that consumption over its ends is shared rightly. Buckets no interval touches are absent.
    /// </summary>
    public static IReadOnlyList<RegisterDelta> Deltas(IReadOnlyList<RegisterReading> readings, long fromMs, long toMs, CalendarBucket bucket)
    {
        var deltas = new SortedDictionary<long, RegisterDelta>();
        for (var i = 1; i < readings.Count; i++)
        {
            var (last, next) = (readings[i - 1], readings[i]);
            if (next.AtMs <= last.AtMs)
                throw new ArgumentException($"readings must be in order of at: {next.AtMs} follows {last.AtMs}.", nameof(readings));
            var (consumption, isReset) = RegisterStep.Between(last.Value, next.Value);
            Allocate(deltas, last.AtMs, next.AtMs, consumption, fromMs, toMs, bucket);
            if (isReset && next.AtMs >= fromMs && next.AtMs < toMs)
                Add(deltas, next.AtMs, bucket, 0, estimated: false, resets: 1);
        }

        return [.. deltas.Values];
    }

    /// <summary>Consumption is taken as even over (last, next]: what falls into the range goes to its buckets.</summary>
    private static void Allocate(
        SortedDictionary<long, RegisterDelta> deltas, long lastMs, long nextMs, double consumption, long fromMs, long toMs, CalendarBucket bucket)
    {
        var end = Math.Min(nextMs, toMs);
        for (var at = Math.Max(lastMs, fromMs); at < end;)
        {
            var (bucketStart, bucketEnd) = (CalendarBuckets.StartMs(at, bucket), CalendarBuckets.EndMs(at, bucket));
            var pieceEnd = Math.Min(end, bucketEnd);
            var crosses = lastMs < bucketStart || nextMs > bucketEnd;
            var isGap = crosses && (nextMs - lastMs) * GapFraction > bucketEnd - bucketStart;
            var share = consumption * ((double)(pieceEnd - at) / (nextMs - lastMs));
            Add(deltas, at, bucket, share, isGap && consumption > 0, resets: 0);
            at = pieceEnd;
        }
    }

    private static void Add(SortedDictionary<long, RegisterDelta> deltas, long atMs, CalendarBucket bucket, double delta, bool estimated, int resets)
    {
        var start = CalendarBuckets.StartMs(atMs, bucket);
        if (!deltas.TryGetValue(start, out var sum))
            sum = new RegisterDelta(start, CalendarBuckets.EndMs(atMs, bucket), 0, false, 0);
        deltas[start] = sum with { Delta = sum.Delta + delta, Estimated = sum.Estimated || estimated, Resets = sum.Resets + resets };
    }
}
