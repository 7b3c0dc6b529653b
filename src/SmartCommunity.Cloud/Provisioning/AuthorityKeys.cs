using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>Private keys of authorities: one PEM file each, named by the certificate's SHA-256, readable by its owner only (0600, folder 0700). On disk before it is used.</summary>
internal sealed class AuthorityKeys(string folder)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal void Save(string sha256, AsymmetricAlgorithm key)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var stream = new FileStream(PathOf(sha256), options);
        using (var writer = new StreamWriter(stream, leaveOpen: true))
            writer.Write(key.ExportPkcs8PrivateKeyPem());
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The authority's certificate with its key; null when the file is gone or does not belong to it.</summary>
    internal X509Certificate2? Open(X509Certificate2 certificate, string sha256)
    {
        try
        {
            return WithKey(certificate, File.ReadAllText(PathOf(sha256)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Joins a certificate and its key; null when they are not a pair or the key cannot be read.</summary>
    internal static X509Certificate2? WithKey(X509Certificate2 certificate, string keyPem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), keyPem);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private string PathOf(string sha256) => Path.Combine(folder, $"{sha256}.key");
}
