using DuckDB.NET.Data;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

public sealed partial class DuckDbSeriesStore
{
    private const string Counts = "(quality & 10) = 0"; // Quality.Bad | Quality.ClockSuspect

    /// <summary>How far to look for a neighbour of the range, in days, before looking everywhere: most have one within a day, and each day is a file to open.</summary>
    private static readonly int[] NeighbourDays = [1, 7, 60];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RegisterDelta>> RegisterDeltasAsync(
        string device, string quantity, long fromMs, long toMs, CalendarBucket bucket, CancellationToken cancellationToken)
    {
        if (fromMs >= toMs || _ledger.Numbers.Find(device, quantity) is not { } number)
            return [];
        using var lease = _sources.Acquire();
        var sql = new SourceSql(lease.Set.Hot, lease.Set.FilesOf(number), _database.SealedFolder);
        var filter = $"series_id = {Sql.Number(number)}";
        var readings = await _database.ReadAsync(
            connection =>
            {
                var first = Windows(fromMs, back: true).Select(w => Neighbour(connection, sql.Select(w.FromMs, w.ToMs, filter), "DESC", cancellationToken));
                var after = Windows(toMs, back: false).Select(w => Neighbour(connection, sql.Select(w.FromMs, w.ToMs, filter), "ASC", cancellationToken));
                var readings = new List<RegisterReading>();
                readings.AddRange(first.FirstOrDefault(static r => r.Count > 0) ?? []);
                readings.AddRange(connection.Query(
                    $"SELECT measured_at, value FROM ({sql.Select(fromMs, toMs, filter)}) WHERE {Counts} ORDER BY measured_at", ReadReading, cancellationToken));
                readings.AddRange(after.FirstOrDefault(static r => r.Count > 0) ?? []);
                return readings;
            },
            cancellationToken);
        return RegisterArithmetic.Deltas(readings, fromMs, toMs, bucket);
    }

    private static IEnumerable<(long FromMs, long ToMs)> Windows(long borderMs, bool back)
    {
        foreach (var days in NeighbourDays)
            yield return back ? (borderMs - (days * ChinaTime.DayMs), borderMs) : (borderMs, borderMs + (days * ChinaTime.DayMs));
        yield return back ? (0, borderMs) : (borderMs, long.MaxValue);
    }

    private static List<RegisterReading> Neighbour(DuckDBConnection connection, string rows, string order, CancellationToken cancellationToken) =>
        connection.Query($"SELECT measured_at, value FROM ({rows}) WHERE {Counts} ORDER BY measured_at {order} LIMIT 1", ReadReading, cancellationToken);

    private static RegisterReading ReadReading(DuckDBDataReader r) => new(r.GetInt64(0), r.GetDouble(1));
}
