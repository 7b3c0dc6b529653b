using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet.Packets;
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
    Expired,
}

/// <summary>What a client brought along to say who it is.</summary>
internal readonly ref struct LoginCredentials
{
    internal required string? ClientId { get; init; }

    /// <summary>May be absent when a certificate speaks for the device.</summary>
    internal required string? UserName { get; init; }

    internal required ReadOnlySpan<byte> Password { get; init; }

    /// <summary>The certificate of the TLS handshake, whose private key the client has proven to hold; or null.</summary>
    internal required X509Certificate2? Certificate { get; init; }

    /// <summary>What the certificate is worth to the authorities of the device's community and of the gateway.</summary>
    internal required CertificateStanding Standing { get; init; }

    /// <summary>Now, Unix seconds: a signature ends.</summary>
    internal required long NowSeconds { get; init; }
}

/// <summary>
/// Checks who a device is. Whatever the dialect puts where, the credential belongs to one device id, and MQTTnet knows the connection by that id, so nobody can take over another
/// device's connection. Pure; secrets are compared in constant time.
/// </summary>
/// <remarks>
/// Native: client id, user name and device id are one name, the password is the token. ThingsBoard: the user name is the token, the client id is free. IoT Hub: the client id is the device id, the user
/// name <c>{host}/{device}/?api-version=…</c>, the password a <see cref="SasToken"/>. The other dialects' clients choose their client ids themselves: the user name is the device id, the password its token. A certificate goes before a token: one that is enrolled (its SHA-256
/// stands in the directory) is the device's only certificate; without one, a certificate of the community's or the gateway's authority speaks for the device whose id is its common name, and for nobody
/// else, even beside that device's token. A device that another one carries cannot log in.
/// </remarks>
internal static class DeviceLogin
{
    /// <summary>id-at-commonName, X.520.</summary>
    private const string CommonName = "2.5.4.3";

    /// <summary>
    /// The enrolment that a CONNECT claims, or null. Where the dialect leaves the client id free it is replaced by the device id, which MQTTnet then knows the connection by.
    /// </summary>
    internal static DirectoryEntry? Identify(DeviceDirectory directory, MqttConnectPacket connect)
    {
        if (Identifier.IsValid(connect.ClientId) && directory.Find(connect.ClientId) is { } named && !HasFreeClientId(named))
            return named;
        if (string.IsNullOrEmpty(connect.Username))
            return null;
        var entry = Identifier.IsValid(connect.Username) ? directory.Find(connect.Username) : null;
        if (entry is null || !HasFreeClientId(entry) || entry.Dialect == DialectCode.ThingsBoard)
            entry = directory.FindByToken(SHA256.HashData(Encoding.UTF8.GetBytes(connect.Username))) is { Dialect: DialectCode.ThingsBoard } board ? board : null;
        if (entry is not null)
            connect.ClientId = entry.Address.Device;
        return entry;
    }

    /// <param name="entry">The enrolment that the CONNECT claims, or null; a retired device has none.</param>
    /// <param name="credentials">What the client brought along.</param>
    internal static LoginOutcome Check(DirectoryEntry? entry, in LoginCredentials credentials)
    {
        return entry?.Dialect switch
        {
            DialectCode.ThingsBoard => CheckSecret(entry, in credentials, Encoding.UTF8.GetBytes(credentials.UserName ?? "")),
            DialectCode.IotHub => CheckIotHub(entry, in credentials),
            null or DialectCode.Native => CheckNative(entry, in credentials),
            _ => credentials.UserName == entry.Address.Device ? CheckSecret(entry, in credentials, credentials.Password) : LoginOutcome.BadUserName,
        };
    }

    private static LoginOutcome CheckNative(DirectoryEntry? entry, in LoginCredentials credentials)
    {
        if (!Identifier.IsValid(credentials.ClientId))
            return LoginOutcome.BadClientId;
        if (string.IsNullOrEmpty(credentials.UserName) ? credentials.Certificate is null : credentials.UserName != credentials.ClientId)
            return LoginOutcome.BadUserName;
        return CheckSecret(entry, in credentials, credentials.Password);
    }

