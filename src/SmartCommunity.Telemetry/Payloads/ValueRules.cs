using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Why a value was not accepted.</summary>
internal enum ValueFault
{
    None,
    WrongType,
    NotFinite,
    NotACode,
    BelowMin,
    AboveMax,
}

/// <summary>Reads one value against its quantity. Pure; allocates only for codes and for the sentence of a fault.</summary>
internal static class ValueRules
{
    /// <summary>Longest piece of a wrong value told in a sentence, in bytes; the whole payload is in quarantine anyway.</summary>
    private const int SampleBytes = 32;

    /// <summary>Reads the token the reader stands on; an object or array is skipped whole.</summary>
    internal static ValueFault Read(ref Utf8JsonReader reader, Quantity quantity, FieldConversion? mapping, out double value)
    {
        value = 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetDouble(out var raw):
                value = mapping is { } linear ? (raw * linear.Scale) + linear.Offset : raw;
                return CheckNumber(value, quantity);
            case JsonTokenType.True or JsonTokenType.False when quantity.Kind == QuantityKind.Boolean:
                value = reader.TokenType == JsonTokenType.True ? 1 : 0;
                return ValueFault.None;
            case JsonTokenType.String when quantity.Kind == QuantityKind.Enumeration:
                return ReadCode(ref reader, quantity, out value);
            default:
                reader.Skip();
                return ValueFault.WrongType;
        }
    }

    /// <summary>Checks a number that came outside JSON.</summary>
    internal static ValueFault Check(double raw, Quantity quantity, FieldConversion? mapping, out double value)
    {
        value = mapping is { } linear ? (raw * linear.Scale) + linear.Offset : raw;
        return CheckNumber(value, quantity);
    }

    /// <summary>Checks text: a code of an enumeration, else a number with a point.</summary>
    internal static ValueFault Check(string text, Quantity quantity, FieldConversion? mapping, out double value)
    {
        if (quantity.Kind == QuantityKind.Enumeration && quantity.Codes.TryGetValue(text, out var code))
        {
            value = code;
            return ValueFault.None;
        }

        value = 0;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Check(number, quantity, mapping, out value);
        return quantity.Kind == QuantityKind.Enumeration ? ValueFault.NotACode : ValueFault.WrongType;
    }

    internal static string ReasonOf(ValueFault fault) =>
        fault is ValueFault.BelowMin or ValueFault.AboveMax ? QuarantineReason.OutOfRange : QuarantineReason.BadValue;

    internal static string Sentence(ValueFault fault, string field, Quantity quantity, double value, ReadOnlySpan<byte> token) => fault switch
    {
        ValueFault.BelowMin => string.Create(CultureInfo.InvariantCulture, $"{field} {value}{UnitOf(quantity)} is below its minimum {quantity.Min}."),
        ValueFault.AboveMax => string.Create(CultureInfo.InvariantCulture, $"{field} {value}{UnitOf(quantity)} is above its maximum {quantity.Max}."),
        ValueFault.NotFinite => $"{field} {Sample(token)} is not a finite number.",
        ValueFault.NotACode => $"{field} {Sample(token)} is none of its codes {string.Join(", ", quantity.Codes.Keys.Order(StringComparer.Ordinal))}.",
        _ => $"{field} {Sample(token)} is of the wrong type; it must be a {KindName(quantity.Kind)}.",
    };

    private static ValueFault CheckNumber(double value, Quantity quantity)
    {
        if (!double.IsFinite(value))
            return ValueFault.NotFinite;
        switch (quantity.Kind)
        {
            case QuantityKind.Boolean:
                return value is 0 or 1 ? ValueFault.None : ValueFault.WrongType;
            case QuantityKind.Enumeration:
                return IsCode(value, quantity) ? ValueFault.None : ValueFault.NotACode;
            default:
                if (value < quantity.Min)
                    return ValueFault.BelowMin;
                return value > quantity.Max ? ValueFault.AboveMax : ValueFault.None;
        }
    }

    private static bool IsCode(double value, Quantity quantity)
    {
        foreach (var (_, code) in quantity.Codes)
        {
            if (code == value)
                return true;
        }

        return false;
    }

    private static ValueFault ReadCode(ref Utf8JsonReader reader, Quantity quantity, out double value)
    {
        foreach (var (name, code) in quantity.Codes)
        {
            if (reader.ValueTextEquals(name))
            {
                value = code;
                return ValueFault.None;
            }
        }

        value = 0;
        return ValueFault.NotACode;
    }

    private static string UnitOf(Quantity quantity) => quantity.Unit == "1" ? "" : $" {quantity.Unit}";

    private static string Sample(ReadOnlySpan<byte> token)
    {
        var cut = token.Length > SampleBytes ? token[..SampleBytes] : token;
        return $"'{Encoding.UTF8.GetString(cut)}'";
    }

    private static string KindName(QuantityKind kind) => kind switch
    {
        QuantityKind.Number => "number",
        QuantityKind.Boolean => "boolean",
        _ => "code",
    };
}
