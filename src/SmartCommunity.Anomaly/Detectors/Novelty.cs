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

    // Stretches remembered: two weeks at five minutes. Each begins a block after the one before, so that they lie in so many blocks.
    private const int Memory = 333;
    private const int Remembered = Memory + Blocks;

    // Twice after each other, 3 kB: every stretch is in one piece.
    private readonly float[] _blocks = new float[2 * Remembered];
    private readonly RunningRecord _record = new();
    private float _sum;
    private int _points;
    private int _block;

    internal override int Bytes => _blocks.Length * sizeof(float);

    internal override float Next(long localSeconds, float value)
    {
        _sum += value;
        if (++_points < BlockPoints)
            return 0;
        var place = _block % Remembered;
        _blocks[place] = _blocks[place + Remembered] = _sum / BlockPoints;
        _sum = 0;
        _points = 0;
        return ++_block < Blocks ? 0 : _record.Next(localSeconds, Compare());
    }

    // Distance of the newest stretch to the nearest that shares no block with it; 0 where none is remembered yet. Plain loops: vector instructions add in an order that differs between machines.
    private float Compare()
    {
        var written = _block - Blocks;
        var newest = Stretch(written);
        var apart = Math.Max(0, written - Blocks + 1);
        var nearest = float.MaxValue;
        for (var stretch = Math.Max(0, written - Memory); stretch < apart; stretch++)
            nearest = Nearer(newest, Stretch(stretch), nearest);
        return apart > 0 ? MathF.Sqrt(nearest) : 0;
    }

    private ReadOnlySpan<float> Stretch(int first) => _blocks.AsSpan(first % Remembered, Blocks);

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
