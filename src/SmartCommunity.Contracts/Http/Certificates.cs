namespace SmartCommunity.Contracts.Http;

/// <summary>A certificate authority of a community. Its key stays in the cloud's data folder.</summary>
/// <param name="Community">Code of the community.</param>
/// <param name="Sha256">SHA-256 of the certificate, 64 hexadecimal digits.</param>
/// <param name="Subject">Distinguished name.</param>
/// <param name="Certificate">The certificate, PEM.</param>
/// <param name="Imported">True when a person brought it along.</param>
/// <param name="Signs">True for the one that issues; older ones are still believed until they expire.</param>
/// <param name="NotAfter">When it expires.</param>
public sealed record AuthorityView(string Community, string Sha256, string Subject, string Certificate, bool Imported, bool Signs, DateTimeOffset NotAfter);

/// <summary>An authority made elsewhere.</summary>
public sealed record NewAuthority
{
    /// <summary>The CA certificate, PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>Its private key, PEM (PKCS#8, not encrypted).</summary>
    public required string Key { get; init; }
}

/// <summary>A certificate to issue.</summary>
public sealed record NewCertificate
{
    /// <summary>PKCS#10 request, PEM; its subject's common name is the device id. EC P-256 or P-384, or RSA of 2,048 to 8,192 bits.</summary>
    public required string Csr { get; init; }

    /// <summary>Days it is good for, 1 to 825; default 365; never longer than its authority.</summary>
    public int Days { get; init; } = 365;
}

/// <summary>A device's certificate, as issued.</summary>
/// <param name="Serial">Upper-case hexadecimal.</param>
/// <param name="Device">Device id, its common name.</param>
/// <param name="Sha256">SHA-256 of the certificate.</param>
/// <param name="State"><c>good</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="NotBefore">From when.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Reason">Why, in the words of RFC 5280 (CRLReason).</param>
public sealed record CertificateView(
    string Serial, string Device, string Sha256, string State, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, string? Reason = null);

/// <summary>A certificate just issued. Its private key never was here.</summary>
/// <param name="Certificate">Its facts.</param>
/// <param name="Pem">The certificate, PEM.</param>
/// <param name="Authority">The certificate of the authority that signed it, PEM.</param>
public sealed record IssuedCertificateView(CertificateView Certificate, string Pem, string Authority);
