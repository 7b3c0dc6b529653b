using System.Text;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

public abstract partial class SeriesStoreConformance
{
    [Fact]
    public async Task Average_gives_the_mean_of_each_bucket_and_the_flags_of_all_in_it()
    {
        var id = Store.SeriesIdOf("air-1", "co2");
        await Store.CommitAsync(
            Commit(c => c.Rows.AddRange(
            [
                new SeriesRow(id, Sunday, Sunday + 50, 1, Quality.Good),
                new SeriesRow(id, Sunday + 9, Sunday + 20, 2, Quality.Uncertain),
                new SeriesRow(id, Sunday + 30, Sunday + 31, 7, Quality.Good),
            ])),
            Token);

        var points = await Store.RangeAsync("air-1", "co2", Sunday, Sunday + 40, Downsampling.Average, 4, Token);

        Assert.Equal([new SeriesPoint(Sunday, Sunday + 50, 1.5, Quality.Uncertain), new SeriesPoint(Sunday + 30, Sunday + 31, 7, Quality.Good)], points);
    }

    [Fact]
    public async Task MinMax_keeps_the_first_smallest_and_first_largest_of_each_bucket_in_order_of_at()
    {
        await Store.PutAsync("air-1", "co2", (Sunday, 5), (Sunday + 1, 9), (Sunday + 2, 1), (Sunday + 3, 9), (Sunday + 4, 1), (Sunday + 10, 3), (Sunday + 11, 3));

        var points = await Store.RangeAsync("air-1", "co2", Sunday, Sunday + 20, Downsampling.MinMax, 4, Token);

        Assert.Equal([(Sunday + 1, 9), (Sunday + 2, 1), (Sunday + 10, 3)], points.Select(p => (p.AtMs, p.Value)));
    }

    [Fact]
    public async Task Lttb_keeps_the_ends_and_the_spike()
    {
        await Store.PutAsync("air-1", "co2", Enumerable.Range(0, 1_000).Select(i => (Sunday + (i * Second), i == 777 ? 500.0 : i % 3)));

        var points = await Store.RangeAsync("air-1", "co2", Sunday, Sunday + Hour, Downsampling.Lttb, 20, Token);

        Assert.Equal(20, points.Count);
        Assert.Equal((Sunday, Sunday + (999 * Second)), (points[0].AtMs, points[^1].AtMs));
        Assert.Contains(points, p => p.AtMs == Sunday + (777 * Second));
    }

    [Fact]
    public async Task Rollups_follow_the_Shanghai_calendar_and_leave_out_what_does_not_count()
    {
        var id = Store.SeriesIdOf("air-1", "co2");
        var monday = Sunday + ChinaTime.DayMs;
        var december = ChinaTime.StartMs(new DateOnly(2026, 12, 1));
        await Store.CommitAsync(
            Commit(c => c.Rows.AddRange(
            [
                new SeriesRow(id, monday - 1, monday, 4, Quality.Good),
                new SeriesRow(id, monday, monday, 1, Quality.Uncertain),
                new SeriesRow(id, monday + 1, monday, 99, Quality.Bad),
                new SeriesRow(id, monday + 2, monday, 99, Quality.ClockSuspect),
                new SeriesRow(id, monday + Hour, monday, 2, Quality.ServerTime),
                new SeriesRow(id, december, december, 8, Quality.Good),
            ])),
            Token);

        Task<IReadOnlyList<RollupRow>> Rollup(CalendarBucket bucket) => Store.RollupAsync("air-1", "co2", Sunday, december + 1, bucket, Token);
        var sundayRow = new RollupRow(Sunday, monday, 1, 4, 4, 4, 4);
        var decemberRow = new RollupRow(december, december + Hour, 1, 8, 8, 8, 8);

        Assert.Equal(
            [
                sundayRow with { StartMs = monday - Hour },
                new RollupRow(monday, monday + Hour, 1, 1, 1, 1, 1),
                new RollupRow(monday + Hour, monday + (2 * Hour), 1, 2, 2, 2, 2),
                decemberRow,
            ],
            await Rollup(CalendarBucket.Hour));
        var mondayRow = new RollupRow(monday, monday + ChinaTime.DayMs, 2, 1, 2, 1.5, 2);
        Assert.Equal([sundayRow, mondayRow, decemberRow with { EndMs = december + ChinaTime.DayMs }], await Rollup(CalendarBucket.Day));
        Assert.Equal(
            [
                sundayRow with { StartMs = monday - (7 * ChinaTime.DayMs) },
                mondayRow with { EndMs = monday + (7 * ChinaTime.DayMs) },
                decemberRow with { StartMs = monday + (7 * ChinaTime.DayMs), EndMs = monday + (14 * ChinaTime.DayMs) },
            ],
            await Rollup(CalendarBucket.Week));
        Assert.Equal(
            [
                new RollupRow(ChinaTime.StartMs(new DateOnly(2026, 11, 1)), december, 3, 1, 4, 7.0 / 3, 2),
                decemberRow with { EndMs = ChinaTime.StartMs(new DateOnly(2027, 1, 1)) },
            ],
            await Rollup(CalendarBucket.Month));
    }

