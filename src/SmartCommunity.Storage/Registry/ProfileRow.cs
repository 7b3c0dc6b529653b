namespace SmartCommunity.Storage.Registry;

/// <summary>How payloads of one vendor or one model are read: the mapping file of a vendor's JSON, or a Modbus register list.</summary>
public sealed class ProfileRow
{
    /// <summary>An <see cref="Telemetry.Identifier"/>.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Telemetry.DialectCode.WithProfile"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>JSON as it was given.</summary>
    public required string Body { get; set; }

    /// <summary>Registry version of the last change.</summary>
    public required long Version { get; set; }

    public required long ChangedAtMs { get; set; }
}
