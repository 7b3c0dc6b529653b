using System.Globalization;
using System.Runtime.CompilerServices;
using MessagePack;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using static System.Console;

namespace SmartCommunity.Benchmarks;

/// <summary>
/// What the scores of one community of 60 devices hold beyond its twins, by what holds it: a month of every device at its report interval comes at once, as after a long outage, then the community lives on for
/// 66 days. Communities are folded as their grains do; a part's memory is what is left of it when it is dropped. Bound: 200 kB a community. Prints Markdown.
/// </summary>
internal static class ScoringMemory
{
    private const int Communities = 5;
    private const int DaysAtOnce = 30;
    private const int DaysLived = 66; // With the month before, windows of 30 days and the 62 beyond them are full; and there are all frozen scores there can be.
    private const int Bound = 200;
    private const int StateIsZero = 8;
    private const long MinuteMs = 60_000, HourMs = 3_600_000;
    private static readonly long _noon = ChinaTime.StartMs(new DateOnly(2026, 10, 28)) + (12 * HourMs);
    private static readonly StreamAggregates _nothing = new(ScoringPacks.Current.Plan);

    internal static int Run()
    {
        _ = AtOnce(0);
        WriteLine($"# Memory of scores, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC\n\nkB a community beyond its twins, mean of {Communities}; {DaysAtOnce} days came at once.\n");
        WriteLine("| When | History | Last evaluation and its inputs | Frozen scores | Live views | All (target 200) |\n|---|---|---|---|---|---|");
        Measure("the minutes after", AtOnce);
        Measure("after the hour", static seed => AtOnce(seed).Tick(_noon + HourMs));
        Measure("after the hour and a restart", static seed => AtOnce(seed).Tick(_noon + HourMs).Restarted());
        var most = Measure("66 days later", Lived);
        most = Math.Max(most, Measure("66 days later and a restart", static seed => Lived(seed).Restarted()));
        return most <= Bound ? 0 : 1;
    }

    private static Kept AtOnce(int seed)
    {
        var (kept, random) = (new Kept($"c{seed}", _noon), new Random(seed));
        for (var day = DaysAtOnce; day >= 0; day--)
        {
            var fromMs = ChinaTime.DayStartMs(_noon) - (day * ChinaTime.DayMs);
            kept.Receive(fromMs, Math.Min(fromMs + ChinaTime.DayMs, _noon), _noon + 1, random);
        }

        return kept.Tick(_noon + MinuteMs).Tick(_noon + (2 * MinuteMs));
    }

    private static Kept Lived(int seed)
    {
        var (kept, random) = (AtOnce(seed), new Random(seed));
        for (var fromMs = _noon; fromMs < _noon + (DaysLived * ChinaTime.DayMs); fromMs += HourMs)
            kept.Receive(fromMs, fromMs + HourMs, fromMs + HourMs, random).Tick(fromMs + HourMs);
        return kept;
    }

    /// <summary>Returns the kilobytes of all parts. Not inlined, so that nothing of what was measured before is still referred to.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Measure(string when, Func<int, Kept> make)
    {
        var kept = Enumerable.Range(1, Communities).Select(make).ToArray();
        foreach (var community in kept)
            community.Show();
        var all = GC.GetTotalMemory(forceFullCollection: true);
        double Dropped(Action<Kept> drop)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            Array.ForEach(kept, drop);
            return (before - GC.GetTotalMemory(forceFullCollection: true)) / 1000.0 / Communities;
        }

        var views = Dropped(static k => k.DropViews());
        var evaluation = Dropped(static k => k.DropEvaluation());
        var frozen = Dropped(static k => k.State.Scoring.Frozen.Clear());
        var history = Dropped(static k =>
        {
            k.State.Scoring.Forget();
            k.State.Scoring.Aggregates = _nothing;
        });
        var sum = (all - GC.GetTotalMemory(forceFullCollection: true)) / 1000.0 / Communities;
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {when} | {history:F0} | {evaluation:F0} | {frozen:F0} | {views:F0} | {sum:F0} |"));
        GC.KeepAlive(kept);
        return sum;
    }

    /// <summary>Events of a device a day: of the whole community 120 entries at three gates, 50 parcels, 60 drops of waste and one or two calls, as <see cref="AggregateCommunity"/> has them.</summary>
    private static double EventsOf(string code) => code switch
    {
        "parkingGate" => 40,
        "parcelLocker" => 50,
        "wasteBin" => 60,
        _ => 0.05,
    };

    /// <summary>A community as its grain keeps it, with what shows its score.</summary>
    private sealed class Kept
    {
        private readonly DeviceSender[] _devices;
        private readonly FoldChanges _changes = new();
        private ScoreBoard _board = new();
        private FeedScore? _view;
        private ScoreKeeper? _scores;

        internal Kept(string community, long atMs)
        {
            _devices = [.. AggregateCommunity.ClassesOfDevices().Select((c, i) => new DeviceSender(community, c, i) { EventsPerDay = EventsOf(c.Code), ZeroOneIn = StateIsZero })];
            State = new CommunityState(community);
            _scores = new ScoreKeeper(State);
            Fold(LogEntryKind.Registry, atMs, MessagePackSerializer.Serialize(_devices.Select(static d => new LoggedEnrolment(d.Id, d.Class.Code, ReplayMeasurement.Gateway, Retired: false, Version: 1)).ToArray()));
            Fold(LogEntryKind.Rules, atMs, RuleSets.Shipped);
            Fold(LogEntryKind.Facts, atMs, MessagePackSerializer.Serialize(ReplayMeasurement.Facts(atMs)));
            Tick(atMs);
        }

        internal CommunityState State { get; private set; }

        internal Kept Tick(long atMs) => Fold(LogEntryKind.Tick, atMs, MessagePackSerializer.Serialize(Array.Empty<string>()));

        /// <summary>What every device measured in a time comes at an instant.</summary>
        internal Kept Receive(long fromMs, long toMs, long atMs, Random random)
        {
            foreach (var device in _devices)
                Fold(LogEntryKind.Batch, atMs, System.Text.Encoding.UTF8.GetBytes(ReplayMeasurement.Gateway), BatchColumns.Of(device.Messages(fromMs, toMs, atMs, random)));
            return this;
        }

        internal Kept Restarted()
        {
            State = CommunitySnapshot.Read(CommunitySnapshot.Write(State));
            _scores = new ScoreKeeper(State);
            foreach (var twin in State.Devices.Values)
                _changes.Devices.Add(twin);
            _scores.Note(_changes);
            _changes.Clear();
            return this;
        }

        internal void Show()
        {
            _view = new FeedScore(State.Community);
            if (_scores!.TryTakeNew(out var score))
            {
                _board.Publish(State.Community, score);
                _view.Update(score, 1);
            }
        }

        internal void DropViews() => (_board, _view) = (new ScoreBoard(), null);

        internal void DropEvaluation() => _scores = null;

        private Kept Fold(LogEntryKind kind, long atMs, byte[] body, BatchColumns? columns = null)
        {
            CommunityFold.Apply(State, new CommunityEntry(columns) { Position = State.Position + 1, Kind = kind, AtMs = atMs, Body = body, Block = [] }, _changes);
            _scores!.Note(_changes);
            _changes.Clear();
            _scores.TakeDue();
            return this;
        }
    }
}
