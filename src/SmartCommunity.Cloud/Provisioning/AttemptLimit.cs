namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// Counts failed attempts by key over a window that begins with the first. In memory: a restart forgives, which 55 bits afford. At most <see cref="MaxKeys"/> keys; then
/// the oldest window makes room. Thread-safe.
/// </summary>
internal sealed class AttemptLimit(int attempts, TimeSpan window, TimeProvider time)
{
    internal const int MaxKeys = 10_000;

    /// <summary>Protects <see cref="_windows"/>.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long BeganAt, int Failed)> _windows = new(StringComparer.Ordinal);

    /// <summary>How long the key has to wait; zero when it may try.</summary>
    internal TimeSpan Wait(string key)
    {
        lock (_gate)
        {
            if (!_windows.TryGetValue(key, out var current) || time.GetElapsedTime(current.BeganAt) >= window)
                return TimeSpan.Zero;
            return current.Failed < attempts ? TimeSpan.Zero : window - time.GetElapsedTime(current.BeganAt);
        }
    }

    internal void Failed(string key)
    {
        lock (_gate)
        {
            if (_windows.TryGetValue(key, out var current) && time.GetElapsedTime(current.BeganAt) < window)
            {
                _windows[key] = (current.BeganAt, current.Failed + 1);
                return;
            }

            if (_windows.Count >= MaxKeys && !_windows.ContainsKey(key))
                _windows.Remove(_windows.MinBy(w => w.Value.BeganAt).Key);
            _windows[key] = (time.GetTimestamp(), 1);
        }
    }
}
