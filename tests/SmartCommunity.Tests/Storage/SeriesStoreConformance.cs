using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

/// <summary>What every series store does. A class per store runs it on the real thing.</summary>
public abstract partial class SeriesStoreConformance : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private protected ISeriesStore Store { get; private set; } = null!;

    /// <summary>Opens the store of this test; called again with the same folder to reopen it.</summary>
    private protected abstract Task<ISeriesStore> OpenAsync(string folder);

    public virtual async ValueTask InitializeAsync() => Store = await OpenAsync(_folder.Sub("store"));

    public async ValueTask DisposeAsync()
    {
        if (Store is not null)
            await Store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await OpenAsync(_folder.Sub("store"));
    }

    [Fact]
    public async Task A_range_is_half_open_in_order_and_has_both_clocks_and_quality()
    {
        var id = Store.SeriesIdOf("air-1", "co2");
        await Store.CommitAsync(
            Commit(c => c.Rows.AddRange(
            [
                new SeriesRow(id, Sunday + 3, Sunday + 900, 412.5, Quality.Uncertain | Quality.ServerTime),
                new SeriesRow(id, Sunday, Sunday + 5, -0.1, Quality.Good),
                new SeriesRow(id, Sunday + 1, Sunday + 6, double.MaxValue, Quality.Bad),
                new SeriesRow(id, Sunday + 4, Sunday + 7, 1, Quality.Estimated),
            ])),
            Token);

        var points = await Store.RangeAsync("air-1", "co2", Sunday, Sunday + 4, Downsampling.None, 3, Token);

        Assert.Equal(
            [
                new SeriesPoint(Sunday, Sunday + 5, -0.1, Quality.Good),
                new SeriesPoint(Sunday + 1, Sunday + 6, double.MaxValue, Quality.Bad),
                new SeriesPoint(Sunday + 3, Sunday + 900, 412.5, Quality.Uncertain | Quality.ServerTime),
            ],
            points);
    }

    [Fact]
    public async Task Unknown_series_and_empty_ranges_have_no_points()
    {
        await Store.PutAsync("air-1", "co2", (Sunday, 1));

        Assert.Empty(await Store.AllAsync("air-2", "co2"));
        Assert.Empty(await Store.AllAsync("air-1", "temperature"));
        Assert.Empty(await Store.RangeAsync("air-1", "co2", Sunday, Sunday, Downsampling.None, 1, Token));
        Assert.Empty(await Store.RollupAsync("air-2", "co2", 0, long.MaxValue, CalendarBucket.Day, Token));
        Assert.Empty(await Store.RegisterDeltasAsync("air-2", "co2", 0, long.MaxValue, CalendarBucket.Day, Token));
        Assert.Equal(0, await Store.CountAsync("air-2", Token));
    }

    [Fact]
    public async Task A_range_with_more_points_than_the_limit_is_refused_with_the_count()
    {
        await Store.PutAsync("air-1", "co2", Enumerable.Range(0, 12).Select(i => (Sunday + i, (double)i)));

        var refused = await Assert.ThrowsAsync<RangeTooLargeException>(
            () => Store.RangeAsync("air-1", "co2", 0, long.MaxValue, Downsampling.None, 11, Token));

        Assert.Equal((12, 11), (refused.Points, refused.MaxPoints));
    }

    [Fact]
    public async Task The_same_instant_twice_counts_once_and_the_later_commit_is_seen()
    {
        await Store.PutAsync("air-1", "co2", (Sunday, 1), (Sunday + 1, 2));
        await Store.PutAsync("air-1", "co2", (Sunday, 7));
        await Store.PutAsync("air-2", "co2", (Sunday, 9));

        Assert.Equal([7, 2], (await Store.AllAsync("air-1", "co2")).Select(p => p.Value));
        Assert.Equal(3, await Store.CountAsync(null, Token));
        Assert.Equal(2, await Store.CountAsync("air-1", Token));
    }

    [Fact]
    public async Task Within_a_commit_the_later_row_of_an_instant_is_seen()
    {
        await Store.PutAsync("air-1", "co2", (Sunday, 1), (Sunday + 1, 2), (Sunday, 3));

        Assert.Equal([3, 2], (await Store.AllAsync("air-1", "co2")).Select(p => p.Value));
    }

    [Fact]
    public async Task Marks_are_replaced_and_survive_reopening_with_the_series_numbers()
    {
        var id = Store.SeriesIdOf("air-1", "co2");
        await Store.CommitAsync(Commit(c => c.Marks.AddRange([new GatewayMark("gw-1", 0, 5, 10), new GatewayMark("gw-1", 1, 5, 2)])), Token);
        await Store.CommitAsync(Commit(c => c.Marks.AddRange([new GatewayMark("gw-1", 0, 6, 3), new GatewayMark("gw-0", 0, 1, 1), new GatewayMark("gw-0", 0, 1, 4)])), Token);
        await Store.PutAsync("air-1", "co2", (Sunday, 1));

        await ReopenAsync();

        Assert.Equal(
            [new GatewayMark("gw-0", 0, 1, 4), new GatewayMark("gw-1", 0, 6, 3), new GatewayMark("gw-1", 1, 5, 2)],
            await Store.MarksAsync(Token));
        Assert.Equal(id, Store.SeriesIdOf("air-1", "co2"));
        Assert.Equal(id + 1, Store.SeriesIdOf("air-1", "temperature"));
        Assert.Single(await Store.AllAsync("air-1", "co2"));
    }

    [Fact]
    public async Task A_series_number_given_out_but_never_committed_may_be_lost_but_never_shared()
    {
        var lost = Store.SeriesIdOf("air-1", "co2");

        await ReopenAsync();
        await Store.PutAsync("air-2", "co2", (Sunday, 2));
        await Store.PutAsync("air-1", "co2", (Sunday, 1));

        Assert.Equal(1, lost);
        Assert.Equal(2, Assert.Single(await Store.AllAsync("air-2", "co2")).Value);
        Assert.Equal(1, Assert.Single(await Store.AllAsync("air-1", "co2")).Value);
    }

    [Fact]
    public async Task A_log_is_read_in_order_with_its_blocks_page_after_page()
    {
        const int entries = 1_500;
        await Store.CommitAsync(
            Commit(c =>
            {
                for (var i = 1; i <= entries; i++)
                {
                    c.Blocks.Add(new LogBlock(i, new[] { (byte)i, (byte)0 }));
                    c.Entries.Add(new LogEntry("c-1", i, LogEntryKind.Batch, Sunday + i, i, default));
                }

                c.Entries.Add(new LogEntry("c-2", 1, LogEntryKind.Batch, Sunday, 3, default));
                c.Entries.Add(new LogEntry("c-2", 2, LogEntryKind.Tick, Sunday, 0, new byte[] { 9 }));
                // A log that was trimmed, and one that lacks something: whoever folds it sees the gap.
                foreach (var position in new[] { 5_000, 5_001, 9_001 })
                    c.Entries.Add(new LogEntry("c-3", position, LogEntryKind.Tick, Sunday, 0, default));
            }),
            Token);

        var first = await Store.LogAsync("c-1", 10);
        var second = await Store.LogAsync("c-2", 0);

        Assert.Equal(Enumerable.Range(11, entries - 10).Select(i => (long)i), first.Select(l => l.Entry.Position));
        Assert.All(first, l => Assert.Equal([(byte)l.Entry.Position, 0], l.Block));
        Assert.Equal([[3, 0], []], second.Select(l => l.Block));
        Assert.Equal([5_000, 5_001, 9_001], (await Store.LogAsync("c-3", 0)).Select(l => l.Entry.Position));
        Assert.Equal((LogEntryKind.Tick, Sunday, 0L, 9), (second[1].Entry.Kind, second[1].Entry.AtMs, second[1].Entry.BlockId, second[1].Entry.Body.Span[0]));
        Assert.Equal(entries, await Store.LastBlockIdAsync(Token));
        Assert.Equal([("c-1", entries), ("c-2", 2), ("c-3", 9_001)], (await Store.LogPositionsAsync(Token)).OrderBy(p => p.Key).Select(p => (p.Key, p.Value)));
    }

    [Fact]
    public async Task The_snapshot_saved_last_is_loaded()
    {
        Assert.Null(await Store.LoadSnapshotAsync("c-1", Token));
        await Store.SaveSnapshotAsync("c-1", 5, new byte[] { 1, 0, 2 }, Token);
        await Store.SaveSnapshotAsync("c-1", 9, new byte[] { 3, 0 }, Token);
        await Store.SaveSnapshotAsync("c-2", 1, ReadOnlyMemory<byte>.Empty, Token);

        await ReopenAsync();

        var loaded = await Store.LoadSnapshotAsync("c-1", Token);
        Assert.Equal(9, loaded!.Value.Position);
        Assert.Equal([3, 0], loaded.Value.State.ToArray());
        Assert.Equal(0, (await Store.LoadSnapshotAsync("c-2", Token))!.Value.State.Length);
    }

    [Fact]
    public async Task An_empty_store_has_nothing()
    {
        Assert.Empty(await Store.MarksAsync(Token));
        Assert.Empty(await Store.LogPositionsAsync(Token));
        Assert.Equal(0, await Store.LastBlockIdAsync(Token));
        Assert.Equal(0, await Store.CountAsync(null, Token));
        await Store.CommitAsync(new SeriesCommit(), Token);
    }
}
