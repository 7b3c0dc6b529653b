using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

/// <summary>
/// CSV after RFC 4180, UTF-8: header <c>device,quantity,at,receivedAt,value,quality</c>, lines end with CR LF, times are ISO 8601 with +08:00 and
/// milliseconds, values round-trip, quality is its number. Fields with a comma, a quote or a line break are quoted.
/// </summary>
internal static class CsvExport
{
    public const string Header = "device,quantity,at,receivedAt,value,quality\r\n";

    /// <summary>Characters gathered before they are written.</summary>
    private const int FlushAt = 64 * 1024;

    /// <summary>Streams rows (columns series_id, measured_at, received_at, value, quality) to a file, ordered by device, quantity and <c>at</c>.</summary>
    public static void Write(DuckDBConnection connection, string rows, SeriesNumbers numbers, string path, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write(Header);
        var csv = new StringBuilder();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT r.* FROM ({rows}) r JOIN series s USING (series_id) ORDER BY s.device, s.quantity, r.measured_at
            """;
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (device, quantity) = numbers[reader.GetInt32(0)];
            AppendLine(csv, device, quantity, Point(reader));
            if (csv.Length >= FlushAt)
                Flush();
        }

        Flush();

        void Flush()
        {
            writer.Write(csv);
            csv.Clear();
        }
    }

    public static void AppendLine(StringBuilder csv, string device, string quantity, SeriesPoint point)
    {
        AppendField(csv, device);
        csv.Append(',');
        AppendField(csv, quantity);
        csv.Append(CultureInfo.InvariantCulture, $",{ChinaTime.Format(point.AtMs)},{ChinaTime.Format(point.ReceivedAtMs)},{point.Value:R},{(byte)point.Quality}\r\n");
    }

    private static void AppendField(StringBuilder csv, string field)
    {
        if (field.AsSpan().IndexOfAny(",\"\r\n") < 0)
            csv.Append(field);
        else
            csv.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static SeriesPoint Point(DuckDBDataReader reader)
    {
        var column = 1;
        return new SeriesPoint(reader.GetInt64(column++), reader.GetInt64(column++), reader.GetDouble(column++), (Quality)reader.GetByte(column));
    }
}
