using System.Text.Json;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>A file on its way into a bundle.</summary>
/// <param name="Path">Its path there.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Open">Opens it, as often as asked for.</param>
internal sealed record BundleSource(string Path, long Bytes, Func<Stream> Open)
{
    internal static BundleSource Of(string path, byte[] bytes) => new(path, bytes.Length, () => new MemoryStream(bytes, writable: false));
}

/// <summary>A bundle ready to be written: manifest and signature made, files still where they are. Thread-safe.</summary>
public sealed class Bundle
{
    private readonly IReadOnlyList<BundleSource> _sources;
    private readonly IReadOnlyList<BundledFile> _files;

    private Bundle(BundleManifest manifest, IReadOnlyList<BundleSource> sources, IReadOnlyList<BundledFile> files)
    {
        (Manifest, _sources, _files) = (manifest, sources, files);
        Length = BundleLayout.Directory(files).Length + files.Sum(static f => BundleLayout.HeaderLength(f.Path) + f.Bytes);
    }

    public BundleManifest Manifest { get; }

    /// <summary>Its length, bytes.</summary>
    public long Length { get; }

    /// <summary>Reads every file once for its hashes, and signs. <paramref name="manifest"/> comes without its files. Throws <see cref="InvalidDataException"/> above the limits.</summary>
    internal static async Task<Bundle> SignAsync(BundleManifest manifest, IReadOnlyList<BundleSource> sources, SigningKey key, CancellationToken cancellationToken)
    {
        if (sources.Count > BundleLayout.MaxFiles || sources.Sum(static s => s.Bytes) > BundleLayout.MaxBytes)
            throw new InvalidDataException($"A bundle holds at most {BundleLayout.MaxFiles} files and {BundleLayout.MaxBytes} bytes; these are {sources.Count} files and {sources.Sum(static s => s.Bytes)} bytes.");
        var hashes = new List<ManifestFile>();
        foreach (var source in sources)
        {
            await using var content = source.Open();
            hashes.Add(await BlockHashes.OfAsync(source.Path, content, source.Bytes, cancellationToken));
        }

        var whole = manifest with { Files = hashes, Key = key.Fingerprint };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(whole, BundleManifest.Json);
        var own = await BlockHashes.OfAsync(BundleManifest.ManifestPath, new MemoryStream(bytes, writable: false), bytes.Length, cancellationToken);
        var signature = JsonSerializer.SerializeToUtf8Bytes(
            new BundleSignature(SigningKey.Algorithm, Convert.ToBase64String(key.PublicKey), key.Fingerprint, Convert.ToBase64String(key.Sign(bytes)), own), BundleManifest.Json);
        var signed = await BlockHashes.OfAsync(BundleManifest.SignaturePath, new MemoryStream(signature, writable: false), signature.Length, cancellationToken);
        return new Bundle(
            whole, [BundleSource.Of(BundleManifest.ManifestPath, bytes), BundleSource.Of(BundleManifest.SignaturePath, signature), .. sources],
            [.. new[] { own, signed }.Concat(hashes).Select(static f => new BundledFile(f.Path, f.Bytes, BlockHashes.CrcOf(f)))]);
    }

    /// <summary>Writes it. Throws <see cref="EndOfStreamException"/> when a file has become shorter meanwhile.</summary>
    public async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var (source, file) in _sources.Zip(_files))
        {
            await target.WriteAsync(BundleLayout.Header(file), cancellationToken);
            await using var content = source.Open();
            await CopyAsync(content, target, file.Bytes, cancellationToken);
        }

        await target.WriteAsync(BundleLayout.Directory(_files), cancellationToken);
    }

    private static async Task CopyAsync(Stream content, Stream target, long bytes, CancellationToken cancellationToken)
    {
        const int part = 64 * 1024;
        var buffer = new byte[Math.Min(part, Math.Max(bytes, 1))];
        for (var left = bytes; left > 0; left -= Math.Min(buffer.Length, left))
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
            await content.ReadExactlyAsync(piece, cancellationToken);
            await target.WriteAsync(piece, cancellationToken);
        }
    }
}
