using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>One field of an event's data: a number, a text, or neither (absent, null, an object). A number's text is its shortest form; yes and no are both.</summary>
internal readonly record struct EventField(double? Number, string? Text)
{
    internal static EventField Of(JsonElement data, string name)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(name, out var value))
            return default;
        return value.ValueKind switch
        {
            JsonValueKind.String => new EventField(null, value.GetString()),
            JsonValueKind.True => new EventField(1, "true"),
            JsonValueKind.False => new EventField(0, "false"),
            JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => new EventField(number, number.ToString("R", CultureInfo.InvariantCulture)),
            _ => default,
        };
    }
}

/// <summary>64 bits of the SHA-256 of texts: what is kept of ids and subjects, so that the aggregates hold no name of anybody. Equal for two of n texts with probability n²/2⁶⁵.</summary>
internal static class TextHash
{
    private const char Separator = '\u001f';

    internal static ulong Of(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static ulong Of(string first, string second) => Of(first + Separator + second);

    internal static ulong Of(string first, string second, string third) => Of(first + Separator + second + Separator + third);
}
