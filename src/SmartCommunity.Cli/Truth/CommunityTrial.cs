using System.Text.Json;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Cloud.Alerts.Trials;
using SmartCommunity.Gateway.Decode;
using SmartCommunity.Simulators;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cli.Truth;

/// <summary>What a trial of one community gave.</summary>
/// <param name="Labels">What truly happened.</param>
/// <param name="Alerts">What was raised, with the rows for a file.</param>
/// <param name="Messages">What the devices did.</param>
/// <param name="LeftOut">Kinds of fault that found no device or no room.</param>
/// <param name="Series">Series that detectors looked at.</param>
/// <param name="Strength">From which strength on they raised alerts in the end.</param>
internal sealed record CommunityOutcome(IReadOnlyList<FaultLabel> Labels, IReadOnlyList<(JudgedAlert Alert, AlertRow Row)> Alerts, long Messages, IReadOnlyList<string> LeftOut, int Series, float Strength);

/// <summary>What is played.</summary>
/// <param name="Seed">Seed of the district.</param>
/// <param name="Scale">Scale of the district.</param>
/// <param name="Start">Where the simulated time begins.</param>
/// <param name="Length">How much of it.</param>
/// <param name="Incidents">Probability of a fall or call for help per home and day, besides the faults.</param>
internal sealed record TrialPlan(ulong Seed, double Scale, DateTimeOffset Start, TimeSpan Length, double Incidents);

/// <summary>
/// Plays one community in simulated time: simulated devices → the gateway's decoding → the community's log → the very fold of the cloud, with the detectors behind it. No socket, no clock, no disk but for what
/// detectors say; an operator acknowledges, and closes what is over. Not thread-safe.
/// </summary>
internal sealed class CommunityTrial
{
    /// <summary>As the cloud ticks.</summary>
    private const long TickMs = 10_000;

    /// <summary>From a device's send to the commit of an alarm: a few fsyncs.</summary>
    private const long AlarmLineMs = 50;

    /// <summary>An operator acknowledges after half a minute and closes a quarter of an hour after it is over, or after it was taken up when it does not end by itself.</summary>
    private const long AcknowledgeMs = 30_000, CloseMs = 900_000;

    private const long ReconnectMs = 1_000;

    private const string Operator = "trial";

    private readonly AlertTrial _cloud;
    private readonly DryIntake _gateway = new();
    private readonly Dictionary<string, List<PlayedAct>> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlertStage> _stages = new(StringComparer.Ordinal);
    private readonly List<(JudgedAlert Alert, AlertRow Row)> _alerts = [];
    private readonly List<FaultLabel> _labels = [];
    private long _nextTickMs;

    private CommunityTrial(SimulatedDistrict district, string community, long startMs, DetectorLedger ledger, double share)
    {
        _cloud = new AlertTrial(community, DevicesOf(district, community), startMs, ledger, share) { OnChange = See };
        _nextTickMs = startMs + TickMs;
        foreach (var device in district.Devices)
            _gateway.Say(device.Address, online: true, startMs);
    }

