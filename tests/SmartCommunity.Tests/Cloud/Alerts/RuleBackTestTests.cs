using Google.Protobuf;
using MessagePack;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.BackTests;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>Back-tests on a real store: out of the log they say what the fold said live, out of the series the same to the minute.</summary>
public sealed class RuleBackTestTests : IAsyncLifetime
{
    private const string Rules = """
        high, priority: P2, condition: {threshold: {quantity: heartRate, above: 130, clear: 120, for: 1min, readings: 2}}
        door, priority: P3, condition: {state: {quantity: door, is: open, for: 30min}}
        silent, priority: P3, condition: {silence: {for: 1h}}
        sos, priority: P1, latched: true, condition: {event: [sos]}
        tried, priority: P3, mode: shadow, condition: {threshold: {quantity: heartRate, above: 100}}
        still, priority: P3, condition: {still: {for: 1h, readings: 10}}
        """;

    private static readonly (string Device, string Class, string[] Quantities)[] _devices = [("w-1", "wearable", ["heartRate", "spo2"]), ("d-1", "doorContact", ["door", "battery"]), ("p-1", "panicButton", ["battery"])];

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-backtest-").FullName;
    private readonly SeriesCommit _commit = new();
    private readonly List<AlertChangeAt> _live = [];
    private readonly CommunityState _state = new(Community);
    private DuckDbSeriesStore _store = null!;
    private long _block;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await DuckDbSeriesStore.OpenAsync(new DuckDbSeriesOptions { Folder = _folder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await RecordAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Out_of_the_log_a_back_test_says_what_the_fold_said()
    {
        var report = await RunAsync(BackTestSource.Log);

        Assert.Equal(_live.Select(a => (a.Rule, a.Subject, a.AtMs)), report.Alerts.Where(a => !a.IsShadow).Select(a => (a.Rule, a.Subject, a.At.ToUnixTimeMilliseconds())));
        Assert.Equal(["door", "high", "high", "silent", "sos", "sos", "still"], report.Alerts.Where(a => !a.IsShadow).Select(a => a.Rule).Order());
        Assert.Equal([("high", 2), ("door", 1), ("silent", 1), ("sos", 2), ("tried", 2), ("still", 1)], report.Rules.Select(r => (r.Rule, r.Alerts)));
        Assert.Equal(3, Assert.Single(report.Communities).Devices);
        Assert.Equal(_state.Messages, report.Messages);
        // The one that went down again says when.
        Assert.All(report.Alerts.Where(a => a.Rule == "high"), a => Assert.NotNull(a.Ended));
    }

    [Fact]
    public async Task Out_of_the_series_it_says_the_same_to_the_minute()
    {
        var (log, series) = (await RunAsync(BackTestSource.Log), await RunAsync(BackTestSource.Series));

        Assert.Equal(log.Alerts.Select(Key).Order(), series.Alerts.Select(Key).Order());
        foreach (var (one, other) in log.Alerts.OrderBy(Key, StringComparer.Ordinal).ThenBy(a => a.At).Zip(series.Alerts.OrderBy(Key, StringComparer.Ordinal).ThenBy(a => a.At)))
            Assert.InRange((other.At - one.At).TotalSeconds, -60, 120);
        static string Key(BackTestAlert a) => $"{a.Rule} {a.Subject} {a.IsShadow}";
    }

    [Fact]
    public async Task Only_what_lies_in_the_time_asked_for_is_counted_and_what_was_before_is_remembered()
    {
        // From the middle of the open door: it had begun before, and the alert of it comes within.
        var from = T0 + (5 * HourMs) + (10 * MinuteMs);
        var report = await RunAsync(BackTestSource.Log, from, T0 + (6 * HourMs));

        Assert.Equal(["door"], report.Alerts.Where(a => !a.IsShadow).Select(a => a.Rule));
        Assert.True(report.Communities[0].Since < DateTimeOffset.FromUnixTimeMilliseconds(from));
    }

    [Fact]
    public async Task A_file_with_faults_and_a_time_without_length_are_refused_and_an_unknown_community_has_nothing()
    {
        var test = new RuleBackTest(_store);
        var scope = Scope(BackTestSource.Log, T0, T0 + HourMs);

        var faulty = await Assert.ThrowsAsync<ArgumentException>(() => test.RunAsync(RuleFileText.Set("a, priority: P9, condition: {event: [sos]}"), scope, null, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => test.RunAsync(RuleFileText.Set(Rules), scope with { To = scope.From }, null, Cancel));
        var nothing = await test.RunAsync(RuleFileText.Set(Rules), scope with { Communities = ["atlantis"] }, null, Cancel);

        Assert.Contains("'P9'", faulty.Message, StringComparison.Ordinal);
        Assert.Empty(nothing.Alerts);
        Assert.Null(Assert.Single(nothing.Communities).Since);
    }

    private Task<BackTestReport> RunAsync(BackTestSource source, long fromMs = 0, long toMs = 0) => new RuleBackTest(_store).RunAsync(
        RuleFileText.Set(Rules), Scope(source, fromMs == 0 ? T0 : fromMs, toMs == 0 ? T0 + (12 * HourMs) : toMs), null, Cancel);

    private static BackTestScope Scope(BackTestSource source, long fromMs, long toMs) =>
        new([Community], DateTimeOffset.FromUnixTimeMilliseconds(fromMs), DateTimeOffset.FromUnixTimeMilliseconds(toMs), source);

    /// <summary>Half a day of three devices: a heart that races twice and is the same for hours (with oxygen that moves, then with oxygen that does not), a door that stands open, two calls, and a wearable that falls silent.</summary>
    private async Task RecordAsync()
    {
        var position = 0L;
        var enrolments = _devices.Select((d, i) => new LoggedEnrolment(d.Device, d.Class, "gw-1", Retired: false, i + 1)).ToArray();
        Entry(LogEntryKind.Registry, T0 - MinuteMs, MessagePackSerializer.Serialize(enrolments, cancellationToken: Cancel));
        // The rules of then are not those of the trial.
        Entry(LogEntryKind.Rules, T0 - MinuteMs, RuleFileText.Set(Rules));
        for (var minute = 0; minute < 12 * 60; minute++)
        {
            var at = T0 + (minute * MinuteMs);
            var batch = new Batch { Quantities = { "heartRate", "spo2", "door", "battery" } };
            foreach (var (device, deviceClass, _) in _devices)
                batch.Devices.Add(new DeviceRef { Community = Community, Class = deviceClass, Device = device });
            if (minute < 600)
                Message(batch, 0, at, (0, minute is (>= 60 and < 70) or (>= 200 and < 205) ? 140 : 80), (1, minute is >= 70 and < 200 ? 95 + (minute % 3) : 97));
            if (minute % 60 == 0 || minute is 303 or 345)
                Message(batch, 1, at, (2, minute is >= 303 and < 345 ? 1 : 0), (3, 80));
            if (minute % 60 == 0)
                Message(batch, 2, at, (3, 90));
            if (minute is 100 or 101)
                Happened(batch, at, $"e-{minute}");
            Block(batch, at + 500);
            Entry(LogEntryKind.Tick, at + 30_000, []);
        }

        _commit.Entries.Sort(static (x, y) => x.Position.CompareTo(y.Position));
        await _store.CommitAsync(_commit, Cancel);
        await _store.SaveSnapshotAsync(Community, _state.Position, CommunitySnapshot.Write(_state), Cancel);

        void Entry(LogEntryKind kind, long atMs, byte[] body) => Fold(new LogEntry(Community, ++position, kind, atMs, 0, body), []);

        void Block(Batch batch, long atMs)
        {
            if (batch.Device.Count + batch.Events.Count == 0)
                return;
            var bytes = batch.ToByteArray();
            _commit.Blocks.Add(new LogBlock(++_block, bytes));
            Fold(new LogEntry(Community, ++position, LogEntryKind.Batch, atMs, _block, "gw-1"u8.ToArray()), bytes);
        }
    }

    private void Message(Batch batch, int device, long atMs, params (int Quantity, double Value)[] values)
    {
        var (lastAtMs, lastReceivedMs) = (batch.AtMs.Sum(), batch.ReceivedAtMs.Sum());
        batch.Device.Add((uint)device);
        batch.AtMs.Add(atMs - lastAtMs);
        batch.ReceivedAtMs.Add(atMs + 200 - lastReceivedMs);
        batch.Quality.Add(0);
        batch.ValueCount.Add((uint)values.Length);
        foreach (var (quantity, value) in values)
        {
            batch.Quantity.Add((uint)quantity);
            batch.Value.Add(value);
            _commit.Rows.Add(new SeriesRow(_store.SeriesIdOf(_devices[device].Device, batch.Quantities[quantity]), atMs, atMs + 200, value, Quality.Good));
        }
    }

    private void Happened(Batch batch, long atMs, string id)
    {
        batch.Events.Add(new DeviceEvent { Device = 2, AtMs = atMs, ReceivedAtMs = atMs + 200, EventId = id, Type = "sos", DataJson = "{}" });
        _commit.Events.Add(new StoredEvent(Community, "p-1", "sos", id, atMs, atMs + 200, Quality.Good, "{}"));
    }

    private void Fold(LogEntry entry, byte[] block)
    {
        _commit.Entries.Add(entry);
        var changes = new FoldChanges();
        CommunityFold.Apply(_state, CommunityEntry.FromLog(entry, block), changes);
        // Each of these raises once, and again only after it had ended: what a back-test counts.
        _live.AddRange(changes.Alerts.Where(c => c.Transition.What is AlertWords.Raised or AlertWords.Again).Select(c => new AlertChangeAt(c.Alert.Rule, c.Alert.Subject, c.Transition.AtMs)));
    }

    private sealed record AlertChangeAt(string Rule, string Subject, long AtMs);
}
