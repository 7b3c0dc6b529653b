using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartCommunity.SystemTests.Peers;

/// <summary>A certificate and its private key as PEM files, the way mosquitto and the gateway take them.</summary>
internal sealed record CertificateFiles(string Certificate, string Key);

/// <summary>An authority that issues certificates for a day, in files of a folder.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;

    /// <summary>Where a public authority's certificates say their revocation list is; a gateway behind a firewall cannot fetch it.</summary>
    private const string UnreachableList = "http://127.0.0.1:9/revoked.crl";

    private readonly string _folder;
    private readonly X509Certificate2 _own;
    private readonly DateTimeOffset _from = TimeProvider.System.GetUtcNow().AddHours(-1);

    internal CertificateAuthority(string folder, string name)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _own = request.CreateSelfSigned(_from, _from.AddDays(2));
        File = Path.Combine(folder, $"{name}.pem");
        System.IO.File.WriteAllText(File, _own.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    internal string File { get; }

    /// <summary>A device's certificate with its id as the common name.</summary>
    internal CertificateFiles Device(string id) => Issue(id, ClientAuthentication, forThisMachine: false);

    /// <summary>A certificate for a server on this machine; its common name can be given to look like a device's.</summary>
    internal CertificateFiles Server(string name = "localhost") => Issue(name, ServerAuthentication, forThisMachine: true);

    /// <summary>SHA-256 of a certificate, as a device is enrolled with it.</summary>
    internal static string Sha256(CertificateFiles files)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(files.Certificate);
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    public void Dispose() => _own.Dispose();

    private CertificateFiles Issue(string name, string use, bool forThisMachine)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([UnreachableList]));
        if (forThisMachine)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F; // Positive.
        using var certificate = request.Create(_own, _from, _from.AddDays(1), serial);
        var path = Path.Combine(_folder, Convert.ToHexStringLower(serial));
        System.IO.File.WriteAllText(path + ".pem", certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
        return new CertificateFiles(path + ".pem", path + ".key");
    }
}
