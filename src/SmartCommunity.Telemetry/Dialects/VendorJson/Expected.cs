using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Dialects.VendorJson;

/// <summary>A text, number or boolean that a payload may hold. A number is also met by the same number as text. Immutable.</summary>
internal sealed class Expected
{
    private readonly byte[]? _text;
    private readonly double _number = double.NaN;
    private readonly JsonTokenType _type;

    internal Expected(JsonElement scalar)
    {
        _type = scalar.ValueKind switch
        {
            JsonValueKind.String => JsonTokenType.String,
            JsonValueKind.Number => JsonTokenType.Number,
            JsonValueKind.True => JsonTokenType.True,
            _ => JsonTokenType.False,
        };
        if (_type == JsonTokenType.String)
            _text = Encoding.UTF8.GetBytes(scalar.GetString()!);
        else if (_type == JsonTokenType.Number)
            _number = scalar.GetDouble();
    }

    internal Expected(string text) => (_type, _text) = (JsonTokenType.String, Encoding.UTF8.GetBytes(text));

    internal static bool IsScalar(JsonElement element) =>
        element.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False || (element.ValueKind == JsonValueKind.Number && double.IsFinite(element.GetDouble()));

    /// <summary>True when the captured value is this one.</summary>
    internal bool Matches(in Captured captured, ReadOnlySpan<byte> payload)
    {
        if (captured.Type == JsonTokenType.None)
            return false;
        if (_type == JsonTokenType.Number)
            return CapturedValue.TryNumber(in captured, payload, out var number) && number == _number;
        if (_type != JsonTokenType.String)
            return captured.Type == _type;
        return captured.Type == JsonTokenType.String && CapturedValue.TextEquals(in captured, payload, _text);
    }

    /// <summary>True when the captured scalar is written like this text: <c>open</c>, <c>1</c>, <c>true</c>.</summary>
    internal bool IsWrittenAs(in Captured captured, ReadOnlySpan<byte> payload) => captured.Type == JsonTokenType.String
        ? CapturedValue.TextEquals(in captured, payload, _text)
        : payload.Slice(captured.Start, captured.Length).SequenceEqual(_text);
}

/// <summary>Reads captured scalars. Pure; a text with broken escapes equals nothing and is no number.</summary>
internal static class CapturedValue
{
    /// <summary>The characters of a text between its quotes, as they stand in the payload.</summary>
    internal static ReadOnlySpan<byte> Inner(in Captured captured, ReadOnlySpan<byte> payload) => payload.Slice(captured.Start + 1, captured.Length - 2);

    internal static bool TextEquals(in Captured captured, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> text)
    {
        if (!captured.IsEscaped)
            return Inner(in captured, payload).SequenceEqual(text);
        return Text(in captured, payload) is { } unescaped && unescaped.AsSpan().SequenceEqual(Encoding.UTF8.GetString(text));
    }

    /// <summary>A number, or a text that holds nothing else.</summary>
    internal static bool TryNumber(in Captured captured, ReadOnlySpan<byte> payload, out double number)
    {
        number = 0;
        var digits = captured.Type switch
        {
            JsonTokenType.Number => payload.Slice(captured.Start, captured.Length),
            JsonTokenType.String => Inner(in captured, payload).Trim((byte)' '),
            _ => default,
        };
        return !digits.IsEmpty && Utf8Parser.TryParse(digits, out number, out var read) && read == digits.Length;
    }

    /// <summary>A text or number as text; null when it is neither, or no valid Unicode.</summary>
    internal static string? Text(in Captured captured, ReadOnlySpan<byte> payload)
    {
        if (captured.Type == JsonTokenType.Number)
            return Encoding.UTF8.GetString(payload.Slice(captured.Start, captured.Length));
        if (captured.Type != JsonTokenType.String)
            return null;
        if (!captured.IsEscaped)
            return Encoding.UTF8.GetString(Inner(in captured, payload));
        try
        {
            var reader = new Utf8JsonReader(payload.Slice(captured.Start, captured.Length));
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair in an escape.
        }
    }
}
