using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>A dialect without memory and without a way back, on one connection: Modbus gateways only tell what they read.</summary>
internal sealed class ForwardingSession(IDialect dialect, DeviceAddress carrier) : IDialectSession
{
    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => dialect.KindOf(topic, carrier);

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => dialect.IsSafety(kind, topic, payload);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => dialect.Decode(kind, in payload, sink);

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        // No topic of these dialects is a question.
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload) =>
        AnswerReading.Refuse(carrier, QuarantineReason.Topic, "The dialect has no answers.");

    public FilterVerdict Subscribe(string filter) => FilterVerdict.Refused;

    public void OnSubscribed(string filter)
    {
        // Nothing was granted.
    }

    public bool Unsubscribe(string filter) => false;

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command) => null;
}
