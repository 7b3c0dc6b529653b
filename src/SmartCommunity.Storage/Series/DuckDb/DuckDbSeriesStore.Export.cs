namespace SmartCommunity.Storage.Series;

public sealed partial class DuckDbSeriesStore
{
    /// <inheritdoc/>
    public async Task<long> CountAsync(string? device, CancellationToken cancellationToken)
    {
        using var lease = _sources.Acquire();
        var set = lease.Set;
        if (device is null)
        {
            var (settled, others) = Settled(set);
            var open = new SourceSql(set.Hot, others, _database.SealedFolder).CountDistinct("true");
            return settled + await NumberAsync(open, cancellationToken);
        }

        var series = _ledger.Numbers.OfDevice(device);
        if (series.Count == 0)
            return 0;
        var filter = $"series_id IN ({string.Join(',', series.Select(static s => Sql.Number(s.Number)))})";
        return await NumberAsync(new SourceSql(set.Hot, set.Files, _database.SealedFolder).CountDistinct(filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ExportAsync(SeriesExport export, string path, CancellationToken cancellationToken)
    {
        var series = ExportSelection.Of(export, _ledger.Numbers);
        using var lease = _sources.Acquire();
        var filter = series.Count == 0 ? "false" : $"series_id IN ({string.Join(',', series.Select(static s => Sql.Number(s.Number)))})";
        var rows = new SourceSql(lease.Set.Hot, lease.Set.Files, _database.SealedFolder).Select(export.FromMs, export.ToMs, filter);
        await _database.ReadAsync(
            connection =>
            {
                if (export.Parquet)
                    ParquetExport.Write(connection, _database.TempFolder, rows, path);
                else
                    CsvExport.Write(connection, rows, _ledger.Numbers, path, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private Task<long> NumberAsync(string sql, CancellationToken cancellationToken) =>
        _database.ReadAsync(connection => connection.Query(sql, static r => r.GetInt64(0), cancellationToken)[0], cancellationToken);

    /// <summary>Rows of files whose instants are nowhere else, by the manifest; and the files that must be compared.</summary>
    private static (long Rows, List<SealedFile> Others) Settled(SourceSet set)
    {
        var versionsOfDay = set.Files.DistinctBy(static f => (f.Day, f.Rank)).CountBy(static f => f.Day).ToDictionary();
        var settled = set.Files
            .Where(f => versionsOfDay[f.Day] == 1 && !set.Hot.Any(t => t.MinAtMs <= f.MaxAtMs && t.MaxAtMs >= f.MinAtMs))
            .ToHashSet();
        return (settled.Sum(static f => f.Rows), [.. set.Files.Where(f => !settled.Contains(f))]);
    }
}
