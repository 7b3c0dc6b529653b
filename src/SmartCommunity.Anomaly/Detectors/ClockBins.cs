namespace SmartCommunity.Anomaly.Detectors;

/// <summary>Values by half-hour of the day, the last <see cref="Depth"/> of each: what is usual at this time. Weekends may be kept apart.</summary>
internal sealed class ClockBins
{
    /// <summary>Values remembered a bin: four days at five minutes, twelve at a quarter of an hour. 18 to 36 give the same benchmark within its spread.</summary>
    internal const int Depth = 24;

    /// <summary>Fewest values in a bin that tell what is usual.</summary>
    internal const int LeastValues = 6;

    private const int DaysAWeek = 7;

    // 1 January 1970 was a Thursday: three days after a Monday.
    private const int EpochWeekday = 3;
    private const int Saturday = 5;

    private readonly bool _weekendApart;
    private readonly float[] _values;
    private readonly byte[] _counts;
    private readonly byte[] _nexts;

    internal ClockBins(bool weekendApart)
    {
        _weekendApart = weekendApart;
        var bins = weekendApart ? 2 * HalfHours.ADay : HalfHours.ADay;
        _values = new float[bins * Depth];
        _counts = new byte[bins];
        _nexts = new byte[bins];
    }

    internal int Bytes => _values.Length * sizeof(float) + _counts.Length + _nexts.Length;

    /// <summary>Copies what is remembered for this time, in no order; the number of values.</summary>
    internal int Usual(long localSeconds, Span<float> into)
    {
        var bin = Bin(localSeconds);
        _values.AsSpan(bin * Depth, _counts[bin]).CopyTo(into);
        return _counts[bin];
    }

    internal void Remember(long localSeconds, float value)
    {
        var bin = Bin(localSeconds);
        _values[bin * Depth + _nexts[bin]] = value;
        _nexts[bin] = (byte)((_nexts[bin] + 1) % Depth);
        _counts[bin] = (byte)Math.Min(_counts[bin] + 1, Depth);
    }

    /// <summary>Middle of values; sorts them.</summary>
    internal static float Median(Span<float> values)
    {
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private int Bin(long localSeconds)
    {
        var (day, bin) = HalfHours.Of(localSeconds);
        var weekday = ((day + EpochWeekday) % DaysAWeek + DaysAWeek) % DaysAWeek;
        return _weekendApart && weekday >= Saturday ? HalfHours.ADay + bin : bin;
    }
}
