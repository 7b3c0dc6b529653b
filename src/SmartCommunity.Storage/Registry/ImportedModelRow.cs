namespace SmartCommunity.Storage.Registry;

/// <summary>A device class that people imported: its DTDL interface, and what DTDL has no word for.</summary>
public sealed class ImportedModelRow
{
    /// <summary>Class code, an <see cref="Telemetry.Identifier"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Identifier of the interface with its version, e.g. <c>dtmi:acme:soilProbe;1</c>; unique.</summary>
    public required string ModelId { get; init; }

    /// <summary>One of <see cref="Telemetry.DeviceDomain.All"/>.</summary>
    public required string Domain { get; set; }

    /// <summary>How often a device of the class reports, in seconds.</summary>
    public required int ReportIntervalSeconds { get; set; }

    /// <summary>The interface, JSON as it was given.</summary>
    public required string InterfaceJson { get; set; }

    /// <summary>When it was imported last.</summary>
    public required long ImportedAtMs { get; set; }
}
