using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cli.Backups;

/// <summary>Counts that must be the same in a data folder, in its backup, and in what is restored from it.</summary>
internal static class StoreCounts
{
    private static readonly string[] _registryTables = ["community", "device", "gateway", "command", "field_mapping", "standing", "fact", "record", "evidence", "event_step", "change"];

    /// <summary>Opens the stores (which also folds their write-ahead logs in), counts, and closes them.</summary>
    internal static async Task<Dictionary<string, long>> OfAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>();
        var series = Path.Combine(folder.Cloud, "series");
        if (Directory.Exists(series))
        {
            await using var store = await DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = series }, TimeProvider.System, NullLogger.Instance, cancellationToken);
            counts["measurements"] = await store.CountAsync(device: null, cancellationToken);
        }

        var registry = Path.Combine(folder.Cloud, "registry.db");
        if (File.Exists(registry))
        {
            CountRegistry(registry, counts);
        }

        return counts;
    }

    private static void CountRegistry(string path, Dictionary<string, long> counts)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        // A file of an earlier version lacks the later tables.
        var present = Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
        foreach (var table in _registryTables.Where(present.Contains))
        {
            using var command = connection.CreateCommand();
            // Names come from the constant list above.
#pragma warning disable CA2100
            command.CommandText = $"SELECT count(*) FROM {table}";
#pragma warning restore CA2100
            counts[table] = (long)command.ExecuteScalar()!;
        }

        if (present.Contains("evidence"))
        {
            counts["evidence_documents"] = Texts(connection, "SELECT DISTINCT sha256 FROM evidence").Count(sha256 => EvidenceFiles.IsIntact(path, sha256));
        }
    }

    private static HashSet<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        // Only texts of this file come here.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
