using System.Text;
using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

public sealed partial class InfluxSeriesStore
{
    /// <summary>Characters of CSV gathered before they are written.</summary>
    private const int FlushAt = 64 * 1024;

    /// <inheritdoc/>
    public async Task ExportAsync(SeriesExport export, string path, CancellationToken cancellationToken)
    {
        var series = ExportSelection.Of(export, _ledger.Numbers)
            .OrderBy(static s => s.Device, StringComparer.Ordinal).ThenBy(static s => s.Quantity, StringComparer.Ordinal);
        if (export.Parquet)
            await ExportParquetAsync(export, series, path, cancellationToken);
        else
            await ExportCsvAsync(export, series, path, cancellationToken);
    }

    private async Task ExportCsvAsync(
        SeriesExport export, IEnumerable<(int Number, string Device, string Quantity)> series, string path, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var csv = new StringBuilder(CsvExport.Header);
        foreach (var (_, device, quantity) in series)
        {
            await foreach (var point in PointsAsync(device, quantity, export.FromMs, export.ToMs, "", cancellationToken))
            {
                CsvExport.AppendLine(csv, device, quantity, point);
                if (csv.Length < FlushAt)
                    continue;
                await writer.WriteAsync(csv, cancellationToken);
                csv.Clear();
            }
        }

        await writer.WriteAsync(csv, cancellationToken);
    }

    /// <summary>Stages the points in a table of the ledger, series by series, and lets DuckDB write the file.</summary>
    private async Task ExportParquetAsync(
        SeriesExport export, IEnumerable<(int Number, string Device, string Quantity)> series, string path, CancellationToken cancellationToken)
    {
        var staging = $"export_{Guid.NewGuid():N}";
        await _database.WriteAsync(w => w.Execute($"CREATE TABLE {staging} {HotRows.Columns}"), cancellationToken);
        try
        {
            foreach (var (number, device, quantity) in series)
            {
                var points = await PointsAsync(device, quantity, export.FromMs, export.ToMs, "", cancellationToken).ToListAsync(cancellationToken);
                await _database.WriteAsync(w => Stage(w, staging, number, points), cancellationToken);
            }

            await _database.ReadAsync(
                connection =>
                {
                    ParquetExport.Write(connection, _database.TempFolder, $"SELECT * FROM {staging}", path);
                    return true;
                },
                cancellationToken);
        }
        finally
        {
            await _database.WriteAsync(w => w.Execute($"DROP TABLE {staging}"), CancellationToken.None);
        }
    }

    private static bool Stage(DuckDBConnection writer, string staging, int number, List<SeriesPoint> points)
    {
        using var appender = writer.CreateAppender(staging);
        foreach (var point in points)
        {
            appender.CreateRow()
                .AppendValue(number).AppendValue(point.AtMs).AppendValue(point.ReceivedAtMs).AppendValue(point.Value).AppendValue((byte)point.Quality)
                .EndRow();
        }

        return true;
    }
}
