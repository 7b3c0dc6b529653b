using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>How a login ended.</summary>
internal enum LoginOutcome
{
    Accepted,
    BadClientId,
    BadUserName,
    NoCredential,
    UnknownDevice,
    WrongToken,
    WrongCertificate,
    ExpiredCertificate,
    RevokedCertificate,
    ForeignCertificate,
    Carried,
}

/// <summary>
/// Checks who a device is. Client id, user name and device id are one name; the credential belongs to that name, so nobody can take over another
/// device's client id. Pure; secrets are compared in constant time.
/// </summary>
/// <remarks>
/// A certificate goes before a token. One that is enrolled (its SHA-256 stands in the directory) is the device's only certificate; without one, a certificate
/// of the community's or the gateway's authority speaks for the device whose id is its common name, and for nobody else, even beside that device's token.
/// </remarks>
internal static class DeviceLogin
{
    /// <summary>id-at-commonName, X.520.</summary>
    private const string CommonName = "2.5.4.3";

    /// <param name="entry">The directory's entry of the client id, or null; a retired device has none.</param>
    /// <param name="clientId">MQTT client id.</param>
    /// <param name="userName">May be absent when a certificate speaks for the device.</param>
    /// <param name="password">The token's text (base64url) as it was sent; the directory keeps its SHA-256.</param>
    /// <param name="certificate">The certificate of the TLS handshake, whose private key the client has proven to hold; or null.</param>
    /// <param name="standing">What the certificate is worth to the authorities of the device's community and of the gateway.</param>
    internal static LoginOutcome Check(
        DirectoryEntry? entry, string? clientId, string? userName, ReadOnlySpan<byte> password, X509Certificate2? certificate, CertificateStanding standing)
    {
        if (!Identifier.IsValid(clientId))
            return LoginOutcome.BadClientId;
        if (string.IsNullOrEmpty(userName) ? certificate is null : userName != clientId)
            return LoginOutcome.BadUserName;
        if (password.IsEmpty && certificate is null)
            return LoginOutcome.NoCredential;
        if (entry is null)
            return LoginOutcome.UnknownDevice;
        // Its carrier speaks for it; a credential of its own it never had.
        if (entry.Via.Length > 0)
            return LoginOutcome.Carried;
        if (certificate is not null && !entry.CertificateSha256.IsEmpty)
        {
            var thumbprint = SHA256.HashData(certificate.RawDataMemory.Span);
            return CryptographicOperations.FixedTimeEquals(thumbprint, entry.CertificateSha256.Span) ? LoginOutcome.Accepted : LoginOutcome.WrongCertificate;
        }

        if (certificate is not null && standing != CertificateStanding.NoAuthority)
            return OutcomeOf(certificate, clientId!, standing);
        return !password.IsEmpty && IsToken(entry, password) ? LoginOutcome.Accepted : LoginOutcome.WrongToken;
    }

    private static LoginOutcome OutcomeOf(X509Certificate2 certificate, string clientId, CertificateStanding standing) => standing switch
    {
        CertificateStanding.Trusted => NameIn(certificate) == clientId ? LoginOutcome.Accepted : LoginOutcome.WrongCertificate,
        CertificateStanding.Expired => LoginOutcome.ExpiredCertificate,
        CertificateStanding.Revoked => LoginOutcome.RevokedCertificate,
        _ => LoginOutcome.ForeignCertificate,
    };

    /// <summary>The common name of the certificate's subject; null when it has none, or several.</summary>
    private static string? NameIn(X509Certificate2 certificate)
    {
        string? name = null;
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements || part.GetSingleElementType().Value != CommonName)
                continue;
            if (name is not null)
                return null;
            name = part.GetSingleElementValue();
        }

        return name;
    }

    internal static bool IsToken(DirectoryEntry entry, ReadOnlySpan<byte> password)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, hash);
        // Both are always compared; an empty hash equals nothing because the lengths differ.
        return CryptographicOperations.FixedTimeEquals(hash, entry.TokenSha256.Span)
            | CryptographicOperations.FixedTimeEquals(hash, entry.NextTokenSha256.Span);
    }
}
