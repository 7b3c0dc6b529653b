using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Mapping;

/// <summary>What a mapping would make of one value of the sample: value = raw × scale + offset.</summary>
/// <param name="Raw">The vendor's number.</param>
/// <param name="Value">The number that would be stored.</param>
/// <param name="Accepted">True when it is within the quantity's physical limits.</param>
internal sealed record MappingPreview(double Raw, double Value, bool Accepted)
{
    internal static IReadOnlyList<MappingPreview> Of(PayloadField field, Quantity quantity, double scale, double offset) =>
        [.. field.Values.Select(raw => Of(raw, quantity, raw * scale + offset))];

    private static MappingPreview Of(double raw, Quantity quantity, double value) =>
        new(raw, value, double.IsFinite(value) && value >= quantity.Min && value <= quantity.Max);
}
