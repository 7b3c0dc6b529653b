using System.Buffers.Binary;

namespace SmartCommunity.Gateway.Devices;

/// <summary>A SHA-256 as a key of a dictionary, without an array to compare.</summary>
internal readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    internal const int Bytes = 4 * sizeof(ulong);

    internal static TokenHash Of(ReadOnlySpan<byte> sha256) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(sha256),
        BinaryPrimitives.ReadUInt64LittleEndian(sha256[sizeof(ulong)..]),
        BinaryPrimitives.ReadUInt64LittleEndian(sha256[(2 * sizeof(ulong))..]),
        BinaryPrimitives.ReadUInt64LittleEndian(sha256[(3 * sizeof(ulong))..]));
}
