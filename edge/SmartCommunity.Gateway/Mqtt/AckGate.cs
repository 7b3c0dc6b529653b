using System.Buffers;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>
/// The answer to one PUBLISH that waits for its commit. Without a commit the reason is already decided (a refusal). <c>Others</c>: further blocks
/// that hold parts of the same payload.
/// </summary>
internal readonly record struct PendingAck(
    BlockCommit? Commit, BlockCommit[]? Others, ushort PacketId, int Qos, byte Reason, long ReceivedTimestamp)
{
    internal bool IsDecided
    {
        get
        {
            if (Commit is { Completed.IsCompleted: false })
                return false;
            foreach (var other in Others ?? [])
            {
                if (!other.Completed.IsCompleted)
                    return false;
            }

            return true;
        }
    }

    /// <summary>The reason code to answer with; only once <see cref="IsDecided"/>.</summary>
    internal byte Decide()
    {
        var stored = Commit is null || Commit.Completed.Result == CommitOutcome.Stored;
        foreach (var other in Others ?? [])
            stored &= other.Completed.Result == CommitOutcome.Stored;
        return stored ? Reason : ReasonCodes.QuotaExceeded;
    }
}

/// <summary>
/// Holds the PUBACKs (and PUBRECs) of one connection until the group commits of their messages are on disk, and lets them leave in the order the
/// messages came, all that are decided in one write. One continuation per block, not per message. Bounded: the reader waits for room.
/// <see cref="Add"/> and <see cref="WaitForRoomAsync"/> belong to the connection's reader; the rest is thread-safe.
/// </summary>
internal sealed class AckGate(DeviceConnection connection, int capacity, IntakeMeter meter, TimeProvider time)
{
    /// <summary>A PUBACK with a reason code.</summary>
    private const int MaxAckBytes = 5;

    /// <summary>Answers written at once: one 4 KiB page of them.</summary>
    private const int MaxAcksPerWrite = 800;

    /// <summary>Protects _pending, _isPumping and _room.</summary>
    private readonly Lock _gate = new();
    private readonly Queue<PendingAck> _pending = new();
    private bool _isPumping;
    private TaskCompletionSource? _room;

    internal bool HasRoom
    {
        get
        {
            lock (_gate)
                return _pending.Count < capacity;
        }
    }

    internal void Add(in PendingAck ack)
    {
        lock (_gate)
        {
            _pending.Enqueue(ack);
            if (_isPumping)
                return;
            _isPumping = true;
        }

        _ = PumpAsync();
    }

    internal Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (_pending.Count < capacity)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            PendingAck head;
            lock (_gate)
            {
                if (!_pending.TryPeek(out head))
                {
                    _isPumping = false;
                    return;
                }
            }

            if (head.Commit is not null)
                await head.Commit.Completed;
            foreach (var other in head.Others ?? [])
                await other.Completed;
            if (!await ReleaseAsync())
                return; // The connection closes: nothing may leave any more, and _isPumping stays set so that nothing starts again.
        }
    }

    /// <summary>Writes the answers of everything decided; false when the connection must not write any more.</summary>
    private async Task<bool> ReleaseAsync()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxAcksPerWrite * MaxAckBytes);
        try
        {
            var length = Drain(bytes, out var mustClose);
            var written = length == 0 || await connection.WriteAsync(bytes.AsMemory(0, length));
            if (mustClose)
                connection.Close(CloseCause.Refused, ReasonCodes.QuotaExceeded);
            return written && !mustClose;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private int Drain(Span<byte> bytes, out bool mustClose)
    {
        var length = 0;
        var oldest = 0L;
        mustClose = false;
        TaskCompletionSource? room;
        lock (_gate)
        {
            for (var count = 0; count < MaxAcksPerWrite && !mustClose && _pending.TryPeek(out var ack) && ack.IsDecided; count++)
            {
                _pending.Dequeue();
                oldest = oldest == 0 ? ack.ReceivedTimestamp : oldest;
                var reason = ack.Decide();
                if (ack.Commit is not null)
                    meter.CountCommitted(reason == ReasonCodes.Success);
                mustClose = reason != ReasonCodes.Success && !connection.IsV5;
                if (!mustClose)
                    length += MqttFrames.WriteAck(bytes[length..], ack.PacketId, ack.Qos, reason);
            }

            room = _pending.Count < capacity ? _room : null;
            if (room is not null)
                _room = null;
        }

        room?.SetResult();
        if (oldest != 0)
            meter.RecordCommit(time.GetElapsedTime(oldest));
        return length;
    }
}
