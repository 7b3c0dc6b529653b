using System.IO.Compression;

namespace SmartCommunity.Storage.Scores;

/// <summary>A score of a snapshot as the ledger stores it: gzip, with its checksum. A score of 86 measures is about 40 kB of JSON, and a tenth of that packed; a year of 17 communities has 150,000 of them.</summary>
public static class PackedScore
{
    private static ReadOnlySpan<byte> Magic => [0x1f, 0x8b];

    /// <summary>The bytes that are stored. The same score gives the same bytes in the same version of the runtime.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> score)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(score);
        return packed.ToArray();
    }

    /// <summary>The score of stored bytes; the stored bytes themselves when they are damaged, or of a time before scores were packed.</summary>
    public static byte[] Unpack(byte[] stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (!IsPacked(stored))
            return stored;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
            using var score = new MemoryStream();
            gzip.CopyTo(score);
            return score.ToArray();
        }
        catch (InvalidDataException)
        {
            return stored;
        }
    }

    /// <summary>True for bytes that were packed and, as what <see cref="Unpack"/> returned, could not be unpacked.</summary>
    public static bool IsPacked(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);
}
