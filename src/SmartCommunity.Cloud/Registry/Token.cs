using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SmartCommunity.Cloud.Registry;

/// <summary>
/// Credentials of devices and gateways: 32 random bytes as base64url, shown once. What is stored, and what gateways get, is the SHA-256 of the token's
/// UTF-8 text, the bytes a device sends as its MQTT password. A plain hash is enough: nobody guesses 256 random bits, so there is nothing to slow down.
/// </summary>
internal static class Token
{
    /// <summary>256 bits: beyond guessing for ever.</summary>
    internal const int RandomBytes = 32;

    /// <summary>Longest token a caller may bring along, in characters; also the longest that is hashed on login.</summary>
    internal const int MaxLength = 256;

    internal static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Compares in constant time.</summary>
    internal static bool Matches(string token, ReadOnlySpan<byte> sha256) =>
        token.Length <= MaxLength && CryptographicOperations.FixedTimeEquals(Hash(token), sha256);
}
