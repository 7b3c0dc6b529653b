using System.Collections.Concurrent;
using SmartCommunity.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// The durable half of a lane: what is on disk, and what of it may go. Not thread-safe: opened by one thread, then the writer thread's own.
/// </summary>
internal sealed class LaneLog : IDisposable
{
    /// <summary>Pages given back after a trim; 16 MiB, so that a drained backlog shrinks the file within a few trims without one long stall.</summary>
    private const int VacuumPages = 4_096;

    /// <summary>Pages kept for what comes next; 16 MiB, twice what a trim frees by default. Given back too, every trim under a steady load would move what is behind them forward, and the file would grow again.</summary>
    private const int KeptPages = 4_096;

    private readonly Lane _lane;
    private readonly string _path;
    private readonly DeviceStates _devices;
    private readonly EpochFile _epochs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private LaneFile _file;
    private LaneState _state;
    private long _droppedThrough;
    private long _first;

    /// <summary>What comes after the least of these ordinals is not trimmed; see <see cref="HoldAfter"/>.</summary>
    private readonly ConcurrentDictionary<string, long> _heldAfter = new(StringComparer.Ordinal);
    private long _oldestAfter;
    private long _oldestMs;

    private LaneLog(Lane lane, string path, DeviceStates devices, EpochFile epochs, TimeProvider time, ILogger logger, LaneFile file)
    {
        (_lane, _path, _devices, _epochs, _time, _logger, _file) = (lane, path, devices, epochs, time, logger, file);
        _state = Load();
        CopyState();
        LoadWindows();
    }

    internal long Epoch => _state.Epoch;

    internal long Offset => _state.Offset;

    /// <summary>Ordinal of the next item to be written.</summary>
    internal long Next => _state.Next;

    internal long LastSequence => Next - 1 - Offset;

    /// <summary>Bytes of the frames on disk.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Ordinal through which the cloud has everything.</summary>
    internal long Acknowledged { get; private set; }

    /// <summary>Items given up since the start: corrupt, aged or over the quota.</summary>
    internal long Lost { get; private set; }

    internal static LaneLog Open(Lane lane, string path, DeviceStates devices, EpochFile epochs, TimeProvider time, ILogger logger) =>
        new(lane, path, devices, epochs, time, logger, LaneRescue.Open(lane, path, time, logger));

    /// <summary>Writes blocks in one transaction; returns their frames after the fsync. On an exception nothing was written.</summary>
    internal List<(BlockHeader Header, byte[] Frame)> Write(IReadOnlyList<OpenBlock> blocks, string traceParent)
    {
        var written = new List<(BlockHeader, byte[])>(blocks.Count);
        var next = Next;
        Failpoint.Hit("outbox.beforeWrite");
        InTransaction(() =>
        {
            foreach (var block in blocks)
            {
                var frame = block.Serialise(next, traceParent);
                _file.Insert(next, block.Count, frame);
                BlockFormat.TryReadHeader(frame, out var header);
                written.Add((header, frame));
                next += block.Count;
            }
            Failpoint.Hit("outbox.afterWrite");
        });
        Failpoint.Hit("outbox.afterFsync");
        _state = _state with { Next = next };
        Bytes += written.Sum(block => (long)block.Item2.Length);
        foreach (var block in blocks)
        {
            foreach (var mark in block.Marks)
                _devices.Commit(mark);
        }
        return written;
    }

    /// <summary>
    /// Blocks after an ordinal, oldest first, checked. A damaged block is moved aside and a <see cref="Loss"/> stands in its place under the same sequences.
    /// </summary>
    internal List<(BlockHeader Header, byte[] Frame)> Read(long after, int maxBytes)
    {
        var blocks = new List<(BlockHeader, byte[])>();
        var bytes = 0;
        for (var next = Math.Max(after + 1, _first); next < Next && bytes < maxBytes;)
        {
            var (header, frame) = ReadAt(next);
            blocks.Add((header, frame));
            bytes += frame.Length;
            next = header.LastOrdinal + 1;
        }
        return blocks;
    }

    /// <summary>Another reader has everything through this ordinal: what comes after it is kept, acknowledged or not. Thread-safe.</summary>
    internal void HoldAfter(string reader, long ordinal) => _heldAfter[reader] = ordinal;

    /// <summary>Notes what the cloud has; the space is freed by <see cref="Trim"/>.</summary>
    internal void Acknowledge(long ordinal) => Acknowledged = Math.Max(Acknowledged, Math.Min(ordinal, Next - 1));

    /// <summary>The last ordinal the cloud and every other reader has.</summary>
    internal long Through => _heldAfter.Values.Append(Acknowledged).Min();

    /// <summary>Deletes what is acknowledged; the duplicate windows of it are kept in the same transaction.</summary>
    internal void Trim()
    {
        var through = Through;
        if (through < _first)
            return;
        var freed = _file.BytesThrough(through);
        InTransaction(() =>
        {
            _state = _state with { TrimmedThrough = through };
            Fold();
            _file.DeleteThrough(through);
        });
        CopyState();
        Bytes -= freed;
        _first = _file.BlockAfter(0)?.Ordinal ?? Next;
        _file.Vacuum(VacuumPages, KeptPages);
    }