    [Fact]
    public async Task Register_deltas_take_the_neighbours_of_the_range_and_never_what_does_not_count()
    {
        var id = Store.SeriesIdOf("meter-1", "energyTotal");
        var monday = Sunday + ChinaTime.DayMs;
        await Store.CommitAsync(
            Commit(c => c.Rows.AddRange(
            [
                new SeriesRow(id, Sunday - (90 * ChinaTime.DayMs), Sunday, 3, Quality.Bad),
                new SeriesRow(id, Sunday - Hour, Sunday, 99_990, Quality.Good),
                new SeriesRow(id, Sunday + Hour, Sunday, 99_998, Quality.Good),
                new SeriesRow(id, Sunday + (2 * Hour), Sunday, 0, Quality.Bad),
                new SeriesRow(id, Sunday + (3 * Hour), Sunday, 4, Quality.Good),
                new SeriesRow(id, monday + (3 * Hour), Sunday, 28, Quality.Good),
            ])),
            Token);

        var deltas = await Store.RegisterDeltasAsync("meter-1", "energyTotal", Sunday, monday, CalendarBucket.Day, Token);

        Assert.Equal([new RegisterDelta(Sunday, monday, 4 + 6 + 21, true, 1)], deltas);
    }

    [Fact]
    public async Task Hostile_names_are_names_like_any_other()
    {
        string[] names = ["a' OR '1'='1", "x\"; DROP TABLE series; --", "b,c=d e", "back\\slash", "back%5Cslash", "line\nbreak", "设备-1", "%", "$1", "?"];
        for (var i = 0; i < names.Length; i++)
            await Store.PutAsync(names[i], names[^(i + 1)], (Sunday, i));

        for (var i = 0; i < names.Length; i++)
        {
            Assert.Equal(i, Assert.Single(await Store.AllAsync(names[i], names[^(i + 1)])).Value);
            Assert.Equal(1, await Store.CountAsync(names[i], Token));
            Assert.Empty(await Store.EventsAsync(names[i], names[i], 0, long.MaxValue, 10, 0, Token));
            Assert.Empty((await Store.QuarantineAsync(new QuarantineFilter(names[i], names[i], names[i], names[i]), 10, 0, Token)).Rows);
        }

        Assert.Equal(names.Length, await Store.CountAsync(null, Token));
    }

    [Fact]
    public async Task Events_are_listed_newest_first_by_community_device_and_range()
    {
        StoredEvent Event(string community, string device, long atMs) => new(community, device, "sos", $"e{atMs}", atMs, atMs + 5, Quality.Good, """{"a":"'"}""");
        await Store.CommitAsync(
            Commit(c => c.Events.AddRange([Event("c-1", "a", 1), Event("c-1", "b", 3), Event("c-1", "a", 2), Event("c-2", "a", 2), Event("c-1", "a", 4)])), Token);

        Assert.Equal([Event("c-1", "b", 3), Event("c-1", "a", 2)], await Store.EventsAsync("c-1", null, 2, 4, 10, 0, Token));
        Assert.Equal([Event("c-1", "a", 2)], await Store.EventsAsync("c-1", "a", 1, 5, 1, 1, Token));
        Assert.Empty(await Store.EventsAsync("c-3", null, 0, 10, 10, 0, Token));
        Assert.Equal(Event("c-1", "a", 2), await Store.FindEventAsync("c-1", "a", "e2", Token));
        Assert.Null(await Store.FindEventAsync("c-1", "b", "e2", Token));
    }

