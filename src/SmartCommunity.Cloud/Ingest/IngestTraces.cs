using System.Diagnostics;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>Spans of the ingest. A frame's span continues the trace that the gateway began with the batch.</summary>
internal static class IngestTraces
{
    /// <summary>Name of the activity source.</summary>
    internal const string SourceName = "SmartCommunity.Cloud.Ingest";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span of one frame from arrival to durable; null when nobody listens.</summary>
    internal static Activity? StartFrame(string traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent)
            ? Source.StartActivity("ingest frame", ActivityKind.Consumer, parent)
            : Source.StartActivity("ingest frame", ActivityKind.Consumer);
}
