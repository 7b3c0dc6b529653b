using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Kits;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Trials;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Tests.Cli;

namespace SmartCommunity.Tests.Anomaly.Kits;

/// <summary>Simulated homes through the gateway's decoding and the cloud's fold: three weeks to learn from, then a fault in a home every day and a half, each kind that a kit could show.</summary>
public sealed class SimulatedKitTests
{
    // Four homes; the figures of decision 0038 are those of eight.
    private static readonly double _scale = Environment.GetEnvironmentVariable("SMARTCOMMUNITY_LONG") == "1" ? 2 : 1;

    private const int LearningDays = 21, JudgedDays = 10, HoursADay = 24, MostFaults = 6;
    private const string Community = "baihe";

    /// <summary>An alert may come at the end of the hour after the one in which a fault ended.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromHours(2);

    private static readonly DateTimeOffset _start = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));

    private static readonly string[] _kinds = ["stuck", "offset", "wrongUnit", "drift", "heartRateHigh", "spo2Low", "fever", "noActivity", "nightWandering", "burstPipe"];

    [Fact]
    public void Components_find_no_fewer_faults_of_simulated_homes_than_what_is_usual_at_the_hour_and_mostly_faults()
    {
        var (homes, labels) = Play();

        var model = KitTraining.Run([.. homes.Select(h => h with { Hours = [.. h.Hours.Take(LearningDays * HoursADay)] })], DateTimeOffset.UnixEpoch);
        var without = KitTraining.Bare(model);
        var (with, alone) = (Score(model, homes, labels), Score(without, homes, labels));

        TestContext.Current.TestOutputHelper?.WriteLine($"{model.Components.Count} components of {string.Join(", ", model.Columns)}; held out {model.HeldOut}, gain {model.HeldOut.Gain:P1}");
        foreach (var (name, judged, score) in new[] { ("components", model, with), ("usual alone", without, alone) })
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: recall {score.Recall:P1} of {score.Events}, precision {score.Precision:P1} of {score.Alerts} in {homes.Count * JudgedDays} home-days");
            foreach (var kind in labels.GroupBy(l => l.Kind))
                TestContext.Current.TestOutputHelper?.WriteLine($"  {kind.Key}: {Score(judged, homes, [.. kind]).Found} of {kind.Count()}");
        }

        Assert.Equal(4 * _scale, homes.Count);
        Assert.True(model.HeldOut.Gain >= 0.05, $"{model.HeldOut}");
        Assert.True(with.Found >= alone.Found, $"{with.Found} of {with.Events} beside {alone.Found}");
        Assert.True(with.Precision >= 0.75, $"{with.True} of {with.Alerts}");
    }

    private static EventScore Score(KitModel model, IReadOnlyList<KitSeries> homes, IReadOnlyCollection<FaultLabel> labels) => EventScorer.Score(
        [.. labels.Select(l => new TruthInterval(HomeOf(l.Devices[0]), l.From, l.To))], [.. homes.SelectMany(h => Alerts(model, h).Select(at => new RaisedAlert(h.Name, at)))], _grace);

    private static IEnumerable<DateTimeOffset> Alerts(KitModel model, KitSeries home)
    {
        var detector = new KitDetector(model);
        foreach (var (i, row) in home.Rows(model.Columns).Index())
        {
            if (detector.Next(home.First + i, row) is { } score && i >= LearningDays * HoursADay && score.Record >= KitDetector.Certain)
                yield return DateTimeOffset.UnixEpoch.AddHours(home.First + i + 1) - _start.Offset;
        }
    }

    private static (IReadOnlyList<KitSeries> Homes, IReadOnlyList<FaultLabel> Labels) Play()
    {
        var district = SimulatedDistrict.Plan(7, [Community], _scale, new byte[DeviceToken.MinSecretBytes]);
        SimulatedDevice[] devices = [.. district.Devices.Where(static d => d.Home > 0)];
        var (homes, labels) = (new HomesGathered(), new List<FaultLabel>());
        using var folder = new TemporaryFolder();
        using var ledger = DetectorLedger.Open(Path.Combine(folder.Path, "detectors.db"));
        var cloud = new AlertTrial(Community, [.. devices.Select(d => new TrialDevice(d.Id, d.Address.Class, $"unit:{HomeOf(d.Id)}", []))], _start.ToUnixTimeMilliseconds(), ledger, share: 1) { OnQuarter = homes.Take };
        var gateway = new DryIntake();
        foreach (var device in devices)
            gateway.Say(device.Address, online: true, _start.ToUnixTimeMilliseconds());
        var nextTickMs = _start.ToUnixTimeMilliseconds();
        var options = new FleetOptions { Endpoint = _ => throw new NotSupportedException(), IncidentsPerHomeDay = 0 };
        SimulationRecord.Play(district, _start, TimeSpan.FromDays(LearningDays + JudgedDays), (null, Orders(devices)), options, Take, labels.AddRange, TestContext.Current.CancellationToken);
        return (homes.Whole(), labels);

        void Take(PlayedAct act)
        {
            for (; nextTickMs <= act.DueMs; nextTickMs += 60_000)
            {
                cloud.Take(gateway.TakeBatch(), nextTickMs);
                cloud.Tick(nextTickMs);
            }

            if (act.Device.Home > 0 && act.Kind == PlayedKind.Publish)
                gateway.Publish(act.Device.Address, act.Topic, act.Payload.Span, act.DueMs);
        }
    }

    private static FaultOrder[] Orders(SimulatedDevice[] devices)
    {
        var orders = new List<FaultOrder>();
        foreach (var home in devices.GroupBy(d => d.Home))
        {
            for (var i = 0; i < MostFaults; i++)
            {
                var kind = FaultCatalogue.All.Single(k => k.Name == _kinds[(home.Key + (3 * i)) % _kinds.Length]);
                var device = home.Where(d => kind.FallsOn(d.Address.Class)).OrderByDescending(static d => d.Address.Class == "wearable").ThenBy(d => d.Id, StringComparer.Ordinal).FirstOrDefault();
                var at = _start.AddDays(LearningDays).AddHours((36 * i) + home.Key);
                if (kind.Scope == FaultScope.Home)
                    orders.Add(new FaultOrder(kind, new FaultSubjects(Home: home.Key, Community: Community), at, kind.StandardLength, new Dictionary<string, double>(), "trial"));
                else if (device is not null)
                    orders.Add(new FaultOrder(kind, new FaultSubjects(Device: device.Id), at, kind.StandardLength, new Dictionary<string, double>(), "trial"));
            }
        }

        return [.. orders.OrderBy(o => o.From)];
    }

    private static string HomeOf(string device) => _homes.TryGetValue(device, out var home) ? home : throw new KeyNotFoundException(device);

    private static readonly Dictionary<string, string> _homes = SimulatedDistrict.Plan(7, [Community], _scale, new byte[DeviceToken.MinSecretBytes]).Devices.Where(static d => d.Home > 0)
        .ToDictionary(static d => d.Id, static d => $"home-{d.Home}", StringComparer.Ordinal);

    /// <summary>What is sampled, as hours of homes.</summary>
    private sealed class HomesGathered
    {
        private readonly Dictionary<string, (KitHour Hour, List<double[]> Hours, long First)> _gathered = [];
        private string[]? _columns;

        internal void Take(CommunitySamples samples)
        {
            _columns ??= [.. SmartCommunity.Telemetry.DeviceClassCatalogue.Default.All.SelectMany(KitSampler.ColumnsOf).Select(c => c.Column).Order(StringComparer.Ordinal)];
            foreach (var home in samples.Kits.GroupBy(k => k.Home["unit:".Length..]))
            {
                if (!_gathered.TryGetValue(home.Key, out var own))
                    _gathered[home.Key] = own = (new KitHour(_columns), [], 0);
                if (!own.Hour.Take(samples.EndMs, home))
                    continue;
                var first = own.Hours.Count == 0 ? own.Hour.Number : own.First;
                while (first + own.Hours.Count < own.Hour.Number)
                    own.Hours.Add([.. _columns.Select(_ => double.NaN)]);
                own.Hours.Add(own.Hour.Values);
                _gathered[home.Key] = own with { First = first };
            }
        }

        internal IReadOnlyList<KitSeries> Whole() => [.. _gathered.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new KitSeries(g.Key, g.Value.First, _columns!, g.Value.Hours))];
    }
}
