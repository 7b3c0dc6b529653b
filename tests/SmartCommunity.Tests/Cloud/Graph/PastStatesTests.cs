using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Tests.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Graph;

public sealed class PastStatesTests : IDisposable
{
    private const string Community = "baihe";
    private const long T0 = 1_760_000_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-past-").FullName;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(T0).AddYears(1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_state_at_an_instant_is_the_live_one_of_then_also_after_a_restart(int seed)
    {
        var random = new Random(seed);
        var entries = RandomLog(random, 400);
        var live = LiveStates(entries);
        await using (var store = await OpenAsync())
        {
            await CommitAsync(store, entries);
            foreach (var at in new[] { 60, 170, 310 })
                await store.SaveCheckpointAsync(Community, at, WrittenAtMs(entries, at), CommunitySnapshot.Pack(FoldTo(entries, at)), Cancel);
            await CheckAsync(store, entries, live, random, $"seed {seed}");
        }

        await using (var reopened = await OpenAsync())
            await CheckAsync(reopened, entries, live, random, $"seed {seed}, after a restart");
    }

    [Fact]
    public async Task An_entry_written_after_the_instant_ends_it_even_when_the_clock_went_back()
    {
        var entries = new LogWriter(Community).Enrol("w-1", "wearable").Twin("building:b-1", 2, "一").Twin("building:b-1", 3, "二").Entries;
        var times = new[] { T0, T0 + 1000, T0 + 500 };
        await using var store = await OpenAsync();
        await CommitAsync(store, [.. entries.Zip(times, At)]);
        using var past = new PastStates(store, _time);

        var state = await past.AtAsync(Community, DateTimeOffset.FromUnixTimeMilliseconds(T0 + 700), Cancel);

        Assert.Equal(1, state.Value!.Position);
    }

