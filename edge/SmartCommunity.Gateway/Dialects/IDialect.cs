using SmartCommunity.Gateway.Decode;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>
/// A way devices speak: which topics a device owns, and what its payloads mean. Bytes and topic in; measurements, events, status and
/// quarantine out. Implementations are stateless and thread-safe.
/// </summary>
internal interface IDialect
{
    /// <summary>The topics of a device in this dialect.</summary>
    DeviceTopics TopicsOf(DeviceAddress address);

    /// <summary>Decodes telemetry, an event or a status. Never throws for what a device sent.</summary>
    void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink);
}