    [Fact]
    public async Task Quarantine_is_filtered_paged_and_moved_between_states()
    {
        await Store.CommitAsync(
            Commit(c => c.Quarantined.AddRange([Quarantined("a", 1), Quarantined("b", 2), Quarantined("a", 3, QuarantineReason.OutOfRange), Quarantined("a", 3)])), Token);

        var (rows, total) = await Store.QuarantineAsync(new QuarantineFilter(Device: "a"), 2, 0, Token);
        Assert.Equal(3, total);
        Assert.Equal([4, 3], rows.Select(r => r.Id));
        Assert.Equal(Quarantined("a", 3) with { Id = 4, Payload = default }, rows[0] with { Payload = default });
        Assert.Equal([123, 0, 255], rows[0].Payload.ToArray());

        Assert.Equal(2, await Store.SetQuarantineStateAsync([1, 4, 99], "rerun", Token));
        Assert.Equal(0, await Store.SetQuarantineStateAsync([1], "rerun", Token));
        Assert.Equal(0, await Store.SetQuarantineStateAsync([], "dismissed", Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SetQuarantineStateAsync([1], "gone", Token));

        async Task<IEnumerable<long>> Ids(QuarantineFilter filter) => (await Store.QuarantineAsync(filter, 10, 0, Token)).Rows.Select(r => r.Id);
        Assert.Equal([3, 2], await Ids(new QuarantineFilter()));
        Assert.Equal([4, 1], await Ids(new QuarantineFilter(State: "rerun")));
        Assert.Equal([3], await Ids(new QuarantineFilter(State: null, Reason: QuarantineReason.OutOfRange, Community: "c-1")));
        Assert.Equal([2, 1], await Ids(new QuarantineFilter(State: null, Ids: [1, 2])));
        Assert.Empty(await Ids(new QuarantineFilter(Ids: [])));

        await ReopenAsync();
        await Store.CommitAsync(Commit(c => c.Quarantined.Add(Quarantined("a", 9))), Token);
        Assert.Equal([5, 3, 2], await Ids(new QuarantineFilter()));
    }

    [Fact]
    public async Task A_csv_export_follows_RFC_4180_with_Shanghai_times()
    {
        await Store.PutAsync("b", "co2", (Sunday + 1, 400));
        await Store.PutAsync("a,\"x", "co2", (Sunday, 0.1));
        await Store.PutAsync("b", "temperature", (Sunday, 20));
        await Store.PutAsync("b", "co2", (Sunday, -1.5), (Sunday + Hour, 9));
        var path = _folder.Sub("export.csv");

        await Store.ExportAsync(new SeriesExport(["b", "a,\"x", "absent"], ["co2"], Sunday, Sunday + Hour, Parquet: false), path, Token);

        Assert.Equal(
            "device,quantity,at,receivedAt,value,quality\r\n"
            + "\"a,\"\"x\",co2,2026-11-22T00:00:00.000+08:00,2026-11-22T00:00:01.000+08:00,0.1,0\r\n"
            + "b,co2,2026-11-22T00:00:00.000+08:00,2026-11-22T00:00:01.000+08:00,-1.5,0\r\n"
            + "b,co2,2026-11-22T00:00:00.001+08:00,2026-11-22T00:00:01.001+08:00,400,0\r\n",
            await File.ReadAllTextAsync(path, Encoding.UTF8, Token));
    }

    [Fact]
    public async Task A_parquet_export_is_read_back_by_anybody()
    {
        await Store.PutAsync("b", "temperature", (Sunday, 20));
        await Store.PutAsync("b", "co2", (Sunday, 400), (Sunday + Hour, 9));
        var path = _folder.Sub("export.parquet");

        await Store.ExportAsync(new SeriesExport(["b"], [], Sunday, Sunday + Hour, Parquet: true), path, Token);

        await using var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT string_agg(concat_ws(' ', device, quantity, epoch_ms(\"at\"), epoch_ms(\"receivedAt\"), value, quality), '; ') FROM '{path}'";
        Assert.Equal($"b co2 {Sunday} {Sunday + Second} 400.0 0; b temperature {Sunday} {Sunday + Second} 20.0 0", command.ExecuteScalar());
    }

    [Fact]
    public async Task An_export_of_too_many_devices_is_refused_by_name_and_limit()
    {
        var devices = Enumerable.Range(0, 1_001).Select(i => $"d{i}").ToList();

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => Store.ExportAsync(new SeriesExport(devices, [], 0, 1, Parquet: false), _folder.Sub("x.csv"), Token));

        Assert.Contains("1001 devices; an export takes at most 1000", refused.Message, StringComparison.Ordinal);
    }
}