    [Fact]
    public async Task The_future_and_what_is_trimmed_are_refused()
    {
        var entries = LiveAges(new LogWriter(Community).Enrol("w-1", "wearable").Enrol("w-2", "wearable").Entries);
        await using var store = await OpenAsync();
        await CommitAsync(store, [.. entries.Skip(1)]);
        using var past = new PastStates(store, _time);

        var future = await past.AtAsync(Community, _time.GetUtcNow().AddMilliseconds(1), Cancel);
        var trimmed = await past.AtAsync(Community, DateTimeOffset.FromUnixTimeMilliseconds(T0 + 5_000), Cancel);

        Assert.Equal((SmartCommunity.Cloud.FaultKind.Invalid, "at"), (future.Faults[0].Kind, future.Faults[0].Field));
        Assert.Equal(SmartCommunity.Cloud.FaultKind.NotFound, trimmed.Faults[0].Kind);
        Assert.StartsWith("The log of community 'baihe' does not reach back to", trimmed.Faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_entry_there_was_nothing()
    {
        await using var store = await OpenAsync();
        await CommitAsync(store, LiveAges(new LogWriter(Community).Enrol("w-1", "wearable").Entries));
        using var past = new PastStates(store, _time);

        var state = await past.AtAsync(Community, DateTimeOffset.FromUnixTimeMilliseconds(T0 - 1), Cancel);

        Assert.Equal(0, state.Value!.Position);
        Assert.Empty(state.Value.Devices);
    }

    [Fact]
    public async Task A_checkpoint_is_found_by_its_time_and_saved_twice_counts_once()
    {
        await using var store = await OpenAsync();
        await store.SaveCheckpointAsync(Community, 10, T0, new byte[] { 1 }, Cancel);
        await store.SaveCheckpointAsync(Community, 10, T0, new byte[] { 2 }, Cancel);
        await store.SaveCheckpointAsync(Community, 20, T0 + 10, new byte[] { 3 }, Cancel);

        Assert.Null(await store.LoadCheckpointAsync(Community, T0 - 1, Cancel));
        Assert.Equal(2, (await store.LoadCheckpointAsync(Community, T0 + 9, Cancel))!.Value.State.Span[0]);
        Assert.Equal(20, (await store.LoadCheckpointAsync(Community, T0 + 10, Cancel))!.Value.Position);
    }

    [Theory]
    [InlineData(0, 0, 1, T0, true)]
    [InlineData(10, T0, 10, T0 + CheckpointPace.MaxMs, false)]
    [InlineData(10, T0, 11, T0 + CheckpointPace.MaxMs - 1, false)]
    [InlineData(10, T0, 11, T0 + CheckpointPace.MaxMs, true)]
    [InlineData(10, T0, 10 + CheckpointPace.MaxEntries, T0, true)]
    public void A_checkpoint_is_due_after_an_hour_or_many_entries(long lastPosition, long lastMs, long position, long writtenAtMs, bool isDue)
    {
        var state = new CommunityState(Community) { Position = position, WrittenAtMs = writtenAtMs };

        Assert.Equal(isDue, new CheckpointPace(lastPosition, lastMs).IsDue(state));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task CheckAsync(DuckDbSeriesStore store, List<CommunityEntry> entries, List<byte[]> live, Random random, string label)
    {
        using var past = new PastStates(store, _time);
        for (var i = 0; i < 20; i++)
        {
            var atMs = T0 + random.NextInt64(entries[^1].AtMs - T0 + 10);
            var position = entries.FindLastIndex(e => e.AtMs <= atMs) + 1;

            var state = await past.AtAsync(Community, DateTimeOffset.FromUnixTimeMilliseconds(atMs), Cancel);

            Assert.True(live[position].AsSpan().SequenceEqual(CommunitySnapshot.Write(state.Value!)), $"{label}: state at {atMs}, position {position}");
        }
    }

    private static List<byte[]> LiveStates(List<CommunityEntry> entries)
    {
        var state = new CommunityState(Community);
        var states = new List<byte[]> { CommunitySnapshot.Write(state) };
        foreach (var entry in entries)
            states.Add(CommunitySnapshot.Write(LogWriter.Fold(state, [entry])));
        return states;
    }

    private static CommunityState FoldTo(List<CommunityEntry> entries, int position) => LogWriter.Fold(new CommunityState(Community), entries.Take(position));

    private static long WrittenAtMs(List<CommunityEntry> entries, int position) => entries.Take(position).Max(e => e.AtMs);

    private static List<CommunityEntry> RandomLog(Random random, int count)
    {
        var log = new LogWriter(Community).Enrol("w-1", "wearable").Enrol("p-1", "pir");
        for (var i = 2; i < count; i++)
        {
            var now = T0 + (i * 1000);
            _ = random.Next(7) switch
            {
                0 => log.Tick(now),
                1 => log.Status("w-1", "wearable", now, random.Next(2) == 0),
                2 => log.Event("w-1", "wearable", "reported", $"e-{i}", now, $$"""{"level":{{random.Next(9)}}}"""),
                3 => log.Twin("device:w-1", i, desired: $$"""{"level":{{random.Next(9)}}}"""),
                4 => log.Twin("building:b-1", i, $"{i}幢"),
                5 => log.Measure("p-1", "pir", now, now, ("motion", random.Next(2))),
                _ => log.Measure("w-1", "wearable", now - random.Next(600_000), now, ("heartRate", random.Next(40, 140))),
            };
        }

        // Several entries of one commit bear the same time.
        return [.. log.Entries.Select((entry, i) => At(entry, T0 + (i / 3 * 1000)))];
    }

    private static List<CommunityEntry> LiveAges(List<CommunityEntry> entries) => [.. entries.Select((entry, i) => At(entry, T0 + (i * 1000)))];

    private static CommunityEntry At(CommunityEntry entry, long atMs) => new() { Position = entry.Position, Kind = entry.Kind, AtMs = atMs, Body = entry.Body, Block = entry.Block };

    private Task<DuckDbSeriesStore> OpenAsync() =>
        DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = Path.Combine(_folder, "series") }, TimeProvider.System, NullLogger.Instance, Cancel);

    private static Task CommitAsync(DuckDbSeriesStore store, List<CommunityEntry> entries)
    {
        var commit = new SeriesCommit();
        foreach (var entry in entries)
        {
            var blockId = entry.Block.Length == 0 ? 0 : entry.Position;
            if (blockId > 0)
                commit.Blocks.Add(new LogBlock(blockId, entry.Block));
            commit.Entries.Add(new LogEntry(Community, entry.Position, entry.Kind, entry.AtMs, blockId, entry.Body));
        }

        return store.CommitAsync(commit, Cancel);
    }
}
