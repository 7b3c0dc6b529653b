using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>Writes and deletes the Parquet files of the sealed folder. A file has its final name only when it is whole and on disk.</summary>
internal sealed class SealedFiles(SeriesDatabase database)
{
    /// <summary>
    /// Rows of a row group, the smallest piece a query reads: one series of a day (8,640 rows at ten seconds) lies in one or two.
    /// Smaller groups make the footer of a day longer than the piece.
    /// </summary>
    private const int RowGroupRows = 122_880;

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

    /// <summary>Writes <paramref name="rows"/> (columns series_id, measured_at, received_at, value, quality, each instant once) as a file of the day.</summary>
    public SealedFile Write(DuckDBConnection connection, string rows, int day, int rank, bool complete)
    {
        var name = $"{DateOnly.FromDayNumber(day):yyyy-MM-dd}.{Guid.NewGuid():N}.parquet";
        var building = Path.Combine(database.TempFolder, name);
        var final = Path.Combine(database.SealedFolder, name);
        connection.Execute($"COPY (SELECT * FROM ({rows}) ORDER BY series_id, measured_at) TO {Sql.Text(building)} ({Format}, ROW_GROUP_SIZE {RowGroupRows})");
        File.Move(building, final);

        // After the rename: syncing the file then makes its name durable too, before the manifest says that the rows are here.
        using (var file = new FileStream(final, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        var (count, min, max) = connection.Query(
            $"SELECT count(*), min(measured_at), max(measured_at) FROM read_parquet({Sql.Text(final)})",
            static r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)),
            CancellationToken.None)[0];
        return new SealedFile(name, day, rank, complete, count, min, max, new FileInfo(final).Length);
    }

    public void Delete(SealedFile file) => File.Delete(PathOf(file));

    public string PathOf(SealedFile file) => Path.Combine(database.SealedFolder, file.File);
}
