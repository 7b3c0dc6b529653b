using System.Security.Cryptography;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>
/// The key dossiers are signed with: ECDSA on P-256 with SHA-256. Lies in the data folder (PKCS#8, PEM, readable by its owner only) and is made when it is first needed; a copy of the folder without its secrets makes another,
/// and then its fingerprint is another, which a reviewer sees. Thread-safe.
/// </summary>
public sealed class SigningKey(string file) : IDisposable
{
    /// <summary>Name of the key's file in the data folder.</summary>
    public const string KeyFile = "dossier-signing.key";

    /// <summary>How a signature is made, as the bundle says it.</summary>
    public const string Algorithm = "ECDSA P-256 SHA-256, IEEE P1363";

    private readonly Lock _gate = new(); // Protects _key; ECDsa is not safe to share.
    private ECDsa? _key;

    /// <summary>The public key, SubjectPublicKeyInfo in DER.</summary>
    public byte[] PublicKey
    {
        get
        {
            lock (_gate)
                return Key().ExportSubjectPublicKeyInfo();
        }
    }

    /// <summary>The public key as PEM.</summary>
    public string PublicKeyPem => PemEncoding.WriteString("PUBLIC KEY", PublicKey);

    /// <summary>What people compare: SHA-256 of the public key, lower-case hexadecimal.</summary>
    public string Fingerprint => FingerprintOf(PublicKey);

    /// <summary>The fingerprint of a public key.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();

    internal byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
            return Key().SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    internal static bool IsSigned(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return read == publicKey.Length && key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false; // No key at all, or none of a curve that is known.
        }
    }

    private ECDsa Key()
    {
        if (_key is not null)
            return _key;
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            if (File.Exists(file))
                key.ImportFromPem(File.ReadAllText(file));
            else
                Write(key.ExportPkcs8PrivateKeyPem());
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"'{file}' holds no private key: {fault.Message} Put it back from a backup, or delete it; dossiers are signed by another key then.", fault);
        }

        return _key = key;
    }

    private void Write(string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Under another name first: a crash leaves no half key.
        var half = $"{file}.new";
        File.Delete(half);
        using (var stream = new FileStream(half, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(pem));
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, file);
    }
}
