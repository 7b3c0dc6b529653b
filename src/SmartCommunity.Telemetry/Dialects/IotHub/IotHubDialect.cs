using System.Text;
using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.IotHub;

/// <summary>
/// Azure IoT Hub's dialect: device-to-cloud messages in JSON, reported properties of the twin. Thread-safe.
/// </summary>
/// <remarks>
/// A message is an object of fields, or an array of such objects; a member that is an object (a component's) gives fields <c>component.field</c>. An object with a member <c>v</c> is
/// a native message. The time is the bag's creation time, else the receive time. A message is an event when the bag's <c>eventType</c> names one of the class, or when a field
/// named like one is <c>true</c> or a string (its id); whatever else stands in it is the event's data.
/// </remarks>
public sealed class IotHubDialect(IDeviceFacts facts) : IDialect
{
    private readonly TelemetryDecoder _native = new(facts.Map);
    private readonly FlatMessageDecoder _flat = new(facts.Map);

    /// <inheritdoc/>
    public string Code => DialectCode.IotHub;

    /// <inheritdoc/>
    public TopicKind? KindOf(ReadOnlySpan<byte> topic, DeviceAddress sender) => new IotHubTopics(sender.Device).KindOf(topic);

    /// <inheritdoc/>
    public bool IsSafety(TopicKind kind, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) =>
        kind == TopicKind.Telemetry && (FlatMessageDecoder.NamesSafety(payload) || IsSafetyBag(topic[(topic.LastIndexOf((byte)'/') + 1)..]));

    /// <inheritdoc/>
    public void Decode(TopicKind kind, in InboundPayload payload, IDecodedSink sink) => Decode(kind, in payload, new IotHubTopics(payload.Address.Device), sink);

    /// <summary>As above, with the topics that the caller keeps for the sender.</summary>
    public void Decode(TopicKind kind, in InboundPayload payload, IotHubTopics topics, IDecodedSink sink)
    {
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(sink);
        switch (kind)
        {
            case TopicKind.Telemetry:
                DecodeMessage(in payload, topics.BagOf(payload.Topic), sink);
                break;
            case TopicKind.Event:
                DecodeReport(in payload, sink);
                break;
            case TopicKind.Status:
                // The Last Will: the hub hands it on as a message of type Will; here it says what it means.
                sink.OnStatus(payload.Address, online: false);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Carries no data to decode.");
        }
    }

    private static bool IsSafetyBag(ReadOnlySpan<byte> bag) =>
        !bag.IsEmpty && PropertyBag.Find(bag, PropertyBag.EventType) is { } type && SafetyEvents.Types.Contains(type);

    private void DecodeMessage(in InboundPayload payload, ReadOnlySpan<byte> bag, IDecodedSink sink)
    {
        var outside = new OutsideFacts { Timestamp = TimestampState.Absent };
        if (!bag.IsEmpty)
        {
            if (EncodingFault(bag) is { } fault)
            {
                sink.OnQuarantine(QuarantineReason.Malformed, fault);
                return;
            }

            outside = ReadBag(bag);
        }

        if (FlatMessageDecoder.IsNative(payload.Bytes) && outside is { Timestamp: TimestampState.Absent, EventType: null })
            _native.Decode(in payload, sink);
        else
            _flat.Decode(in payload, outside, sink);
    }

    private static OutsideFacts ReadBag(ReadOnlySpan<byte> bag)
    {
        var eventType = PropertyBag.Find(bag, PropertyBag.EventType);
        if (PropertyBag.Find(bag, PropertyBag.CreationTime) is not { Length: > 0 } created)
            return new OutsideFacts { Timestamp = TimestampState.Absent, EventType = eventType };
        var state = PayloadTime.Read(created, out var epochMs);
        return new OutsideFacts { Timestamp = state, EpochMs = epochMs, EventType = eventType };
    }

    /// <summary>A body whose encoding is told and is not UTF-8 JSON cannot be read: what it says must not be guessed.</summary>
    private static string? EncodingFault(ReadOnlySpan<byte> bag)
    {
        if (PropertyBag.Find(bag, PropertyBag.ContentEncoding) is { Length: > 0 } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return $"$.ce is '{encoding}'; only utf-8 is read.";
        return PropertyBag.Find(bag, PropertyBag.ContentType) is { Length: > 0 } type && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            ? $"$.ct is '{type}'; only application/json is read."
            : null;
    }

    private static void DecodeReport(in InboundPayload payload, IDecodedSink sink)
    {
        if (ReportFault(payload.Bytes) is { } fault)
        {
            sink.OnQuarantine(QuarantineReason.Shape, fault);
            return;
        }

        sink.OnEvent(new DecodedEvent
        {
            Address = payload.Address,
            AtMs = payload.ReceivedAtMs,
            ReceivedAtMs = payload.ReceivedAtMs,
            Quality = Quality.ServerTime,
            EventId = $"{payload.Address.Device}:{TwinProperties.ReportedEvent}:{IotHubTopics.RequestIdOf(payload.Topic)}:{payload.ReceivedAtMs}",
            Type = TwinProperties.ReportedEvent,
            DataJson = Encoding.UTF8.GetString(payload.Bytes),
        });
    }

    /// <summary>Why the bytes are no patch of reported properties; null when they are.</summary>
    public static string? ReportFault(ReadOnlySpan<byte> patch)
    {
        var reader = new Utf8JsonReader(patch, new JsonReaderOptions { MaxDepth = TelemetryDecoder.MaxDepth });
        try
        {
            return JsonElement.TryParseValue(ref reader, out var json) && json.Value.ValueKind == JsonValueKind.Object && !reader.Read()
                ? null
                : "The reported properties must be one JSON object.";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"The reported properties are not JSON of at most {TelemetryDecoder.MaxDepth} levels: {e.Message}";
        }
    }
}
