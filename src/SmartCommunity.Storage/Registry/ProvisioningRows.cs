namespace SmartCommunity.Storage.Registry;

/// <summary>A device that was registered before anybody knew where it will stand, and the hash of the code printed on it.</summary>
public sealed class ClaimRow
{
    /// <summary>The id the device will have.</summary>
    public required string Device { get; init; }

    /// <summary>Name of the delivery it came with.</summary>
    public required string Batch { get; init; }

    public required string Class { get; init; }

    public required string Dialect { get; init; }

    /// <summary>Name of its profile; empty when the dialect needs none.</summary>
    public required string Profile { get; init; }

    /// <summary>SHA-256 of the code, 32 bytes. The code itself is stored nowhere.</summary>
    public required byte[] CodeSha256 { get; set; }

    public required long CreatedAtMs { get; init; }

    public required long ExpiresAtMs { get; set; }

    public long? ClaimedAtMs { get; set; }

    public long? RevokedAtMs { get; set; }
}

/// <summary>A certificate authority of a community, without its key. The newest signs; all of them are believed until they expire.</summary>
public sealed class AuthorityRow
{
    /// <summary>SHA-256 of the certificate, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required string Community { get; init; }

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>Brought along by a person, not made here.</summary>
    public required bool Imported { get; init; }

    public required long NotAfterMs { get; init; }

    public required long CreatedAtMs { get; init; }
}

/// <summary>A client certificate that a community's authority issued to a device.</summary>
public sealed class CertificateRow
{
    /// <summary>Upper-case hexadecimal, as X.509 tools show it.</summary>
    public required string Serial { get; init; }

    public required string Device { get; init; }

    public required string Community { get; init; }

    /// <summary>SHA-256 of the authority that signed it.</summary>
    public required string Authority { get; init; }

    /// <summary>SHA-256 of the certificate, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required long NotBeforeMs { get; init; }

    public required long NotAfterMs { get; init; }

    public long? RevokedAtMs { get; set; }

    /// <summary>Why, in the words of RFC 5280 (CRLReason); null when it is not revoked, or was before reasons were kept.</summary>
    public string? RevocationReason { get; set; }

    /// <summary>The certificate, DER, for a device that lost the answer and asks again; null for those issued before it was kept.</summary>
    public byte[]? Certificate { get; init; }
}

/// <summary>Failed attempts of one key in its window.</summary>
public sealed class AttemptRow
{
    /// <summary>What is counted and of whom, such as <c>address:</c> and an address; secrets stand here as hashes only.</summary>
    public required string Key { get; init; }

    /// <summary>When the window began, with the first failure.</summary>
    public required long BeganAtMs { get; set; }

    public required int Failed { get; set; }
}

/// <summary>What devices of a class may send; null: the gateway's own limit.</summary>
public sealed class ClassQuotaRow
{
    public required string Class { get; init; }

    public double? MessagesPerSecond { get; set; }

    public int? BurstMessages { get; set; }

    /// <summary>Messages a calendar day (Asia/Shanghai).</summary>
    public long? DailyMessages { get; set; }

    /// <summary>Bytes of payload a calendar day.</summary>
    public long? DailyBytes { get; set; }
}

/// <summary>One thing a person or a device did to the registry. Rows are only ever added.</summary>
public sealed class AuditRow
{
    /// <summary>Rises with every row.</summary>
    public long Position { get; init; }

    public required long AtMs { get; init; }

    /// <summary>Who: the address the request came from, or <c>device:</c> and an id.</summary>
    public required string Actor { get; init; }

    /// <summary>What, a stable code such as <c>claim</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Id of the thing it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }
}