    /// <summary>Replaces the oldest blocks, as long as <paramref name="mustGo"/> says so, by one record of the loss; returns the items lost.</summary>
    internal long Drop(string reason, Func<BlockHeader, bool> mustGo)
    {
        const int maxBlocks = 1_000;
        var run = new List<BlockHeader>();
        for (var after = Math.Max(Acknowledged, _droppedThrough); run.Count < maxBlocks && _file.BlockAfter(after) is { } place;)
        {
            var frame = _file.FrameStart(place.Ordinal, BlockFormat.HeaderBytes);
            if (place.Ordinal <= after || frame is null || !BlockFormat.TryReadHeader(frame, out var header) || !mustGo(header))
                break;
            run.Add(header);
            after = header.LastOrdinal;
        }
        if (run.Count == 0)
            return 0;
        var count = checked((int)(run[^1].LastOrdinal - run[0].Ordinal + 1));
        Replace(run[0].Ordinal, count, reason, run.Min(b => b.FirstReceivedMs), run.Max(b => b.LastReceivedMs), run);
        _droppedThrough = run[^1].LastOrdinal;
        return count;
    }

    /// <summary>
    /// Takes the cloud's mark out of its Welcome. When the cloud has committed more than this file held when it was opened, the file is an older copy:
    /// what it held is covered by the mark and goes; what came since gets a new epoch and is numbered from 1, so that no two items share a number.
    /// Returns true when there is a new epoch.
    /// </summary>
    internal bool Confirm(long markEpoch, long markSequence)
    {
        var isOurs = markEpoch == Epoch;
        var mark = markSequence + Offset;
        var boundary = _state.Boundary == LaneState.Confirmed ? Next - 1 : _state.Boundary;
        if (isOurs)
            Acknowledge(Math.Min(mark, boundary));
        var isOlderCopy = (isOurs && mark > boundary) || markEpoch > Epoch;
        if (isOlderCopy)
        {
            Trim();
            var offset = FirstRetained - 1;
            var epoch = _epochs.Next(Math.Max(markEpoch, Epoch));
            OutboxLog.EpochRenewed(_logger, _lane, Epoch, epoch, markEpoch, markSequence);
            _state = _state with { Epoch = epoch, Offset = offset };
        }
        if (isOlderCopy || _state.Boundary != LaneState.Confirmed)
        {
            _state = _state with { Boundary = LaneState.Confirmed };
            InTransaction(() => _file.Save(_state));
            CopyState();
        }
        return isOlderCopy;
    }

    /// <summary>Receive time of the oldest item the cloud does not have; 0 when it has all.</summary>
    internal long OldestReceivedMs()
    {
        if (_oldestMs == 0 || _oldestAfter != Acknowledged)
        {
            _oldestAfter = Acknowledged;
            _oldestMs = _file.BlockAfter(Acknowledged) is { } place
                && _file.FrameStart(place.Ordinal, BlockFormat.HeaderBytes) is { } frame && BlockFormat.TryReadHeader(frame, out var header)
                    ? header.FirstReceivedMs
                    : 0;
        }
        return _oldestMs;
    }

    /// <summary>First ordinal still on disk and not acknowledged.</summary>
    internal long FirstRetained => Math.Max(Acknowledged, _first - 1) + 1;

    /// <summary>About how many bytes a trim would free.</summary>
    internal long AcknowledgedBytes => Acknowledged < _first ? 0 : Bytes * (Acknowledged - _first + 1) / (Next - _first);

    /// <summary>Blocks found damaged and kept aside, ever.</summary>
    internal long CountCorrupt() => _file.CountCorrupt();

    /// <summary>Closes the file and opens it again, rescuing what can be read when it is damaged. The windows in memory stay. Under the lane's lock.</summary>
    internal void Reopen()
    {
        _file.Dispose();
        _file = LaneRescue.Open(_lane, _path, _time, _logger);
        _state = Load();
        _devices.MarkAllDirty();
    }

    public void Dispose() => _file.Dispose();

    private (BlockHeader Header, byte[] Frame) ReadAt(long next)
    {
        var place = _file.BlockAfter(next - 1);
        var start = place?.Ordinal ?? Next;
        if (start > next)
            return Replace(next, checked((int)(start - next)), LossReason.Corrupt, 0, 0, []);
        var frame = _file.Frame(start)!;
        var count = place!.Value.Count;
        if (!BlockFormat.TryReadHeader(frame, out var header) || header.Ordinal != start || header.Count != count
            || !BlockFormat.TryReadBatch(frame, header, out var batch, out _))
            return SetAside(start, count, header, frame);
        if (start == next)
            return (header, frame);
        // A loss that the cloud knows in part (blocks were merged into it after they had been sent): only the rest of it is news.
        var loss = Batch.Parser.ParseFrom(batch.Span).Losses.FirstOrDefault();
        var rest = checked((int)(header.LastOrdinal - next + 1));
        var restFrame = OpenBlock.LossFrame(next, rest, loss?.Reason ?? LossReason.Corrupt, header.FirstReceivedMs, header.LastReceivedMs);
        BlockFormat.TryReadHeader(restFrame, out var restHeader);
        return (restHeader, restFrame);
    }

