using System.Globalization;
using System.Text.Json;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>Reads the values of a message of one device class.</summary>
internal sealed class ValueReader(DeviceClass deviceClass, Func<string, FieldConversion?> map)
{
    internal List<(string Quantity, double Value)> Read(JsonElement v)
    {
        var values = new List<(string Quantity, double Value)>();
        foreach (var field in v.EnumerateObject())
        {
            var conversion = map(field.Name);
            var quantity = QuantityOf(field.Name, conversion);
            if (values.Any(value => value.Quantity == quantity.Name))
                throw new PayloadRefusedException(QuarantineReason.Shape, $"Field '{field.Name}' gives {quantity.Name} a second time in one message.");
            values.Add((quantity.Name, Checked(field, quantity, Number(field, quantity, conversion))));
        }

        return values.Count > 0 ? values : throw new PayloadRefusedException(QuarantineReason.Shape, "v holds no values.");
    }

    private Quantity QuantityOf(string field, FieldConversion? conversion)
    {
        var name = conversion?.Quantity ?? field;
        if (QuantityCatalogue.Default.Find(name) is not { } quantity)
            throw new PayloadRefusedException(QuarantineReason.UnknownQuantity, $"Field '{field}' is no quantity of the catalogue and has no mapping.");
        return deviceClass.Quantities.Contains(quantity)
            ? quantity
            : throw new PayloadRefusedException(QuarantineReason.ForeignQuantity, $"Class {deviceClass.Code} does not report {name} (field '{field}').");
    }

    private static double Number(JsonProperty field, Quantity quantity, FieldConversion? conversion) => field.Value.ValueKind switch
    {
        JsonValueKind.Number => Converted(field.Value.GetDouble(), conversion),
        JsonValueKind.True when quantity.Kind == QuantityKind.Boolean => 1,
        JsonValueKind.False when quantity.Kind == QuantityKind.Boolean => 0,
        JsonValueKind.String when quantity.Kind == QuantityKind.Enumeration && quantity.Codes.TryGetValue(field.Value.GetString()!, out var code) => code,
        _ => throw Bad(field, quantity),
    };

    private static double Converted(double raw, FieldConversion? conversion) => conversion is { } c ? (raw * c.Scale) + c.Offset : raw;

    private static double Checked(JsonProperty field, Quantity quantity, double value)
    {
        if (!double.IsFinite(value) || (quantity.Kind == QuantityKind.Boolean && value is not (0 or 1)))
            throw Bad(field, quantity);
        if (quantity.Kind == QuantityKind.Enumeration && !quantity.Codes.Values.Any(code => code == value))
            throw Bad(field, quantity);
        if (value >= quantity.Min && value <= quantity.Max)
            return value;
        throw new PayloadRefusedException(QuarantineReason.OutOfRange, string.Create(
            CultureInfo.InvariantCulture, $"Field '{field.Name}': {quantity.Name} {value:R} {quantity.Unit} is outside {quantity.Min:R} to {quantity.Max:R}."));
    }

    private static PayloadRefusedException Bad(JsonProperty field, Quantity quantity)
    {
        var wanted = quantity.Kind switch
        {
            QuantityKind.Boolean => "true, false, 1 or 0",
            QuantityKind.Enumeration => $"one of {string.Join(", ", quantity.Codes.Keys)}, or its number",
            _ => $"a finite number in {quantity.Unit}",
        };
        return new PayloadRefusedException(
            QuarantineReason.BadValue, $"Field '{field.Name}': {NativePayloadReader.Shown(field.Value)} is no value of {quantity.Name}; it must be {wanted}.");
    }
}
