namespace SmartCommunity.Telemetry;

/// <summary>How the value of a quantity is written in a payload.</summary>
public enum QuantityKind
{
    /// <summary>A number in the quantity's unit.</summary>
    Number,

    /// <summary><c>true</c>/<c>false</c> (or 1/0); stored as 1 and 0.</summary>
    Boolean,

    /// <summary>One of the named codes; stored as the code's number.</summary>
    Enumeration,
}

/// <summary>One quantity of the catalogue: what is measured, in which unit, within which physical limits.</summary>
public sealed record Quantity
{
    /// <summary>Name on the wire and in the store, lower camel case; never renamed.</summary>
    public required string Name { get; init; }

    /// <summary>How the value is written.</summary>
    public required QuantityKind Kind { get; init; }

    /// <summary>UCUM code of the unit, case sensitive; <c>1</c> for numbers without one.</summary>
    public required string Unit { get; init; }

    /// <summary>Smallest physically possible value; below it the value goes to quarantine.</summary>
    public required double Min { get; init; }

    /// <summary>Largest physically possible value; above it the value goes to quarantine.</summary>
    public required double Max { get; init; }

    /// <summary>True for a cumulative counter (kWh, m³), of which only differences mean anything.</summary>
    public bool IsRegister { get; init; }

    /// <summary>Decimals shown to people.</summary>
    public int Decimals { get; init; }

    /// <summary>Name shown to people, Chinese.</summary>
    public required string Zh { get; init; }

    /// <summary>Name shown to people, English.</summary>
    public required string En { get; init; }

    /// <summary>Code name → number, for enumerations; empty otherwise.</summary>
    public IReadOnlyDictionary<string, int> Codes { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>An everyday value within the range, for documentation and sample payloads.</summary>
    public required double Example { get; init; }

    /// <summary>
    /// The quantity it is one observation with, or null: systolic pressure means nothing without diastolic. A message that holds one without the
    /// other keeps neither.
    /// </summary>
    public string? PairedWith { get; init; }

    /// <summary>DTDL semantic type that the device class interfaces use (quantitativeTypes extension), or null where DTDL has none.</summary>
    public string? SemanticType { get; init; }

    /// <summary>The DTDL name of <see cref="Unit"/> under <see cref="SemanticType"/>, e.g. <c>degreeCelsius</c>; null where DTDL has none.</summary>
    public string? DtdlUnit { get; init; }
}
