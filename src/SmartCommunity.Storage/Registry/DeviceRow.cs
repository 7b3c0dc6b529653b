namespace SmartCommunity.Storage.Registry;

/// <summary>An enrolled device. Rows are never deleted: a retired one stays as the tombstone that makes directory deltas complete.</summary>
public sealed class DeviceRow
{
    /// <summary>Unique on the platform, an <see cref="Telemetry.Identifier"/>.</summary>
    public required string Id { get; init; }

    public required string Community { get; set; }

    public required string Class { get; set; }

    public required string Name { get; set; }

    /// <summary>Id of the gateway it connects to.</summary>
    public required string Gateway { get; set; }

    /// <summary>SHA-256 of the token's UTF-8 text, 32 bytes; null for a device that logs in by certificate.</summary>
    public byte[]? TokenSha256 { get; set; }

    /// <summary>During a rotation: SHA-256 of the token that will replace the first; both are good.</summary>
    public byte[]? NextTokenSha256 { get; set; }

    /// <summary>When <see cref="NextTokenSha256"/> was issued.</summary>
    public long? NextTokenAtMs { get; set; }

    /// <summary>SHA-256 thumbprint of its client certificate, 64 lower-case hexadecimal digits; null when it logs in by token.</summary>
    public string? CertificateSha256 { get; set; }

    /// <summary>How it speaks, one of <see cref="Telemetry.DialectCode.All"/>.</summary>
    public string Dialect { get; set; } = Telemetry.DialectCode.Native;

    /// <summary>Name of the profile its payloads are read through; empty when the dialect needs none.</summary>
    public string Profile { get; set; } = "";

    /// <summary>Id of the device that carries its payloads; empty when it connects itself.</summary>
    public string Via { get; set; } = "";

    /// <summary>What its carrier or its vendor's client calls it; its id unless told otherwise.</summary>
    public required string Alias { get; set; }

    /// <summary>Id of the device whose place it took; null when it took nobody's.</summary>
    public string? Replaces { get; set; }

    /// <summary>Messages a second it may send in the long run; null: its class's limit. So the three below.</summary>
    public double? MessagesPerSecond { get; set; }

    /// <summary>Messages it may send at once.</summary>
    public int? BurstMessages { get; set; }

    /// <summary>Messages a calendar day (Asia/Shanghai).</summary>
    public long? DailyMessages { get; set; }

    /// <summary>Bytes of payload a calendar day.</summary>
    public long? DailyBytes { get; set; }

    public required long CreatedAtMs { get; init; }

    public long? RetiredAtMs { get; set; }

    /// <summary>Registry version of the last change; versions rise over the whole registry and are never given twice.</summary>
    public required long Version { get; set; }
}
