using SmartCommunity.Contracts;
using Google.Protobuf;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>
/// One lane's way over one stream: which block comes next, and how many bytes are under way. Frames leave in sequence order; their bytes under way
/// never pass the credit, except that a single frame may always go, or a credit below one block would stop the lane. Not thread-safe: the uplink's
/// send loop reads, and its receive loop hands acks over through it.
/// </summary>
internal sealed class LanePump(OutboxLane lane, LaneStanding start, long creditBytes)
{
    /// <summary>Bytes read ahead at once; a few blocks of full size, so that a backlog is read in few trips to the writer thread.</summary>
    private const int ReadBytes = 4 << 20;

    private readonly Queue<OutboxBlock> _ready = [];
    private readonly Queue<(long LastSequence, long Bytes)> _underWay = [];
    private long _readThrough = start.FirstRetained - 1;

    internal long BytesUnderWay { get; private set; }

    internal long Epoch => start.Epoch;

    /// <summary>Through which sequence the cloud acknowledged on this stream.</summary>
    internal long AcknowledgedThrough { get; private set; }

    /// <summary>The next frame that may go now, or null.</summary>
    internal async ValueTask<Frame?> NextAsync()
    {
        if (_ready.Count == 0)
        {
            if (BytesUnderWay >= creditBytes && _underWay.Count > 0)
                return null;
            foreach (var read in await lane.ReadAsync(_readThrough, ReadBytes))
            {
                _ready.Enqueue(read);
                _readThrough = read.LastSequence;
            }
        }
        if (!_ready.TryPeek(out var block) || (_underWay.Count > 0 && BytesUnderWay + block.Batch.Length > creditBytes))
            return null;
        _ready.Dequeue();
        _underWay.Enqueue((block.LastSequence, block.Batch.Length));
        BytesUnderWay += block.Batch.Length;
        return new Frame
        {
            Lane = block.Lane,
            Epoch = block.Epoch,
            FirstSequence = block.FirstSequence,
            Count = block.Count,
            Batch = UnsafeByteOperations.UnsafeWrap(block.Batch),
            Crc = block.BatchCrc,
            TraceParent = block.TraceParent,
        };
    }

    /// <summary>Takes an ack: its bytes come back, and the outbox may trim.</summary>
    internal void Acknowledge(long epoch, long sequence)
    {
        if (epoch != Epoch || sequence <= AcknowledgedThrough)
            return;
        AcknowledgedThrough = sequence;
        while (_underWay.TryPeek(out var frame) && frame.LastSequence <= sequence)
            BytesUnderWay -= _underWay.Dequeue().Bytes;
        Failpoint.Hit("uplink.afterAckBeforeTrim");
        lane.Trim(epoch, sequence);
    }
}
