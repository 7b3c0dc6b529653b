using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Storage.Series;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

public sealed class InfluxSeriesStoreConformanceTests(InfluxServer server) : SeriesStoreConformance, IClassFixture<InfluxServer>
{
    private readonly string _database = $"test \"{Guid.NewGuid():N}";

    public override ValueTask InitializeAsync()
    {
        Assert.SkipWhen(InfluxServer.SkipReason is not null, InfluxServer.SkipReason ?? "");
        return base.InitializeAsync();
    }

    private protected override async Task<ISeriesStore> OpenAsync(string folder) =>
        await InfluxSeriesStore.OpenAsync(Options(folder), TimeProvider.System, NullLogger.Instance, Token);

    private InfluxSeriesOptions Options(string folder) =>
        new() { Url = server.Url, Database = _database, Ledger = new DuckDbSeriesOptions { Folder = folder } };

    [Fact]
    public async Task A_commit_tried_again_after_its_mark_was_lost_changes_nothing()
    {
        var commit = Store.Rows("a", "co2", (Sunday, 1), (Sunday + 1, 2));
        commit.Marks.Add(new GatewayMark("gw", 0, 1, 2));
        await Store.CommitAsync(commit, Token);
        await Store.CommitAsync(commit, Token);

        Assert.Equal([1, 2], (await Store.AllAsync("a", "co2")).Select(p => p.Value));
        Assert.Equal(2, await Store.CountAsync(null, Token));
    }

    [Fact]
    public async Task A_commit_that_InfluxDB_does_not_take_leaves_no_mark()
    {
        using var folder = new TempFolder();
        await using var store = await InfluxSeriesStore.OpenAsync(
            Options(folder.Path) with { RetentionPolicy = "absent" }, TimeProvider.System, NullLogger.Instance, Token);
        var commit = store.Rows("a", "co2", (Sunday, 1));
        commit.Marks.Add(new GatewayMark("gw", 0, 1, 2));

        await Assert.ThrowsAsync<InfluxRequestException>(() => store.CommitAsync(commit, Token));

        Assert.Empty(await store.MarksAsync(Token));
    }

    [Fact]
    public async Task More_rows_than_one_request_takes_are_all_written()
    {
        await Store.PutAsync("a", "co2", Enumerable.Range(0, 12_001).Select(i => (Sunday + i, (double)i)));

        Assert.Equal(12_001, await Store.CountAsync("a", Token));
        Assert.Equal(12_000, (await Store.AllAsync("a", "co2"))[^1].Value);
    }

    [Fact]
    public async Task An_InfluxDB_that_is_not_there_is_one_clear_error()
    {
        using var folder = new TempFolder();
        var options = Options(folder.Path) with { Url = new Uri("http://127.0.0.1:1/") };

        var refused = await Assert.ThrowsAsync<InfluxRequestException>(
            () => InfluxSeriesStore.OpenAsync(options, TimeProvider.System, NullLogger.Instance, Token));

        Assert.True(refused.IsTransient);
        Assert.Contains("http://127.0.0.1:1/", refused.Message, StringComparison.Ordinal);
    }
}
