namespace SmartCommunity.Anomaly.Detectors;

/// <summary>As <see cref="RunningRecord"/>, over the last points only: what was extreme a month ago may be extreme again.</summary>
internal sealed class RecentRecord : StreamingDetector
{
    // 20 blocks of 400 points: four weeks at five minutes, forgotten a day and a half at a time.
    private const int Blocks = 20;
    private const int BlockPoints = 400;

    private readonly float[] _highest = new float[Blocks];
    private readonly float[] _lowest = new float[Blocks];
    private int _block;
    private int _points;

    internal RecentRecord()
    {
        Array.Fill(_highest, float.NegativeInfinity);
        Array.Fill(_lowest, float.PositiveInfinity);
    }

    internal override int Bytes => 2 * Blocks * sizeof(float);

    internal override float Next(long localSeconds, float value)
    {
        var highest = float.NegativeInfinity;
        var lowest = float.PositiveInfinity;
        for (var i = 0; i < Blocks; i++)
        {
            highest = Math.Max(highest, _highest[i]);
            lowest = Math.Min(lowest, _lowest[i]);
        }
        Remember(value);
        return highest >= lowest ? RunningRecord.Beyond(value, lowest, highest) : 0;
    }

    private void Remember(float value)
    {
        if (_points++ == BlockPoints)
        {
            _points = 1;
            _block = (_block + 1) % Blocks;
            _highest[_block] = float.NegativeInfinity;
            _lowest[_block] = float.PositiveInfinity;
        }
        _highest[_block] = Math.Max(_highest[_block], value);
        _lowest[_block] = Math.Min(_lowest[_block], value);
    }
}
