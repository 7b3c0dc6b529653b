using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Decode;

/// <summary>Finds the mapping of a vendor's field, or null; <see cref="Devices.DeviceDirectory.Map"/>.</summary>
internal delegate FieldMapping? FieldMap(DeviceAddress address, string field);

/// <summary>
/// Decodes native telemetry: <c>{"ts":…,"boot":…,"seq":…,"v":{…},"q":"good"}</c>, or an array of them. Good values are handed on
/// even when others of the same payload are not accepted; then the payload is also put in quarantine, once, with its first fault as the reason.
/// A message whose timestamp cannot be read is not handed on: nobody could date its values later. Thread-safe; allocates nothing for a payload
/// without fault and without mapped fields.
/// </summary>
internal sealed class TelemetryDecoder(FieldMap map)
{
    /// <summary>Deepest nesting; the dialect needs three levels. A deeper payload is malformed, so a depth bomb costs nothing.</summary>
    internal const int MaxDepth = 8;

    /// <summary>Most messages in one payload's array: an hour of back-fill at one message every 3.6 s.</summary>
    internal const int MaxMessages = 1000;

    /// <summary>Most values in one message; the largest class has a dozen.</summary>
    internal const int MaxValues = 64;

    /// <summary>2^64 / φ: spreads the positions of an array over the digest.</summary>
    private const ulong PositionSpread = 0x9E37_79B9_7F4A_7C15;

    /// <summary>One message is read at a time on a thread, and sinks copy what they keep. (A stackalloc span may not travel beside the reader's ref.)</summary>
    [ThreadStatic]
    private static DecodedValue[]? t_values;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    internal void Decode(in InboundPayload payload, IDecodedSink sink)
    {
        var faults = default(FaultList);
        try
        {
            Read(in payload, sink, ref faults);
        }
        catch (JsonException e)
        {
            faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {MaxDepth} levels: {e.Message}");
        }

        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
    }

    private void Read(in InboundPayload payload, IDecodedSink sink, ref FaultList faults)
    {
        var reader = new Utf8JsonReader(payload.Bytes, Options);
        Span<DecodedValue> buffer = t_values ??= new DecodedValue[MaxValues];
        var digest = XxHash3.HashToUInt64(payload.Bytes, payload.TopicHash);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadMessage(ref reader, in payload, new MessageDraft(buffer, digest), sink, ref faults);
                break;
            case JsonTokenType.StartArray:
                ReadArray(ref reader, in payload, buffer, digest, sink, ref faults);
                break;
            default:
                faults.Add(QuarantineReason.Shape, "The payload must be a JSON object or an array of objects.");
                break;
        }

        reader.Read(); // Throws when something follows the value.
    }

    private void ReadArray(
        ref Utf8JsonReader reader, in InboundPayload payload, Span<DecodedValue> buffer, ulong digest, IDecodedSink sink, ref FaultList faults)
    {
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (position < MaxMessages && reader.TokenType == JsonTokenType.StartObject)
            {
                var draft = new MessageDraft(buffer, digest + ((ulong)position * PositionSpread));
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

    private void ReadMessage(ref Utf8JsonReader reader, in InboundPayload payload, MessageDraft draft, IDecodedSink sink, ref FaultList faults)
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
        if (draft.Count > 0 && draft.Timestamp != TimestampState.Unreadable)
            sink.OnTelemetry(draft.Finish(in payload));
    }

    private void ReadValues(ref Utf8JsonReader reader, in InboundPayload payload, ref MessageDraft draft, ref FaultList faults)
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
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadValue(ref reader, in payload, ref draft, ref faults);
        if (draft.Count == before && !faulty && !faults.Any)
            faults.Add(QuarantineReason.Shape, "The object 'v' holds no value.");
    }

    private void ReadValue(ref Utf8JsonReader reader, in InboundPayload payload, ref MessageDraft draft, ref FaultList faults)
    {
        var index = IndexOf(in reader);
        FieldMapping? mapping = null;
        string? field = null;
        if (index < 0)
        {
            field = NameOf(ref reader);
            mapping = map(payload.Address, field);
            index = QuantityCatalogue.Default.IndexOf(mapping is null ? field : mapping.Quantity);
        }

        reader.Read();
        if (index < 0 || !payload.Class.Reports(index))
        {
            reader.Skip();
            AddUnknown(ref faults, field ?? NameOf(index), index, payload.Class.Code);
            return;
        }

        var quantity = QuantityCatalogue.Default.All[index];
        var tokenStart = (int)reader.TokenStartIndex;
        var fault = ValueRules.Read(ref reader, quantity, mapping, out var value);
        if (fault == ValueFault.None)
            draft.Add(index, value, ref faults);
        else if (faults.Tells)
            faults.Add(ValueRules.ReasonOf(fault), ValueRules.Sentence(fault, field ?? quantity.Name, quantity, value, payload.Bytes[tokenStart..(int)reader.BytesConsumed]));
        else
            faults.AddUntold();
    }

    private static void AddUnknown(ref FaultList faults, string field, int index, string classCode)
    {
        if (!faults.Tells)
            faults.AddUntold();
        else if (index < 0)
            faults.Add(QuarantineReason.UnknownQuantity, $"'{field}' is no quantity of the catalogue and has no mapping.");
        else
            faults.Add(QuarantineReason.ForeignQuantity, $"'{field}' is not reported by devices of class '{classCode}'.");
    }

    private static int IndexOf(in Utf8JsonReader reader)
    {
        Span<char> name = stackalloc char[Identifier.MaxLength];
        return !reader.ValueIsEscaped && Ascii.ToUtf16(reader.ValueSpan, name, out var length) == OperationStatus.Done
            ? QuantityCatalogue.Default.IndexOf(name[..length])
            : -1;
    }

    private static string NameOf(int index) => QuantityCatalogue.Default.All[index].Name;

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // Half a surrogate pair in an escape: JSON by its grammar, but no text.
            throw new JsonException("a member name is not valid Unicode.", e);
        }
    }
}
