namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// Keeps a stranger from filling the log: ten audit lines at once, then one a second; what was left out is counted and told in the next line. Thread-safe.
/// </summary>
internal sealed class AuditLimit(TimeProvider time)
{
    private const double LinesPerSecond = 1;
    private const double LinesAtOnce = 10;

    /// <summary>Protects both fields.</summary>
    private readonly Lock _gate = new();
    private readonly TokenBucket _bucket = new(LinesPerSecond, LinesAtOnce, time);
    private long _suppressed;

    internal bool TryTake(out long suppressed)
    {
        lock (_gate)
        {
            if (!_bucket.TryTake())
            {
                _suppressed++;
                suppressed = 0;
                return false;
            }

            suppressed = _suppressed;
            _suppressed = 0;
            return true;
        }
    }
}
