using System.Diagnostics;

namespace SmartCommunity.Gateway;

/// <summary>The gateway's source of traces: one activity per outbox block, whose traceparent rides with the frame.</summary>
internal static class GatewayActivity
{
    internal const string SourceName = "SmartCommunity.Gateway";

    internal static readonly ActivitySource Source = new(SourceName);
}
