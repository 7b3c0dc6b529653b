namespace SmartCommunity.Gateway.Uplink;

/// <summary>Exponential back-off with full jitter: the wait is drawn evenly from zero to a bound that doubles. Not thread-safe.</summary>
internal sealed class BackOff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _most;
    private readonly Random _random;
    private TimeSpan _bound;

    internal BackOff(TimeSpan first, TimeSpan most, Random random)
    {
        (_first, _most, _random) = (first, most, random);
        _bound = first;
    }

    internal TimeSpan Next()
    {
        var wait = _bound * _random.NextDouble();
        _bound = _bound * 2 < _most ? _bound * 2 : _most;
        return wait;
    }

    internal void Reset() => _bound = _first;
}
