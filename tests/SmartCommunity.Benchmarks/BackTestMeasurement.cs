using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MessagePack;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static System.Console;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// A back-test of the shipped rules over a month of the simulated district's devices, out of a series store on disk. Arguments:
/// <c>make FOLDER [devices, default 1,000] [days, default 30] [class|minute]</c> writes the store, each device with all it measures at the interval of its class or once a minute, and seals it;
/// <c>run FOLDER [days]</c> replays and prints Markdown.
/// </summary>
internal static class BackTestMeasurement
{
    private const int StandardDevices = 1_000, StandardDays = 30, DevicesOfScaleOne = 71;
    private const ulong Seed = 20_261_126;
    private const long MinuteMs = 60_000;
    private static readonly DateOnly Start = new(2026, 10, 1);

    internal static Task<int> RunAsync(string[] arguments) => arguments switch
    {
        ["make", var folder, .. var rest] => MakeAsync(folder, Number(rest, 0, StandardDevices), Number(rest, 1, StandardDays), rest.Length > 2 && rest[2] == "minute"),
        ["run", var folder, .. var rest] => ReplayAsync(folder, Number(rest, 0, StandardDays)),
        _ => throw new ArgumentException("backtest make FOLDER [devices] [days] [class|minute], or backtest run FOLDER [days]."),
    };

    private static async Task<int> MakeAsync(string folder, int count, int days, bool eachMinute)
    {
        string[] communities = [.. BuiltInDistrict.Communities.Select(static c => c.Community)];
        var district = SimulatedDistrict.Plan(Seed, communities, (double)count / (communities.Length * DevicesOfScaleOne), new byte[DeviceToken.MinSecretBytes]);
        var devices = district.Devices.Take(count).ToArray();
        await using var store = await OpenAsync(folder);
        var signals = devices.Select((d, i) => new DeviceSignal(store, d.Id, DeviceClassCatalogue.Current.Find(d.Address.Class)!, i, eachMinute)).ToArray();
        var (commit, messages, rows) = (new SeriesCommit(), 0L, 0L);
        for (var day = 0; day < days; day++)
        {
            var startMs = ChinaTime.StartMs(Start.AddDays(day));
            for (var minute = 0; minute < ChinaTime.DayMs / MinuteMs; minute++)
            {
                messages += signals.Count(s => s.Speak(minute, startMs + (minute * MinuteMs), commit));
                const int rowsPerCommit = 40_000;
                if (commit.Rows.Count >= rowsPerCommit)
                    await CommitAsync();
            }

            await CommitAsync();
            await store.SealAsync(startMs + (2 * ChinaTime.DayMs), CancellationToken.None);
        }

        foreach (var community in communities)
            await SaveAsync(store, community, devices);
        WriteLine(FormattableString.Invariant($"{devices.Length} devices, {days} days, {messages} messages, {rows} measurements"));
        return 0;

        async Task CommitAsync()
        {
            rows += commit.Rows.Count;
            await store.CommitAsync(commit, CancellationToken.None);
            commit.Clear();
        }
    }

    private static async Task SaveAsync(DuckDbSeriesStore store, string community, IEnumerable<SimulatedDevice> devices)
    {
        var state = new CommunityState(community);
        var enrolments = devices.Where(d => d.Address.Community == community).Select(static (d, i) => new LoggedEnrolment(d.Id, d.Address.Class, "gw-1", Retired: false, i + 1)).ToArray();
        CommunityFold.Apply(state, new CommunityEntry { Position = 1, Kind = LogEntryKind.Registry, AtMs = ChinaTime.StartMs(Start), Body = MessagePackSerializer.Serialize(enrolments), Block = [] }, new FoldChanges());
        await store.SaveSnapshotAsync(community, 1, CommunitySnapshot.Write(state), CancellationToken.None);
    }

