using System.Security.Cryptography;
using System.Text.Json;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>Whether two things would stand in the log in the same words, and the hash of them. Field order is that of the types, so the text of a thing is one text.</summary>
public static class SameJson
{
    public static bool Are<T>(T left, T right) => Bytes(left).AsSpan().SequenceEqual(Bytes(right));

    /// <summary>SHA-256 of the text, lower-case hexadecimal.</summary>
    public static string HashOf<T>(T thing) => Convert.ToHexStringLower(SHA256.HashData(Bytes(thing)));

    private static byte[] Bytes<T>(T thing) => JsonSerializer.SerializeToUtf8Bytes(thing, ActJson.Options);
}
