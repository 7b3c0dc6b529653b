namespace SmartCommunity.Cloud.Notify;

/// <summary>
/// How many messages a channel takes: at most <c>limit</c> begin in any window, of which <c>reserved</c> only for urgent ones. A sliding window and not a bucket of tokens: a full bucket that
/// refills lets nearly twice the limit pass within one minute, for which DingTalk mutes a robot for ten. (The framework's limiters besides run on the machine's clock only.) Thread-safe.
/// </summary>
/// <param name="limit">Most messages in a window, at least 1.</param>
/// <param name="reserved">How many of them only urgent messages may be, 0 to <paramref name="limit"/> - 1.</param>
/// <param name="window">Length of the window: the maker's minute and the time an attempt may be under way.</param>
/// <param name="sent">When earlier messages began, oldest first: a restart is no excuse for a second burst.</param>
/// <param name="time">Clock.</param>
internal sealed class SendWindow(int limit, int reserved, TimeSpan window, IEnumerable<DateTimeOffset> sent, TimeProvider time)
{
    private readonly Lock _gate = new(); // Protects _sent and _pausedUntil.
    private readonly List<DateTimeOffset> _sent = [.. sent];
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;

    /// <summary>Waits until one more message may begin, and counts it.</summary>
    internal async Task AcquireAsync(bool urgent, CancellationToken cancellationToken)
    {
        while (TryAcquire(urgent) is { } wait)
            await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>Counts one more message and returns null; or returns how long to wait before asking again.</summary>
    internal TimeSpan? TryAcquire(bool urgent)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now < _pausedUntil)
                return _pausedUntil - now;
            // What lies in the future was written before the clock was set back; it would block for as long.
            _sent.RemoveAll(at => at + window <= now || at > now);
            var most = urgent ? limit : limit - reserved;
            if (_sent.Count >= most)
                return _sent[_sent.Count - most] + window - now;
            _sent.Add(now);
            return null;
        }
    }

    /// <summary>Lets nothing pass before an instant: the channel said that it has had too many.</summary>
    internal void PauseUntil(DateTimeOffset instant)
    {
        lock (_gate)
        {
            if (instant > _pausedUntil)
                _pausedUntil = instant;
        }
    }
}
