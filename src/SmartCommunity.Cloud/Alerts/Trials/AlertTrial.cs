using System.Text;
using MessagePack;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Alerts.Trials;

/// <summary>A device of a trial.</summary>
/// <param name="Id">Device id.</param>
/// <param name="Class">Class code.</param>
/// <param name="Place">Twin id of the place it is in; empty: only in the community.</param>
/// <param name="Serves">Twin ids of what it serves, as a gate its parking site.</param>
public sealed record TrialDevice(string Id, string Class, string Place, IReadOnlyList<string> Serves);

/// <summary>
/// One community's log as it would be written, folded entry by entry by the very fold that the cloud runs, in whatever time it is given, with the detectors behind it. Nothing is stored but what detectors
/// say, in the ledger that is handed in. Not thread-safe.
/// </summary>
public sealed class AlertTrial
{
    private const long HourMs = 3_600_000;

    /// <summary>The one gateway of the community.</summary>
    public const string Gateway = "trial-gateway";

    private readonly CommunityState _state;
    private readonly FoldChanges _changes = new();
    private readonly byte[] _gateway = Encoding.UTF8.GetBytes(Gateway);
    private readonly DetectorLedger _ledger;
    private readonly CommunityDetectors _detectors;
    private readonly double _alertsAnHour;
    private long _version, _hour;

    /// <summary>A community with devices, at an instant, under the rules that this program ships.</summary>
    /// <param name="community">Its code.</param>
    /// <param name="devices">Its devices.</param>
    /// <param name="atMs">Where its log begins, epoch milliseconds.</param>
    /// <param name="ledger">An empty ledger of detectors.</param>
    /// <param name="share">The community's share of its office's budget of alerts, above 0 to 1: offices are not played together.</param>
    public AlertTrial(string community, IReadOnlyList<TrialDevice> devices, long atMs, DetectorLedger ledger, double share)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(ledger);
        (_ledger, _detectors, _alertsAnHour) = (ledger, new CommunityDetectors(community, ledger, LearnedModels.None), RuleSets.Current.Detectors.AlertsAnHour * share);
        _state = new CommunityState(community);
        var enrolments = devices.Select(d => new LoggedEnrolment(d.Id, d.Class, Gateway, Retired: false, ++_version)).ToArray();
        Add(LogEntryKind.Registry, atMs, MessagePackSerializer.Serialize(enrolments));
        var twins = devices.Where(static d => d.Place.Length > 0).Select(d =>
        {
            var version = ++_version;
            LoggedRelation[] relations = [new(RelationKind.IsIn, d.Place), .. d.Serves.Select(static served => new LoggedRelation(RelationKind.Serves, served))];
            return new LoggedTwin { Id = $"device:{d.Id}", Community = community, Revision = version, Version = version, Relations = relations };
        }).ToArray();
        Add(LogEntryKind.Graph, atMs, MessagePackSerializer.Serialize(twins));
        Add(LogEntryKind.Rules, atMs, RuleSets.Shipped);
    }

    /// <summary>Takes the transitions of alerts as they come.</summary>
    public Action<AlertChange> OnChange { get; init; } = static _ => { };

    /// <summary>Takes what detectors would be given, a quarter of an hour each.</summary>
    internal Action<CommunitySamples>? OnQuarter { get; init; }

    /// <summary>Alerts that are open: id, what they are about, where they stand, since when, and whether they are about an event, which does not end by itself.</summary>
    public IEnumerable<(string Id, AlertStage Stage, long StageSinceMs, bool IsEvent)> Open => _state.Alerts.Open.Values.Select(static a => (a.Id, a.Stage, a.StageSinceMs, a.EventId.Length > 0));

    /// <summary>Series that detectors look at.</summary>
    public int Series => _detectors.Count;

    /// <summary>From which strength on detectors raise alerts.</summary>
    public float Strength => _state.Detections.Strength;

    /// <summary>A batch of the gateway was committed.</summary>
    public void Take(byte[] batch, long writtenAtMs)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Length > 0)
            Apply(new CommunityEntry { Position = _state.Position + 1, Kind = LogEntryKind.Batch, AtMs = writtenAtMs, Body = _gateway, Block = batch });
    }

    /// <summary>Time passed.</summary>
    public void Tick(long atMs, bool isGatewayAway = false) => Add(LogEntryKind.Tick, atMs, MessagePackSerializer.Serialize<string[]>(isGatewayAway ? [Gateway] : []));

    /// <summary>A person does something about an alert; see <see cref="Contracts.Http.NewAlertAction"/> for the words.</summary>
    public void Act(string alert, string action, string actor, long atMs, string code = "")
    {
        var version = ++_version;
        Add(LogEntryKind.AlertActions, atMs, MessagePackSerializer.Serialize(new LoggedAlertActions([new LoggedAlertAction(alert, action, actor, atMs, "", code, "", version)], version)));
    }

    private void Add(LogEntryKind kind, long atMs, byte[] body) => Apply(new CommunityEntry { Position = _state.Position + 1, Kind = kind, AtMs = atMs, Body = body, Block = [] });

    private void Apply(CommunityEntry entry)
    {
        CommunityFold.Apply(_state, entry, _changes);
        foreach (var change in _changes.Alerts)
            OnChange(change);
        var quarterMs = _changes.SampledQuarterMs;
        _changes.Clear();
        if (quarterMs > 0)
            Detect(quarterMs);
    }

    /// <summary>As <see cref="DetectorWorks"/> does behind the commits.</summary>
    private void Detect(long quarterMs)
    {
        var samples = SeriesSampler.Of(_state, quarterMs);
        OnQuarter?.Invoke(samples);
        foreach (var body in _detectors.Judge(samples))
            Add(LogEntryKind.Detections, _state.NowMs, MessagePackSerializer.Serialize(body));
        if (quarterMs / HourMs <= _hour)
            return;
        _hour = quarterMs / HourMs;
        if (OfficeStrengths.Of(_ledger, [_state.Community], OfficeStrengths.Heard(RuleSets.Current), _alertsAnHour, quarterMs) is not var (strength, _, _) || strength.Equals(Strength))
            return;
        Add(LogEntryKind.Detections, _state.NowMs, MessagePackSerializer.Serialize(new LoggedDetections(0, [], strength)));
    }
}
