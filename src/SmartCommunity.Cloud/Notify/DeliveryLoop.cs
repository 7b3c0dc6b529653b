using SmartCommunity.Storage.Notifications;

namespace SmartCommunity.Cloud.Notify;

/// <summary>
/// Empties one lane: takes what is due, when the channel's window permits, and hands it to <c>send</c>, several at once up to <c>slots</c>. Each lane has its own, so that none waits
/// for another. A notification of the past minute's clock is found at once: the loop is woken by the outbox, and looks again every minute, in case the clock was set.
/// </summary>
internal sealed class DeliveryLoop : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly NotificationOutbox _outbox;
    private readonly DeliveryLane _lane;
    private readonly SendWindow? _window;
    private readonly TimeProvider _time;
    private readonly int _slotCount;
    private readonly SemaphoreSlim _slots;
    private readonly Func<TakenMessage, Task> _send;

    private readonly WakeSignal _wake = new();

    internal DeliveryLoop(NotificationOutbox outbox, DeliveryLane lane, SendWindow? window, int slots, TimeProvider time, Func<TakenMessage, Task> send)
    {
        (_outbox, _lane, _window, _time, _slotCount, _send) = (outbox, lane, window, time, slots, send);
        _slots = new SemaphoreSlim(slots);
        _outbox.Changed += _wake.Set;
    }

    /// <summary>Runs until stopped, then waits for what is under way. Throws what the outbox throws.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await _slots.WaitAsync(stop);
                TakenMessage? message = null;
                try
                {
                    message = await NextAsync(stop);
                }
                finally
                {
                    if (message is null)
                        _slots.Release();
                }

                if (message is not null)
                    _ = SendAsync(message);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while waiting; what was taken is under way.
        }
        finally
        {
            // Every slot back means nothing under way; a sender that is cut gives its slot back too.
            for (var slot = 0; slot < _slotCount; slot++)
                await _slots.WaitAsync(CancellationToken.None);
            _slots.Release(_slotCount);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _outbox.Changed -= _wake.Set;
        _slots.Dispose();
    }

    private async Task<TakenMessage?> NextAsync(CancellationToken stop)
    {
        var wait = _outbox.NextAtMs(_lane) is { } next ? TimeSpan.FromMilliseconds(next - _time.GetUtcNow().ToUnixTimeMilliseconds()) : LookAgain;
        if (wait > TimeSpan.Zero)
        {
            await _wake.WaitAsync(wait < LookAgain ? wait : LookAgain, _time, stop);
            return null;
        }

        if (_window is not null)
            await _window.AcquireAsync(_lane.Priority == NotificationPriority.P1, stop);
        // Null when it was superseded meanwhile; its permit is lost, which only slows the channel.
        return _outbox.Take(_lane);
    }

    private async Task SendAsync(TakenMessage message)
    {
        try
        {
            await _send(message);
        }
        finally
        {
            _slots.Release();
        }
    }
}
