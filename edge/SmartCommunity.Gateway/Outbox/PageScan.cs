using System.Buffers.Binary;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>
/// Finds blocks in a lane's file, and in its write-ahead log, by their magic and checksums alone. It needs no intact tree: one wrong bit in a page header makes
/// SQLite give up everything below that page, and one in the log everything after it, although the blocks themselves are whole.
/// </summary>
/// <remarks>
/// Relies on the documented file format: pages of 4,096 bytes; a row of table <c>block</c> is a cell whose payload is a record header (length, type of NULL,
/// type of count, type of blob), the count, and the frame; what does not fit continues on overflow pages, each led by the number of the next.
/// </remarks>
internal sealed class PageScan
{
    private const int PageBytes = 4_096;
    private const int WalHeaderBytes = 32;
    private const int WalFrameHeaderBytes = 24;
    private const int WalSaltAt = 16;
    private const int WalFrameSaltAt = 8;
    private const int SaltBytes = 8;
    private const int NextPageBytes = sizeof(uint);

    // How much of a payload stays on a leaf page: SQLite's formulas for table leaves.
    private const int MaxLocal = PageBytes - 35;
    private const int MinLocal = ((PageBytes - 12) * 32 / 255) - 23;

    private readonly FileStream? _file;
    private readonly Dictionary<uint, byte[]> _logged;

    private PageScan(FileStream? file, Dictionary<uint, byte[]> logged) => (_file, _logged) = (file, logged);

    /// <summary>Every block found in the file and its log, by ordinal; of two with one ordinal the longer range.</summary>
    internal static SortedDictionary<long, (BlockHeader Header, byte[] Frame)> All(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var scan = new PageScan(file, ReadLog(path + "-wal"));
        var pages = (uint)(file.Length / PageBytes);
        var inFile = Enumerable.Range(1, (int)pages).Select(page => (uint)page);
        return scan.Find(inFile.Union(scan._logged.Keys));
    }

    /// <summary>The blocks on pages of the write-ahead log; empty when there is no log.</summary>
    internal static SortedDictionary<long, (BlockHeader Header, byte[] Frame)> Log(string path)
    {
        var logged = ReadLog(path + "-wal");
        if (logged.Count == 0)
            return [];
        using var file = File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;
        return new PageScan(file, logged).Find(logged.Keys);
    }

    private SortedDictionary<long, (BlockHeader Header, byte[] Frame)> Find(IEnumerable<uint> pages)
    {
        var found = new SortedDictionary<long, (BlockHeader Header, byte[] Frame)>();
        foreach (var number in pages)
        {
            var page = Page(number);
            for (var at = 0; page is not null && Next(page, ref at); at += BlockFormat.MagicBytes)
            {
                if (TryAssemble(page, at) is not { } block)
                    continue;
                if (!found.TryGetValue(block.Header.Ordinal, out var other) || other.Header.Count < block.Header.Count)
                    found[block.Header.Ordinal] = block;
            }
        }
        return found;
    }

    private static bool Next(byte[] page, ref int at)
    {
        var found = page.AsSpan(at).IndexOf(BlockFormat.Magic);
        at += Math.Max(0, found);
        return found >= 0;
    }

    /// <summary>The block whose magic lies at an offset of a leaf page, its overflow pages followed; null when its header or length is wrong.</summary>
    private (BlockHeader Header, byte[] Frame)? TryAssemble(byte[] page, int at)
    {
        if (!BlockFormat.TryReadHeader(page.AsSpan(at), out var header))
            return null;
        var frame = new byte[header.FrameBytes];
        var before = RecordHeaderBytes(header);
        var local = Local(before + frame.Length) - before;
        if (local < BlockFormat.HeaderBytes || at + Math.Min(local, frame.Length) > PageBytes)
            return null;
        page.AsSpan(at, Math.Min(local, frame.Length)).CopyTo(frame);
        if (local >= frame.Length)
            return (header, frame);
        if (at + local + NextPageBytes > PageBytes)
            return null;
        var next = BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(at + local));
        for (var filled = local; filled < frame.Length;)
        {
            // A broken chain leaves zeros behind: the block's own CRC tells, and it is set aside when read.
            if (Page(next) is not { } overflow)
                break;
            var length = Math.Min(PageBytes - NextPageBytes, frame.Length - filled);
            overflow.AsSpan(NextPageBytes, length).CopyTo(frame.AsSpan(filled));
            filled += length;
            next = BinaryPrimitives.ReadUInt32BigEndian(overflow);
        }
        return (header, frame);
    }

    /// <summary>Bytes of the record before the frame: length, three types, and the count itself.</summary>
    private static int RecordHeaderBytes(in BlockHeader header)
    {
        var blobType = (2L * header.FrameBytes) + 12;
        var blobTypeBytes = blobType < 1 << 7 ? 1 : blobType < 1 << 14 ? 2 : blobType < 1 << 21 ? 3 : 4;
        var countBytes = header.Count is 0 or 1 ? 0 : header.Count <= sbyte.MaxValue ? 1 : header.Count <= short.MaxValue ? 2 : header.Count < 1 << 23 ? 3 : 4;
        return 3 + blobTypeBytes + countBytes;
    }

    private static int Local(int payload)
    {
        if (payload <= MaxLocal)
            return payload;
        var local = MinLocal + ((payload - MinLocal) % (PageBytes - NextPageBytes));
        return local <= MaxLocal ? local : MinLocal;
    }

    private byte[]? Page(uint number)
    {
        if (_logged.TryGetValue(number, out var logged))
            return logged;
        var at = (long)(number - 1) * PageBytes;
        if (_file is null || number == 0 || at + PageBytes > _file.Length)
            return null;
        var page = new byte[PageBytes];
        _file.Position = at;
        _file.ReadExactly(page);
        return page;
    }

    /// <summary>The newest version of each page in the log. Frames of an earlier use of the log carry other salts and are left out.</summary>
    private static Dictionary<uint, byte[]> ReadLog(string path)
    {
        var pages = new Dictionary<uint, byte[]>();
        if (!File.Exists(path))
            return pages;
        using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[WalHeaderBytes];
        if (log.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return pages;
        var frame = new byte[WalFrameHeaderBytes + PageBytes];
        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            if (frame.AsSpan(WalFrameSaltAt, SaltBytes).SequenceEqual(header.AsSpan(WalSaltAt, SaltBytes)))
                pages[BinaryPrimitives.ReadUInt32BigEndian(frame)] = frame[WalFrameHeaderBytes..];
        }
        return pages;
    }
}
