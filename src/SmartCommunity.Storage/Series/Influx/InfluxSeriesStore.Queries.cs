using System.Runtime.CompilerServices;
using System.Text.Json;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

public sealed partial class InfluxSeriesStore
{
    /// <summary>InfluxDB's times are 64-bit nanoseconds; these are the whole milliseconds among them.</summary>
    private const long LastMs = long.MaxValue / 1_000_000;

    /// <summary>Points looked at first when the one before or after a range is wanted; the first of them nearly always counts.</summary>
    private const int NeighbourPoints = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SeriesPoint>> RangeAsync(
        string device, string quantity, long fromMs, long toMs, Downsampling downsampling, int maxPoints, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        var points = PointsAsync(device, quantity, fromMs, toMs, "", cancellationToken);
        switch (downsampling)
        {
            case Downsampling.None:
                var all = await PointsAsync(device, quantity, fromMs, toMs, $"LIMIT {Sql.Number((long)maxPoints + 1)}", cancellationToken).ToListAsync(cancellationToken);
                return all.Count <= maxPoints
                    ? all
                    : throw new RangeTooLargeException(device, quantity, await CountWhereAsync(Where(device, quantity, fromMs, toMs), cancellationToken), maxPoints);
            case Downsampling.Average:
                return await PointReduction.AverageAsync(points, Buckets.Over(fromMs, toMs, maxPoints)).ToListAsync(cancellationToken);
            case Downsampling.MinMax:
                return await PointReduction.MinMaxAsync(points, Buckets.ForMinMax(fromMs, toMs, maxPoints)).ToListAsync(cancellationToken);
            case Downsampling.Lttb:
                var count = await CountWhereAsync(Where(device, quantity, fromMs, toMs), cancellationToken);
                if (count > SeriesLimits.ExactPoints(maxPoints))
                    points = PointReduction.MinMaxAsync(points, SeriesLimits.Preselection(fromMs, toMs, maxPoints));
                return Lttb.Downsample(await points.ToListAsync(cancellationToken), maxPoints);
            default:
                throw new ArgumentOutOfRangeException(nameof(downsampling), downsampling, "downsampling must be None, Average, MinMax or Lttb.");
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<SeriesPoint>>> PointsAsync(
        IReadOnlyList<(string Device, string Quantity)> series, long fromMs, long toMs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(series);
        var points = new List<IReadOnlyList<SeriesPoint>>(series.Count);
        foreach (var (device, quantity) in series)
            points.Add(fromMs >= toMs ? [] : await PointsAsync(device, quantity, fromMs, toMs, "", cancellationToken).ToListAsync(cancellationToken));
        return points;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RollupRow>> RollupAsync(
        string device, string quantity, long fromMs, long toMs, CalendarBucket bucket, CancellationToken cancellationToken) =>
        await PointReduction.RollupAsync(PointsAsync(device, quantity, fromMs, toMs, "", cancellationToken), bucket).ToListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RegisterDelta>> RegisterDeltasAsync(
        string device, string quantity, long fromMs, long toMs, CalendarBucket bucket, CancellationToken cancellationToken)
    {
        if (fromMs >= toMs)
            return [];
        var readings = new List<RegisterReading>();
        if (await NeighbourAsync(device, quantity, 0, fromMs, "DESC", cancellationToken) is { } before)
            readings.Add(before);
        await foreach (var point in PointsAsync(device, quantity, fromMs, toMs, "", cancellationToken))
        {
            if (point.Quality.Counts())
                readings.Add(new RegisterReading(point.AtMs, point.Value));
        }

        if (await NeighbourAsync(device, quantity, toMs, long.MaxValue, "ASC", cancellationToken) is { } after)
            readings.Add(after);
        return RegisterArithmetic.Deltas(readings, fromMs, toMs, bucket);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(string? device, CancellationToken cancellationToken) =>
        CountWhereAsync(device is null ? "" : $"WHERE device = {LineProtocol.Literal(device)}", cancellationToken);

    private async Task<long> CountWhereAsync(string where, CancellationToken cancellationToken)
    {
        var row = await _influx.QueryAsync($"SELECT count(v) FROM \"{LineProtocol.Measurement}\" {where}", cancellationToken)
            .Select(static r => r[1].GetInt64()).ToListAsync(cancellationToken);
        return row.Sum();
    }

    private async Task<RegisterReading?> NeighbourAsync(
        string device, string quantity, long fromMs, long toMs, string order, CancellationToken cancellationToken)
    {
        foreach (var limit in new[] { $"LIMIT {NeighbourPoints}", "" })
        {
            await foreach (var point in PointsAsync(device, quantity, fromMs, toMs, $"ORDER BY time {order} {limit}", cancellationToken))
            {
                if (point.Quality.Counts())
                    return new RegisterReading(point.AtMs, point.Value);
            }
        }

        return null;
    }

    private async IAsyncEnumerable<SeriesPoint> PointsAsync(
        string device, string quantity, long fromMs, long toMs, string tail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A series never committed here may still be InfluxDB's: the ledger is local, InfluxDB is shared.
        if (fromMs >= toMs)
            yield break;
        await foreach (var row in _influx.QueryAsync(
            $"SELECT v, r, q FROM \"{LineProtocol.Measurement}\" {Where(device, quantity, fromMs, toMs)} {tail}", cancellationToken))
            yield return Point(row);
    }

    private static SeriesPoint Point(JsonElement row)
    {
        var column = 0;
        var at = row[column++].GetInt64();
        var value = row[column++].GetDouble();
        return new SeriesPoint(at, row[column++].GetInt64(), value, (Quality)row[column].GetInt64());
    }

    private static string Where(string device, string quantity, long fromMs, long toMs) =>
        $"WHERE device = {LineProtocol.Literal(device)} AND quantity = {LineProtocol.Literal(quantity)} "
        + $"AND time >= {Sql.Number(Math.Min(fromMs, LastMs))}ms AND time < {Sql.Number(Math.Min(toMs, LastMs))}ms";
}
