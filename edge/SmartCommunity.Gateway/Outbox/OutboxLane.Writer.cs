using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>The writer thread: everything that touches the file.</summary>
internal sealed partial class OutboxLane
{
    private const double RefuseAt = 0.9;

    /// <summary>SQLite's code for no space; ENOSPC on a write maps to it.</summary>
    internal const int DiskFull = 13;

    /// <summary>Blocks kept in memory from their commit until the cloud has them, so that a connected uplink never reads the disk: seconds of full rate.</summary>
    private const int MaxTailBytes = 8 << 20;

    /// <summary>How often ages and quotas are looked at, and what is acknowledged but too little for a trim is deleted all the same.</summary>
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Action> _requests = [];
    private readonly List<OpenBlock> _taken = [];

    // The tail of the lane in memory, contiguous up to the last block on disk. Guarded by _tailGate.
    private readonly Lock _tailGate = new();
    private readonly Queue<(BlockHeader Header, byte[] Frame)> _tail = [];
    private long _tailBytes;
    private LaneStanding _standing;
    private long _agedAt;
    private long _committedAt;
    private int _lastCommitItems;

    /// <summary>Where the lane stands, as of the last commit or mark.</summary>
    internal LaneStanding Current
    {
        get
        {
            lock (_tailGate)
                return _standing;
        }
    }

    /// <summary>Checked blocks after a sequence of the current epoch, oldest first, until <paramref name="maxBytes"/> are passed; empty when there are none.</summary>
    internal Task<IReadOnlyList<OutboxBlock>> ReadAsync(long afterSequence, int maxBytes)
    {
        lock (_tailGate)
        {
            var after = afterSequence + _offset;
            if (after >= _lastOrdinal)
                return Task.FromResult<IReadOnlyList<OutboxBlock>>([]);
            if (_tail.TryPeek(out var oldest) && oldest.Header.Ordinal <= after + 1)
                return Task.FromResult<IReadOnlyList<OutboxBlock>>(FromTail_NeedsLock(after, maxBytes));
        }
        return ReadFile(afterSequence, maxBytes);
    }

    private Task<IReadOnlyList<OutboxBlock>> ReadFile(long afterSequence, int maxBytes) =>
        OnWriter<IReadOnlyList<OutboxBlock>>(() => [.. _log.Read(afterSequence + _log.Offset, maxBytes).Select(ToBlock)]);

    /// <summary>Everything through the sequence is committed by the cloud and may go. Marks of another epoch are ignored.</summary>
    internal void Trim(long epoch, long sequence) => Request(() =>
    {
        if (epoch != _log.Epoch)
            return;
        _log.Acknowledge(sequence + _log.Offset);
        Forget(_log.Through);
        Publish();
        if (_log.AcknowledgedBytes >= _options.TrimBytes || _isRefusing)
            _log.Trim();
        Publish();
    });

    /// <summary>A reader besides the uplink has everything through this sequence of the current epoch; what comes after it is not trimmed. Without one nothing is held.</summary>
    internal void HoldAfter(string reader, long sequence)
    {
        lock (_tailGate)
            _log.HoldAfter(reader, sequence + _offset);
    }

    /// <summary>Takes the mark of a Welcome, see <see cref="LaneLog.Confirm"/>; completes with the standing that the uplink goes on from.</summary>
    internal Task<LaneStanding> ConfirmAsync(long epoch, long sequence) => OnWriter(() =>
    {
        if (_log.Confirm(epoch, sequence))
            ClearTail();
        Publish();
        return _standing;
    });

    /// <summary>Blocks that were found damaged and are kept aside.</summary>
    internal Task<long> CountCorruptAsync() => OnWriter(_log.CountCorrupt);

    /// <summary>Looks at ages and quotas now, as the writer does by itself every 30 s.</summary>
    internal Task KeepHouseAsync() => OnWriter(() =>
    {
        KeepHouse();
        return true;
    });

    private void Run()
    {
        while (true)
        {
            _work.Wait(HousekeepingInterval);
            do
            {
                // Between any two commits: under a steady load there is always one more, and a reconnecting uplink, trims and housekeeping do not wait for its end.
                Serve();
                if (_time.GetElapsedTime(_agedAt) >= HousekeepingInterval)
                    Guarded(KeepHouse);
                Pace();
            }
            while (WriteTaken());
            lock (_gate)
            {
                if (_isStopped && _open.Count == 0 && _closed.Count == 0)
                    break;
            }
        }
        Guarded(_log.Trim);
        Serve();
    }

    private void Serve()
    {
        while (_requests.TryDequeue(out var request))
            request();
    }

    /// <summary>
    /// Lets a routine block fill while the last one shows that several devices are sending: a commit costs every stage behind it about the same,
    /// however much is in it. A device that sends one message at a time is not slowed down.
    /// </summary>
    private void Pace()
    {
        if (_policy.Lane != Lane.Routine || _lastCommitItems < 2)
            return;
        var rest = _options.CommitInterval - _time.GetElapsedTime(_committedAt);
        if (rest > TimeSpan.Zero)
            _stopped.WaitOne(rest);
    }

