using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>Creates, fills and lists the hot tables and the manifest of sealed files. Runs on the writer connection, inside the caller's transaction.</summary>
internal static class HotRows
{
    /// <summary>An empty table with the columns of all hot tables.</summary>
    public const string Template = "hot_template";

    public const string Columns =
        "(series_id INTEGER NOT NULL, measured_at BIGINT NOT NULL, received_at BIGINT NOT NULL, value DOUBLE NOT NULL, quality UTINYINT NOT NULL)";

    /// <summary>Reads the sources; drops hot tables that a crash left behind, and makes the first one.</summary>
    public static SourceSet Load(DuckDBConnection writer, CancellationToken cancellationToken)
    {
        writer.Execute($"CREATE TABLE IF NOT EXISTS {Template} {Columns}");
        var numbers = writer.Query("SELECT number FROM hot_tables ORDER BY number", static r => r.GetInt32(0), cancellationToken);
        var kept = numbers.Select(HotTable.NameOf).Append(Template).ToHashSet(StringComparer.Ordinal);
        var tables = writer.Query(
            "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'hot_') AND table_name <> 'hot_tables'", static r => r.GetString(0), cancellationToken);
        foreach (var table in tables.Where(t => !kept.Contains(t)))
            writer.Execute($"DROP TABLE {table}");
        var files = writer.Query(
            "SELECT file, day, rank, complete, first_series, last_series, rows, min_at, max_at, bytes FROM sealed_files",
            static r => new SealedFile(
                r.GetString(0), r.GetInt32(1), r.GetInt32(2), r.GetBoolean(3), r.GetInt32(4), r.GetInt32(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9)),
            cancellationToken);
        if (numbers.Count == 0)
            return new SourceSet([Create(writer, 1 + files.Select(static f => f.Rank).DefaultIfEmpty(0).Max())], files);
        return new SourceSet([.. numbers.Select(n => Measure(writer, n, cancellationToken))], files);
    }

    public static HotTable Create(DuckDBConnection writer, int number)
    {
        writer.Execute($"CREATE TABLE {HotTable.NameOf(number)} {Columns}");
        writer.Execute("INSERT INTO hot_tables VALUES (?)", number);
        return HotTable.Empty(number);
    }

    /// <summary>Takes a table out of the list; the table itself is dropped once no query reads it (or at the next start).</summary>
    public static void Retire(DuckDBConnection writer, HotTable table) => writer.Execute("DELETE FROM hot_tables WHERE number = ?", table.Number);

    public static void AddFile(DuckDBConnection writer, SealedFile file) =>
        writer.Execute(
            "INSERT INTO sealed_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            file.File, file.Day, file.Rank, file.Complete, file.FirstSeries, file.LastSeries, file.Rows, file.MinAtMs, file.MaxAtMs, file.Bytes);

    public static void RemoveFile(DuckDBConnection writer, SealedFile file) => writer.Execute("DELETE FROM sealed_files WHERE file = ?", file.File);

    public static void Append(DuckDBConnection writer, HotTable table, List<SeriesRow> rows)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        using (var appender = writer.CreateAppender(table.Name))
        {
            foreach (var row in rows)
            {
                min = Math.Min(min, row.AtMs);
                max = Math.Max(max, row.AtMs);
                appender.CreateRow()
                    .AppendValue(row.SeriesId).AppendValue(row.AtMs).AppendValue(row.ReceivedAtMs).AppendValue(row.Value).AppendValue((byte)row.Quality)
                    .EndRow();
            }
        }

        // Before the commit: a query that sees the rows must not skip the table. If the commit fails, bounds that are too wide do no harm.
        table.Widen_NeedsWriter(min, max);
    }

    private static HotTable Measure(DuckDBConnection writer, int number, CancellationToken cancellationToken) =>
        writer.Query(
            $"SELECT count(*), coalesce(min(measured_at), {long.MaxValue}), coalesce(max(measured_at), {long.MinValue + 1}) FROM {HotTable.NameOf(number)}",
            r => new HotTable(number, r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)),
            cancellationToken)[0];
}
