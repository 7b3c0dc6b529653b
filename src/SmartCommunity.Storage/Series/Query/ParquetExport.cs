using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>Parquet with columns device, quantity, at, receivedAt (timestamps, UTC), value, quality; ordered by device, quantity, at.</summary>
internal static class ParquetExport
{
    /// <summary>Writes inside the store's folder, the only place DuckDB may write to, then moves the file to where it is wanted.</summary>
    public static void Write(DuckDBConnection connection, string tempFolder, string rows, string path)
    {
        var staged = Path.Combine(tempFolder, $"export-{Guid.NewGuid():N}.parquet");
        try
        {
            connection.Execute(
                $"""
                COPY (
                    SELECT s.device, s.quantity, make_timestamp(r.measured_at * 1000)::TIMESTAMPTZ AS "at",
                           make_timestamp(r.received_at * 1000)::TIMESTAMPTZ AS "receivedAt", r.value, r.quality
                    FROM ({rows}) r JOIN series s USING (series_id) ORDER BY s.device, s.quantity, r.measured_at
                ) TO {Sql.Text(staged)} (FORMAT parquet, COMPRESSION zstd)
                """);
            File.Move(staged, path, overwrite: true);
        }
        finally
        {
            File.Delete(staged);
        }
    }
}
