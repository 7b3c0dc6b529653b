using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

public sealed class DuckDbSealingTests : IDisposable
{
    private static readonly long Monday = Sunday + ChinaTime.DayMs;
    private static readonly long AfterSunday = Monday + (3 * Hour);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<DuckDbSeriesStore> OpenAsync(Func<DuckDbSeriesOptions, DuckDbSeriesOptions>? with = null) =>
        OpenAsync("store", with);

    private Task<DuckDbSeriesStore> OpenAsync(string name, Func<DuckDbSeriesOptions, DuckDbSeriesOptions>? with = null)
    {
        var options = new DuckDbSeriesOptions { Folder = _folder.Sub(name) };
        return DuckDbSeriesStore.OpenAsync(with?.Invoke(options) ?? options, TimeProvider.System, NullLogger.Instance, Token);
    }

    private string[] SealedFiles(string name = "store") => Directory.GetFiles(Path.Combine(_folder.Sub(name), "sealed"));

    private static async Task FillTwoDaysAsync(DuckDbSeriesStore store)
    {
        foreach (var (device, quantity) in new[] { ("b", "co2"), ("a", "temperature"), ("a", "co2") })
            await store.PutAsync(device, quantity, Enumerable.Range(0, 1440).Select(i => (Sunday + (i * 2 * Minute), Math.Round(Math.Sin(i) * 100, 1) + device[0])));
    }

    /// <summary>Everything a store answers about two days, as one text.</summary>
    private static async Task<string> AnswersAsync(DuckDbSeriesStore store)
    {
        var answers = new List<string>();
        foreach (var (device, quantity) in new[] { ("a", "co2"), ("a", "temperature"), ("b", "co2") })
        {
            foreach (var (from, to) in new[] { (0, long.MaxValue), (Sunday + Hour, Monday + Hour), (Monday, Monday + Hour) })
            {
                answers.AddRange((await store.RangeAsync(device, quantity, from, to, Downsampling.None, 10_000, Token)).Select(p => p.ToString()));
                answers.AddRange((await store.RollupAsync(device, quantity, from, to, CalendarBucket.Day, Token)).Select(r => r with { Average = Math.Round(r.Average, 9) }).Select(r => r.ToString()));
                answers.AddRange((await store.RegisterDeltasAsync(device, quantity, from, to, CalendarBucket.Day, Token)).Select(r => r.ToString()));
            }

            foreach (var downsampling in new[] { Downsampling.MinMax, Downsampling.Lttb })
                answers.AddRange((await store.RangeAsync(device, quantity, Sunday, AfterSunday, downsampling, 50, Token)).Select(p => p.ToString()));
        }

        answers.Add($"{await store.CountAsync(null, Token)} {await store.CountAsync("a", Token)}");
        return string.Join('\n', answers);
    }

    [Fact]
    public async Task Sealing_changes_no_answer_with_late_and_repeated_rows_too()
    {
        await using var store = await OpenAsync();
        await FillTwoDaysAsync(store);
        await AssertSealsWithoutChangeAsync(store, AfterSunday);

        await store.PutAsync("a", "co2", (Sunday + (2 * Minute), 5_000), (Sunday + Minute, -5_000));
        await AssertSealsWithoutChangeAsync(store, AfterSunday);
        Assert.Equal(4_321, await store.CountAsync(null, Token));

        await AssertSealsWithoutChangeAsync(store, AfterSunday + ChinaTime.DayMs);
        Assert.Equal([-5_000, 5_000], (await store.RangeAsync("a", "co2", Sunday + 1, Sunday + (3 * Minute), Downsampling.None, 9, Token)).Select(p => p.Value));
        Assert.Equal(2, SealedFiles().Length);
    }

    private static async Task AssertSealsWithoutChangeAsync(DuckDbSeriesStore store, long nowMs)
    {
        var before = await AnswersAsync(store);
        await store.SealAsync(nowMs, Token);
        Assert.Equal(before, await AnswersAsync(store));
    }

