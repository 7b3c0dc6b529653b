using System.Numerics;

namespace SmartCommunity.Simulators.Load;

/// <summary>
/// Latencies in microseconds, log-linear: 32 buckets per power of two, so that a bucket is at most 3 % wide. One writer; merge when it is done.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubBuckets = 1 << SubBits;
    private const int Powers = 40;
    private const double MsPerMicrosecond = 0.001;
    private readonly long[] _counts = new long[SubBuckets * Powers];
    private long _max;

    internal long Count { get; private set; }

    internal void Add(long microseconds)
    {
        _counts[IndexOf(Math.Max(0, microseconds))]++;
        _max = Math.Max(_max, microseconds);
        Count++;
    }

    internal void Merge(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        _max = Math.Max(_max, other._max);
        Count += other.Count;
    }

    internal LatencySummary Summary()
    {
        const double Half = 0.5;
        const double OnePercent = 0.99;
        const double OnePermille = 0.999;
        return new LatencySummary(Quantile(Half), Quantile(OnePercent), Quantile(OnePermille), _max * MsPerMicrosecond);
    }

    /// <summary>Upper edge of the bucket that holds the quantile, in milliseconds, never above the largest value seen; 0 when empty.</summary>
    internal double Quantile(double part)
    {
        var wanted = (long)Math.Ceiling(Count * part);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted && seen > 0)
                return Math.Min(UpperEdge(i), _max) * MsPerMicrosecond;
        }

        return 0;
    }

    private static int IndexOf(long value)
    {
        if (value < SubBuckets)
            return (int)value;
        var power = BitOperations.Log2((ulong)value) - SubBits;
        return Math.Min(((power + 1) * SubBuckets) + (int)((value >> power) - SubBuckets), (SubBuckets * Powers) - 1);
    }

    private static long UpperEdge(int index)
    {
        if (index < SubBuckets)
            return index;
        var power = (index / SubBuckets) - 1;
        return ((SubBuckets + (index % SubBuckets) + 1L) << power) - 1;
    }
}
