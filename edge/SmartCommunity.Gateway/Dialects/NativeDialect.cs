using System.Diagnostics;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>The platform's own dialect: topics of <see cref="NativeTopic"/>, JSON payloads against the quantity catalogue.</summary>
internal sealed class NativeDialect(FieldMap map) : IDialect
{
    private readonly TelemetryDecoder _telemetry = new(map);

    public DeviceTopics TopicsOf(DeviceAddress address) => new(
        new NativeTopic(address, TopicKind.Telemetry).ToString(),
        new NativeTopic(address, TopicKind.Event).ToString(),
        new NativeTopic(address, TopicKind.Status).ToString(),
        new NativeTopic(address, TopicKind.Command).ToString(),
        new NativeTopic(address, TopicKind.CommandResponse).ToString());

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        switch (kind)
        {
            case TopicKind.Telemetry:
                _telemetry.Decode(in payload, sink);
                break;
            case TopicKind.Event:
                EventDecoder.Decode(in payload, sink);
                break;
            case TopicKind.Status:
                StatusDecoder.Decode(payload.Bytes, sink);
                break;
            default:
                throw new UnreachableException($"{kind} carries no data to decode.");
        }
    }
}
