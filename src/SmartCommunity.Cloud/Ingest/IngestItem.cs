using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>Something that waits for the ingest writer.</summary>
internal abstract class IngestItem
{
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the item is durable.</summary>
    internal Task Committed => _committed.Task;

    internal virtual void OnCommitted() => _committed.TrySetResult();
}

/// <summary>A frame from a gateway.</summary>
internal sealed class FrameItem(
    UplinkSession session, string gateway, Frame frame, BatchColumns? columns, string fault, GatewayStates states) : IngestItem
{
    internal string Gateway => gateway;

    internal Frame Frame => frame;

    /// <summary>The decoded batch; null when its bytes are no batch, see <see cref="Fault"/>.</summary>
    internal BatchColumns? Columns => columns;

    internal string Fault => fault;

    internal UplinkSession Session => session;

    private readonly System.Diagnostics.Activity? _span = IngestTraces.StartFrame(frame.TraceParent);

    internal long LastSequence => frame.FirstSequence + frame.Count - 1;

    /// <summary>Rows refused for good; set by the writer.</summary>
    internal long Rejected { get; set; }

    /// <summary>Its items were committed before: acknowledge, write nothing.</summary>
    internal bool IsDuplicate { get; set; }

    /// <summary>The writer refused it and ended the session: never acknowledge.</summary>
    internal bool IsRefused { get; set; }

    /// <inheritdoc/>
    internal override void OnCommitted()
    {
        base.OnCommitted();
        _span?.Dispose();
        if (IsRefused)
            return;
        states.Acknowledged(gateway);
        session.Post(new CloudMessage
        {
            Ack = new Ack { Lane = frame.Lane, Epoch = frame.Epoch, Sequence = LastSequence, Rejected = Rejected },
        });
    }
}

/// <summary>Measurements that the cloud itself adds (a re-run of quarantined payloads), as the bytes of a batch.</summary>
internal sealed class LocalBatchItem(BatchColumns columns, byte[] bytes) : IngestItem
{
    internal BatchColumns Columns => columns;

    internal byte[] Bytes => bytes;
}

/// <summary>An entry for communities' logs that carries no measurements.</summary>
internal sealed class LogItem(IReadOnlyList<string> communities, LogEntryKind kind, byte[] body) : IngestItem
{
    internal IReadOnlyList<string> Communities => communities;

    internal LogEntryKind Kind => kind;

    internal byte[] Body => body;
}