    private (BlockHeader Header, byte[] Frame) SetAside(long ordinal, int count, BlockHeader header, byte[] frame)
    {
        OutboxLog.BlockCorrupt(_logger, _lane, ordinal - Offset, count);
        var next = _file.BlockAfter(ordinal + count - 1)?.Ordinal ?? Next;
        var end = Math.Min(next, ordinal + Math.Max(1, count));
        return Replace(ordinal, checked((int)(end - ordinal)), LossReason.Corrupt, header.FirstReceivedMs, header.LastReceivedMs, [], frame);
    }

    private (BlockHeader Header, byte[] Frame) Replace(
        long ordinal, int count, string reason, long firstReceivedMs, long lastReceivedMs, IReadOnlyList<BlockHeader> replaced, byte[]? corrupt = null)
    {
        var loss = OpenBlock.LossFrame(ordinal, count, reason, firstReceivedMs, lastReceivedMs);
        InTransaction(() =>
        {
            Fold();
            if (corrupt is not null)
                _file.KeepCorrupt(ordinal, corrupt, _time.GetUtcNow().ToUnixTimeMilliseconds());
            foreach (var block in replaced)
                _file.Delete(block.Ordinal);
            _file.Insert(ordinal, count, loss);
        });
        Bytes = _file.Bytes();
        Lost += count;
        OutboxLog.Lost(_logger, _lane, count, reason, ordinal - Offset);
        BlockFormat.TryReadHeader(loss, out var header);
        return (header, loss);
    }

    /// <summary>Saves the changed duplicate windows, so that blocks may go. Inside a transaction.</summary>
    private void Fold()
    {
        foreach (var device in _devices.Dirty)
            _file.SaveWindow(device.Id, device.Committed.Write());
        _state = _state with { FoldedThrough = Next - 1 };
        _file.Save(_state);
    }

    /// <summary>A second copy for the rescue of a damaged file. It may be older than the file's own by a crash, which only makes the rescue keep more.</summary>
    private void CopyState()
    {
        try
        {
            AtomicFile.Write(LaneRescue.StatePath(_path), _state.Write());
        }
        catch (IOException error)
        {
            // A full disk must not keep the gateway from starting, nor from trimming, for the sake of a copy.
            OutboxLog.StateNotCopied(_logger, _lane, error);
        }
    }

    /// <summary>Forgets the windows of devices not heard of for longest when there are too many. Under the lane's lock.</summary>
    internal void EvictDevices()
    {
        InTransaction(Fold);
        var evicted = _devices.Evict();
        if (evicted.Count == 0)
            return;
        InTransaction(() =>
        {
            foreach (var device in evicted)
                _file.DeleteWindow(device);
        });
    }

    private void InTransaction(Action statements)
    {
        var before = _state;
        try
        {
            _file.Begin();
            statements();
            _file.Commit();
        }
        catch (SqliteException)
        {
            _state = before;
            _file.Rollback();
            throw;
        }
        if (before.FoldedThrough != _state.FoldedThrough)
            _devices.ClearDirty();
    }

    private LaneState Load()
    {
        var saved = _file.State();
        var last = _file.LastBlock();
        var state = saved ?? new LaneState(_epochs.Next(0), Math.Max(0, (_file.BlockAfter(0)?.Ordinal ?? 1) - 1), 1, 0, LaneState.Confirmed, 0);
        state = state with { Next = Math.Max(state.Next, last is { } block ? block.Ordinal + block.Count : 1) };
        if (state.Boundary == LaneState.Confirmed)
            state = state with { Boundary = state.Next - 1 };
        if (state != saved)
        {
            _file.Begin();
            _file.Save(state);
            _file.Commit();
        }
        Bytes = _file.Bytes();
        _first = _file.BlockAfter(0)?.Ordinal ?? state.Next;
        _oldestMs = 0;
        return state;
    }

    private void LoadWindows()
    {
        foreach (var (device, window) in _file.Windows())
            _devices.GetOrAdd(device).Committed.CopyFrom(DeviceWindow.Read(window));
        for (var after = _state.FoldedThrough; _file.BlockAfter(after) is { } place; after = place.Ordinal + place.Count - 1)
        {
            ReadOnlyMemory<byte> frame = _file.Frame(place.Ordinal)!;
            if (BlockFormat.TryReadHeader(frame.Span, out var header) && BlockFormat.TryReadWindow(frame, header, out var window))
                WindowSection.Replay(window.Span, _devices);
        }
        foreach (var device in _devices.All)
            device.Live.CopyFrom(device.Committed);
    }
}

/// <summary>Why items will never come; the wire's words.</summary>
internal static class LossReason
{
    internal const string Corrupt = "corrupt";
    internal const string Aged = "aged";
    internal const string Quota = "quota";
}
