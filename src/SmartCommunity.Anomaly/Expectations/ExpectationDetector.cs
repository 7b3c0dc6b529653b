using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Anomaly.Expectations;

/// <summary>What a model expected of a point, and how far the point departs.</summary>
/// <param name="Expected">The expectation, in the series' unit.</param>
/// <param name="Low">Lower end of the band around it: what it is usually off by at this time; null: not yet known.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Record">Sum of two −log10 of tail probabilities, 0 to 10, where it is higher than in the hundred points before; else 0.</param>
public readonly record struct ExpectedScore(double Expected, double? Low, double? High, float Record);

/// <summary>
/// One series against a model's expectation of an hour before. What it is off by is scaled by what is usual at this half-hour, and its mean over an hour by what is usual of late; each is calibrated to a tail
/// probability like the other detectors, and records are let through. Causal, indifferent to the unit, of bounded memory. Not safe for several threads.
/// </summary>
public sealed class ExpectationDetector
{
    /// <summary>Record from which on it is an alert: on the recorded car parks 5.7 is a budget of 0.05 a lot and day; above it, so that it speaks seldom.</summary>
    public const float DefaultThreshold = 6;

    private readonly Expectation _expectation;
    private readonly TimeSpan _utcOffset;
    private readonly HourAhead _memory = new();
    private readonly DayProfile _profile = new();
    private readonly HourOff _hour = new();
    private readonly TailCalibrator _profileCalibrator = new();
    private readonly TailCalibrator _hourCalibrator = new();
    private readonly RecordFilter _filter = new();

    /// <summary>A detector for one series.</summary>
    /// <param name="expectation">The model.</param>
    /// <param name="utcOffset">How far the wall clock of the place is ahead of UTC.</param>
    public ExpectationDetector(Expectation expectation, TimeSpan utcOffset)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        (_expectation, _utcOffset) = (expectation, utcOffset);
    }

    /// <summary>Bytes held by the arrays of one series.</summary>
    public int Bytes => _memory.Bytes + _profile.Bytes + _hour.Bytes + _profileCalibrator.Bytes + _hourCalibrator.Bytes + _filter.Bytes;

    /// <summary>Takes the next point; null while too little is known to expect anything. A value that is not finite is skipped.</summary>
    public ExpectedScore? Next(DateTimeOffset at, double value)
    {
        if (_memory.Canonical(value) is not { } canonical)
            return null;
        var quarter = QuarterSeries.NumberOf(at, _utcOffset);
        var known = _memory.Of(quarter);
        _memory.Add(quarter, canonical);
        if (known is not { } ahead)
            return null;
        var expected = ExpectationTest.Expected(ahead, _expectation.Trees);
        var (off, seconds) = (canonical - expected, quarter * QuarterSeries.Seconds);
        var score = _profileCalibrator.Next(_profile.Next(seconds, off)) + _hourCalibrator.Next(_hour.Next(seconds, off));
        var band = _profile.Band;
        return new ExpectedScore(_memory.Back(expected), band is { } low ? _memory.Back(expected + low.Low) : null, band is { } high ? _memory.Back(expected + high.High) : null, _filter.Next(score));
    }
}
