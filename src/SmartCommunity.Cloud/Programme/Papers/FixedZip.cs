using System.IO.Compression;

namespace SmartCommunity.Cloud.Programme.Papers;

/// <summary>Office files are zips. These have fixed times and a fixed order, so that the same content gives the same bytes. Pure.</summary>
internal static class FixedZip
{
    /// <summary>The earliest time a zip can say.</summary>
    private static readonly DateTimeOffset _time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A zip of files by name, in the order given.</summary>
    internal static byte[] Of(IEnumerable<(string Name, ReadOnlyMemory<byte> Bytes)> files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = _time;
                using var content = entry.Open();
                content.Write(bytes.Span);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The same files as another zip has, content types first, the rest in ordinal order.</summary>
    internal static byte[] Rewrite(Stream zip)
    {
        using var read = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        return Of(read.Entries.OrderBy(static e => e.FullName == "[Content_Types].xml" ? 0 : 1).ThenBy(static e => e.FullName, StringComparer.Ordinal).Select(static e => (e.FullName, Bytes(e))));
    }

    private static ReadOnlyMemory<byte> Bytes(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
