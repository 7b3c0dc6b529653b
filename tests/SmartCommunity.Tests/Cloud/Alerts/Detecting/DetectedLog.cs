using MessagePack;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

/// <summary>A community's log with the shipped rules, folded as it is written, and its detectors behind it: what they say is written into the log.</summary>
internal sealed class DetectedLog
{
    internal const string Community = "baihe";
    internal const long QuarterMs = SeriesSampler.StepMs, SecondMs = 1_000;

    private readonly DetectorLedger _ledger;
    private readonly LearnedModels _models;
    private readonly LogWriter _log = new(Community);
    private readonly FoldChanges _changes = new();
    private CommunityDetectors _detectors;
    private int _folded;

    internal DetectedLog(DetectorLedger ledger, LearnedModels? models = null, byte[]? rules = null)
    {
        (_ledger, _models) = (ledger, models ?? LearnedModels.None);
        _detectors = new CommunityDetectors(Community, ledger, _models);
        Add(LogEntryKind.Rules, StartMs, rules ?? RuleSets.Shipped);
        _log.TickAway(StartMs + SecondMs);
        Fold();
    }

    /// <summary>Midnight of a Monday, Asia/Shanghai, and of the clock bins of the recorded data.</summary>
    internal static long StartMs { get; } = ChinaTime.StartMs(new DateOnly(2026, 3, 2));

    internal CommunityState State { get; private set; } = new(Community);

    internal List<AlertChange> Changes { get; } = [];

    /// <summary>What stands in the log of detectors.</summary>
    internal IEnumerable<LoggedDetections> Logged =>
        _log.Entries.Where(e => e.Kind == LogEntryKind.Detections).Select(e => MessagePackSerializer.Deserialize<LoggedDetections>(e.Body));

    internal IEnumerable<LoggedDetection> Said => Logged.SelectMany(l => l.Said);

    internal IEnumerable<AlertRow> Raised(string rule) => Changes.Where(c => c.Alert.Rule == rule && c.Transition.What == "raised").Select(c => c.Alert);

    internal DetectedLog Enrol(string device, string deviceClass, string? place = null)
    {
        _log.Enrol(device, deviceClass);
        if (place is not null)
            Relate($"device:{device}", "isIn", place);
        Fold();
        return this;
    }

    internal DetectedLog Relate(string twin, string kind, string target)
    {
        var version = _log.Entries.Count + 1;
        LoggedTwin[] twins = [new() { Id = twin, Community = Community, Revision = version, Version = version, Relations = [new LoggedRelation(kind, target)] }];
        return Add(LogEntryKind.Graph, 0, MessagePackSerializer.Serialize(twins, cancellationToken: CancellationToken.None));
    }

    /// <summary>Lets a quarter of an hour pass in which devices of a class said something, half a minute before its end.</summary>
    internal DetectedLog Quarter(int number, string deviceClass, string quantity, params (string Device, double Value)[] values) =>
        Quarter(number, [.. values.Select(v => (v.Device, deviceClass, quantity, v.Value))]);

    /// <summary>The same of devices of several classes.</summary>
    internal DetectedLog Quarter(int number, params (string Device, string Class, string Quantity, double Value)[] values)
    {
        var endMs = StartMs + ((number + 1) * QuarterMs);
        foreach (var (device, deviceClass, quantity, value) in values)
        {
            if (double.IsFinite(value))
                _log.Measure(LogWriter.Gateway, device, deviceClass, endMs - (30 * SecondMs), endMs - (30 * SecondMs), [(quantity, value)], Quality.Good, endMs - (29 * SecondMs));
        }

        _log.TickAway(endMs + SecondMs);
        Fold();
        return this;
    }

    /// <summary>Goes on as a restart finds it: state from a snapshot, detectors from the ledger.</summary>
    internal DetectedLog Restart()
    {
        State = CommunitySnapshot.Read(CommunitySnapshot.Write(State));
        _detectors = new CommunityDetectors(Community, _ledger, _models);
        return this;
    }

    /// <summary>What the log alone gives, without detectors and their models.</summary>
    internal (CommunityState State, List<AlertChange> Changes) Replay()
    {
        var (state, changes, alerts) = (new CommunityState(Community), new FoldChanges(), new List<AlertChange>());
        foreach (var entry in _log.Entries)
        {
            CommunityFold.Apply(state, entry, changes);
            alerts.AddRange(changes.Alerts);
            changes.Clear();
        }

        return (state, alerts);
    }

    internal DetectedLog SetStrength(float strength) => Add(LogEntryKind.Detections, State.WrittenAtMs, Body(new LoggedDetections(0, [], strength)));

    /// <summary>Says a setting.</summary>
    internal DetectedLog Set(LoggedAlertSetting setting) => Add(
        LogEntryKind.AlertSettings, State.WrittenAtMs, MessagePackSerializer.Serialize(new LoggedAlertSettings([setting], setting.Version), cancellationToken: CancellationToken.None));

    /// <summary>Writes what detectors say again as it is.</summary>
    internal DetectedLog Write(LoggedDetections body) => Add(LogEntryKind.Detections, State.WrittenAtMs, Body(body));

    private static byte[] Body(LoggedDetections body) => MessagePackSerializer.Serialize(body, cancellationToken: CancellationToken.None);

    private DetectedLog Add(LogEntryKind kind, long atMs, byte[] body)
    {
        _log.Add(new CommunityEntry { Position = 0, Kind = kind, AtMs = atMs, Body = body, Block = [] });
        Fold();
        return this;
    }

    private void Fold()
    {
        for (; _folded < _log.Entries.Count; _folded++)
        {
            CommunityFold.Apply(State, _log.Entries[_folded], _changes);
            Changes.AddRange(_changes.Alerts);
            var sampled = _changes.SampledQuarterMs;
            _changes.Clear();
            if (sampled == 0)
                continue;
            foreach (var body in _detectors.Judge(SeriesSampler.Of(State, sampled)))
                _log.Add(new CommunityEntry { Position = 0, Kind = LogEntryKind.Detections, AtMs = sampled + (2 * SecondMs), Body = Body(body), Block = [] });
        }
    }
}
