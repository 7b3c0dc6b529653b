using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>
/// Decodes native events: <c>{"ts":…,"id":"…","type":"sos","data":{…}}</c>. An event whose type is known is handed on whatever else is wrong with
/// its payload (an SOS with a broken timestamp is still an SOS); the payload then also goes to quarantine. Thread-safe.
/// </summary>
public static class EventDecoder
{
    /// <summary>Longest event id, in characters; a UUID has 36.</summary>
    public const int MaxIdLength = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = TelemetryDecoder.MaxDepth };

    /// <summary>True when the payload's first <c>type</c> is one of <see cref="SafetyEvents"/>; asked before the rate limit.</summary>
    public static bool IsSafety(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType)
                    return reader.TokenType == JsonTokenType.String && IsSafetyType(in reader);
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or half a surrogate pair in an escape. Decoding says what is wrong with it; here it is merely not a safety event.
        }

        return false;
    }

    /// <summary>Reads one event. Never throws for what a device sent.</summary>
    public static void Decode(in InboundPayload payload, IDecodedSink sink)
    {
        var faults = default(PayloadFaults);
        var draft = default(Draft);
        try
        {
            Read(payload.Bytes, ref draft, ref faults);
        }
        catch (JsonException e)
        {
            faults.Add(QuarantineReason.Malformed, $"The payload is not JSON of at most {TelemetryDecoder.MaxDepth} levels: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            faults.Add(QuarantineReason.Malformed, "The payload holds text that is not valid Unicode.");
        }

        if (draft.Type is null)
            faults.Add(QuarantineReason.Shape, "The event has no string 'type'.");
        else if (!payload.Class.Raises(draft.Type))
            faults.Add(QuarantineReason.UnknownEvent, $"type '{draft.Type}' is not raised by class '{payload.Class.Code}', whose events are {payload.Class.EventList}.");
        else
            sink.OnEvent(draft.Finish(in payload));
        if (faults.Any)
            sink.OnQuarantine(faults.Reason, faults.Detail);
    }

    private static bool IsSafetyType(in Utf8JsonReader reader)
    {
        foreach (var type in SafetyEvents.Types.Items)
        {
            if (reader.ValueTextEquals(type))
                return true;
        }

        return false;
    }

    private static void Read(ReadOnlySpan<byte> bytes, ref Draft draft, ref PayloadFaults faults)
    {
        var reader = new Utf8JsonReader(bytes, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(QuarantineReason.Shape, "The payload must be one JSON object.");
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadMember(ref reader, bytes, ref draft, ref faults);
        reader.Read(); // Throws when something follows the object.
    }

    private static void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, ref Draft draft, ref PayloadFaults faults)
    {
        if (reader.ValueTextEquals("ts"u8))
        {
            reader.Read();
            draft.Timestamp = PayloadTime.Read(ref reader, out draft.EpochMs);
            if (draft.Timestamp == TimestampState.Unreadable)
                faults.Add(QuarantineReason.BadTimestamp, $"ts {PayloadTime.Rule}.");
        }
        else if (reader.ValueTextEquals("type"u8))
        {
            reader.Read();
            draft.Type = TextOf(ref reader);
        }
        else if (reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            draft.Id = TextOf(ref reader);
            if (draft.Id is null or { Length: 0 or > MaxIdLength })
            {
                draft.Id = null;
                faults.Add(QuarantineReason.Shape, $"id must be a string of 1 to {MaxIdLength} characters.");
            }
        }
        else if (reader.ValueTextEquals("data"u8))
        {
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            draft.Data = Encoding.UTF8.GetString(bytes[start..(int)reader.BytesConsumed]);
        }
        else
        {
            faults.Add(QuarantineReason.Shape, "The event holds a member other than ts, id, type and data.");
            reader.Skip();
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return reader.GetString();
    }

    private struct Draft
    {
        internal TimestampState Timestamp;
        internal long EpochMs;
        internal string? Type;
        internal string? Id;
        internal string? Data;

        internal readonly DecodedEvent Finish(in InboundPayload payload)
        {
            var (atMs, flag) = PayloadTime.Settle(Timestamp, EpochMs, payload.ReceivedAtMs);
            return new DecodedEvent
            {
                Address = payload.Address,
                AtMs = atMs,
                ReceivedAtMs = payload.ReceivedAtMs,
                Quality = flag,
                EventId = Id ?? $"{payload.Address.Device}:{Type}:{atMs}",
                Type = Type!,
                DataJson = Data ?? "",
            };
        }
    }
}
