using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>What a lane does when it has no room.</summary>
internal sealed record LanePolicy(Lane Lane, string Path, long QuotaBytes, bool RefusesWhenFull);

/// <summary>
/// One lane of the outbox: the open block that appends go into, and the thread that owns the file. The thread takes the open block whenever it
/// is free (group commit), and answers reads, marks and trims in between. Thread-safe.
/// </summary>
internal sealed partial class OutboxLane : IDisposable
{
    /// <summary>Closed blocks that may wait for the writer: with 4,096 items each, seconds of full rate. Beyond, appends are refused.</summary>
    private const int MaxPendingBlocks = 64;

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LanePolicy _policy;
    private readonly OutboxOptions _options;
    private readonly DiskReserve _reserve;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DeviceStates _devices;
    private readonly LaneLog _log;
    private readonly Action _changed;

    // Guarded by _gate.
    private readonly Queue<OpenBlock> _closed = [];
    private readonly Queue<OpenBlock> _spare = [];
    private OpenBlock _open = new(0);
    private long _blockNumber;
    private long _probedAt;
    private bool _isStopped;
    private volatile bool _isRefusing;
    private long _refused;
    private long _duplicates;

    private readonly SemaphoreSlim _work = new(0);
    private readonly ManualResetEvent _stopped = new(initialState: false);
    private readonly Thread _thread;

    internal OutboxLane(
        LanePolicy policy, OutboxOptions options, EpochFile epochs, DiskReserve reserve, TimeProvider time, ILogger logger, Action changed)
    {
        (_policy, _options, _reserve, _time, _logger, _changed) = (policy, options, reserve, time, logger, changed);
        _devices = new DeviceStates(options.MaxDevices);
        _log = LaneLog.Open(policy.Lane, policy.Path, _devices, epochs, time, logger);
        Publish();
        _agedAt = _probedAt = time.GetTimestamp();
        OutboxLog.Opened(logger, policy.Lane, _log.Epoch, _log.LastSequence, _log.Bytes);
        _thread = new Thread(Run) { IsBackground = true, Name = $"outbox {policy.Lane}" };
        _thread.Start();
    }

    /// <summary>True while appends are refused for want of space; one a second is let through to see whether space came back.</summary>
    internal bool IsRefusing => _isRefusing;

    internal long Refused => Interlocked.Read(ref _refused);

    internal long Duplicates => Interlocked.Read(ref _duplicates);

    internal long Lost => _log.Lost;

    internal int PendingItems
    {
        get
        {
            lock (_gate)
                return _open.Count + _closed.Sum(block => block.Count);
        }
    }

    /// <summary>Writes one item into the open block.</summary>
    internal delegate void AddItem<T>(OpenBlock block, DeviceState? device, T item) where T : allows ref struct;

    /// <summary>Appends one item; (<paramref name="boot"/>, <paramref name="value"/>) tells it from a duplicate, see <see cref="WindowMark"/>.</summary>
    internal BlockCommit Append<T>(string device, long boot, long value, T item, AddItem<T> add) where T : allows ref struct
    {
        lock (_gate)
        {
            if (IsShut_NeedsLock())
                return Refuse_NeedsLock();
            var state = device.Length == 0 ? null : _devices.GetOrAdd(device);
            if (state is not null && boot != NoMark)
            {
                if (IsDuplicate(state.Live, boot, value))
                {
                    Interlocked.Increment(ref _duplicates);
                    return state.LastCommit is { Completed.IsCompleted: false } pending ? pending : BlockCommit.Ended(CommitOutcome.Stored);
                }
            }
            if (_open.IsFull && !TryClose_NeedsLock())
                return Refuse_NeedsLock();
            var block = _open;
            add(block, state, item);
            if (state is not null)
            {
                state.LastCommit = block.Commit;
                if (boot != NoMark)
                    Mark(block, new WindowMark(state, boot, value));
            }
            if (block.Count == 1)
                _work.Release();
            return block.Commit;
        }
    }

    /// <summary>Boot of an item that nothing tells from a duplicate.</summary>
    internal const long NoMark = -1;

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isStopped)
                return;
            _isStopped = true;
        }
        _stopped.Set();
        _work.Release();
        _thread.Join();
        _log.Dispose();
        _work.Dispose();
        _stopped.Dispose();
    }

    internal static bool IsDuplicate(DeviceWindow window, long boot, long value) =>
        boot == WindowMark.Digest ? window.HasDigest(unchecked((ulong)value)) : window.HasSeq(boot, value);

    private static void Mark(OpenBlock block, in WindowMark mark)
    {
        mark.ApplyTo(mark.Device.Live);
        block.Mark(mark);
    }

    private bool IsShut_NeedsLock()
    {
        if (_isStopped)
            return true;
        if (!_isRefusing || _time.GetElapsedTime(_probedAt) < ProbeInterval)
            return _isRefusing;
        _probedAt = _time.GetTimestamp();
        return false;
    }

    private BlockCommit Refuse_NeedsLock()
    {
        Interlocked.Increment(ref _refused);
        return BlockCommit.Ended(_isStopped ? CommitOutcome.Failed : CommitOutcome.Full);
    }

    private bool TryClose_NeedsLock()
    {
        if (_closed.Count >= MaxPendingBlocks)
            return false;
        _closed.Enqueue(_open);
        var block = _spare.Count > 0 ? _spare.Dequeue() : new OpenBlock(0);
        block.Open(++_blockNumber);
        _open = block;
        return true;
    }
}
