using System.Security.Cryptography;
using System.Text.Json;

namespace SmartCommunity.Cli.Backups;

/// <summary>One file of a backup: path within it, size, SHA-256 in hexadecimal.</summary>
internal sealed record BackedUpFile(string Path, long Bytes, string Sha256);

/// <summary>What a backup holds, written beside it as <c>manifest.json</c>. Counts are what the stores held when it was made.</summary>
internal sealed record BackupManifest(int Format, DateTimeOffset At, bool WithSecrets, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<BackedUpFile> Files)
{
    internal const string FileName = "manifest.json";
    internal const int CurrentFormat = 1;
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static BackupManifest Read(string folder)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(path), _json);
            return manifest is { Format: CurrentFormat } ? manifest : throw new UsageException($"{path} has format {manifest?.Format}; this version reads {CurrentFormat}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"{folder} is not a backup: {fault.Message}");
        }
    }

    internal void Write(string folder) => File.WriteAllText(System.IO.Path.Combine(folder, FileName), JsonSerializer.Serialize(this, _json) + "\n");

    /// <summary>Every file of the manifest that is missing or differs, one sentence each; files that are not in it do not count.</summary>
    internal IEnumerable<string> Differences(string folder)
    {
        foreach (var file in Files)
        {
            var path = System.IO.Path.Combine(folder, file.Path);
            if (!File.Exists(path))
            {
                yield return $"{file.Path} is missing";
            }
            else if (Hash(path) is var found && found != file.Sha256)
            {
                yield return $"{file.Path} has SHA-256 {found}, the manifest says {file.Sha256}";
            }
        }
    }

    internal static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
