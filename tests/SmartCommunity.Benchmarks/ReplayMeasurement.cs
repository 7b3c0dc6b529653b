using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text;
using Google.Protobuf;
using MessagePack;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using Directory = System.IO.Directory;
using static System.Console;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// A month of one community of the simulated district, replayed from the log alone: no checkpoint, from the empty state to the score of the last instant. Every device sends a message at the report interval
/// of its class, and each message is an entry of the log, as when little goes on; the clock ticks between them. With rules in force, values made at random raise far more alerts than any community has. Bound: 5 s. Prints Markdown.
/// </summary>
internal static class ReplayMeasurement
{
    private const string Community = "baihe";
    internal const string Gateway = "gw-1";
    internal const int Month = 30;

    private const int Rounds = 3;
    private const int EntriesPerCommit = 20_000;
    private const int Seed = 20_261_126;
    private static readonly long _tickMs = (long)new Cloud.Ingest.IngestOptions().TickInterval.TotalMilliseconds;

    internal static async Task<int> RunAsync(int days, bool hasRules)
    {
        var folder = Directory.CreateTempSubdirectory("smartcommunity-replay-").FullName;
        try
        {
            var options = new DuckDbSeriesOptions { Folder = folder };
            var (entries, messages) = (0L, 0L);
            await using (var store = await DuckDbSeriesStore.OpenAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken.None))
                (entries, messages) = await WriteAsync(store, ChinaTime.DayStartMs(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) - (days * ChinaTime.DayMs), days, hasRules);
            var (seconds, processor, compiling, hashes, devices) = (new List<double>(), new List<double>(), new List<double>(), new HashSet<string>(), 0);
            for (var round = 0; round < Rounds; round++)
            {
                await using var store = await DuckDbSeriesStore.OpenAsync(options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
                var (started, before, compiledBefore) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, JitInfo.GetCompilationTime());
                var (hash, count) = await ReplayAsync(store);
                seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                processor.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
                compiling.Add((JitInfo.GetCompilationTime() - compiledBefore).TotalSeconds);
                hashes.Add(hash);
                Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entries} entries: {seconds[^1]:F2} s, {processor[^1]:F2} s of processor time"));
                devices = count;
            }

            var sorted = seconds.Order().ToArray();
            WriteLine($"# Replay of a month, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n\n{Machine.Describe()}\n");
            WriteLine($"{devices} devices, {days} days, {messages} messages, {entries} entries, seed {Seed}; {(hasRules ? "the shipped rules in force" : "no rules in force")}; no checkpoint, the store opened anew each time.\n\n| What | Target | Measured |\n|---|---|---|");
            WriteLine(string.Create(CultureInfo.InvariantCulture, $"| replay of {days} days, median of {Rounds} (least to largest) | 5 s for {Month} | {sorted[Rounds / 2]:F2} s ({sorted[0]:F2} to {sorted[^1]:F2}) |"));
            WriteLine(string.Create(CultureInfo.InvariantCulture, $"| its processor time, in the order of the rounds | – | {string.Join(", ", processor.Select(static p => p.ToString("F2", CultureInfo.InvariantCulture)))} s |"));
            WriteLine(string.Create(CultureInfo.InvariantCulture, $"| of it compiling, likewise | – | {string.Join(", ", compiling.Select(static c => c.ToString("F2", CultureInfo.InvariantCulture)))} s |"));
            WriteLine($"| different results | 1 | {hashes.Count} |");
            return hashes.Count == 1 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As <c>replay</c> does it, without a checkpoint to begin with.</summary>
    private static async Task<(string Hash, int Devices)> ReplayAsync(DuckDbSeriesStore store)
    {
        var state = new CommunityState(Community);
        var changes = new FoldChanges();
        await foreach (var entry in LogAhead.EntriesAsync(store, Community, 0, CancellationToken.None))
        {
            CommunityFold.Apply(state, entry, changes);
            changes.Clear();
        }

        return ScoreQueries.Score(state) is var (_, score, _) ? (score.ResultHash, state.Devices.Count) : throw new InvalidOperationException("The community has a standing, so it has a score.");
    }

    private static async Task<(long Entries, long Messages)> WriteAsync(DuckDbSeriesStore store, long fromMs, int days, bool hasRules)
    {
        var devices = AggregateCommunity.ClassesOfDevices().Select(static (d, i) => new DeviceSender(Community, d, i)).ToArray();
        var (commit, position, block) = (new SeriesCommit(), 0L, 0L);
        void Log(LogEntryKind kind, long atMs, byte[] body, byte[]? bytes = null)
        {
            if (bytes is not null)
                commit.Blocks.Add(new LogBlock(++block, bytes));
            commit.Entries.Add(new LogEntry(Community, ++position, kind, atMs, bytes is null ? 0 : block, body));
        }

        Log(LogEntryKind.Registry, fromMs, MessagePackSerializer.Serialize(devices.Select(static d => new LoggedEnrolment(d.Id, d.Class.Code, Gateway, Retired: false, Version: 1)).ToArray()));
        if (hasRules)
            Log(LogEntryKind.Rules, fromMs, RuleSets.Shipped);
        Log(LogEntryKind.Facts, fromMs, MessagePackSerializer.Serialize(Facts(fromMs)));
        var random = new Random(Seed);
        var gateway = Encoding.UTF8.GetBytes(Gateway);
        var messages = 0L;
        foreach (var (atMs, sender) in Times(devices, fromMs, days, random))
        {
            if (sender is null)
            {
                Log(LogEntryKind.Tick, atMs, MessagePackSerializer.Serialize(Array.Empty<string>()));
            }
            else
            {
                Log(LogEntryKind.Batch, atMs, gateway, sender.Message(atMs, random).ToByteArray());
                messages++;
            }

            if (commit.Entries.Count < EntriesPerCommit)
                continue;
            await store.CommitAsync(commit, CancellationToken.None);
            commit.Clear();
        }

        await store.CommitAsync(commit, CancellationToken.None);
        return (position, messages);
    }

    /// <summary>Messages and ticks (no sender) in order of time.</summary>
    private static IEnumerable<(long AtMs, DeviceSender? Sender)> Times(DeviceSender[] devices, long fromMs, int days, Random random)
    {
        var queue = new PriorityQueue<DeviceSender?, long>();
        foreach (var device in devices)
            queue.Enqueue(device, fromMs + random.NextInt64(device.IntervalMs));
        queue.Enqueue(null, fromMs + _tickMs);
        while (queue.TryDequeue(out var sender, out var atMs) && atMs < fromMs + (days * ChinaTime.DayMs))
        {
            yield return (atMs, sender);
            queue.Enqueue(sender, atMs + (sender is null ? _tickMs : sender.IntervalMs - (sender.IntervalMs / 20) + random.NextInt64(sender.IntervalMs / 10)));
        }
    }

    /// <summary>A standing under the Zhejiang pack, and every fact it asks for.</summary>
    internal static LoggedFacts Facts(long atMs)
    {
        var pack = ScoringPacks.Current.All.First(static p => p.Id == "zj-future-community");
        var asOfDay = ChinaTime.DayOf(atMs).DayNumber;
        return new LoggedFacts(
            [.. pack.Facts.Select((f, i) => new LoggedFact { Code = f.Code, Value = f.Unit == "bool" ? 0 : 100 + i, Unit = f.Unit, AsOfDay = asOfDay, Source = "bench", Revision = 1, Version = 1, EnteredBy = "bench" })],
            [], new LoggedStanding { Pack = pack.Name, ProjectType = "renovation", Claimed = ["JT"], Revision = 1, Version = 1, EnteredBy = "bench" }, 1);
    }
}
