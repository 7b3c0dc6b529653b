namespace SmartCommunity.Storage.Series;

public sealed partial class DuckDbSeriesStore
{
    /// <summary>
    /// Copies the running store to an empty folder, with row counts and SHA-256 hashes in its <c>manifest.json</c>, which is written last. Every
    /// commit that returned before the call is in it; one under way is in it wholly or not at all.
    /// </summary>
    public async Task<BackupManifest> BackupAsync(string folder, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        Sources.Lease? lease = null;
        try
        {
            var manifest = await _ledger.Blocks.HoldAsync(
                () => BackupCopy.RunAsync(
                    _database, _ledger.Blocks, () => (lease = _sources.Acquire()).Set.Files, folder, _clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken),
                cancellationToken);
            Log.BackedUp(_logger, manifest.Files.Count, manifest.Files.Sum(static f => f.Bytes), folder, _clock.GetElapsedTime(started).TotalMilliseconds);
            return manifest;
        }
        finally
        {
            lease?.Dispose();
        }
    }

    /// <summary>Checks every file of a back-up against its hash.</summary>
    /// <exception cref="BackupDamagedException">Anything is missing or changed; all differences are named.</exception>
    public static Task<BackupManifest> VerifyBackupAsync(string folder, CancellationToken cancellationToken) => SeriesBackup.VerifyAsync(folder, cancellationToken);

    /// <summary>Verifies a back-up and copies it to an empty or absent folder, which can be opened then.</summary>
    public static Task<BackupManifest> RestoreAsync(string folder, string targetFolder, CancellationToken cancellationToken) =>
        SeriesBackup.RestoreAsync(folder, targetFolder, cancellationToken);
}
