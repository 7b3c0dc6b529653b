using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Decodes native status, also the Last Will: <c>{"online":true}</c>; other members (firmware, signal) are allowed and not kept. Thread-safe.</summary>
public static class StatusDecoder
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = TelemetryDecoder.MaxDepth };

    /// <summary>Reads one status of <paramref name="device"/>. Never throws for what a device sent.</summary>
    public static void Decode(ReadOnlySpan<byte> payload, DeviceAddress device, IDecodedSink sink)
    {
        try
        {
            if (Read(payload) is { } online)
                sink.OnStatus(device, online);
            else
                sink.OnQuarantine(QuarantineReason.Shape, "The status must be an object with the boolean 'online'.");
        }
        catch (JsonException e)
        {
            sink.OnQuarantine(QuarantineReason.Malformed, $"The payload is not JSON of at most {TelemetryDecoder.MaxDepth} levels: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            sink.OnQuarantine(QuarantineReason.Malformed, "The payload holds text that is not valid Unicode.");
        }
    }

    private static bool? Read(ReadOnlySpan<byte> payload)
    {
        bool? online = null;
        var reader = new Utf8JsonReader(payload, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOnline = reader.ValueTextEquals("online"u8);
            reader.Read();
            if (isOnline && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                online = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }

        reader.Read(); // Throws when something follows the object.
        return online;
    }
}
