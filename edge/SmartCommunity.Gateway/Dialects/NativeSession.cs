using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Renewal;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Gateway.Dialects;

/// <summary>The native dialect on one connection: its topics, compared as bytes.</summary>
internal sealed class NativeSession(
    NativeDialect dialect, DeviceAddress device, IDialectOutlet outlet, RenewalDesk renewals, ReadOnlyMemory<byte> certificateSha256) : IDialectSession
{
    private readonly DeviceTopics _topics = new(device);

    public TopicKind? KindOf(ReadOnlySpan<byte> topic) => _topics.Match(topic);

    /// <summary>A device that is gone cannot hear an answer, so its Last Will asks nothing.</summary>
    public TopicKind? WillKindOf(ReadOnlySpan<byte> topic) => _topics.Match(topic) is { } kind and not TopicKind.Request ? kind : null;

    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => dialect.IsSafety(kind, topic, payload);

    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => dialect.Decode(kind, in payload, sink);

    /// <summary>The only question is for a renewed certificate. The answer is sent whether the device subscribed or not: a certificate issued to deaf ears is handed out again.</summary>
    public void Answer(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) =>
        renewals.Ask(device.Device, certificateSha256.Span, payload, answer => outlet.Publish(new DialectMessage(_topics.ReenrollResponseUtf8, answer)));

    public AnswerReading ReadAnswer(ReadOnlySpan<byte> topic, ReadOnlyMemory<byte> payload) =>
        CommandAnswer.TryRead(payload, out var answer, out var fault, out var isJson)
            ? AnswerReading.Of(device, answer)
            : AnswerReading.Refuse(device, isJson ? QuarantineReason.Shape : QuarantineReason.Malformed, fault);

    public FilterVerdict Subscribe(string filter) =>
        filter == _topics.Command ? FilterVerdict.TakesCommands : filter == _topics.ReenrollResponse ? FilterVerdict.Granted : FilterVerdict.Refused;

    public void OnSubscribed(string filter)
    {
        // Commands that wait are the desk's to send.
    }

    public bool Unsubscribe(string filter) => filter == _topics.Command || filter == _topics.ReenrollResponse;

    public DialectMessage? CommandFor(DeviceAddress target, StoredCommand command) => new(_topics.CommandUtf8, CommandAnswer.Request(command));
}
