using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.VendorJson;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>A vendor's JSON on one connection: the topics of its profile, no commands.</summary>
internal sealed class VendorJsonSession(VendorJsonDialect dialect, DirectoryEntry entry) : IDialectSession
{
    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => dialect.Owns(topic, entry.Address.Device, entry.Profile) ? TopicKind.Telemetry : null;

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => dialect.SaysSafety(payload, entry.Profile);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => dialect.Decode(kind, in payload, sink);

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        // A profile has no questions: no topic of it is one.
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload) =>
        AnswerReading.Refuse(entry.Address, QuarantineReason.Topic, "A profile has no answers to commands.");

    public FilterVerdict Subscribe(string filter) => FilterVerdict.Refused;

    public void OnSubscribed(string filter)
    {
        // Nothing is ever granted.
    }

    public bool Unsubscribe(string filter) => false;

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command) => null;
}
