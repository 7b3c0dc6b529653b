namespace SmartCommunity.Anomaly.Detectors;

/// <summary>How far a value lies beyond the highest and lowest so far, as a share of the range between them.</summary>
internal sealed class RunningRecord : StreamingDetector
{
    private float _highest = float.NegativeInfinity;
    private float _lowest = float.PositiveInfinity;

    /// <summary>Highest value so far; −∞ before the first.</summary>
    internal float Highest => _highest;

    /// <summary>Lowest value so far; +∞ before the first.</summary>
    internal float Lowest => _lowest;

    internal override int Bytes => 0;

    internal override float Next(long localSeconds, float value)
    {
        var said = _highest >= _lowest ? Beyond(value, _lowest, _highest) : 0;
        _highest = Math.Max(_highest, value);
        _lowest = Math.Min(_lowest, value);
        return said;
    }

    /// <summary>Distance of a value from a range, in widths of the range; 1 where the range is a single value that this is not.</summary>
    internal static float Beyond(float value, float lowest, float highest)
    {
        var width = highest - lowest;
        var distance = Math.Max(0, Math.Max(value - highest, lowest - value));
        if (width > 0)
            return distance / width;
        return distance > 0 ? 1 : 0;
    }
}
