using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Reads the values of the messages of one device class.</summary>
internal sealed class ValueReader(DeviceClass deviceClass, Func<string, FieldConversion?> map, PayloadFaults faults)
{
    internal void Read(JsonElement v, List<(string Quantity, double Value)> values)
    {
        var isEmpty = true;
        foreach (var field in v.EnumerateObject())
        {
            isEmpty = false;
            if (ReadField(field) is not { } read)
                continue;
            if (values.Any(value => value.Quantity == read.Quantity))
                faults.Add(QuarantineReason.BadValue, $"'{read.Quantity}' is given twice; the first value counts.");
            else
                values.Add(read);
        }

        if (isEmpty)
            faults.Add(QuarantineReason.Shape, "The object 'v' holds no value.");
    }

    private (string Quantity, double Value)? ReadField(JsonProperty field)
    {
        var quantity = QuantityCatalogue.Default.Find(field.Name);
        // A catalogue name means what the catalogue says; mappings are for all others.
        var conversion = quantity is null ? map(field.Name) : null;
        quantity ??= conversion is { } mapped ? QuantityCatalogue.Default.Find(mapped.Quantity) : null;
        if (quantity is null)
        {
            faults.Add(QuarantineReason.UnknownQuantity, $"'{field.Name}' is no quantity of the catalogue and has no mapping.");
            return null;
        }

        if (!deviceClass.Quantities.Contains(quantity))
        {
            faults.Add(QuarantineReason.ForeignQuantity, $"'{field.Name}' is not reported by devices of class '{deviceClass.Code}'.");
            return null;
        }

        if (Number(field.Value, quantity, conversion) is not { } value)
        {
            faults.Add(QuarantineReason.BadValue, $"{field.Name} {NativePayloadReader.Shown(field.Value)} must be {Wanted(quantity)}.");
            return null;
        }

        if (value >= quantity.Min && value <= quantity.Max)
            return (quantity.Name, value);
        faults.Add(QuarantineReason.OutOfRange, string.Create(
            CultureInfo.InvariantCulture, $"{field.Name} {value:R} {quantity.Unit} is outside {quantity.Min:R} to {quantity.Max:R}."));
        return null;
    }

    private static double? Number(JsonElement value, Quantity quantity, FieldConversion? conversion)
    {
        double? number = value.ValueKind switch
        {
            JsonValueKind.Number => Converted(value.GetDouble(), conversion),
            JsonValueKind.True when quantity.Kind == QuantityKind.Boolean => 1,
            JsonValueKind.False when quantity.Kind == QuantityKind.Boolean => 0,
            JsonValueKind.String when quantity.Kind == QuantityKind.Enumeration => quantity.Codes.TryGetValue(value.GetString()!, out var code) ? code : null,
            _ => null,
        };
        return quantity.Kind switch
        {
            QuantityKind.Boolean => number is 0 or 1 ? number : null,
            QuantityKind.Enumeration => quantity.Codes.Values.Any(code => code == number) ? number : null,
            _ => number is { } finite && double.IsFinite(finite) ? number : null,
        };
    }

    private static double Converted(double raw, FieldConversion? conversion) => conversion is { } c ? (raw * c.Scale) + c.Offset : raw;

    private static string Wanted(Quantity quantity) => quantity.Kind switch
    {
        QuantityKind.Boolean => "true, false, 1 or 0",
        QuantityKind.Enumeration => $"one of {string.Join(", ", quantity.Codes.Keys)}, or its number",
        _ => $"a finite number in {quantity.Unit}",
    };
}