    /// <summary>How long the login is good: until its signature ends; for ever with every other credential.</summary>
    internal static TimeSpan ValidFor(DirectoryEntry entry, ReadOnlySpan<byte> password, DateTimeOffset now) =>
        entry.Dialect == DialectCode.IotHub && SasToken.TryParse(password) is { } sas && sas.ExpirySeconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(sas.ExpirySeconds) - now
            : TimeSpan.MaxValue;

    private static LoginOutcome CheckIotHub(DirectoryEntry entry, in LoginCredentials credentials)
    {
        if (SasToken.HostIn(credentials.UserName, entry.Address.Device) is not { } host)
            return LoginOutcome.BadUserName;
        if (credentials.Certificate is not null)
            return CheckSecret(entry, in credentials, token: default);
        if (SasToken.TryParse(credentials.Password) is not { } sas || !sas.IsFor(host, entry.Address.Device))
            return LoginOutcome.NoCredential;
        if (!(sas.IsSignedWith(entry.TokenSha256.Span) | sas.IsSignedWith(entry.NextTokenSha256.Span)))
            return LoginOutcome.WrongToken;
        return sas.ExpirySeconds > credentials.NowSeconds ? LoginOutcome.Accepted : LoginOutcome.Expired;
    }

    private static LoginOutcome CheckSecret(DirectoryEntry? entry, in LoginCredentials credentials, ReadOnlySpan<byte> token)
    {
        var certificate = credentials.Certificate;
        if (token.IsEmpty && certificate is null)
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

        if (certificate is not null && credentials.Standing != CertificateStanding.NoAuthority)
            return OutcomeOf(certificate, entry.Address.Device, credentials.Standing);
        return !token.IsEmpty && IsToken(entry, token) ? LoginOutcome.Accepted : LoginOutcome.WrongToken;
    }

    /// <summary>Whether a token alone, without a certificate, speaks for the device; never for one that another carries.</summary>
    internal static bool IsTokenOf(DirectoryEntry entry, ReadOnlySpan<byte> token) => entry.Via.Length == 0 && !token.IsEmpty && IsToken(entry, token);

    /// <summary>SHA-256 of the token that the CONNECT shows and the device has, wherever its dialect puts it; empty when there is none.</summary>
    internal static byte[] TokenOf(DirectoryEntry entry, string? userName, ReadOnlySpan<byte> password)
    {
        if (entry.Dialect == DialectCode.IotHub)
        {
            if (SasToken.TryParse(password) is not { } sas)
                return [];
            return sas.IsSignedWith(entry.TokenSha256.Span) ? entry.TokenSha256.ToArray() : sas.IsSignedWith(entry.NextTokenSha256.Span) ? entry.NextTokenSha256.ToArray() : [];
        }

        var token = entry.Dialect == DialectCode.ThingsBoard ? Encoding.UTF8.GetBytes(userName ?? "") : password;
        return IsToken(entry, token) ? SHA256.HashData(token) : [];
    }

    private static LoginOutcome OutcomeOf(X509Certificate2 certificate, string clientId, CertificateStanding standing) => standing switch
    {
        CertificateStanding.Trusted => NameIn(certificate) == clientId ? LoginOutcome.Accepted : LoginOutcome.WrongCertificate,
        CertificateStanding.Expired => LoginOutcome.ExpiredCertificate,
        CertificateStanding.Revoked => LoginOutcome.RevokedCertificate,
        _ => LoginOutcome.ForeignCertificate,
    };

    private static bool HasFreeClientId(DirectoryEntry entry) => entry.Dialect is not (DialectCode.Native or DialectCode.IotHub);

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

    private static bool IsToken(DirectoryEntry entry, ReadOnlySpan<byte> password)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, hash);
        // Both are always compared; an empty hash equals nothing because the lengths differ.
        return CryptographicOperations.FixedTimeEquals(hash, entry.TokenSha256.Span)
            | CryptographicOperations.FixedTimeEquals(hash, entry.NextTokenSha256.Span);
    }
}
