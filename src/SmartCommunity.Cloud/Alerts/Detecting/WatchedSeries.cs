using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Expectations;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>One series with the detectors that look at it. About 58 kB, in its first weeks 28, where it is judged against its past, as much again for its peers, half of it for a model's expectation. Not thread-safe.</summary>
internal sealed class WatchedSeries
{
    // A standstill that grows speaks again each time it is by so much less plausible: an office whose budget filters more hears of it later.
    private const float Growth = 1.1f;

    // A week of quarters of an hour: working days and a weekend. What has not been seen before is no departure before that.
    private const int LearningPoints = 672;

    private readonly SeriesDetector? _series;
    private readonly SeriesDetector? _peers;
    private readonly StuckDetector? _stuck;
    private readonly StepDetector? _step;
    private readonly ExpectationDetector? _expected;
    private readonly SeriesIntake _intake = new();
    private float _saidStuck;
    private int _points;
    private int _expectedPoints;

    /// <param name="channels">By what it is judged.</param>
    /// <param name="expectation">The model that knows such series; null: there is none.</param>
    internal WatchedSeries(IReadOnlyList<DetectorChannel> channels, Expectation? expectation)
    {
        _series = channels.Contains(DetectorChannel.Series) ? new SeriesDetector(ChinaTime.Offset) : null;
        _peers = channels.Contains(DetectorChannel.Peers) ? new SeriesDetector(ChinaTime.Offset) : null;
        _stuck = channels.Contains(DetectorChannel.Stuck) ? new StuckDetector(ChinaTime.Offset) : null;
        _step = channels.Contains(DetectorChannel.Step) ? new StepDetector() : null;
        _expected = channels.Contains(DetectorChannel.Expected) && expectation is not null ? new ExpectationDetector(expectation, ChinaTime.Offset) : null;
    }

    internal bool IsCompared => _peers is not null;

    /// <summary>What it says is not worth hearing yet.</summary>
    internal bool IsLearning => _points <= LearningPoints;

    /// <summary>What it departs from a model by is not worth hearing yet.</summary>
    internal bool IsLearningExpected => _expectedPoints <= LearningPoints;

    internal int Bytes => (_series?.Bytes ?? 0) + (_peers?.Bytes ?? 0) + (_expected?.Bytes ?? 0);

    /// <summary>What detectors are given of a value: the value, or of a register its use an hour since the value before; null: there is none before, or it is the same measurement.</summary>
    internal double? Take(SeriesSample sample) => _intake.Take(sample.IsRegister, sample.Value, sample.AtMs);

    /// <summary>Takes the next value; counts it, whatever it is judged by.</summary>
    internal PointScore Judge(DateTimeOffset at, double value)
    {
        _points++;
        return _series?.Next(at, value) ?? default;
    }

    /// <summary>What the model expected of it, and how far it departs; null: none looks at it, or it knows too little.</summary>
    internal ExpectedScore? Expect(DateTimeOffset at, double value)
    {
        var score = _expected?.Next(at, value);
        _expectedPoints += score is null ? 0 : 1;
        return score;
    }

    internal PointScore JudgeDifference(DateTimeOffset at, double difference) => _peers?.Next(at, difference) ?? default;

    internal Standstill Stand(DateTimeOffset at, double value) => _stuck?.Next(at, value) ?? default;

    internal float Step(double value) => _step?.Next(value) ?? 0;

    /// <summary>What is to be said of a standstill: its score where it is newly near an alert or has grown, 0 where it is over, null for nothing.</summary>
    internal float? SayStuck(float score)
    {
        if (score <= 0 && _saidStuck > 0)
        {
            _saidStuck = 0;
            return 0;
        }

        if (DetectorStrength.Of(DetectorChannel.Stuck, score) < DetectorStrength.Floor || score < _saidStuck * Growth)
            return null;
        return _saidStuck = score;
    }

    /// <summary>Feeds it what it was given before, in order, and what it said last of a standstill.</summary>
    internal void Restore(IReadOnlyList<DetectorPoint> points, float saidStuck)
    {
        foreach (var point in points)
        {
            _intake.Last = (point.Raw, point.RawAtMs);
            if (point.Value is not { } value)
                continue;
            var at = DateTimeOffset.FromUnixTimeMilliseconds(point.AtMs);
            Judge(at, value);
            Stand(at, value);
            Step(value);
            Expect(at, value);
            if (point.PeerDifference is { } difference)
                JudgeDifference(at, difference);
        }

        _saidStuck = saidStuck;
    }
}
