using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>Writes and deletes the Parquet files of the sealed folder. A file has its final name only when it is whole and on disk.</summary>
internal sealed class SealedFiles(SeriesDatabase database)
{
    /// <summary>
    /// Rows of a row group, the smallest piece a query reads: one series of a day (8,640 rows at ten seconds) lies in one or two.
    /// Smaller groups make the file larger and, with their longer footer, reading slower (30,720 rows: 7 % larger, 1.5 times as slow).
    /// </summary>
    private const int RowGroupRows = 122_880;

    /// <summary>
    /// Most rows of a file, unless one series alone has more: what the workbench sorts in its memory. Larger files would spill and, beyond some
    /// ten million rows, fail; smaller ones make more names to open for a query over all series.
    /// </summary>
    private const long RowsOfFile = 4_000_000;

    private const string Format = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, PARQUET_VERSION v2";

    /// <summary>Deletes files the manifest does not name: a crash came between writing a file and recording it, or between replacing and deleting it.</summary>
    public int DeleteOrphans(IReadOnlyList<SealedFile> known)
    {
        var names = known.Select(static f => f.File).ToHashSet(StringComparer.Ordinal);
        var orphans = Directory.EnumerateFiles(database.SealedFolder).Where(p => !names.Contains(Path.GetFileName(p))).ToList();
        foreach (var orphan in orphans)
            File.Delete(orphan);
        return orphans.Count;
    }

    /// <summary>What the manifest names but the folder lacks or holds in another size.</summary>
    public IReadOnlyList<string> Damaged(IReadOnlyList<SealedFile> known) =>
        [.. known.Where(f => new FileInfo(PathOf(f)) is not { Exists: true } file || file.Length != f.Bytes).Select(static f => f.File)];

    /// <summary>Writes all rows of a day's range as files of at most about <see cref="RowsOfFile"/>, each sorted by itself.</summary>
    public List<SealedFile> WriteVersion(DuckDBConnection connection, SourceSql sources, long fromMs, long toMs, int day, int rank, bool complete)
    {
        var counts = connection.Query(sources.RowsBySeries(fromMs, toMs), static r => (Series: r.GetInt32(0), Rows: r.GetInt64(1)), CancellationToken.None);
        var written = new List<SealedFile>();
        var (first, rows) = (0, 0L);
        for (var i = 0; i < counts.Count; i++)
        {
            rows += counts[i].Rows;
            if (i + 1 < counts.Count && rows + counts[i + 1].Rows <= RowsOfFile)
                continue;
            written.Add(Write(connection, sources.SelectSorted(fromMs, toMs, counts[first].Series, counts[i].Series), day, rank, complete));
            (first, rows) = (i + 1, 0);
        }

        return written;
    }

    /// <summary>Writes <paramref name="rows"/> (<see cref="SourceSql.SelectSorted"/>) as a file of the day.</summary>
    private SealedFile Write(DuckDBConnection connection, string rows, int day, int rank, bool complete)
    {
        var name = $"{DateOnly.FromDayNumber(day):yyyy-MM-dd}.{Guid.NewGuid():N}.parquet";
        var building = Path.Combine(database.TempFolder, name);
        var final = Path.Combine(database.SealedFolder, name);
        connection.Execute($"COPY ({rows}) TO {Sql.Text(building)} ({Format}, ROW_GROUP_SIZE {RowGroupRows})");
        File.Move(building, final);

        // After the rename: syncing the file then makes its name durable too, before the manifest says that the rows are here.
        using (var file = new FileStream(final, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        return connection.Query(
            $"SELECT min(series_id), max(series_id), count(*), min(measured_at), max(measured_at) FROM read_parquet({Sql.Text(final)})",
            r => new SealedFile(
                name, day, rank, complete, r.GetInt32(0), r.GetInt32(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), new FileInfo(final).Length),
            CancellationToken.None)[0];
    }

    public void Delete(SealedFile file) => File.Delete(PathOf(file));

    public string PathOf(SealedFile file) => Path.Combine(database.SealedFolder, file.File);
}
