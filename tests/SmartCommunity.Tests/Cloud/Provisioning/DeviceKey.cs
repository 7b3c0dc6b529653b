using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartCommunity.Tests.Cloud.Provisioning;

/// <summary>A device's own key pair and the request it makes with it.</summary>
internal sealed class DeviceKey(string commonName) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal string Csr => new CertificateRequest($"CN={commonName}", _key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    /// <summary>The issued certificate with the key, as a TLS client needs it.</summary>
    internal X509Certificate2 With(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return certificate.CopyWithPrivateKey(_key);
    }

    public void Dispose() => _key.Dispose();
}
