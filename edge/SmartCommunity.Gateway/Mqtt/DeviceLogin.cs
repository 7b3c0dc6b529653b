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
}

/// <summary>
/// Checks who a device is. Client id, user name and device id are one name; the credential belongs to that name, so nobody can take over another
/// device's client id. Pure; secrets are compared in constant time.
/// </summary>
internal static class DeviceLogin
{
    /// <param name="entry">The directory's entry of the client id, or null; a retired device has none.</param>
    /// <param name="clientId">MQTT client id.</param>
    /// <param name="userName">May be absent when a certificate speaks for the device.</param>
    /// <param name="password">The token's text (base64url) as it was sent; the directory keeps its SHA-256.</param>
    /// <param name="certificate">The certificate of the TLS handshake, whose private key the client has proven to hold; or null.</param>
    internal static LoginOutcome Check(
        DirectoryEntry? entry, string? clientId, string? userName, ReadOnlySpan<byte> password, X509Certificate2? certificate)
    {
        if (!Identifier.IsValid(clientId))
            return LoginOutcome.BadClientId;
        if (string.IsNullOrEmpty(userName) ? certificate is null : userName != clientId)
            return LoginOutcome.BadUserName;
        if (password.IsEmpty && certificate is null)
            return LoginOutcome.NoCredential;
        if (entry is null)
            return LoginOutcome.UnknownDevice;
        if (certificate is not null && !entry.CertificateSha256.IsEmpty)
        {
            var thumbprint = SHA256.HashData(certificate.RawDataMemory.Span);
            return CryptographicOperations.FixedTimeEquals(thumbprint, entry.CertificateSha256.Span) ? LoginOutcome.Accepted : LoginOutcome.WrongCertificate;
        }

        return !password.IsEmpty && IsToken(entry, password) ? LoginOutcome.Accepted : LoginOutcome.WrongToken;
    }

    private static bool IsToken(DirectoryEntry entry, ReadOnlySpan<byte> password)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, hash);
        // Both are always compared; an empty hash equals nothing because the lengths differ.
        return CryptographicOperations.FixedTimeEquals(hash, entry.TokenSha256.Span)
            | CryptographicOperations.FixedTimeEquals(hash, entry.NextTokenSha256.Span);
    }
}
