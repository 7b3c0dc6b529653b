namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// A record of how little the newest stretch of the series resembles any stretch before: distance to the nearest remembered one. Stretches are means of <see cref="BlockPoints"/> points, and are compared
/// once a block, which makes the nearest-neighbour search cheap enough for every series.
/// </summary>
internal sealed class Novelty : StreamingDetector
{
    /// <summary>Points averaged to a block: an hour at five minutes.</summary>
    internal const int BlockPoints = 12;

    // Blocks a stretch: a day at five minutes.
    private const int Blocks = 24;

    // Stretches remembered: two weeks at five minutes, 32 kB.
    private const int Memory = 333;

    private readonly float[] _stretches = new float[Memory * Blocks];
    private readonly float[] _ring = new float[Blocks];
    private readonly RunningRecord _record = new();
    private float _sum;
    private int _points;
    private int _block;

    internal override int Bytes => (_stretches.Length + _ring.Length) * sizeof(float);

    internal override float Next(long localSeconds, float value)
    {
        _sum += value;
        if (++_points < BlockPoints)
            return 0;
        _ring[_block % Blocks] = _sum / BlockPoints;
        _sum = 0;
        _points = 0;
        return ++_block < Blocks ? 0 : _record.Next(localSeconds, Compare());
    }

    // Distance of the newest stretch to the nearest that shares no block with it; 0 where none is remembered yet. Plain loops: vector instructions add in an order that differs between machines.
    private float Compare()
    {
        Span<float> newest = stackalloc float[Blocks];
        for (var i = 0; i < Blocks; i++)
            newest[i] = _ring[(_block + i) % Blocks];
        var written = _block - Blocks;
        var apart = Math.Max(0, written - Blocks + 1);
        var nearest = float.MaxValue;
        for (var stretch = Math.Max(0, written - Memory); stretch < apart; stretch++)
            nearest = Nearer(newest, _stretches.AsSpan(stretch % Memory * Blocks, Blocks), nearest);
        newest.CopyTo(_stretches.AsSpan(written % Memory * Blocks));
        return apart > 0 ? MathF.Sqrt(nearest) : 0;
    }

    // Squared distance where it is below the limit, else the limit.
    private static float Nearer(ReadOnlySpan<float> one, ReadOnlySpan<float> other, float limit)
    {
        var sum = 0f;
        for (var i = 0; i < one.Length && sum < limit; i++)
        {
            var difference = one[i] - other[i];
            sum += difference * difference;
        }
        return Math.Min(sum, limit);
    }
}
