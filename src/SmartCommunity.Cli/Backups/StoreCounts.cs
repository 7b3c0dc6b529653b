using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cli.Folders;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cli.Backups;

/// <summary>Counts that must be the same in a data folder, in its backup, and in what is restored from it.</summary>
internal static class StoreCounts
{
    private static readonly string[] _registryTables = ["community", "device", "gateway", "command", "field_mapping"];

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
        foreach (var table in _registryTables)
        {
            using var command = connection.CreateCommand();
            // Names come from the constant list above.
#pragma warning disable CA2100
            command.CommandText = $"SELECT count(*) FROM {table}";
#pragma warning restore CA2100
            counts[table] = (long)command.ExecuteScalar()!;
        }
    }
}
