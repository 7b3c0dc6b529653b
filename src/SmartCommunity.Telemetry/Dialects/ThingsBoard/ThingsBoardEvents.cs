using System.Text.Json;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Telemetry.Dialects.ThingsBoard;

/// <summary>
/// ThingsBoard knows no events, so a telemetry key raises one: an event type of the class (<c>sos</c>) or its name in the class's interface (<c>sosEvent</c>), with the value true, a
/// number other than 0, an id, or an object that says more. A key that is also a quantity (<c>smoke</c>, <c>co</c>) raises it with true only, for its numbers are measurements. Pure.
/// </summary>
internal static class ThingsBoardEvents
{
    private const string Suffix = "Event";

    /// <summary>The event type of the class that a key means, or null.</summary>
    internal static string? Find(ReadOnlySpan<char> key, ClassTable table) =>
        table.FindEvent(key) ?? (key.EndsWith(Suffix, StringComparison.Ordinal) ? table.FindEvent(key[..^Suffix.Length]) : null);

    /// <summary>Whether the value that the reader stands on says that it happened.</summary>
    internal static bool Happened(in Utf8JsonReader value, bool isQuantity) => value.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.StartObject => !isQuantity,
        JsonTokenType.String => !isQuantity && !value.ValueSpan.IsEmpty && !value.ValueTextEquals("false"u8),
        JsonTokenType.Number => !isQuantity && value.TryGetDouble(out var number) && number != 0,
        _ => false,
    };

    /// <summary>True when a key at any depth says a safety event; asked before the rate limit.</summary>
    internal static bool IsSafety(ReadOnlySpan<byte> payload, JsonReaderOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(payload, options);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || SafetyTypeOf(in reader) is not { } type)
                    continue;
                var isQuantity = QuantityCatalogue.Default.IndexOf(type) >= 0 && !reader.ValueSpan.EndsWith("Event"u8);
                reader.Read();
                if (Happened(in reader, isQuantity))
                    return true;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or half a surrogate pair in an escape. Decoding says what is wrong with it; here it is merely not a safety event.
        }

        return false;
    }

    private static string? SafetyTypeOf(in Utf8JsonReader name)
    {
        var key = name.ValueSpan.EndsWith("Event"u8) ? name.ValueSpan[..^Suffix.Length] : name.ValueSpan;
        foreach (var type in SafetyEvents.Types.Items)
        {
            if (key.Length == type.Length && System.Text.Ascii.Equals(key, type))
                return type;
        }

        return null;
    }
}
