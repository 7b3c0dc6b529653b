namespace SmartCommunity.Storage.Registry;

/// <summary>A vendor's field name mapped to a quantity: value = raw × scale + offset. Unique by (class, device, field).</summary>
public sealed class FieldMappingRow
{
    public long Id { get; init; }

    public required string Class { get; init; }

    /// <summary>Device id; empty = the whole class.</summary>
    public required string Device { get; init; }

    public required string Field { get; init; }

    public required string Quantity { get; set; }

    public required double Scale { get; set; }

    public required double Offset { get; set; }
}
