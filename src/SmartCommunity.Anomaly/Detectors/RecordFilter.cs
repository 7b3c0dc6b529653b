namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// Lets a score through only where it is higher than every score of the last <see cref="Points"/> points: one departure speaks once, and again only if it grows. A refractory time with escalation.
/// </summary>
internal sealed class RecordFilter
{
    /// <summary>Points a score must stand out from: eight hours at five minutes. From 60 to 120 the benchmark on the 29 files moves by less than its spread.</summary>
    internal const int Points = 100;

    // Scores that fall from the oldest to the newest, and when they were: the first is the highest of the last points.
    private readonly float[] _scores = new float[Points + 1];
    private readonly int[] _positions = new int[Points + 1];
    private int _first;
    private int _count;
    private int _position;

    /// <summary>Bytes held by the arrays.</summary>
    internal int Bytes => _scores.Length * (sizeof(float) + sizeof(int));

    /// <summary>The score where it is a record, else 0.</summary>
    internal float Next(float score)
    {
        while (_count > 0 && _position - _positions[_first] > Points)
            Drop();
        var record = score > (_count > 0 ? _scores[_first] : 0);
        while (_count > 0 && _scores[(_first + _count - 1) % _scores.Length] <= score)
            _count--;
        var slot = (_first + _count++) % _scores.Length;
        _scores[slot] = score;
        _positions[slot] = _position++;
        return record ? score : 0;
    }

    private void Drop()
    {
        _first = (_first + 1) % _scores.Length;
        _count--;
    }
}