    /// <summary>Writes everything that waits in one transaction; true when there was something.</summary>
    private bool WriteTaken()
    {
        lock (_gate)
        {
            if (_open.Count > 0)
                TryClose_NeedsLock();
            _taken.Clear();
            while (_closed.Count > 0)
                _taken.Add(_closed.Dequeue());
        }
        if (_taken.Count == 0)
            return false;
        _lastCommitItems = _taken.Sum(static block => block.Count);
        _committedAt = _time.GetTimestamp();
        using var activity = GatewayActivity.Source.StartActivity("outbox commit", ActivityKind.Producer);
        var outcome = TryWrite(activity?.Id ?? "", out var error);
        if (outcome == CommitOutcome.Stored)
            Stored();
        else
            Refuse(outcome, error);
        return true;
    }

    private CommitOutcome TryWrite(string traceParent, out Exception? error)
    {
        error = null;
        if (_policy.RefusesWhenFull && (!_reserve.TryRestore() || _log.Bytes >= RefuseAt * _policy.QuotaBytes))
            return CommitOutcome.Full;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Appended(_log.Write(_taken, traceParent));
                return CommitOutcome.Stored;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == DiskFull)
            {
                error = e;
                // Alarms may use the reserve; a second failure is final, and so is the first of routine messages.
                if (_policy.RefusesWhenFull || !_reserve.Release())
                    return CommitOutcome.Full;
            }
            catch (Exception e)
            {
                error = e;
                // After a failed write or fsync the connection's idea of the file is worth nothing: open it again, rescue it when damaged.
                if (attempt > 0 || !TryReopen())
                    return CommitOutcome.Failed;
            }
        }
    }

    private bool TryReopen()
    {
        lock (_gate)
        {
            try
            {
                _log.Reopen();
                ClearTail();
                return true;
            }
            catch (Exception e)
            {
                OutboxLog.RequestFailed(_logger, _policy.Lane, e);
                return false;
            }
        }
    }

    private void Appended(List<(BlockHeader Header, byte[] Frame)> blocks)
    {
        lock (_tailGate)
        {
            foreach (var block in blocks)
            {
                _tail.Enqueue(block);
                _tailBytes += block.Frame.Length;
            }
            while (_tailBytes > MaxTailBytes)
                _tailBytes -= _tail.Dequeue().Frame.Length;
        }
        Publish();
    }

    /// <summary>What every reader has need not stay in memory.</summary>
    private void Forget(long ordinal)
    {
        lock (_tailGate)
        {
            while (_tail.TryPeek(out var oldest) && oldest.Header.Ordinal <= ordinal)
                _tailBytes -= _tail.Dequeue().Frame.Length;
        }
    }

    private void Stored()
    {
        // Before the commits end: who was told that its message is stored finds the lane open.
        if (_isRefusing)
            OutboxLog.AcceptingRoutine(_logger);
        _isRefusing = false;
        foreach (var block in _taken)
        {
            OutboxMeter.CommitLatency.Record(Stopwatch.GetElapsedTime(block.StartedAt).TotalMilliseconds);
            OutboxMeter.BlockItems.Record(block.Count);
            block.Commit.End(CommitOutcome.Stored);
        }
        lock (_gate)
        {
            Recycle_NeedsLock();
            if (_devices.Count > _options.MaxDevices)
                Guarded(_log.EvictDevices);
        }
        _changed();
    }

    /// <summary>Fails what was taken and all that waits behind it, and takes both out of the duplicate windows, so that the devices' next try counts as new.</summary>
    private void Refuse(CommitOutcome outcome, Exception? error)
    {
        int count;
        lock (_gate)
        {
            if (_open.Count > 0)
                TryClose_NeedsLock();
            _taken.AddRange(_closed);
            _closed.Clear();
            foreach (var block in _taken)
            {
                foreach (var mark in block.Marks)
                    mark.Device.Live.CopyFrom(mark.Device.Committed);
            }
            count = _taken.Sum(block => block.Count);
            Interlocked.Add(ref _refused, count);
            _probedAt = _time.GetTimestamp();
            if (!_isRefusing && _policy.RefusesWhenFull)
                OutboxLog.RefusingRoutine(_logger);
            _isRefusing = _policy.RefusesWhenFull;
            foreach (var block in _taken)
                block.Commit.End(outcome);
            Recycle_NeedsLock();
        }
        OutboxLog.Refused(_logger, _policy.Lane, count, outcome, error);
        _changed();
    }

    private void Recycle_NeedsLock()
    {
        const int maxSpare = 4;
        foreach (var block in _taken)
        {
            if (_spare.Count < maxSpare)
                _spare.Enqueue(block);
        }
        _taken.Clear();
    }

    private void KeepHouse()
    {
        _agedAt = _time.GetTimestamp();
        _log.Trim();
        var oldest = (_time.GetUtcNow() - _options.MaxAge).ToUnixTimeMilliseconds();
        var lost = _log.Drop(LossReason.Aged, header => header.LastReceivedMs < oldest);
        var excess = _log.Bytes - _policy.QuotaBytes;
        if (excess > 0)
            lost += _log.Drop(LossReason.Quota, header => (excess -= header.FrameBytes) > -header.FrameBytes);
        if (lost > 0)
            ClearTail();
        Publish();
    }

    private void Publish()
    {
        var standing = Standing();
        lock (_tailGate)
        {
            _standing = standing;
            _offset = _log.Offset;
            _lastOrdinal = _log.Next - 1;
        }
    }
}
