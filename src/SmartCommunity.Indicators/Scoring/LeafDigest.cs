using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SmartCommunity.Indicators.Scoring;

/// <summary>The SHA-256 of what a formula's leaves read, in place: as an array of its own it would take twice the room, and a community keeps a hundred.</summary>
internal readonly record struct LeafDigest(UInt128 First, UInt128 Second)
{
    private const int Half = SHA256.HashSizeInBytes / 2;

    internal static LeafDigest Of(ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, SHA256.HashSizeInBytes);
        return new LeafDigest(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[Half..]));
    }

    internal void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, First);
        BinaryPrimitives.WriteUInt128BigEndian(target[Half..], Second);
    }

    internal byte[] ToArray()
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        CopyTo(digest);
        return digest;
    }
}
