using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Storage.Sample;

namespace SmartCommunity.Tests.Storage;

/// <summary>Commits that fail, and what the same store makes of them afterwards.</summary>
public sealed class DuckDbFailureTests
{
    private const int RowsOfCommit = 20_000;

    /// <summary>The fault may lie anywhere in the commit: in the log, where nothing of it stays, or in the checkpoint after it, where all of it does.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public async Task A_commit_that_found_the_disk_full_is_stored_once_when_it_is_tried_again(int checkpointMb)
    {
        using var disk = SmallDisk.TryMount(megabytes: 24);
        Assert.SkipWhen(disk is null, "Mounting a tmpfs is not permitted here: the disk-full test did not run.");
        var ballast = Path.Combine(disk.Folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[12 << 20], Token);
        await using (var store = await OpenAsync(disk.Folder, checkpointMb))
        {
            var (failed, number) = await CommitUntilFullAsync(store);
            await Assert.ThrowsAnyAsync<Exception>(() => store.CommitAsync(failed, Token));
            File.Delete(ballast);

            await store.CommitAsync(failed, Token);
            await store.CommitAsync(CommitOf(store, number + 1), Token);

            await AssertHoldsAsync(store, number + 1);
        }

        await using var again = await OpenAsync(disk.Folder, checkpointMb);
        await AssertHoldsAsync(again, (await again.LogPositionsAsync(Token))["c-1"]);
    }

    private static async Task AssertHoldsAsync(DuckDbSeriesStore store, long commits)
    {
        Assert.Equal(commits * RowsOfCommit, await store.CountAsync(device: null, Token));
        Assert.Equal(Enumerable.Range(1, (int)commits).Select(static n => (long)n), (await store.LogAsync("c-1", afterPosition: 0)).Select(static e => e.Entry.Position));
        Assert.Equal(new GatewayMark("gw-1", 0, 1, commits), Assert.Single(await store.MarksAsync(Token)));
    }

    private static async Task<(SeriesCommit Failed, long Number)> CommitUntilFullAsync(DuckDbSeriesStore store)
    {
        for (var number = 1L; ; number++)
        {
            var commit = CommitOf(store, number);
            try
            {
                await store.CommitAsync(commit, Token);
            }
            catch (Exception)
            {
                // Whatever the store says: the disk is full.
                return (commit, number);
            }
        }
    }

    private static SeriesCommit CommitOf(DuckDbSeriesStore store, long number)
    {
        var series = store.SeriesIdOf($"device-{number}", "temperature");
        return Commit(c =>
        {
            c.Rows.AddRange(Enumerable.Range(0, RowsOfCommit).Select(i => new SeriesRow(series, Sunday + i, Sunday + i + Second, Math.Sin(i), Quality.Good)));
            c.Entries.Add(new LogEntry("c-1", number, LogEntryKind.Tick, Sunday, BlockId: 0, new byte[8]));
            c.Marks.Add(new GatewayMark("gw-1", 0, 1, number));
        });
    }

    private static Task<DuckDbSeriesStore> OpenAsync(string folder, int checkpointMb) => DuckDbSeriesStore.OpenAsync(
        new DuckDbSeriesOptions { Folder = Path.Combine(folder, "store"), CheckpointMb = checkpointMb }, TimeProvider.System, NullLogger.Instance, Token);
}
