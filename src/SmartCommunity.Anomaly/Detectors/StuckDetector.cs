namespace SmartCommunity.Anomaly.Detectors;

/// <summary>What <see cref="StuckDetector"/> says about one point.</summary>
/// <param name="Score">How implausible the standstill is, as a multiple of the least plausible one that ended by itself; 0 while the value moves. A threshold near 1 is usual.</param>
/// <param name="Since">When the value was first what it is.</param>
public readonly record struct Standstill(float Score, DateTimeOffset Since);

/// <summary>
/// Tells a value that stands still for longer than its own history makes plausible: each repeated value adds −log10 of how often the value stood still at this half-hour so far, and the sum is compared with the
/// largest that a run of repeats ever reached and left. A series that often stands still, or does so every night, says nothing. Asks only whether values are equal, so the unit does not matter. Causal, of
/// constant memory, not safe for several threads.
/// </summary>
public sealed class StuckDetector
{
    /// <summary>Score from which a standstill is an alert: what 40 % of 0.05 alerts a lot and day give on the 60 recorded car parks (1.38).</summary>
    public const float Implausible = 1.4f;

    // Neither share is ever 0 or 1: one repeat and one change are assumed of every half-hour.
    private const float AssumedRepeats = 1;
    private const float AssumedPoints = 2;

    // Fewer points of a half-hour than this say nothing of it: three days at a quarter of an hour.
    private const float LeastPoints = 6;

    // A half-hour in which the value stood still more often than this says nothing: what hardly ever moves may stand for days.
    private const float UsuallyStill = 0.9f;

    // Points a half-hour remembers, fading: four weeks at a quarter of an hour.
    private const float Fading = 56;

    // Least sum that a run is compared with: one in a thousand happens to every series now and then.
    private const float LeastRun = 3;

    private readonly TimeSpan _utcOffset;
    private readonly float[] _repeats = new float[HalfHours.ADay];
    private readonly float[] _points = new float[HalfHours.ADay];
    private double _value = double.NaN;
    private DateTimeOffset _since;
    private float _run;
    private float _longest = LeastRun;

    /// <summary>A detector for one series.</summary>
    /// <param name="utcOffset">How far the wall clock of the place is ahead of UTC.</param>
    public StuckDetector(TimeSpan utcOffset) => _utcOffset = utcOffset;

    /// <summary>Takes the next point. A value that is not finite is skipped.</summary>
    public Standstill Next(DateTimeOffset at, double value)
    {
        if (!double.IsFinite(value))
            return new Standstill(0, _since);
        if (double.IsNaN(_value))
        {
            (_value, _since) = (value, at);
            return new Standstill(0, at);
        }
        var seconds = at.ToUnixTimeSeconds() + (long)_utcOffset.TotalSeconds;
        var bin = HalfHours.Of(seconds).HalfHour;
        var repeated = value == _value;
        if (repeated)
            Stand(bin);
        else
            Move(at, value);
        _repeats[bin] += (repeated ? 1 : 0) - _repeats[bin] / Fading;
        _points[bin] += 1 - _points[bin] / Fading;
        return new Standstill(_run / _longest, _since);
    }

    private void Stand(int bin)
    {
        if (_points[bin] >= LeastPoints && _repeats[bin] <= UsuallyStill * _points[bin])
            _run -= MathF.Log10((_repeats[bin] + AssumedRepeats) / (_points[bin] + AssumedPoints));
    }

    private void Move(DateTimeOffset at, double value)
    {
        _longest = Math.Max(_longest, _run);
        _run = 0;
        _value = value;
        _since = at;
    }
}