    [Fact]
    public async Task A_day_is_sealed_once_its_lateness_is_over_and_late_rows_wait_for_the_next_close()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "co2", (Sunday, 1), (Monday - 1, 2));

        Assert.Equal(default, await store.SealAsync(Monday + (2 * Hour) - 1, Token));
        Assert.Equal(new SealReport(1, 1, 0), await store.SealAsync(Monday + (2 * Hour), Token));
        await store.PutAsync("a", "co2", (Sunday + 1, 3));
        Assert.Equal(default, await store.SealAsync(Monday + (2 * Hour) + 1, Token));
        Assert.Equal(new SealReport(1, 1, 0), await store.SealAsync(Monday + (26 * Hour), Token));

        Assert.Single(SealedFiles());
        Assert.Equal([1, 3, 2], (await store.AllAsync("a", "co2")).Select(p => p.Value));
    }

    [Fact]
    public async Task Hot_rows_beyond_the_bound_become_segments_and_segments_of_a_day_are_merged()
    {
        await using var store = await OpenAsync(o => o with { HotRows = 1_000, SegmentsPerDay = 3 });
        var expected = new List<double>();
        for (var segment = 0; segment < 5; segment++)
        {
            await store.PutAsync("a", "co2", Enumerable.Range(0, 1_000).Select(i => (Sunday + (segment * Hour) + i, (double)(segment + i))));
            expected.AddRange(Enumerable.Range(0, 1_000).Select(i => (double)(segment + i)));
            Assert.Equal(new SealReport(1, 0, 0), await store.SealAsync(Sunday + (10 * Hour), Token));
            Assert.InRange(SealedFiles().Length, 1, 3);
        }

        Assert.Equal(expected, (await store.AllAsync("a", "co2")).Select(p => p.Value));
        Assert.Equal(new SealReport(0, 1, 0), await store.SealAsync(AfterSunday, Token));
        Assert.Single(SealedFiles());
        Assert.Equal(expected, (await store.AllAsync("a", "co2")).Select(p => p.Value));
    }

    [Fact]
    public async Task Committed_rows_are_there_after_a_crash_before_during_and_after_sealing()
    {
        await using (var store = await OpenAsync())
        {
            await FillTwoDaysAsync(store);
            await store.CommitAsync(Commit(c => c.Marks.Add(new GatewayMark("gw", 0, 1, 77))), Token);
            CopyAsAfterACrash("store", "crashed-1");
            await store.SealAsync(AfterSunday, Token);
            CopyAsAfterACrash("store", "crashed-2");
            await store.PutAsync("a", "co2", (Sunday + 1, 1));
            CopyAsAfterACrash("store", "crashed-3");
        }

        foreach (var (name, count) in new[] { ("crashed-1", 4_320), ("crashed-2", 4_320), ("crashed-3", 4_321) })
        {
            await using var reopened = await OpenAsync(name);
            Assert.Equal(count, await reopened.CountAsync(null, Token));
            Assert.Equal([new GatewayMark("gw", 0, 1, 77)], await reopened.MarksAsync(Token));
        }
    }

    private void CopyAsAfterACrash(string from, string to)
    {
        foreach (var file in Directory.GetFiles(_folder.Sub(from), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(_folder.Sub(to), Path.GetRelativePath(_folder.Sub(from), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [Fact]
    public async Task A_file_the_manifest_does_not_know_is_deleted_on_open_and_half_written_ones_too()
    {
        await using (var store = await OpenAsync())
        {
            await FillTwoDaysAsync(store);
            await store.SealAsync(AfterSunday, Token);
        }

        File.WriteAllText(Path.Combine(_folder.Sub("store"), "sealed", "2026-11-22.orphan.parquet"), "PAR1");
        File.WriteAllText(Path.Combine(_folder.Sub("store"), "tmp", "half.parquet"), "PA");
        await using var reopened = await OpenAsync();

        Assert.DoesNotContain(SealedFiles(), f => f.Contains("orphan", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Sub("store"), "tmp")));
        Assert.Equal(4_320, await reopened.CountAsync(null, Token));
    }

    [Fact]
    public async Task A_sealed_file_that_is_cut_off_or_gone_is_named_on_open()
    {
        await using (var store = await OpenAsync())
        {
            await FillTwoDaysAsync(store);
            await store.SealAsync(AfterSunday, Token);
        }

        var file = SealedFiles()[0];
        using (var stream = new FileStream(file, FileMode.Open))
            stream.SetLength(stream.Length - 1);

        var refused = await Assert.ThrowsAsync<SeriesStoreUnavailableException>(() => OpenAsync());
        Assert.Contains(Path.GetFileName(file), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurements_past_the_retention_are_deleted_sealed_or_hot()
    {
        await using var store = await OpenAsync(o => o with { Retention = TimeSpan.FromDays(2) });
        await store.PutAsync("a", "co2", (Sunday, 1), (Monday, 2));
        await store.SealAsync(AfterSunday, Token);
        var now = Monday + (2 * ChinaTime.DayMs) + (3 * Hour);
        await store.PutAsync("a", "co2", (Sunday + 5, 3), (now, 4));

        var report = await store.SealAsync(now, Token);

        Assert.Equal(3, report.RowsExpired);
        Assert.Equal([4], (await store.AllAsync("a", "co2")).Select(p => p.Value));
        Assert.Equal(1, await store.CountAsync(null, Token));
    }

    [Fact]
    public async Task The_log_is_trimmed_only_as_far_as_its_snapshot_and_ids_never_start_again()
    {
        await using var store = await OpenAsync();
        await store.CommitAsync(
            Commit(c =>
            {
                for (var i = 1; i <= 3; i++)
                {
                    c.Blocks.Add(new LogBlock(i, new[] { (byte)i }));
                    c.Entries.Add(new LogEntry("c-1", i, LogEntryKind.Batch, Sunday, i, default));
                }

                c.Entries.Add(new LogEntry("c-2", 1, LogEntryKind.Batch, Sunday, 2, default));
            }),
            Token);
        await store.SaveSnapshotAsync("c-1", 3, new byte[] { 1 }, Token);

        await store.MaintainAsync(Sunday + (36 * ChinaTime.DayMs), Token);

        Assert.Empty(await store.LogAsync("c-1", 0));
        Assert.Equal([2], Assert.Single(await store.LogAsync("c-2", 0)).Block);
        Assert.Equal(3, await store.LastBlockIdAsync(Token));
        Assert.Equal([("c-1", 3L), ("c-2", 1L)], (await store.LogPositionsAsync(Token)).OrderBy(p => p.Key).Select(p => (p.Key, p.Value)));
    }

    [Fact]
    public async Task A_second_store_on_the_same_folder_gets_one_clear_error()
    {
        await using var store = await OpenAsync();

        var refused = await Assert.ThrowsAsync<SeriesStoreUnavailableException>(() => OpenAsync());

        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Sub("store"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_options_are_all_named()
    {
        var refused = await Assert.ThrowsAsync<SeriesStoreUnavailableException>(
            () => OpenAsync(o => o with { MemoryLimitMb = 63, Readers = 65, HotRows = 999 }));

        Assert.Equal(
            "The series store's options are wrong: MemoryLimitMb is 63; it must be at least 64. HotRows is 999; it must be at least 1000. Readers is 65; it must be at most 64.",
            refused.Message);
    }

    [Fact]
    public async Task A_database_file_that_is_no_database_is_one_clear_error()
    {
        Directory.CreateDirectory(_folder.Sub("store"));
        File.WriteAllText(Path.Combine(_folder.Sub("store"), "series.duckdb"), new string('x', 9_000));

        var refused = await Assert.ThrowsAsync<SeriesStoreUnavailableException>(() => OpenAsync());

        Assert.Contains("cannot be opened", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_beside_sealing_and_commits_always_see_whole_commits()
    {
        await using var store = await OpenAsync(o => o with { HotRows = 1_000, SegmentsPerDay = 2 });
        const int commits = 60;
        const int rows = 200;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < commits; i++)
                {
                    await store.PutAsync("a", "co2", Enumerable.Range(0, rows).Select(r => (Sunday + (i * rows) + r, (double)i)));
                    await store.SealAsync(Sunday + Hour, Token);
                }
            },
            Token);

        while (!writing.IsCompleted)
            Assert.Equal(0, (await store.AllAsync("a", "co2")).Count % rows);
        await writing;

        Assert.Equal(commits * rows, (await store.AllAsync("a", "co2")).Count);
        Assert.Equal(commits * rows, await store.CountAsync(null, Token));
    }
}
