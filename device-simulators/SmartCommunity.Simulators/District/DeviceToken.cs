using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Simulators;

/// <summary>
/// Tokens of simulated devices: HMAC-SHA256(district secret, device id) in base64url, 43 characters, 256 bits. Whoever holds the secret can
/// enrol and play the district without a list of plaintext tokens on disk.
/// </summary>
public static class DeviceToken
{
    /// <summary>Least length of a district secret, in bytes.</summary>
    public const int MinSecretBytes = 16;

    /// <summary>The token of one device.</summary>
    public static string Derive(ReadOnlySpan<byte> secret, string deviceId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, MinSecretBytes, nameof(secret));
        return Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(deviceId)));
    }
}
