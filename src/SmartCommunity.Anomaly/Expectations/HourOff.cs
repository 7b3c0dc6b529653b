using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Anomaly.Expectations;

/// <summary>What an expectation is off by on the mean of the last four points, as a multiple of what it is mostly off by: to one side for an hour is more than a quarter far off.</summary>
internal sealed class HourOff : StreamingDetector
{
    private const int AnHour = 4;

    // Two days: a working day beside a weekend is no surprise.
    private const int Points = 192;

    // Fewer tell nothing of what is usual.
    private const int LeastPoints = 20;

    // More is all the same; keeps the value finite.
    private const float Most = 1_000;

    private readonly float[] _distances = new float[Points];
    private readonly float[] _sorted = new float[Points];
    private readonly float[] _last = new float[AnHour];
    private int _count;

    internal override int Bytes => (_distances.Length + _sorted.Length + _last.Length) * sizeof(float);

    internal override float Next(long localSeconds, float value)
    {
        _last[_count % AnHour] = value;
        var (known, usual) = (Math.Min(_count, Points), 0f);
        if (known >= LeastPoints)
        {
            Array.Copy(_distances, _sorted, known);
            usual = ClockBins.Median(_sorted.AsSpan(0, known));
        }

        _distances[_count++ % Points] = Math.Abs(value);
        return usual > 0 ? Math.Min(Most, Math.Abs(_last[0] + _last[1] + _last[2] + _last[3]) / AnHour / usual) : 0;
    }
}
