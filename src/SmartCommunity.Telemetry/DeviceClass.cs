namespace SmartCommunity.Telemetry;

/// <summary>One class of devices: what it measures, which events it raises, which commands it takes. Read from its DTDL v3 interface.</summary>
public sealed record DeviceClass
{
    /// <summary>Class code in topics, e.g. <c>wearable</c>.</summary>
    public required string Code { get; init; }

    /// <summary>DTDL identifier, e.g. <c>dtmi:fc:device:wearable;1</c>.</summary>
    public required string ModelId { get; init; }

    /// <summary>Domain the class belongs to: <c>elderlyCare</c>, <c>healthStation</c>, <c>parking</c>, <c>energy</c>, <c>environment</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>Name shown to people, Chinese.</summary>
    public required string Zh { get; init; }

    /// <summary>Name shown to people, English.</summary>
    public required string En { get; init; }

    /// <summary>How often a device of the class reports when nothing happens; its liveness is derived from this.</summary>
    public required TimeSpan ReportInterval { get; init; }

    /// <summary>Quantities it reports, in interface order.</summary>
    public required IReadOnlyList<Quantity> Quantities { get; init; }

    /// <summary>Event types it may raise.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Commands it takes.</summary>
    public required IReadOnlyList<string> Commands { get; init; }
}
