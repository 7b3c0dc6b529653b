using System.Globalization;
using Apache.Arrow;
using DuckDB.NET.Data;

namespace SmartCommunity.Storage.Series;

/// <summary>Short ways to run SQL. Text never becomes part of a statement except through <see cref="Text"/>; values are parameters.</summary>
internal static class Sql
{
    /// <summary>A string literal, for the few places that take no parameter (file names of COPY and read_parquet).</summary>
    public static string Text(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static int Execute(this DuckDBConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.Prepared(sql, values);
        return command.ExecuteNonQuery();
    }

    public static List<T> Query<T>(
        this DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> read, CancellationToken cancellationToken, params ReadOnlySpan<object> values)
    {
        var rows = new List<T>();
        connection.Each(sql, reader => rows.Add(read(reader)), cancellationToken, values);
        return rows;
    }

    /// <summary>Reads rows one by one and keeps none.</summary>
    public static void Each(this DuckDBConnection connection, string sql, Action<DuckDBDataReader> read, CancellationToken cancellationToken, params ReadOnlySpan<object> values)
    {
        using var command = connection.Prepared(sql, values);
        using var registration = cancellationToken.Register(static state => ((DuckDBCommand)state!).Cancel(), command);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            read(reader);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Reads rows some thousand at a time, column by column as Arrow has them, and keeps none: for whoever reads hundreds of thousands.</summary>
    public static void EachBatch(this DuckDBConnection connection, string sql, Action<RecordBatch> read, CancellationToken cancellationToken, params ReadOnlySpan<object> values)
    {
        using var command = connection.Prepared(sql, values);
        using var registration = cancellationToken.Register(static state => ((DuckDBCommand)state!).Cancel(), command);
        using var stream = command.ExecuteArrowStream();
        // In process: the task is always complete.
        while (stream.ReadNextRecordBatchAsync(cancellationToken).AsTask().GetAwaiter().GetResult() is { } batch)
        {
            using (batch)
                read(batch);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public static byte[] Bytes(this DuckDBDataReader reader, int column)
    {
        using var stream = reader.GetStream(column);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static DuckDBCommand Prepared(this DuckDBConnection connection, string sql, ReadOnlySpan<object> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
            command.Parameters.Add(new DuckDBParameter(value));
        return command;
    }
}
