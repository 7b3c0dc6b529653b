using System.Buffers;
using System.Security.Cryptography;
using SmartCommunity.Cloud.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>A document that was received and not kept yet.</summary>
/// <param name="Path">Where it lies meanwhile.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
public sealed record StagedDocument(string Path, long Bytes, string Sha256);

/// <summary>
/// Documents of evidence: files in a folder beside the registry, named by their SHA-256, readable by their owner only (0600, folders 0700). A kept document is on disk, whole, before
/// anything refers to it; the same document handed in twice is one file. Documents are never changed or deleted. Thread-safe.
/// </summary>
public sealed class EvidenceFiles
{
    /// <summary>Largest document: a long scan or a dozen photographs in a file.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    internal static readonly Fault TooLarge = FactCheck.Invalid("file", $"The document is larger than the limit of {MaxBytes / (1024 * 1024)} MiB.");

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int BufferBytes = 64 * 1024;

    private readonly string _folder;
    private readonly string _incoming;

    /// <summary>Makes the folders, and deletes what an interrupted upload left.</summary>
    public EvidenceFiles(RegistryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _folder = FolderOf(options.Path);
        _incoming = Path.Combine(_folder, "incoming");
        CreateFolder(_folder);
        CreateFolder(_incoming);
        foreach (var left in Directory.EnumerateFiles(_incoming))
            File.Delete(left);
    }

    /// <summary>The folder of a registry file.</summary>
    internal static string FolderOf(string registryPath) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(registryPath))!, "evidence");

    /// <summary>True when the document of that hash is there, whole, beside a registry file.</summary>
    public static bool IsIntact(string registryPath, string sha256)
    {
        ArgumentException.ThrowIfNullOrEmpty(sha256);
        using var content = Open(FolderOf(registryPath), sha256);
        return content is not null;
    }

    /// <summary>Receives a document. The caller keeps or discards it.</summary>
    public async Task<Outcome<StagedDocument>> StageAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var path = Path.Combine(_incoming, $"{Guid.NewGuid():N}");
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = 0L;
        try
        {
            await using (var file = new FileStream(path, Private(FileMode.CreateNew, FileAccess.Write)))
            {
                while (bytes <= MaxBytes && await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    bytes += read;
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                file.Flush(flushToDisk: true);
            }

            if (bytes is > 0 and <= MaxBytes)
                return new StagedDocument(path, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        File.Delete(path);
        return bytes == 0 ? FactCheck.Invalid("file", "The document is empty.") : TooLarge;
    }

    /// <summary>Keeps what this program made itself, of any size; when this returns, it is on disk under its hash.</summary>
    internal async Task<(string Sha256, long Bytes)> KeepAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_incoming, $"{Guid.NewGuid():N}");
        try
        {
            StagedDocument made;
            await using (var file = new FileStream(path, Private(FileMode.CreateNew, FileAccess.ReadWrite)))
            {
                await write(file, cancellationToken);
                file.Flush(flushToDisk: true);
                file.Position = 0;
                made = new StagedDocument(path, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
            }

            Keep(made);
            return (made.Sha256, made.Bytes);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Gives a document its name; when this returns, it is kept.</summary>
    internal void Keep(StagedDocument document)
    {
        var path = PathOf(_folder, document.Sha256);
        CreateFolder(Path.GetDirectoryName(path)!);
        if (Open(document.Sha256) is { } known)
        {
            known.Dispose();
            File.Delete(document.Path);
            return;
        }

        // Also puts a damaged copy right.
        File.Move(document.Path, path, overwrite: true);
    }

    internal static void Discard(StagedDocument document) => File.Delete(document.Path);

    /// <summary>A kept document, checked against its hash; null when it is gone or damaged. The caller disposes it.</summary>
    internal FileStream? Open(string sha256) => Open(_folder, sha256);

    private static FileStream? Open(string folder, string sha256)
    {
        try
        {
            var stream = new FileStream(PathOf(folder, sha256), FileMode.Open, FileAccess.Read, FileShare.Read);
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256)
            {
                stream.Position = 0;
                return stream;
            }

            stream.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // Two digits of the hash first, so that no folder gets long.
    internal static string PathOf(string folder, string sha256) => Path.Combine(folder, sha256[..2], sha256);

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            // A folder that a restore made has another mode until here.
            File.SetUnixFileMode(Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute).FullName, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions Private(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
