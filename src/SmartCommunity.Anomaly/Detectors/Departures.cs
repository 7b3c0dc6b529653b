namespace SmartCommunity.Anomaly.Detectors;

/// <summary>A record of the distance from the running mean: a value that is not the highest ever, but far from where the series stands now.</summary>
internal sealed class DriftRecord : StreamingDetector
{
    // A day at five minutes: the mean follows a change of level within a day or two.
    private const int MeanPoints = 300;

    private readonly RunningRecord _record = new();
    private double _mean;
    private int _count;

    internal override int Bytes => 0;

    internal override float Next(long localSeconds, float value)
    {
        _count = Math.Min(_count + 1, MeanPoints);
        var distance = value - _mean;
        var said = _count > 1 ? _record.Next(localSeconds, (float)distance) : 0;
        _mean += distance / _count;
        return said;
    }
}

/// <summary>Size of the step from the point before.</summary>
internal sealed class Jump : StreamingDetector
{
    private float _before = float.NaN;

    internal override int Bytes => 0;

    internal override float Next(long localSeconds, float value)
    {
        var said = float.IsNaN(_before) ? 0 : Math.Abs(value - _before);
        _before = value;
        return said;
    }
}

/// <summary>Change of level: distance between the mean of the newest points and the mean of those before.</summary>
internal sealed class LevelShift : StreamingDetector
{
    // Four hours against the twelve before, at five minutes.
    private const int NewPoints = 48;
    private const int OldPoints = 144;
    private const int AllPoints = NewPoints + OldPoints;

    private readonly float[] _ring = new float[AllPoints];
    private double _newest;
    private double _older;
    private int _next;
    private bool _full;

    internal override int Bytes => AllPoints * sizeof(float);

    internal override float Next(long localSeconds, float value)
    {
        var crossing = _ring[(_next + OldPoints) % AllPoints];
        _older += crossing - (double)_ring[_next];
        _newest += value - (double)crossing;
        _ring[_next] = value;
        if (++_next == AllPoints)
            Restart();
        return _full ? (float)Math.Abs(_newest / NewPoints - _older / OldPoints) : 0;
    }

    // Summed anew once a round: a value beyond all measure leaves no rounding behind in the sums.
    private void Restart()
    {
        _next = 0;
        _full = true;
        _older = 0;
        _newest = 0;
        for (var i = 0; i < AllPoints; i++)
        {
            if (i < OldPoints)
                _older += _ring[i];
            else
                _newest += _ring[i];
        }
    }
}
