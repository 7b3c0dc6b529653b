using System.Threading.Channels;

namespace SmartCommunity.Cloud;

/// <summary>Wakes one that waits. Set once or a thousand times, it wakes once: whoever wakes looks at everything. Set while nobody waits, it ends the next wait at once. Thread-safe.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Set() => _set.Writer.TryWrite(true);

    internal async Task WaitAsync(CancellationToken stop) => await _set.Reader.ReadAsync(stop);

    /// <summary>Waits until it is set, or for so long.</summary>
    internal async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        using var timer = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            await WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Its time is over.
        }
    }
}
