using SmartCommunity.Gateway.Commands;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>The native dialect on one connection: five topics, compared as bytes.</summary>
internal sealed class NativeSession(NativeDialect dialect, DeviceAddress device) : IDialectSession
{
    private readonly DeviceTopics _topics = new(device);

    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => _topics.Match(topic);

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => dialect.IsSafety(kind, topic, payload);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => dialect.Decode(kind, in payload, sink);

    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        // The native dialect has no questions: no topic of it is one.
    }

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload) =>
        CommandAnswer.TryRead(payload, out var answer, out var fault, out var isJson)
            ? AnswerReading.Of(device, answer)
            : AnswerReading.Refuse(device, isJson ? QuarantineReason.Shape : QuarantineReason.Malformed, fault);

    public FilterVerdict Subscribe(string filter) => filter == _topics.Command ? FilterVerdict.TakesCommands : FilterVerdict.Refused;

    public void OnSubscribed(string filter)
    {
        // Commands that wait are the desk's to send.
    }

    public bool Unsubscribe(string filter) => filter == _topics.Command;

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command) => new(_topics.CommandUtf8, CommandAnswer.Request(command));
}
