using System.Text;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// SQL over all sources that overlap a range. A series has at most one measurement for an instant: of rows with the same (series, at), the
/// one committed last is seen. Rank orders sources by age of their rows; within a hot table, row ids do.
/// </summary>
internal sealed class SourceSql(IReadOnlyList<HotTable> hotTables, IReadOnlyList<SealedFile> sealedFiles, string sealedFolder)
{
    /// <summary>Hot tables hold later rows than any file; 2^20 leaves room for a million versions of a day's file.</summary>
    private const long FirstHotRank = 1L << 20;

    /// <summary>2^38 rows in a hot table are far beyond any bound on it, and rank · 2^38 + row id stays within 63 bits.</summary>
    private const int RowIdBits = 38;

    private const string Columns = "SELECT series_id, measured_at, received_at, value, quality";

    /// <summary>A query with columns series_id, measured_at, received_at, value, quality; <paramref name="filter"/> is a condition on them, built from numbers only.</summary>
    public string Select(long fromMs, long toMs, string filter) => Latest(Union(fromMs, toMs, filter));

    /// <summary>The same of some series. A list of them as a join: as a condition it is one that no part of a file is passed over by, and takes a third longer.</summary>
    public string Select(long fromMs, long toMs, IEnumerable<int> series) =>
        Latest(Union(fromMs, toMs, "true", $" JOIN (SELECT unnest([{string.Join(',', series.Select(static n => Sql.Number(n)))}])::INTEGER AS wanted) ON series_id = wanted"));

    private static string Latest((string Sql, bool Overlapping) rows)
    {
        var (union, overlapping) = rows;
        return overlapping
            ? $"{Columns} FROM ({union}) QUALIFY row_number() OVER (PARTITION BY series_id, measured_at ORDER BY arrival DESC) = 1"
            : $"{Columns} FROM ({union})";
    }

    /// <summary>
    /// The same rows in order of (series, at), for any number of them: sorted first, which spills to disk, and compared with the row before, which
    /// needs no memory; a partitioned window needs all of it. Only for an instance that keeps the order of rows (<see cref="Workbench"/>).
    /// </summary>
    public string SelectSorted(long fromMs, long toMs, int firstSeries, int lastSeries)
    {
        var (union, overlapping) = Union(fromMs, toMs, $"series_id BETWEEN {Sql.Number(firstSeries)} AND {Sql.Number(lastSeries)}");
        if (!overlapping)
            return $"{Columns} FROM ({union}) ORDER BY series_id, measured_at";
        return $"""
            {Columns} FROM (
                SELECT *, lag(series_id) OVER () AS series_before, lag(measured_at) OVER () AS at_before
                FROM (SELECT * FROM ({union}) ORDER BY series_id, measured_at, arrival DESC))
            WHERE series_before IS DISTINCT FROM series_id OR at_before IS DISTINCT FROM measured_at
            """;
    }

    /// <summary>Rows of each series in a range (series_id, rows), in order of the series; an instant that is there twice counts twice.</summary>
    public string RowsBySeries(long fromMs, long toMs) =>
        $"SELECT series_id, count(*) FROM ({Union(fromMs, toMs, "true").Sql}) GROUP BY series_id ORDER BY series_id";

    /// <summary>A query for the number of measurements.</summary>
    public string CountDistinct(string filter)
    {
        var (union, overlapping) = Union(0, long.MaxValue, filter);
        return overlapping
            ? $"SELECT count(*) FROM (SELECT DISTINCT series_id, measured_at FROM ({union}))"
            : $"SELECT count(*) FROM ({union})";
    }

    /// <summary>All rows, and whether the same instant may be among them twice.</summary>
    private (string Sql, bool Overlapping) Union(long fromMs, long toMs, string filter, string join = "")
    {
        var within = $"measured_at >= {Sql.Number(fromMs)} AND measured_at < {Sql.Number(toMs)} AND {filter}";
        var hot = hotTables.Where(t => t.MinAtMs < toMs && t.MaxAtMs >= fromMs).ToList();
        var levels = Levels(fromMs, toMs);
        if (hot.Count + levels.Count == 0)
            return ($"{Columns}, 0 AS arrival FROM {HotRows.Template} WHERE false", false);
        var union = new StringBuilder();
        for (var level = 0; level < levels.Count; level++)
        {
            // Of whole days no row need be asked when it was measured.
            var isWhole = levels[level].TrueForAll(f => f.MinAtMs >= fromMs && f.MaxAtMs < toMs);
            Append(union, Sql.Number((long)level << RowIdBits), ReadParquet(levels[level]) + join, isWhole ? filter : within);
        }

        foreach (var table in hot)
            Append(union, $"{Sql.Number((FirstHotRank + table.Number) << RowIdBits)} + rowid", table.Name + join, within);

        // Files of different days or of one rank cannot hold the same instant of a series: one version a day needs no comparison.
        return (union.ToString(), hot.Count > 0 || levels.Count > 1);
    }

    public string ReadParquet(IEnumerable<SealedFile> files) =>
        $"read_parquet([{string.Join(", ", files.Select(f => Sql.Text(Path.Combine(sealedFolder, f.File))))}])";

    private static void Append(StringBuilder union, string arrival, string source, string where)
    {
        if (union.Length > 0)
            union.Append(" UNION ALL ");
        union.Append(Columns).Append(", ").Append(arrival).Append(" AS arrival FROM ").Append(source)
            .Append(" WHERE ").Append(where);
    }

    /// <summary>Level 0 holds the oldest version of each day, level 1 the next, and so on; a version is the files of one rank.</summary>
    private List<List<SealedFile>> Levels(long fromMs, long toMs)
    {
        var levels = new List<List<SealedFile>>();
        foreach (var day in sealedFiles.Where(f => f.MinAtMs < toMs && f.MaxAtMs >= fromMs).GroupBy(static f => f.Day).OrderBy(static g => g.Key))
        {
            var level = 0;
            foreach (var version in day.GroupBy(static f => f.Rank).OrderBy(static g => g.Key))
            {
                if (level == levels.Count)
                    levels.Add([]);
                levels[level++].AddRange(version);
            }
        }

        return levels;
    }
}
