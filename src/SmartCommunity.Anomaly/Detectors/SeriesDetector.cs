namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// Finds anomalies in one series as it comes in: several detectors, each calibrated to a tail probability, summed with fixed weights, and let through as records only. Strictly causal (cutting the series
/// changes nothing before the cut), indifferent to the unit of the values, and of bounded memory (<see cref="Bytes"/>). Missing points and irregular intervals are normal. Not safe for several threads.
/// </summary>
/// <remarks>How detectors and weights were chosen, and what they reach: decision 0028.</remarks>
public sealed class SeriesDetector
{
    /// <summary>The threshold on <see cref="PointScore.Record"/> chosen on the benchmark's files, in the middle of a plateau (6.25 to 7.1); an office's alert budget moves it (<see cref="Evaluation.AlertBudget"/>).</summary>
    public const float DefaultThreshold = 6.75f;

    /// <summary>Points that <see cref="PointScore.Record"/> stands out from.</summary>
    public const int RecordPoints = RecordFilter.Points;

    // The step and the profile's record are seen by other detectors too: half a vote each.
    private const float HalfVote = 0.5f;

    /// <summary>Highest possible score: every detector at the cap of its calibration.</summary>
    public const float HighestScore = (5 + 2 * HalfVote) * TailCalibrator.Cap;

    private readonly TimeSpan _utcOffset;
    private readonly CanonicalUnit _unit = new();
    private readonly RunningRecord _record = new();
    private readonly DayProfile _profile = new();
    private readonly RecordFilter _filter = new();
    private readonly Voice[] _voices;

    /// <summary>A detector for one series.</summary>
    /// <param name="utcOffset">How far the wall clock of the place is ahead of UTC: days and weekends are the place's.</param>
    public SeriesDetector(TimeSpan utcOffset)
    {
        _utcOffset = utcOffset;
        _voices =
        [
            new Voice(DetectorKind.Record, _record, 1),
            new Voice(DetectorKind.DayProfile, _profile, 1),
            new Voice(DetectorKind.Novelty, new Novelty(), 1),
            new Voice(DetectorKind.LevelShift, new LevelShift(), 1),
            new Voice(DetectorKind.Drift, new DriftRecord(), 1),
            new Voice(DetectorKind.Jump, new Jump(), HalfVote),
            new Voice(DetectorKind.ProfileRecord, new ProfileRecord(), HalfVote),
        ];
    }

    /// <summary>Bytes held by the arrays of one series: 28 kB in the beginning, 58 kB from the 4,096th point on.</summary>
    public int Bytes => _voices.Sum(v => v.Bytes) + _filter.Bytes;

    /// <summary>Takes the next point. Nothing is said of the first five, which make the unit. A value that is not finite is skipped: nothing is learned from it either.</summary>
    public PointScore Next(DateTimeOffset at, double value)
    {
        if (!double.IsFinite(value) || _unit.Of(value) is not { } canonical)
            return default;
        var seconds = at.ToUnixTimeSeconds() + (long)_utcOffset.TotalSeconds;
        var (lowest, highest) = (_record.Lowest, _record.Highest);
        var score = 0f;
        var most = 0f;
        var spoke = DetectorKind.None;
        foreach (var voice in _voices)
        {
            var vote = voice.Next(seconds, canonical);
            score += vote;
            if (vote > most)
                (most, spoke) = (vote, voice.Kind);
        }
        var record = _filter.Next(score);
        if (_profile.Band is var (low, median, high))
            return new PointScore(score, record, spoke, _unit.Back(low), _unit.Back(high), _unit.Back(median));
        return lowest <= highest ? new PointScore(score, record, spoke, _unit.Back(lowest), _unit.Back(highest)) : new PointScore(score, record, spoke, null, null);
    }

    private sealed class Voice(DetectorKind kind, StreamingDetector detector, float weight)
    {
        private readonly TailCalibrator _calibrator = new();

        internal DetectorKind Kind => kind;

        internal int Bytes => detector.Bytes + _calibrator.Bytes;

        internal float Next(long seconds, float value) => weight * _calibrator.Next(detector.Next(seconds, value));
    }
}
