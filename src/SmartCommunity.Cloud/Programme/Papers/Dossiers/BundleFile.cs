using System.Text.Json;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>A bundle on disk, read by offsets. Not thread-safe.</summary>
internal sealed class BundleFile(FileStream file) : IDisposable
{
    private const long MaxManifest = 64 * 1024 * 1024; // 60,000 files with all their blocks.

    internal long Length => file.Length;

    /// <summary>Manifest and signature, by the local headers or, where those are damaged, by the directory; null when neither leads to them.</summary>
    internal (byte[] Manifest, byte[] Signature)? Heads()
    {
        if (HeaderAt(0) is (BundleManifest.ManifestPath, var bytes) && bytes <= MaxManifest)
        {
            var next = BundleLayout.HeaderLength(BundleManifest.ManifestPath) + bytes;
            if (HeaderAt(next) is (BundleManifest.SignaturePath, var more) && more <= MaxManifest
                && Read(next - bytes, bytes) is { } manifest && Read(next + BundleLayout.HeaderLength(BundleManifest.SignaturePath), more) is { } signature)
                return (manifest, signature);
        }

        return Read(Length - BundleLayout.EndBytes, BundleLayout.EndBytes) is { } end && BundleLayout.ReadEnd(end) is { } at && at < Length - BundleLayout.EndBytes && Length - at <= MaxManifest
            && BundleLayout.ReadDirectory(Read(at, Length - at)) is [var first, var second, ..]
            && Content(first) is { } own && Content(second) is { } other ? (own, other) : null;
    }

    /// <summary>Bytes from a place; null when the file ends before.</summary>
    internal byte[]? Read(long at, long bytes)
    {
        if (at < 0 || bytes < 0 || at + bytes > file.Length)
            return null;
        var read = new byte[bytes];
        file.Position = at;
        file.ReadExactly(read);
        return read;
    }

    /// <summary>Hashes of bytes from a place; null when the file ends before.</summary>
    internal async Task<ManifestFile?> HashAsync(string path, long at, long bytes, CancellationToken cancellationToken)
    {
        if (at < 0 || bytes < 0 || at + bytes > file.Length)
            return null;
        file.Position = at;
        return await BlockHashes.OfAsync(path, file, bytes, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    /// <summary>A JSON value; null and why, when the bytes are none.</summary>
    internal static (T? Value, string Fault) Json<T>(byte[] bytes)
        where T : class
    {
        try
        {
            return (JsonSerializer.Deserialize<T>(bytes, BundleManifest.Json), "it is null");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            return (null, fault.Message);
        }
    }

    private (string Path, long Bytes)? HeaderAt(long at) =>
        Read(at, Math.Min(BundleLayout.LocalBytes + BundleManifest.SignaturePath.Length, Math.Max(Length - at, 0))) is { } header ? BundleLayout.ReadHeader(header) : null;

    private byte[]? Content((string Path, long Bytes, long At) entry) => entry.Bytes <= MaxManifest ? Read(entry.At + BundleLayout.HeaderLength(entry.Path), entry.Bytes) : null;
}
