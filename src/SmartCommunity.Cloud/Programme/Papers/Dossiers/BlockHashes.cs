using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>Hashes of a file, whole and by blocks. Pure.</summary>
internal static class BlockHashes
{
    private const int LeastBlock = 256; // A range people can look through by eye.
    private const int MostBlocks = 256; // Keeps the manifest small: a file adds at most 5 kB to it.
    private const int HashBytes = 8; // Enough to tell blocks apart; the file's own hash proves.

    /// <summary>Hashes a stream of so many bytes from where it stands; throws <see cref="EndOfStreamException"/> when it is shorter.</summary>
    internal static async Task<ManifestFile> OfAsync(string path, Stream content, long bytes, CancellationToken cancellationToken)
    {
        var block = BlockBytes(bytes);
        var (blocks, crc, left) = (new List<string>(), new Crc32(), bytes);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(block);
        try
        {
            for (; left > 0; left -= Math.Min(block, left))
            {
                var part = buffer.AsMemory(0, (int)Math.Min(block, left));
                await content.ReadExactlyAsync(part, cancellationToken);
                whole.AppendData(part.Span);
                crc.Append(part.Span);
                blocks.Add(Convert.ToHexStringLower(SHA256.HashData(part.Span).AsSpan(0, HashBytes)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new ManifestFile(path, bytes, crc.GetCurrentHashAsUInt32().ToString("x8", CultureInfo.InvariantCulture), Convert.ToHexStringLower(whole.GetHashAndReset()), block, blocks);
    }

    /// <summary>Blocks of a power of two, so few that the manifest stays small.</summary>
    internal static int BlockBytes(long bytes)
    {
        var block = (long)LeastBlock;
        while (block * MostBlocks < bytes)
            block *= 2;
        return (int)block;
    }

    /// <summary>The bytes that differ, as ranges: neighbouring blocks are one.</summary>
    internal static IEnumerable<(long From, long To)> Differences(ManifestFile expected, ManifestFile found)
    {
        (long From, long To)? open = null;
        for (var i = 0; i < Math.Max(expected.Blocks.Count, found.Blocks.Count); i++)
        {
            if (i < expected.Blocks.Count && i < found.Blocks.Count && expected.Blocks[i] == found.Blocks[i])
                continue;
            var (from, to) = ((long)i * expected.BlockBytes, Math.Min((i + 1L) * expected.BlockBytes, expected.Bytes));
            if (open is { } before && before.To == from)
            {
                open = (before.From, to);
                continue;
            }

            if (open is { } ended)
                yield return ended;
            open = (from, to);
        }

        if (open is { } last)
            yield return last;
    }

    internal static uint CrcOf(ManifestFile file) => uint.TryParse(file.Crc32, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc) ? crc : 0;
}
