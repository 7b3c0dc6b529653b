using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.IotHub;

/// <summary>What was told of a message outside its body.</summary>
internal readonly ref struct OutsideFacts
{
    internal required TimestampState Timestamp { get; init; }

    internal long EpochMs { get; init; }

    /// <summary>The event that the whole message is; null: it is telemetry.</summary>
    internal string? EventType { get; init; }
}

/// <summary>Reads a message that is an object of fields, or an array of such objects. Thread-safe; allocates only for nested fields, events and faults.</summary>
internal sealed class FlatMessageDecoder(FieldMap map)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TelemetryDecoder.MaxDepth };

    [ThreadStatic]
    private static DecodedValue[]? t_values;

    internal void Decode(in InboundPayload payload, in OutsideFacts outside, IDecodedSink sink)
    {
        var faults = default(PayloadFaults);
        try
        {
            var reader = new Utf8JsonReader(payload.Bytes, Options);
            reader.Read();
            if (outside.EventType is { } type)
                ReadEvent(ref reader, type, in payload, in outside, sink, ref faults);
            else
                ReadMessages(ref reader, in payload, in outside, sink, ref faults);
            reader.Read(); // Throws when something follows the value.
        }
        catch (JsonException e)
        {
            faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {TelemetryDecoder.MaxDepth} levels: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            faults.Add(QuarantineReason.Malformed, "The payload holds text that is not valid Unicode.");
        }

        if (outside.Timestamp == TimestampState.Unreadable)
            faults.Add(QuarantineReason.BadTimestamp, $"The property {PropertyBag.CreationTime} {PayloadTime.Rule}.");
        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
    }

    /// <summary>True when the payload is one object with a member <c>v</c>: a native message under another topic.</summary>
    internal static bool IsNative(ReadOnlySpan<byte> payload) => HasMember(payload, static (in Utf8JsonReader reader) => reader.ValueTextEquals("v"u8), anyValue: true);

    /// <summary>True when a field is named like a safety event and says that it happened.</summary>
    internal static bool NamesSafety(ReadOnlySpan<byte> payload) => HasMember(payload, IsSafetyName, anyValue: false);

    private delegate bool NameTest(in Utf8JsonReader reader);

    private static bool IsSafetyName(in Utf8JsonReader reader)
    {
        foreach (var type in SafetyEvents.Types.Items)
        {
            if (reader.ValueTextEquals(type))
                return true;
        }

        return false;
    }

    private static bool HasMember(ReadOnlySpan<byte> payload, NameTest test, bool anyValue)
    {
        try
        {
            var reader = new Utf8JsonReader(payload, Options);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.EndArray)
                    continue;
                if (reader.TokenType != JsonTokenType.PropertyName)
                    return false;
                var found = test(in reader);
                reader.Read();
                if (found && (anyValue || reader.TokenType is JsonTokenType.True or JsonTokenType.String))
                    return true;
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Decoding says what is wrong with it; here it merely is not one.
        }

        return false;
    }

    private void ReadMessages(ref Utf8JsonReader reader, in InboundPayload payload, in OutsideFacts outside, IDecodedSink sink, ref PayloadFaults faults)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadMessage(ref reader, position: 0, in payload, in outside, sink, ref faults);
                break;
            case JsonTokenType.StartArray:
                for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
                    ReadItem(ref reader, position, in payload, in outside, sink, ref faults);
                break;
            default:
                faults.Add(QuarantineReason.Shape, "The payload must be a JSON object or an array of objects.");
                break;
        }
    }

    private void ReadItem(ref Utf8JsonReader reader, int position, in InboundPayload payload, in OutsideFacts outside, IDecodedSink sink, ref PayloadFaults faults)
    {
        if (reader.TokenType == JsonTokenType.StartObject && position < TelemetryDecoder.MaxMessages)
        {
            ReadMessage(ref reader, position, in payload, in outside, sink, ref faults);
            return;
        }

        reader.Skip();
        if (position == TelemetryDecoder.MaxMessages)
            faults.Add(QuarantineReason.Shape, $"The array holds more than {TelemetryDecoder.MaxMessages} messages; those after it were not read.");
        else if (position < TelemetryDecoder.MaxMessages)
            faults.Add(QuarantineReason.Shape, $"Item {position} of the array must be an object.");
    }

    private void ReadMessage(ref Utf8JsonReader reader, int position, in InboundPayload payload, in OutsideFacts outside, IDecodedSink sink, ref PayloadFaults faults)
    {
        var draft = new MessageDraft(t_values ??= new DecodedValue[TelemetryDecoder.MaxValues], payload.Digest + (ulong)position);
        draft.Date(outside.Timestamp, outside.EpochMs);
        var scope = new FieldScope { Address = payload.Address, Class = payload.Class, Map = map, Bytes = payload.Bytes };
        var before = faults.Any;
        var events = ReadFields(ref reader, prefix: null, in scope, in payload, in outside, sink, ref draft, ref faults);
        if (payload.Class.HasPairs)
            draft.DropHalves(payload.Class, ref faults);
        if (draft.Count > 0 && outside.Timestamp != TimestampState.Unreadable)
            sink.OnTelemetry(draft.Finish(in payload));
        else if (draft.Count == 0 && events == 0 && !before && !faults.Any)
            faults.Add(QuarantineReason.Shape, "The message holds no value.");
    }

    private static int ReadFields(
        ref Utf8JsonReader reader, string? prefix, in FieldScope scope, in InboundPayload payload, in OutsideFacts outside, IDecodedSink sink,
        ref MessageDraft draft, ref PayloadFaults faults)
    {
        var events = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsEventField(in reader, scope.Class))
            {
                events += ReadEventField(ref reader, in payload, in outside, sink);
                continue;
            }

            var ahead = reader;
            ahead.Read();
            if (ahead.TokenType == JsonTokenType.StartObject)
            {
                var inner = prefix is null ? reader.GetString()! : $"{prefix}.{reader.GetString()}";
                reader.Read();
                events += ReadFields(ref reader, inner, in scope, in payload, in outside, sink, ref draft, ref faults);
            }
            else if (prefix is null)
            {
                FieldIntake.ReadMember(ref reader, in scope, ref draft, ref faults);
            }
            else
            {
                var field = $"{prefix}.{reader.GetString()}";
                reader.Read();
                FieldIntake.ReadValue(ref reader, field, in scope, ref draft, ref faults);
            }
        }

        return events;
    }

    private static bool IsEventField(in Utf8JsonReader reader, ClassTable deviceClass)
    {
        foreach (var type in deviceClass.Events)
        {
            if (reader.ValueTextEquals(type))
                return true;
        }

        return false;
    }

    private static int ReadEventField(ref Utf8JsonReader reader, in InboundPayload payload, in OutsideFacts outside, IDecodedSink sink)
    {
        var type = reader.GetString()!;
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.String))
        {
            reader.Skip(); // It did not happen.
            return 1;
        }

        sink.OnEvent(Event(type, reader.TokenType == JsonTokenType.String ? reader.GetString() : null, "", in payload, in outside));
        return 1;
    }

    private static void ReadEvent(
        ref Utf8JsonReader reader, string type, in InboundPayload payload, in OutsideFacts outside, IDecodedSink sink, ref PayloadFaults faults)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (!payload.Class.Raises(type))
            faults.Add(QuarantineReason.UnknownEvent, $"{PropertyBag.EventType} '{type}' is not raised by class '{payload.Class.Code}', whose events are {payload.Class.EventList}.");
        else
            sink.OnEvent(Event(type, id: null, System.Text.Encoding.UTF8.GetString(payload.Bytes[start..(int)reader.BytesConsumed]), in payload, in outside));
    }

    private static DecodedEvent Event(string type, string? id, string dataJson, in InboundPayload payload, in OutsideFacts outside)
    {
        var (atMs, flag) = PayloadTime.Settle(outside.Timestamp, outside.EpochMs, payload.ReceivedAtMs);
        return new DecodedEvent
        {
            Address = payload.Address,
            AtMs = atMs,
            ReceivedAtMs = payload.ReceivedAtMs,
            Quality = flag,
            EventId = id is { Length: > 0 and <= EventDecoder.MaxIdLength } ? id : $"{payload.Address.Device}:{type}:{atMs}",
            Type = type,
            DataJson = dataJson,
        };
    }
}
