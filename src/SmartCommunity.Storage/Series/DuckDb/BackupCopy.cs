using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// Copies a running store. The database file is rewritten from one snapshot, sealed files are copied as they are; commits
/// go on meanwhile. What was committed before the call is in it; a commit during the call is in it wholly or not at all.
/// </summary>
internal static class BackupCopy
{
    private const string Alias = "backup_copy";

    /// <param name="database">The open database.</param>
    /// <param name="blocks">Its files of log blocks, of which none is deleted meanwhile.</param>
    /// <param name="sealedFiles">The sealed files of the snapshot, called once commits are held for a moment; held until the copy is done.</param>
    /// <param name="folder">An empty or absent folder.</param>
    /// <param name="takenAtMs">For the manifest.</param>
    /// <param name="cancellationToken">Stops between files; the unfinished back-up has no manifest.</param>
    public static async Task<BackupManifest> RunAsync(
        SeriesDatabase database, BlockFiles blocks, Func<IReadOnlyList<SealedFile>> sealedFiles, string folder, long takenAtMs, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new SeriesStoreUnavailableException($"The back-up folder '{folder}' is not empty; name a new one.");
        Directory.CreateDirectory(Path.Combine(folder, SeriesBackup.SealedName));
        Directory.CreateDirectory(Path.Combine(folder, SeriesBackup.LogName));
        var staged = Path.Combine(database.TempFolder, $"backup-{Guid.NewGuid():N}.duckdb");
        try
        {
            var (files, blockFiles, tables) = await database.ReadAsync(c => CopyDatabase(database, c, sealedFiles, staged, cancellationToken), cancellationToken);
            var target = Path.Combine(folder, SeriesBackup.DatabaseName);
            File.Move(staged, target);
            var described = new List<BackupFile> { await SeriesBackup.DescribeAsync(folder, target, cancellationToken) };
            foreach (var file in files)
            {
                var copy = Path.Combine(folder, SeriesBackup.SealedName, file.File);
                File.Copy(Path.Combine(database.SealedFolder, file.File), copy);
                described.Add(await SeriesBackup.DescribeAsync(folder, copy, cancellationToken));
            }

            foreach (var (number, bytes) in blockFiles)
            {
                var copy = Path.Combine(folder, SeriesBackup.LogName, BlockFiles.NameOf(number));
                await CopyStartAsync(blocks.PathOf(number), copy, bytes, cancellationToken);
                described.Add(await SeriesBackup.DescribeAsync(folder, copy, cancellationToken));
            }

            var manifest = new BackupManifest(takenAtMs, tables, files.Sum(static f => f.Rows), described);
            await SeriesBackup.WriteManifestAsync(folder, manifest, cancellationToken);
            return manifest;
        }
        finally
        {
            File.Delete(staged);
        }
    }

    /// <summary>The last file of blocks is being appended to: what the snapshot points to is its start.</summary>
    private static async Task CopyStartAsync(string from, string to, long bytes, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        await source.CopyToAsync(target, cancellationToken);
        target.SetLength(bytes);
    }

    private static (IReadOnlyList<SealedFile> Files, Dictionary<long, long> BlockFiles, Dictionary<string, long> Tables) CopyDatabase(
        SeriesDatabase database, DuckDBConnection connection, Func<IReadOnlyList<SealedFile>> sealedFiles, string staged, CancellationToken cancellationToken)
    {
        connection.Execute($"ATTACH {Sql.Text(staged)} AS {Alias}");
        try
        {
            var rows = new Dictionary<string, long>(StringComparer.Ordinal);
            Dictionary<long, long> blockFiles = [];
            var files = database.Snapshot(
                connection,
                sealedFiles,
                () =>
                {
                    CopyTables(connection, rows, cancellationToken);
                    blockFiles = LedgerReader.BytesOfBlockFiles(connection);
                },
                cancellationToken);
            connection.Execute($"CHECKPOINT {Alias}");
            return (files, blockFiles, rows);
        }
        finally
        {
            connection.Execute($"DETACH {Alias}");
        }
    }

    /// <summary>
    /// Table by table: COPY FROM DATABASE changes a setting on its way, which the locked configuration forbids. Rows of hot tables keep their
    /// order, because it tells which of two with the same instant was committed last.
    /// </summary>
    private static void CopyTables(DuckDBConnection connection, Dictionary<string, long> rows, CancellationToken cancellationToken)
    {
        const string create = "CREATE TABLE ";
        var tables = connection.Query(
            "SELECT table_name, sql FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary",
            static r => (Name: r.GetString(0), Sql: r.GetString(1)),
            cancellationToken);
        foreach (var (name, sql) in tables)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = name.StartsWith("hot_", StringComparison.Ordinal) ? "ORDER BY rowid" : "";
            connection.Execute($"{create}{Alias}.{sql[create.Length..]}");
            rows[name] = connection.Execute($"INSERT INTO {Alias}.{name} SELECT * FROM {name} {order}");
        }
    }
}