    private static async Task<int> ReplayAsync(string folder, int days)
    {
        await using var store = await OpenAsync(folder);
        var from = ChinaTime.From(ChinaTime.StartMs(Start));
        var communities = BuiltInDistrict.Communities.Select(static c => c.Community).ToArray();
        const int rounds = 3;
        WriteLine($"# Back-test, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n\n{Machine.Describe()}\n\n| Round | Devices | Days | Messages | Alerts | Took | Processor time | Messages/s | SHA-256 of the alerts |\n|---|---|---|---|---|---|---|---|---|");
        for (var round = 1; round <= rounds; round++)
        {
            var (started, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var report = await new RuleBackTest(store).RunAsync(RuleFile.Shipped, new BackTestScope(communities, from, from.AddDays(days), BackTestSource.Series), null, CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {round} | {report.Communities.Sum(static c => c.Devices)} | {days} | {report.Messages} | {report.Alerts.Count} | {seconds:0.0} s | {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.0} s | {report.Messages / seconds:0} | {Digest(report)} |"));
        }

        WriteLine(FormattableString.Invariant($"\nResident {Environment.WorkingSet >> 20} MiB, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB."));
        return 0;
    }

    /// <summary>The same alerts have the same.</summary>
    private static string Digest(BackTestReport report)
    {
        const int shown = 12;
        var text = string.Join('\n', report.Alerts.Select(static a => string.Create(CultureInfo.InvariantCulture, $"{a.Rule} {a.Subject} {a.At:O} {a.Ended:O} {a.Value:R} {a.Limit:R}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..shown];
    }

    private static Task<DuckDbSeriesStore> OpenAsync(string folder) => DuckDbSeriesStore.OpenAsync(
        new DuckDbSeriesOptions { Folder = folder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);

    private static int Number(string[] arguments, int at, int otherwise) => arguments.Length > at ? int.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A device that says all it measures at its interval: numbers wander around an everyday value, registers count on, what shows motion switches now and then, other states stay. Now and then a value is out of the ordinary.</summary>
    private sealed class DeviceSignal
    {
        private const double Wander = 0.02, Rare = 0.00002, Toggle = 0.05;
        private const int DelayMs = 400;
        private readonly Quantity[] _quantities;
        private readonly int[] _series;
        private readonly double[] _values;
        private readonly int _interval;
        private readonly int _offset;
        private readonly Random _random;

        internal DeviceSignal(DuckDbSeriesStore store, string id, DeviceClass deviceClass, int index, bool eachMinute)
        {
            _quantities = [.. deviceClass.Quantities];
            _series = [.. _quantities.Select(q => store.SeriesIdOf(id, q.Name))];
            _values = [.. _quantities.Select(static q => q.Example)];
            _interval = eachMinute ? 1 : Math.Max(1, (int)deviceClass.ReportInterval.TotalMinutes);
            _offset = index % _interval;
            _random = new Random((int)Seed + index);
        }

        internal bool Speak(int minute, long atMs, SeriesCommit commit)
        {
            if (minute % _interval != _offset)
                return false;
            atMs += _random.Next((int)(MinuteMs / 2));
            var receivedAtMs = atMs + 50 + _random.Next(DelayMs);
            for (var i = 0; i < _quantities.Length; i++)
                commit.Rows.Add(new SeriesRow(_series[i], atMs, receivedAtMs, Next(i), Quality.Good));
            return true;
        }

        private double Next(int i)
        {
            var quantity = _quantities[i];
            if (quantity.IsRegister)
                return _values[i] += _random.NextDouble() < Toggle ? 1 / Math.Pow(10, quantity.Decimals) : 0;
            if (quantity.Kind != QuantityKind.Number)
                return _values[i] = quantity.Name is "motion" or "presence" && _random.NextDouble() < Toggle ? Math.Clamp(1 - _values[i], 0, 1) : _values[i];
            return _random.NextDouble() < Rare ? quantity.Max : Math.Round(quantity.Example * (1 + (Wander * ((2 * _random.NextDouble()) - 1))), quantity.Decimals);
        }
    }
}
