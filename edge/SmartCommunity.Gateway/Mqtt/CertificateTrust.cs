using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmartCommunity.Gateway.Devices;

namespace SmartCommunity.Gateway.Mqtt;

/// <summary>What a certificate is worth to the authorities that may speak for a device.</summary>
internal enum CertificateStanding
{
    /// <summary>There is no authority to judge by: only a pinned certificate or a token counts.</summary>
    NoAuthority,
    Trusted,
    Expired,
    Revoked,
    Foreign,
}

/// <summary>
/// Judges device certificates at the login, when it is known whose they should be: by the authorities of the device's own community, which come with the directory, and by the
/// gateway's own file. Nothing is fetched from addresses that stand in a certificate. Thread-safe.
/// </summary>
internal sealed class CertificateTrust
{
    /// <summary>id-kp-clientAuth, RFC 5280: a certificate made for servers only does not log a device in.</summary>
    internal const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly DeviceDirectory _directory;
    private readonly TimeProvider _time;
    private readonly X509Certificate2Collection? _file;

    internal CertificateTrust(DeviceDirectory directory, string? clientAuthorityPath, TimeProvider time)
    {
        (_directory, _time) = (directory, time);
        if (clientAuthorityPath is null)
            return;
        _file = [];
        _file.ImportFromPemFile(clientAuthorityPath);
    }

    /// <param name="certificate">The certificate of the handshake, whose private key the client has proven to hold; or null.</param>
    /// <param name="entry">The device it should belong to; null when there is none.</param>
    internal CertificateStanding Judge(X509Certificate2? certificate, DirectoryEntry? entry)
    {
        if (certificate is null || entry is null)
            return CertificateStanding.NoAuthority;
        var own = _directory.AuthoritiesOf(entry.Address.Community);
        if (own.Count == 0 && _file is null)
            return CertificateStanding.NoAuthority;
        var standing = own.Count == 0 ? CertificateStanding.Foreign : Standing(certificate, own);
        if (standing == CertificateStanding.Trusted)
            return _directory.IsCertificateRevoked(certificate.SerialNumber) ? CertificateStanding.Revoked : standing;
        if (_file is null)
            return standing;
        // While the file is the only authority, the handshake has judged by it, with the certificates in between that the device sent along.
        return _directory.HasAuthorities && Standing(certificate, _file) is not CertificateStanding.Trusted ? standing : CertificateStanding.Trusted;
    }

    private CertificateStanding Standing(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var check = new X509Chain();
        check.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        check.ChainPolicy.CustomTrustStore.AddRange(authorities);
        check.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        check.ChainPolicy.DisableCertificateDownloads = true;
        check.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        check.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        if (check.Build(certificate))
            return CertificateStanding.Trusted;
        return check.ChainStatus.All(status => status.Status == X509ChainStatusFlags.NotTimeValid) ? CertificateStanding.Expired : CertificateStanding.Foreign;
    }
}
