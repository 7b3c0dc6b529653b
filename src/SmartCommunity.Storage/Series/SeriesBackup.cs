using System.Security.Cryptography;
using System.Text.Json;

namespace SmartCommunity.Storage.Series;

/// <summary>One file of a back-up.</summary>
/// <param name="Name">Path inside the back-up, with forward slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

/// <summary>What a back-up holds, stored beside it as <c>manifest.json</c>.</summary>
/// <param name="TakenAtMs">When, epoch milliseconds.</param>
/// <param name="Tables">Rows of each table of the database file.</param>
/// <param name="SealedRows">Rows in sealed files.</param>
/// <param name="Files">Every file but the manifest.</param>
public sealed record BackupManifest(long TakenAtMs, IReadOnlyDictionary<string, long> Tables, long SealedRows, IReadOnlyList<BackupFile> Files);

/// <summary>Reads, checks and restores back-ups. A back-up is complete once its manifest is there: it is written last.</summary>
internal static class SeriesBackup
{
    public const string ManifestName = "manifest.json";
    public const string DatabaseName = "series.duckdb";
    public const string SealedName = "sealed";
    public const string LogName = "log";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<BackupFile> DescribeAsync(string folder, string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var hash = await SHA256.HashDataAsync(stream, cancellationToken);
        return new BackupFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), stream.Length, Convert.ToHexStringLower(hash));
    }

    public static async Task WriteManifestAsync(string folder, BackupManifest manifest, CancellationToken cancellationToken) =>
        await File.WriteAllBytesAsync(Path.Combine(folder, ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, Json), cancellationToken);

    /// <exception cref="BackupDamagedException">Anything is missing, changed or too much.</exception>
    public static async Task<BackupManifest> VerifyAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
            throw new BackupDamagedException(folder, [$"{ManifestName} is missing: the back-up was never completed"]);
        var manifest = await ReadManifestAsync(folder, path, cancellationToken);
        var differences = new List<string>();
        foreach (var expected in manifest.Files)
        {
            var file = Path.Combine(folder, expected.Name);
            if (!File.Exists(file))
                differences.Add($"{expected.Name} is missing");
            else if (await DescribeAsync(folder, file, cancellationToken) != expected)
                differences.Add($"{expected.Name} was changed");
        }

        if (differences.Count > 0)
            throw new BackupDamagedException(folder, differences);
        return manifest;
    }

    /// <summary>Verifies, then copies into an empty or absent folder.</summary>
    public static async Task<BackupManifest> RestoreAsync(string folder, string targetFolder, CancellationToken cancellationToken)
    {
        var manifest = await VerifyAsync(folder, cancellationToken);
        if (Directory.Exists(targetFolder) && Directory.EnumerateFileSystemEntries(targetFolder).Any())
            throw new SeriesStoreUnavailableException($"The folder '{targetFolder}' is not empty; restore into an empty one, and swap the folders then.");
        foreach (var file in manifest.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = Path.Combine(targetFolder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(folder, file.Name), target);
        }

        return manifest;
    }

    private static async Task<BackupManifest> ReadManifestAsync(string folder, string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(path, cancellationToken), Json)
                ?? throw new BackupDamagedException(folder, [$"{ManifestName} is empty"]);
        }
        catch (JsonException e)
        {
            throw new BackupDamagedException(folder, [$"{ManifestName} cannot be read: {e.Message}"]);
        }
    }
}
