using System.IO.Hashing;

namespace SmartCommunity.Contracts;

/// <summary>The checksum of blocks on the gateway's disk and of frames on the uplink: CRC-32 (ISO-HDLC), as in zlib and Ethernet.</summary>
public static class Crc
{
    /// <summary>CRC-32 of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(bytes);
}