    /// <summary>Plays a community with every kind of fault once in each week.</summary>
    /// <param name="plan">What is played.</param>
    /// <param name="community">Code of the community.</param>
    /// <param name="share">Its share of its office's budget of alerts, above 0 to 1.</param>
    /// <param name="stop">Ends it early.</param>
    internal static CommunityOutcome Run(TrialPlan plan, string community, double share, CancellationToken stop)
    {
        // Nobody logs in here: any secret does.
        var district = SimulatedDistrict.Plan(plan.Seed, [community], plan.Scale, new byte[DeviceToken.MinSecretBytes]);
        var (orders, leftOut) = FaultWeek.OrdersOfWeeks(district, community, plan.Start, plan.Length);
        var folder = Directory.CreateTempSubdirectory("smartcommunity-trial-").FullName;
        try
        {
            var file = Path.Combine(folder, "detectors.db");
            using var ledger = DetectorLedger.Open(file);
            var trial = new CommunityTrial(district, community, plan.Start.ToUnixTimeMilliseconds(), ledger, share);
            var options = new FleetOptions { Endpoint = _ => throw new NotSupportedException(), IncidentsPerHomeDay = plan.Incidents };
            var summary = SimulationRecord.Play(district, plan.Start, plan.Length, (null, orders), options, trial.Take, trial._labels.AddRange, stop);
            trial.TickUntil((plan.Start + plan.Length).ToUnixTimeMilliseconds());
            var detectors = TruthDetectors.OfLedger(file, [community]);
            return new CommunityOutcome(
                trial._labels, [.. trial._alerts.Select(a => (a.Alert with { Detector = detectors.Of(a.Row) }, a.Row))], summary.Acts, [.. leftOut, .. summary.Unplaced], trial._cloud.Series, trial._cloud.Strength);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Take(PlayedAct act)
    {
        TickUntil(act.DueMs);
        switch (act.Kind)
        {
            case PlayedKind.Cut:
                _held[act.Device.Id] = [];
                _gateway.Say(act.Device.Address, online: false, act.DueMs);
                break;
            case PlayedKind.Restore when _held.Remove(act.Device.Id, out var held):
                _gateway.Say(act.Device.Address, online: true, act.DueMs);
                foreach (var late in held.Where(static h => h.IsEvent).Concat(held.Where(static h => !h.IsEvent)))
                    _gateway.Publish(late.Device.Address, late.Topic, late.Payload.Span, act.DueMs);
                break;
            case PlayedKind.Publish when _held.TryGetValue(act.Device.Id, out var waiting):
                waiting.Add(act);
                return;
            case PlayedKind.WrongToken:
                _gateway.RefuseLogin(act.Device.Address, act.DueMs);
                break;
            case PlayedKind.Publish when !_gateway.Publish(act.Device.Address, act.Topic, act.Payload.Span, act.DueMs):
                // An MQTT 3.1.1 device that is refused a topic loses its connection, and comes again.
                _gateway.Say(act.Device.Address, online: false, act.DueMs);
                _gateway.Say(act.Device.Address, online: true, act.DueMs + ReconnectMs);
                break;
        }

        if (_gateway.HasAlarm)
            _cloud.Take(_gateway.TakeBatch(), act.DueMs + AlarmLineMs);
    }

    private void TickUntil(long atMs)
    {
        for (; _nextTickMs <= atMs; _nextTickMs += TickMs)
        {
            _cloud.Take(_gateway.TakeBatch(), _nextTickMs);
            _cloud.Tick(_nextTickMs);
            Operate(_nextTickMs);
        }
    }

    private void Operate(long nowMs)
    {
        foreach (var (id, stage, sinceMs, isEvent) in _cloud.Open.ToArray())
        {
            if (stage == AlertStage.Firing && nowMs - sinceMs >= AcknowledgeMs)
                _cloud.Act(id, "acknowledge", Operator, nowMs);
            else if ((stage == AlertStage.Resolved || (stage == AlertStage.Acknowledged && isEvent)) && nowMs - sinceMs >= CloseMs)
                _cloud.Act(id, "close", Operator, nowMs, "true");
        }
    }

    private void See(AlertChange change)
    {
        var (row, transition) = (change.Alert, change.Transition);
        var isBack = transition.What == "again" && _stages.GetValueOrDefault(row.Id) == AlertStage.Resolved;
        if (transition.What == "raised" || isBack)
            _alerts.Add((TruthAlerts.Of(row, transition.Number, transition.AtMs), row));
        if (transition.Stage == AlertStage.Closed)
            _stages.Remove(row.Id);
        else
            _stages[row.Id] = transition.Stage;
    }

    /// <summary>The devices with their places, as the map of the simulated district has them.</summary>
    private static TrialDevice[] DevicesOf(SimulatedDistrict district, string community)
    {
        using var map = JsonDocument.Parse(SimulatedMap.GeoJson(district, community));
        var placed = map.RootElement.GetProperty("features").EnumerateArray().Select(static f => f.GetProperty("properties")).Where(static p => p.GetProperty("kind").GetString() == "device").ToDictionary(
            static p => p.GetProperty("code").GetString()!,
            static p => (Place: p.GetProperty("place").GetString()!, Serves: p.TryGetProperty("serves", out var served) ? served.EnumerateArray().Select(static t => t.GetString()!).ToArray() : []), StringComparer.Ordinal);
        return [.. district.Devices.Select(d => placed.TryGetValue(d.Id, out var there) ? new TrialDevice(d.Id, d.Address.Class, there.Place, there.Serves) : new TrialDevice(d.Id, d.Address.Class, "", []))];
    }
}
