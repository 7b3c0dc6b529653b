using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>Reads a device's PKCS#10 request and signs what is taken from it: the public key and nothing else. Pure.</summary>
internal static class SigningRequest
{
    /// <summary>Longest request, in characters: an RSA key of 8,192 bits has 3,000.</summary>
    internal const int MaxLength = 16 * 1024;

    private const int SerialBytes = 16;
    private const string CommonName = "2.5.4.3";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private const string PemBegin = "-----BEGIN ";

    /// <summary>The request, its own signature checked; or what is wrong with it. PEM, or the base64 of RFC 7030 without its frame.</summary>
    internal static (CertificateRequest? Request, string? Fault) Read(string? pem, string device)
    {
        if (string.IsNullOrWhiteSpace(pem))
            return (null, "csr is missing; it is a PKCS#10 request in PEM.");
        if (pem.Length > MaxLength)
            return (null, $"csr has {pem.Length} characters, more than the limit of {MaxLength}.");
        if (!pem.Contains(PemBegin, StringComparison.Ordinal))
            pem = $"{PemBegin}CERTIFICATE REQUEST-----\n{pem.Trim()}\n-----END CERTIFICATE REQUEST-----\n";
        CertificateRequest request;
        try
        {
            request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default, RSASignaturePadding.Pkcs1);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException)
        {
            return (null, $"csr cannot be read, or its signature is wrong: {exception.Message}");
        }

        if (NameIn(request.SubjectName) is var name && name != device)
            return (null, $"The common name of the csr is '{name}'; it must be the device id '{device}'.");
        return KeyStrength.Fault(request.PublicKey) is { } weak ? (null, weak) : (request, null);
    }

    /// <summary>True when the subject is what a certificate of the device has, and nothing beside it: what RFC 7030, 4.2.2 asks of a re-enrolment.</summary>
    internal static bool HasOwnSubject(CertificateRequest request, string device) =>
        request.SubjectName.EnumerateRelativeDistinguishedNames().Count() == 1 && NameIn(request.SubjectName) == device;

    /// <summary>A client certificate with the device id as its common name.</summary>
    internal static X509Certificate2 Sign(PublicKey key, string device, X509Certificate2 authority, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"CN={device}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: HasKeyId(authority), includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40); // Positive, and of full length.
        using var ec = authority.GetECDsaPrivateKey();
        if (ec is not null)
            return request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(ec), notBefore, notAfter, serial);
        using var rsa = authority.GetRSAPrivateKey()!;
        return request.Create(authority.SubjectName, X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1), notBefore, notAfter, serial);
    }

    private static bool HasKeyId(X509Certificate2 authority) => authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any();

    private static string? NameIn(X500DistinguishedName subject)
    {
        string[] names =
        [
            .. subject.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
                .Select(part => part.GetSingleElementValue() ?? ""),
        ];
        return names is [var only] ? only : null;
    }
}
