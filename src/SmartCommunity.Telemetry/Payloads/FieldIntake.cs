using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Whose fields are being read, and from what.</summary>
internal readonly ref struct FieldScope
{
    internal required DeviceAddress Address { get; init; }

    internal required ClassTable Class { get; init; }

    /// <summary>Asked for fields that are no quantity of the catalogue.</summary>
    internal required FieldMap Map { get; init; }

    /// <summary>The JSON that the reader stands in, for samples of wrong values; empty for dialects that are not JSON.</summary>
    internal required ReadOnlySpan<byte> Bytes { get; init; }
}

/// <summary>
/// Takes the fields of one message against the catalogue, the class and the mappings, whatever dialect they came in. Pure; a field that is not accepted is a
/// fault of the payload and costs nothing but itself.
/// </summary>
internal static class FieldIntake
{
    /// <summary>Reads one member of a JSON object; the reader stands on its name and ends on its value.</summary>
    internal static void ReadMember(ref Utf8JsonReader reader, in FieldScope scope, ref MessageDraft draft, ref PayloadFaults faults)
    {
        var index = IndexOf(in reader);
        FieldConversion? mapping = null;
        string? field = null;
        if (index < 0)
        {
            field = reader.GetString()!;
            mapping = scope.Map(scope.Address, field);
            index = QuantityCatalogue.Default.IndexOf(mapping is { } known ? known.Quantity : field);
        }

        reader.Read();
        if (!Reports(index, in scope))
        {
            reader.Skip(); // First: when this throws, the payload is malformed and its field merely the place where it was found.
            AddUnknown(index, field, in scope, ref faults);
            return;
        }

        Settle(ref reader, field, index, mapping, in scope, ref draft, ref faults);
    }

    /// <summary>Reads the JSON value that the reader stands on, under a name that the dialect made of it.</summary>
    internal static void ReadValue(ref Utf8JsonReader reader, string field, in FieldScope scope, ref MessageDraft draft, ref PayloadFaults faults)
    {
        if (Resolve(field, in scope, out var mapping, ref faults) is { } index)
            Settle(ref reader, field, index, mapping, in scope, ref draft, ref faults);
        else
            reader.Skip();
    }

    /// <summary>Takes a number (booleans as 0 and 1) under a vendor's or the catalogue's own name.</summary>
    internal static void Take(string field, double raw, in FieldScope scope, ref MessageDraft draft, ref PayloadFaults faults)
    {
        if (Resolve(field, in scope, out var mapping, ref faults) is not { } index)
            return;
        var quantity = QuantityCatalogue.Default.All[index];
        var fault = ValueRules.Check(raw, quantity, mapping, out var value);
        Settle(fault, field, index, value, raw.ToString(System.Globalization.CultureInfo.InvariantCulture), ref draft, ref faults);
    }

    /// <summary>Takes a code of an enumeration, or a number that a vendor sends as text.</summary>
    internal static void Take(string field, string text, in FieldScope scope, ref MessageDraft draft, ref PayloadFaults faults)
    {
        if (Resolve(field, in scope, out var mapping, ref faults) is not { } index)
            return;
        var fault = ValueRules.Check(text, QuantityCatalogue.Default.All[index], mapping, out var value);
        Settle(fault, field, index, value, text, ref draft, ref faults);
    }

    private static void Settle(
        ref Utf8JsonReader reader, string? field, int index, FieldConversion? mapping, in FieldScope scope, ref MessageDraft draft, ref PayloadFaults faults)
    {
        var quantity = QuantityCatalogue.Default.All[index];
        var tokenStart = (int)reader.TokenStartIndex;
        var fault = ValueRules.Read(ref reader, quantity, mapping, out var value);
        if (fault == ValueFault.None)
            draft.Add(index, value, ref faults);
        else if (faults.Tells)
            faults.Add(ValueRules.ReasonOf(fault), ValueRules.Sentence(fault, field ?? quantity.Name, quantity, value, scope.Bytes[tokenStart..(int)reader.BytesConsumed]));
        else
            faults.AddUntold();
    }

    private static void Settle(ValueFault fault, string field, int index, double value, string token, ref MessageDraft draft, ref PayloadFaults faults)
    {
        if (fault == ValueFault.None)
            draft.Add(index, value, ref faults);
        else if (faults.Tells)
            faults.Add(ValueRules.ReasonOf(fault), ValueRules.Sentence(fault, field, QuantityCatalogue.Default.All[index], value, Encoding.UTF8.GetBytes(token)));
        else
            faults.AddUntold();
    }

    private static int? Resolve(string field, in FieldScope scope, out FieldConversion? mapping, ref PayloadFaults faults)
    {
        mapping = null;
        var index = QuantityCatalogue.Default.IndexOf(field);
        if (index < 0)
        {
            mapping = scope.Map(scope.Address, field);
            index = mapping is { } known ? QuantityCatalogue.Default.IndexOf(known.Quantity) : -1;
        }

        if (Reports(index, in scope))
            return index;
        AddUnknown(index, field, in scope, ref faults);
        return null;
    }

    private static bool Reports(int index, in FieldScope scope) => index >= 0 && scope.Class.Reports(index);

    private static void AddUnknown(int index, string? field, in FieldScope scope, ref PayloadFaults faults)
    {
        if (!faults.Tells)
            faults.AddUntold();
        else if (index < 0)
            faults.Add(QuarantineReason.UnknownQuantity, $"'{field}' is no quantity of the catalogue and has no mapping.");
        else
            faults.Add(QuarantineReason.ForeignQuantity, $"'{field ?? QuantityCatalogue.Default.All[index].Name}' is not reported by devices of class '{scope.Class.Code}'.");
    }

    private static int IndexOf(in Utf8JsonReader reader)
    {
        Span<char> name = stackalloc char[Identifier.MaxLength];
        return !reader.ValueIsEscaped && Ascii.ToUtf16(reader.ValueSpan, name, out var length) == OperationStatus.Done
            ? QuantityCatalogue.Default.IndexOf(name[..length])
            : -1;
    }
}
