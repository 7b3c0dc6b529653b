using System.Threading.Channels;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>
/// What waits for the writer, in three bounded lines: the cloud's own entries (a device must be enrolled before its first message is folded),
/// alarms, the rest. A full line makes its producer wait; a gateway is bounded by its credit besides. What devices sent waits until the queue is opened: before a log has the enrolments that it lacked at the start, a call of a
/// device that was just enrolled would be folded as nobody's (decision 0050). Thread-safe; one reader.
/// </summary>
internal sealed class IngestQueue : IDisposable
{
    // Credit keeps a gateway's frames far below this; it bounds many gateways together.
    private const int Capacity = 1_024;

    private readonly Channel<IngestItem> _own = Channel.CreateBounded<IngestItem>(Options());
    private readonly Channel<IngestItem> _alarms = Channel.CreateBounded<IngestItem>(Options());
    private readonly Channel<IngestItem> _routine = Channel.CreateBounded<IngestItem>(Options());
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly SemaphoreSlim _urgent = new(0);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal int Depth => _own.Reader.Count + _alarms.Reader.Count + _routine.Reader.Count;

    /// <summary>Every community's log has what it lacked: what devices sent may come.</summary>
    internal void Open() => _opened.TrySetResult();

    internal async ValueTask EnqueueAsync(IngestItem item, CancellationToken cancellationToken)
    {
        var line = item switch
        {
            FrameItem { Frame.Lane: Lane.Alarm } => _alarms,
            FrameItem or LocalBatchItem => _routine,
            _ => _own,
        };
        if (line != _own)
            await _opened.Task.WaitAsync(cancellationToken);
        await line.Writer.WriteAsync(item, cancellationToken);
        _waiting.Release();
        if (line == _alarms)
            _urgent.Release();
    }

    internal async ValueTask<IngestItem> DequeueAsync(CancellationToken cancellationToken)
    {
        await _waiting.WaitAsync(cancellationToken);
        return Take();
    }

    /// <summary>Waits for the time given, or until an alarm waits; an alarm that was taken since the last pause may end it early as well.</summary>
    internal async ValueTask PauseAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        await _urgent.WaitAsync(longest, cancellationToken);
        while (_urgent.Wait(0, CancellationToken.None))
        {
            // One alarm or ten: the next commit takes them all.
        }
    }

    internal bool TryDequeue(out IngestItem? item)
    {
        item = _waiting.Wait(0) ? Take() : null;
        return item is not null;
    }

    public void Dispose()
    {
        _waiting.Dispose();
        _urgent.Dispose();
    }

    private IngestItem Take() =>
        _own.Reader.TryRead(out var item) || _alarms.Reader.TryRead(out item) || _routine.Reader.TryRead(out item)
            ? item
            : throw new System.Diagnostics.UnreachableException("The queue's count and its lines disagree.");

    private static BoundedChannelOptions Options() => new(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait };
}
