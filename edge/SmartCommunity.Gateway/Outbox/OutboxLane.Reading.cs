namespace SmartCommunity.Gateway.Outbox;

/// <summary>What is asked of the writer thread, and what memory answers in its place.</summary>
internal sealed partial class OutboxLane
{
    // Copies for readers of the tail. Guarded by _tailGate.
    private long _offset;
    private long _lastOrdinal;

    private LaneStanding Standing() => new(
        _policy.Lane, _log.Epoch, _log.LastSequence, _log.FirstRetained - _log.Offset, _log.Next - _log.FirstRetained,
        _log.Bytes - _log.AcknowledgedBytes, _log.OldestReceivedMs());

    /// <summary>The newest blocks after a sequence that are still in memory, oldest first, in at most <paramref name="maxBytes"/>.</summary>
    internal IReadOnlyList<OutboxBlock> Newest(long afterSequence, int maxBytes)
    {
        lock (_tailGate)
        {
            var left = maxBytes;
            return [.. _tail.Reverse()
                .TakeWhile(block => block.Header.Ordinal > afterSequence + _offset && (left -= block.Frame.Length) >= 0)
                .Reverse().Select(block => ToBlock(block.Header, block.Frame, _standing.Epoch, _offset))];
        }
    }

    private List<OutboxBlock> FromTail_NeedsLock(long after, int maxBytes)
    {
        var blocks = new List<OutboxBlock>();
        var bytes = 0;
        foreach (var (header, frame) in _tail)
        {
            if (header.Ordinal <= after)
                continue;
            blocks.Add(ToBlock(header, frame, _standing.Epoch, _offset));
            bytes += frame.Length;
            if (bytes >= maxBytes)
                break;
        }
        return blocks;
    }

    private OutboxBlock ToBlock((BlockHeader Header, byte[] Frame) block) => ToBlock(block.Header, block.Frame, _log.Epoch, _log.Offset);

    private OutboxBlock ToBlock(in BlockHeader header, byte[] frame, long epoch, long offset)
    {
        if (!BlockFormat.TryReadBatch(frame, header, out var batch, out var crc))
            throw new InvalidDataException($"Block {header.Ordinal} of lane {_policy.Lane} changed in memory: its CRC is wrong.");
        return new OutboxBlock(
            _policy.Lane, epoch, header.Ordinal - offset, header.Count, batch, crc, header.TraceParent, header.FirstReceivedMs);
    }

    private void ClearTail()
    {
        lock (_tailGate)
        {
            _tail.Clear();
            _tailBytes = 0;
        }
    }

    private Task<T> OnWriter<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isAccepted = Enqueue(() =>
        {
            try
            {
                done.SetResult(OnceMore(work));
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        if (!isAccepted)
            done.SetException(new ObjectDisposedException(nameof(Outbox)));
        return done.Task;
    }

    /// <summary>Runs work on the file; when that turns out damaged, rescues it and runs the work again.</summary>
    private T OnceMore<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Microsoft.Data.Sqlite.SqliteException error) when (LaneFile.IsDamage(error) && TryReopen())
        {
            Publish();
            return work();
        }
    }

    private void Request(Action work) => Enqueue(() => Guarded(work));

    private bool Enqueue(Action work)
    {
        lock (_gate)
        {
            if (_isStopped)
                return false;
            _requests.Enqueue(work);
        }
        _work.Release();
        return true;
    }

    /// <summary>A failure here (disk full in the middle of a trim) costs a delay: the same work comes again with the next mark or housekeeping.</summary>
    private void Guarded(Action work)
    {
        try
        {
            OnceMore(() =>
            {
                work();
                return true;
            });
        }
        catch (Exception error)
        {
            OutboxLog.RequestFailed(_logger, _policy.Lane, error);
        }
    }
}
