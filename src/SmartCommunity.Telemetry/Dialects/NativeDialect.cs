using System.Text;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects;

/// <summary>The platform's own dialect: topics of <see cref="NativeTopic"/>, JSON payloads against the quantity catalogue. Thread-safe.</summary>
public sealed class NativeDialect(IDeviceFacts facts) : IDialect
{
    private readonly TelemetryDecoder _telemetry = new(facts.Map);

    /// <inheritdoc/>
    public string Code => DialectCode.Native;

    /// <inheritdoc/>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender)
    {
        Span<char> text = stackalloc char[NativeTopic.MaxLength];
        return topic.Length <= text.Length && Ascii.ToUtf16(topic, text, out var length) == System.Buffers.OperationStatus.Done
            && NativeTopic.TryParse(text[..length], out var parsed) && parsed.Address == sender && parsed.Kind != TopicKind.Command
                ? parsed.Kind
                : null;
    }

    /// <inheritdoc/>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) => kind == TopicKind.Event && EventDecoder.IsSafety(payload);

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        switch (kind)
        {
            case TopicKind.Telemetry:
                _telemetry.Decode(in payload, sink);
                break;
            case TopicKind.Event:
                EventDecoder.Decode(in payload, sink);
                break;
            case TopicKind.Status:
                StatusDecoder.Decode(payload.Bytes, payload.Address, sink);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Carries no data to decode.");
        }
    }
}
