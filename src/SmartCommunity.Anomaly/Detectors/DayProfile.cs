namespace SmartCommunity.Anomaly.Detectors;

/// <summary>Distance from the median of this half-hour (working days and weekends apart), in spreads of this half-hour: what is unusual at this time of such a day. Also gives the expected band.</summary>
internal sealed class DayProfile : StreamingDetector
{
    // Added to a half-hour's own spread, as a share of the mean distance of the series: a half-hour in which nothing ever happened would make any value infinitely far.
    private const float FloorShare = 0.1f;

    // Points over which that mean distance is taken.
    private const int FloorPoints = 500;

    // More spreads than this are all the same; keeps the value finite where the spread is zero.
    private const float MostSpreads = 1000;

    // Half-width of the expected band in median distances: three standard deviations of a normal distribution (1 / 0.6745 each).
    private const float BandSpreads = 4.45f;

    private readonly ClockBins _bins = new(weekendApart: true);
    private double _meanDistance;
    private int _count;

    internal override int Bytes => _bins.Bytes;

    /// <summary>Expected band of the newest point, in the canonical unit; null while the half-hour is little known.</summary>
    internal (float Low, float Median, float High)? Band { get; private set; }

    internal override float Next(long localSeconds, float value)
    {
        _count = Math.Min(_count + 1, FloorPoints);
        Span<float> usual = stackalloc float[ClockBins.Depth];
        usual = usual[.._bins.Usual(localSeconds, usual)];
        _bins.Remember(localSeconds, value);
        Band = null;
        return usual.Length < ClockBins.LeastValues ? 0 : Spreads(value, usual);
    }

    private float Spreads(float value, Span<float> usual)
    {
        var median = ClockBins.Median(usual);
        for (var i = 0; i < usual.Length; i++)
            usual[i] = Math.Abs(usual[i] - median);
        var distance = Math.Abs(value - median);
        _meanDistance += (distance - _meanDistance) / _count;
        var spread = ClockBins.Median(usual) + FloorShare * (float)_meanDistance;
        Band = (median - BandSpreads * spread, median, median + BandSpreads * spread);
        if (distance == 0)
            return 0;
        return spread > 0 ? Math.Min(MostSpreads, distance / spread) : MostSpreads;
    }
}

/// <summary>A record of the distance from the median of this half-hour, days of all kinds together.</summary>
internal sealed class ProfileRecord : StreamingDetector
{
    private readonly ClockBins _bins = new(weekendApart: false);
    private readonly RecentRecord _record = new();

    internal override int Bytes => _bins.Bytes + _record.Bytes;

    internal override float Next(long localSeconds, float value)
    {
        Span<float> usual = stackalloc float[ClockBins.Depth];
        usual = usual[.._bins.Usual(localSeconds, usual)];
        _bins.Remember(localSeconds, value);
        return usual.Length < ClockBins.LeastValues ? 0 : _record.Next(localSeconds, value - ClockBins.Median(usual));
    }
}
