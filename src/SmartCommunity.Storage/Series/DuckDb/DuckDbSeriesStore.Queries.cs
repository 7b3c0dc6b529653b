using Apache.Arrow;
using DuckDB.NET.Data;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Storage.Series;

public sealed partial class DuckDbSeriesStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<SeriesPoint>> RangeAsync(
        string device, string quantity, long fromMs, long toMs, Downsampling downsampling, int maxPoints, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        return OnSeriesAsync<IReadOnlyList<SeriesPoint>>(
            device, quantity, fromMs, toMs, [],
            (connection, rows) => downsampling switch
            {
                Downsampling.None => Points(connection, rows, device, quantity, maxPoints, cancellationToken),
                Downsampling.Average => connection.Query(RangeSql.Average(rows, Buckets.Over(fromMs, toMs, maxPoints)), ReadPoint, cancellationToken),
                Downsampling.MinMax => connection.Query(RangeSql.MinMax(rows, Buckets.ForMinMax(fromMs, toMs, maxPoints)), ReadPoint, cancellationToken),
                Downsampling.Lttb => LttbPoints(connection, rows, fromMs, toMs, maxPoints, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(downsampling), downsampling, "downsampling must be None, Average, MinMax or Lttb."),
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<SeriesPoint>>> PointsAsync(
        IReadOnlyList<(string Device, string Quantity)> series, long fromMs, long toMs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(series);
        var points = new List<SeriesPoint>[series.Count];
        var at = new Dictionary<int, int>();
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = [];
            if (_ledger.Numbers.Find(series[i].Device, series[i].Quantity) is { } number)
                at[number] = i;
        }

        if (at.Count == 0 || fromMs >= toMs)
            return points;
        using var lease = _sources.Acquire();
        var rows = new SourceSql(lease.Set.Hot, lease.Set.Files, _database.SealedFolder).Select(fromMs, toMs, at.Keys);
        await _database.ReadAsync(
            connection =>
            {
                connection.EachBatch(rows, batch => Add(batch, points, at), cancellationToken);
                return true;
            },
            cancellationToken);
        foreach (var own in points)
            SortByTime(own);
        return points;
    }

    private static void Add(RecordBatch batch, List<SeriesPoint>[] points, Dictionary<int, int> at)
    {
        var series = ((Int32Array)batch.Column(0)).Values;
        var times = ((Int64Array)batch.Column(1)).Values;
        var received = ((Int64Array)batch.Column(2)).Values;
        var values = ((DoubleArray)batch.Column(3)).Values;
        var qualities = ((UInt8Array)batch.Column(4)).Values;
        for (int from = 0, to; from < series.Length; from = to)
        {
            to = from + 1;
            while (to < series.Length && series[to] == series[from])
                to++;
            var own = points[at[series[from]]];
            own.EnsureCapacity(own.Count + to - from);
            for (var i = from; i < to; i++)
                own.Add(new SeriesPoint(times[i], received[i], values[i], (Quality)qualities[i]));
        }
    }

    /// <summary>Sealed rows lie in order; hot ones, and those of several threads, may not.</summary>
    private static void SortByTime(List<SeriesPoint> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            if (points[i].AtMs < points[i - 1].AtMs)
            {
                points.Sort(static (x, y) => x.AtMs.CompareTo(y.AtMs));
                return;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RollupRow>> RollupAsync(
        string device, string quantity, long fromMs, long toMs, CalendarBucket bucket, CancellationToken cancellationToken) =>
        OnSeriesAsync<IReadOnlyList<RollupRow>>(
            device, quantity, fromMs, toMs, [],
            (connection, rows) => connection.Query(
                RangeSql.Rollup(rows, bucket),
                r => new RollupRow(
                    r.GetInt64(0), CalendarBuckets.EndMs(r.GetInt64(0), bucket), r.GetInt64(1), r.GetDouble(2), r.GetDouble(3), r.GetDouble(4), r.GetDouble(5)),
                cancellationToken),
            cancellationToken);

    private static List<SeriesPoint> Points(
        DuckDBConnection connection, string rows, string device, string quantity, int maxPoints, CancellationToken cancellationToken)
    {
        var points = connection.Query($"{RangeSql.Points(rows)} LIMIT {Sql.Number((long)maxPoints + 1)}", ReadPoint, cancellationToken);
        if (points.Count > maxPoints)
            throw new RangeTooLargeException(device, quantity, Count(connection, rows, cancellationToken), maxPoints);
        return points;
    }

    private static List<SeriesPoint> LttbPoints(
        DuckDBConnection connection, string rows, long fromMs, long toMs, int maxPoints, CancellationToken cancellationToken)
    {
        // Read first and count then: counting beforehand reads everything twice, and few ranges are beyond the limit.
        var limit = SeriesLimits.ExactPoints(maxPoints);
        var points = connection.Query($"{RangeSql.Points(rows)} LIMIT {Sql.Number(limit + 1)}", ReadPoint, cancellationToken);
        if (points.Count > limit)
            points = connection.Query(RangeSql.MinMax(rows, SeriesLimits.Preselection(fromMs, toMs, maxPoints)), ReadPoint, cancellationToken);
        return Lttb.Downsample(points, maxPoints);
    }

    private static long Count(DuckDBConnection connection, string rows, CancellationToken cancellationToken) =>
        connection.Query($"SELECT count(*) FROM ({rows})", static r => r.GetInt64(0), cancellationToken)[0];

    private static SeriesPoint ReadPoint(DuckDBDataReader r) => new(r.GetInt64(0), r.GetInt64(1), r.GetDouble(2), (Quality)r.GetByte(3));

    /// <summary>Runs a query on the rows of one series; <paramref name="empty"/> when the series or the range has none.</summary>
    private async Task<T> OnSeriesAsync<T>(
        string device, string quantity, long fromMs, long toMs, T empty, Func<DuckDBConnection, string, T> query, CancellationToken cancellationToken)
    {
        if (fromMs >= toMs || _ledger.Numbers.Find(device, quantity) is not { } number)
            return empty;
        using var lease = _sources.Acquire();
        var rows = new SourceSql(lease.Set.Hot, lease.Set.FilesOf(number), _database.SealedFolder).Select(fromMs, toMs, $"series_id = {Sql.Number(number)}");
        return await _database.ReadAsync(connection => query(connection, rows), cancellationToken);
    }
}
