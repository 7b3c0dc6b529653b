using System.Buffers.Binary;
using System.Text;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>A file in a bundle.</summary>
/// <param name="Path">Its path, with slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Crc">CRC-32 of its bytes, as zips have it.</param>
internal readonly record struct BundledFile(string Path, long Bytes, uint Crc);

/// <summary>
/// Where everything stands in a bundle. A bundle is a zip that any program opens, in one form only: files stored as they are, in the manifest's order, without times. So the manifest settles every byte of it, and a
/// byte that was changed anywhere, between the files too, is found. Pure.
/// <code>
/// for each file:  local header (30 bytes), path, bytes
/// for each file:  directory entry (46 bytes), path
/// end record (22 bytes)
/// </code>
/// </summary>
internal static class BundleLayout
{
    /// <summary>Largest bundle: beyond it a zip needs another form.</summary>
    internal const long MaxBytes = 2_000_000_000;

    /// <summary>Most files: beyond it a zip needs another form.</summary>
    internal const int MaxFiles = 60_000;

    internal const int LocalBytes = 30, EntryBytes = 46, EndBytes = 22;

    private const uint LocalSignature = 0x04034b50, EntrySignature = 0x02014b50, EndSignature = 0x06054b50;
    private const ushort Version = 20, Utf8Names = 0x0800, FirstDay = 0x0021;

    /// <summary>Length of a local header with its path.</summary>
    internal static int HeaderLength(string path) => LocalBytes + Encoding.UTF8.GetByteCount(path);

    /// <summary>The local header of a file.</summary>
    internal static byte[] Header(BundledFile file)
    {
        var path = Encoding.UTF8.GetBytes(file.Path);
        var header = new byte[LocalBytes + path.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalSignature);
        WriteCommon(header.AsSpan(4), file, path.Length);
        path.CopyTo(header, LocalBytes);
        return header;
    }

    /// <summary>Directory and end record.</summary>
    internal static byte[] Directory(IReadOnlyList<BundledFile> files)
    {
        using var directory = new MemoryStream();
        var (at, start) = (0L, files.Sum(static f => HeaderLength(f.Path) + f.Bytes));
        foreach (var file in files)
        {
            var path = Encoding.UTF8.GetBytes(file.Path);
            var entry = new byte[EntryBytes + path.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(entry, EntrySignature);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(4), Version);
            WriteCommon(entry.AsSpan(6), file, path.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(42), (uint)at);
            path.CopyTo(entry, EntryBytes);
            directory.Write(entry);
            at += HeaderLength(file.Path) + file.Bytes;
        }

        var end = new byte[EndBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)files.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)files.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)start);
        directory.Write(end);
        return directory.ToArray();
    }

    /// <summary>Length and path of the file whose local header stands there; null when none does.</summary>
    internal static (string Path, long Bytes)? ReadHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < LocalBytes || BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature)
            return null;
        return (PathAt(header[LocalBytes..], BinaryPrimitives.ReadUInt16LittleEndian(header[26..])), BinaryPrimitives.ReadUInt32LittleEndian(header[18..]));
    }

    /// <summary>Length, path and place of the files of a directory; null when it is none.</summary>
    internal static IReadOnlyList<(string Path, long Bytes, long At)>? ReadDirectory(ReadOnlySpan<byte> directory)
    {
        var files = new List<(string Path, long Bytes, long At)>();
        while (directory.Length >= EntryBytes && BinaryPrimitives.ReadUInt32LittleEndian(directory) == EntrySignature)
        {
            var pathBytes = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            files.Add((PathAt(directory[EntryBytes..], pathBytes), BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]), BinaryPrimitives.ReadUInt32LittleEndian(directory[42..])));
            directory = directory[Math.Min(EntryBytes + pathBytes, directory.Length)..];
        }

        return files.Count > 0 ? files : null;
    }

    /// <summary>Where the directory begins, by the end record; null when there is none.</summary>
    internal static long? ReadEnd(ReadOnlySpan<byte> end) =>
        end.Length == EndBytes && BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature ? BinaryPrimitives.ReadUInt32LittleEndian(end[16..]) : null;

    private static string PathAt(ReadOnlySpan<byte> bytes, int length) => Encoding.UTF8.GetString(bytes[..Math.Min(length, bytes.Length)]);

    /// <summary>What local header and directory entry share: version, flags, method, time, day, CRC, length twice, length of the path.</summary>
    private static void WriteCommon(Span<byte> at, BundledFile file, int pathBytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], Utf8Names);
        BinaryPrimitives.WriteUInt16LittleEndian(at[8..], FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], file.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(at[14..], (uint)file.Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(at[18..], (uint)file.Bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(at[22..], (ushort)pathBytes);
    }
}
