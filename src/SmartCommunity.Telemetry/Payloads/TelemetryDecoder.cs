using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>The conversion of a vendor's field of a device, or null. Asked for fields that are no quantity of the catalogue.</summary>
public delegate FieldConversion? FieldMap(DeviceAddress address, string field);

/// <summary>
/// Decodes native telemetry: <c>{"ts":…,"boot":…,"seq":…,"v":{…},"q":"good"}</c>, or an array of them. Good values are handed on
/// even when others of the same payload are not accepted; then the payload is also put in quarantine, once, with its first fault as the reason.
/// A message whose timestamp cannot be read is not handed on: nobody could date its values later. The gateway reads what comes with it, and the cloud what comes
/// out of quarantine: both say the same. Thread-safe; allocates nothing for a payload
/// without fault and without mapped fields.
/// </summary>
public sealed class TelemetryDecoder(FieldMap map)
{
    /// <summary>Deepest nesting; the dialect needs three levels. A deeper payload is malformed, so a depth bomb costs nothing.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most messages in one payload's array: an hour of back-fill at one message every 3.6 s.</summary>
    public const int MaxMessages = 1000;

    /// <summary>Most values in one message; the largest class has a dozen.</summary>
    public const int MaxValues = 64;

    /// <summary>2^64 / φ: spreads the positions of an array over the digest.</summary>
    private const ulong PositionSpread = 0x9E37_79B9_7F4A_7C15;

    /// <summary>One message is read at a time on a thread, and sinks copy what they keep. (A stackalloc span may not travel beside the reader's ref.)</summary>
    [ThreadStatic]
    private static DecodedValue[]? t_values;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    public void Decode(in InboundPayload payload, IDecodedSink sink)
    {
        var faults = default(PayloadFaults);
        try
        {
            Read(in payload, sink, ref faults);
        }
        catch (JsonException e)
        {
            faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {MaxDepth} levels: {e.Message}");
        }

        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape: JSON by its grammar, but no text.
            faults.Add(QuarantineReason.Malformed, "The payload holds text that is not valid Unicode.");
        }

        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
    }

    private void Read(in InboundPayload payload, IDecodedSink sink, ref PayloadFaults faults)
    {
        var reader = new Utf8JsonReader(payload.Bytes, Options);
        Span<DecodedValue> buffer = t_values ??= new DecodedValue[MaxValues];
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadMessage(ref reader, in payload, new MessageDraft(buffer, payload.Digest), sink, ref faults);
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref reader, in payload, buffer, sink, ref faults);
                break;
            default:
                faults.Add(QuarantineReason.Shape, "The payload must be a JSON object or an array of objects.");
                break;
        }

        reader.Read(); // Throws when something follows the value.
    }

    private void ReadArray(
        ref Utf8JsonReader reader, in InboundPayload payload, Span<DecodedValue> buffer, IDecodedSink sink, ref PayloadFaults faults)
    {
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (position < MaxMessages && reader.TokenType == JsonTokenType.StartObject)
            {
                var draft = new MessageDraft(buffer, payload.Digest + ((ulong)position * PositionSpread));
                ReadMessage(ref reader, in payload, draft, sink, ref faults);
                continue;
            }

            reader.Skip(); // First: when this throws, the payload is malformed and not of the wrong shape.
            if (position == MaxMessages)
                faults.Add(QuarantineReason.Shape, $"The array holds more than {MaxMessages} messages; those after it were not read.");
            else if (position < MaxMessages)
                faults.Add(QuarantineReason.Shape, $"Item {position} of the array must be an object.");
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader, in InboundPayload payload, MessageDraft draft, IDecodedSink sink, ref PayloadFaults faults)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("v"u8))
                ReadValues(ref reader, in payload, ref draft, ref faults);
            else
                draft.ReadMember(ref reader, ref faults);
        }

        if (!draft.SawValues)
            faults.Add(QuarantineReason.Shape, "The message has no object 'v' with its values.");
        if (payload.Class.HasPairs)
            draft.DropHalves(payload.Class, ref faults);
        if (draft.Count > 0 && draft.Timestamp != TimestampState.Unreadable)
            sink.OnTelemetry(draft.Finish(in payload));
    }

    private void ReadValues(ref Utf8JsonReader reader, in InboundPayload payload, ref MessageDraft draft, ref PayloadFaults faults)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        draft.SawValues = true;
        var before = draft.Count;
        var faulty = faults.Any;
        var scope = new FieldScope { Address = payload.Address, Class = payload.Class, Map = map, Bytes = payload.Bytes };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            FieldIntake.ReadMember(ref reader, in scope, ref draft, ref faults);
        if (draft.Count == before && !faulty && !faults.Any)
            faults.Add(QuarantineReason.Shape, "The object 'v' holds no value.");
    }
}
