namespace SmartCommunity.Anomaly.Detectors;

/// <summary>
/// Size of the step from the point before, as a multiple of the largest step so far: what moves at once farther than it ever did was swapped, shifted or broken. Half as far again is an alert by itself
/// (<see cref="Certain"/>), whatever the budget. Causal, of constant memory, not safe for several threads.
/// </summary>
public sealed class StepDetector
{
    /// <summary>Multiple from which a step is an alert. On 60 recorded car parks 1.3 to 1.6 find the same faults.</summary>
    public const float Certain = 1.5f;

    // Points (after the first five) before which the largest step is not yet known: a day at five minutes, three at a quarter of an hour.
    private const int LeastPoints = 300;

    private readonly CanonicalUnit _unit = new();
    private readonly Jump _jump = new();
    private float _largest;
    private int _count;

    /// <summary>Takes the next point: the step as a multiple of the largest before; 0 for none, or too early to say. A value that is not finite is skipped.</summary>
    public float Next(double value)
    {
        if (!double.IsFinite(value) || _unit.Of(value) is not { } canonical)
            return 0;
        var step = _jump.Next(0, canonical);
        var said = ++_count > LeastPoints && _largest > 0 ? step / _largest : 0;
        _largest = Math.Max(_largest, step);
        return said;
    }
}
