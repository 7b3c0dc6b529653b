using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>What a frame is, seen from the marks.</summary>
internal enum FramePlace
{
    /// <summary>It begins right after the mark: write it.</summary>
    Next,

    /// <summary>It ends at or below the mark: acknowledge it, write nothing.</summary>
    Committed,

    /// <summary>Its epoch is older than the mark's: another outbox owns this gateway now.</summary>
    Fenced,

    /// <summary>Items are missing before it, or it straddles the mark: the gateway broke the protocol.</summary>
    OutOfOrder,
}

/// <summary>
/// The high-water marks of all gateways' lanes. Changed only by the ingest writer, after the commit; read by sessions. Thread-safe.
/// </summary>
internal sealed class MarkTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Gateway, int Lane), GatewayMark> _marks = [];

    internal void Set(IEnumerable<GatewayMark> marks)
    {
        lock (_gate)
        {
            foreach (var mark in marks)
                _marks[(mark.Gateway, mark.Lane)] = mark;
        }
    }

    internal GatewayMark Of(string gateway, int lane)
    {
        lock (_gate)
            return _marks.GetValueOrDefault((gateway, lane), new GatewayMark(gateway, lane, Epoch: 0, Sequence: 0));
    }

    /// <summary>Where a frame stands against a mark.</summary>
    internal static FramePlace PlaceOf(GatewayMark mark, long epoch, long firstSequence, int count)
    {
        if (epoch < mark.Epoch)
            return FramePlace.Fenced;
        // A new epoch is a new outbox file; its sequences begin anew, wherever its first retained item stands.
        if (epoch > mark.Epoch)
            return FramePlace.Next;
        var last = firstSequence + count - 1;
        if (last <= mark.Sequence)
            return FramePlace.Committed;
        return firstSequence == mark.Sequence + 1 ? FramePlace.Next : FramePlace.OutOfOrder;
    }
}
