using SmartCommunity.Cli.Folders;

namespace SmartCommunity.Cli.Backups;

/// <summary>
/// Copies a data folder that no part uses, and puts it back. Cloud and gateway must be stopped: their locks are taken for the time of the copy. Nothing is lost by
/// that, as devices keep what a stopped gateway does not acknowledge, and a gateway what a stopped cloud does not.
/// </summary>
internal static class FolderBackup
{
    private static readonly string[] _kept = ["cloud", "gateway"];

    /// <summary>Private keys of the communities' authorities: secrets that lie with the registry they belong to.</summary>
    private static readonly string _authorities = Path.Combine("cloud", "authorities");

    /// <summary>Secrets of the channels of notifications, and the keys that sign links to acknowledge by and acceptance dossiers.</summary>
    private static readonly string[] _secrets = [Path.Combine("cloud", "channels.json"), Path.Combine("cloud", "ack-link.key"), Path.Combine("cloud", "dossier-signing.key")];

    internal static async Task<BackupManifest> BackUpAsync(DataFolder source, string target, bool withSecrets, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!source.Exists)
        {
            throw new UsageException($"{source.Path} is not a data folder; name it with --data-dir.");
        }

        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new UsageException($"{target} is not empty; a backup goes into a folder of its own.");
        }

        using var locks = new FolderLocks(source);
        var counts = await StoreCounts.OfAsync(source, cancellationToken);
        SecretFile.CreateFolder(target);
        var files = new List<BackedUpFile>();
        foreach (var path in FilesOf(source, withSecrets))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var relative = Path.GetRelativePath(source.Path, path);
            var copy = Copy(path, Path.Combine(target, relative));
            files.Add(new BackedUpFile(relative, new FileInfo(copy).Length, BackupManifest.Hash(copy)));
        }

        var manifest = new BackupManifest(BackupManifest.CurrentFormat, time.GetUtcNow(), withSecrets, counts, files);
        manifest.Write(target);
        return manifest;
    }

    /// <exception cref="UsageException">The backup is damaged, or the data folder holds data and <paramref name="force"/> was not given. Nothing was changed.</exception>
    internal static async Task<BackupManifest> RestoreAsync(string backup, DataFolder target, bool force, CancellationToken cancellationToken)
    {
        var manifest = BackupManifest.Read(backup);
        Require(manifest.Differences(backup), $"the backup in {backup} is damaged");
        if (!target.IsEmptyOrAbsent && !force)
        {
            throw new UsageException($"{target.Path} holds data; --force replaces it.");
        }

        DataFolder.Open(target.Path);
        using (new FolderLocks(target))
        {
            foreach (var folder in _kept.Select(k => Path.Combine(target.Path, k)).Where(Directory.Exists))
            {
                Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(f => !IsLock(f) && (manifest.WithSecrets || !IsSecret(target, f))).ToList().ForEach(File.Delete);
            }

            foreach (var file in manifest.Files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Copy(Path.Combine(backup, file.Path), Path.Combine(target.Path, file.Path));
            }

            Require(manifest.Differences(target.Path), $"what was written to {target.Path} differs from the backup");
            var counts = await StoreCounts.OfAsync(target, cancellationToken);
            Require(manifest.Counts.Where(c => counts.GetValueOrDefault(c.Key) != c.Value).Select(c => $"{c.Key}: {counts.GetValueOrDefault(c.Key)} instead of {c.Value}"), "the restored counts differ");
        }

        return manifest;
    }

    private static void Require(IEnumerable<string> differences, string what)
    {
        if (differences.ToList() is { Count: > 0 } list)
        {
            throw new UsageException($"{what}: {string.Join("; ", list)}");
        }
    }

    private static List<string> FilesOf(DataFolder source, bool withSecrets)
    {
        string[] folders = withSecrets ? [.. _kept, "secrets"] : _kept;
        return [.. folders.Select(f => Path.Combine(source.Path, f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Where(f => !IsLock(f) && (withSecrets || !IsSecret(source, f))).Order(StringComparer.Ordinal)];
    }

    private static bool IsSecret(DataFolder folder, string path) =>
        Path.GetRelativePath(folder.Path, path) is var relative && (_secrets.Contains(relative) || relative.StartsWith(_authorities + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static bool IsLock(string path) => Path.GetExtension(path) is ".lock" or ".pid";

    private static string Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true); // Keeps the mode: a secret stays its owner's.
        return to;
    }

    /// <summary>All locks of a data folder: nobody uses it while they are held.</summary>
    private sealed class FolderLocks(DataFolder folder) : IDisposable
    {
        private readonly FolderLock[] _locks =
            [FolderLock.Take(folder.Path, "up"), FolderLock.Take(folder.Cloud, "cloud"), FolderLock.Take(folder.Gateway, "gateway")];

        public void Dispose() => Array.ForEach(_locks, l => l.Dispose());
    }
}
