using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>Which public keys are strong enough to stand for a device or an authority. Pure.</summary>
internal static class KeyStrength
{
    /// <summary>NIST SP 800-131A: less is not acceptable for signatures.</summary>
    internal const int MinRsaBits = 2_048;

    /// <summary>More costs every login milliseconds and buys nothing.</summary>
    internal const int MaxRsaBits = 8_192;

    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34"];

    /// <summary>Why the key is not taken; null when it is.</summary>
    internal static string? Fault(PublicKey key)
    {
        try
        {
            using var ec = key.GetECDsaPublicKey();
            if (ec is not null)
                return ec.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value is { } curve && Curves.Contains(curve) ? null : "The curve of the key is not P-256 or P-384.";
            using var rsa = key.GetRSAPublicKey();
            if (rsa is not null)
                return rsa.KeySize is >= MinRsaBits and <= MaxRsaBits ? null : $"The RSA key has {rsa.KeySize} bits; it must have {MinRsaBits} to {MaxRsaBits}.";
        }
        catch (CryptographicException)
        {
            // A curve or a form that the platform does not know either.
        }

        return "The key is neither EC (P-256, P-384) nor RSA.";
    }
}
