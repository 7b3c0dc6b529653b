using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

public sealed class DuckDbBackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<DuckDbSeriesStore> OpenAsync(string name) =>
        DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = _folder.Sub(name) }, TimeProvider.System, NullLogger.Instance, Token);

    private async Task<BackupManifest> BackUpAsync()
    {
        await using var store = await OpenAsync("store");
        await store.PutAsync("a", "co2", (Sunday, 1), (Sunday + 1, 2));
        await store.SealAsync(Sunday + (2 * ChinaTime.DayMs), Token);
        var commit = store.Rows("a", "co2", (Sunday + (2 * ChinaTime.DayMs), 3));
        commit.Marks.Add(new GatewayMark("gw", 0, 1, 3));
        commit.Blocks.Add(new LogBlock(1, new byte[] { 4, 2 }));
        commit.Entries.Add(new LogEntry("c-1", 1, LogEntryKind.Batch, Sunday, 1, default));
        await store.CommitAsync(commit, Token);

        var manifest = await store.BackupAsync(_folder.Sub("backup"), Token);

        await store.PutAsync("a", "co2", (Sunday + (3 * ChinaTime.DayMs), 4));
        return manifest;
    }

    [Fact]
    public async Task A_back_up_of_a_running_store_is_restored_with_counts_and_hashes_equal()
    {
        var manifest = await BackUpAsync();
        Assert.Equal((2, 1, 1, 3), (manifest.SealedRows, manifest.Tables["gateway_marks"], manifest.Tables["log_blocks"], manifest.Files.Count));

        var restored = await DuckDbSeriesStore.RestoreAsync(_folder.Sub("backup"), _folder.Sub("restored"), Token);

        Assert.Equal(manifest.Files, restored.Files);
        await using var store = await OpenAsync("restored");
        Assert.Equal([1, 2, 3], (await store.AllAsync("a", "co2")).Select(p => p.Value));
        Assert.Equal([new GatewayMark("gw", 0, 1, 3)], await store.MarksAsync(Token));
        Assert.Equal([4, 2], Assert.Single(await store.LogAsync("c-1", 0)).Block);
    }

    [Fact]
    public async Task A_changed_or_missing_file_of_a_back_up_is_named()
    {
        var manifest = await BackUpAsync();
        var parquet = manifest.Files.Single(f => f.Name.EndsWith(".parquet", StringComparison.Ordinal)).Name;
        File.Delete(Path.Combine(_folder.Sub("backup"), parquet));
        await using (var database = File.OpenWrite(Path.Combine(_folder.Sub("backup"), "series.duckdb")))
            database.WriteByte(7);

        var damaged = await Assert.ThrowsAsync<BackupDamagedException>(() => DuckDbSeriesStore.VerifyBackupAsync(_folder.Sub("backup"), Token));

        Assert.Equal(["series.duckdb was changed", $"{parquet} is missing"], damaged.Differences);
    }

    [Fact]
    public async Task A_back_up_without_a_manifest_was_never_completed()
    {
        await BackUpAsync();
        File.Delete(Path.Combine(_folder.Sub("backup"), "manifest.json"));

        await Assert.ThrowsAsync<BackupDamagedException>(() => DuckDbSeriesStore.RestoreAsync(_folder.Sub("backup"), _folder.Sub("restored"), Token));

        Assert.False(Directory.Exists(_folder.Sub("restored")));
    }

    [Fact]
    public async Task Folders_that_hold_something_are_never_written_over()
    {
        await BackUpAsync();

        await Assert.ThrowsAsync<SeriesStoreUnavailableException>(() => DuckDbSeriesStore.RestoreAsync(_folder.Sub("backup"), _folder.Sub("store"), Token));
        await using var store = await OpenAsync("store");
        await Assert.ThrowsAsync<SeriesStoreUnavailableException>(() => store.BackupAsync(_folder.Sub("backup"), Token));
    }
}
