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
public sealed record TrialDevice(string Id, string Class, string Place);

/// <summary>
/// One community's log as it would be written, folded entry by entry by the very fold that the cloud runs, in memory and in whatever time it is given. Nothing is stored. Not thread-safe.
/// </summary>
public sealed class AlertTrial
{
    /// <summary>The one gateway of the community.</summary>
    public const string Gateway = "trial-gateway";

    private readonly CommunityState _state;
    private readonly FoldChanges _changes = new();
    private readonly byte[] _gateway = Encoding.UTF8.GetBytes(Gateway);
    private long _version;

    /// <summary>A community with devices, at an instant, under the rules that this program ships.</summary>
    public AlertTrial(string community, IReadOnlyList<TrialDevice> devices, long atMs)
    {
        ArgumentNullException.ThrowIfNull(devices);
        _state = new CommunityState(community);
        var enrolments = devices.Select(d => new LoggedEnrolment(d.Id, d.Class, Gateway, Retired: false, ++_version)).ToArray();
        Add(LogEntryKind.Registry, atMs, MessagePackSerializer.Serialize(enrolments));
        var twins = devices.Where(static d => d.Place.Length > 0).Select(d =>
        {
            var version = ++_version;
            return new LoggedTwin { Id = $"device:{d.Id}", Community = community, Revision = version, Version = version, Relations = [new LoggedRelation(RelationKind.IsIn, d.Place)] };
        }).ToArray();
        Add(LogEntryKind.Graph, atMs, MessagePackSerializer.Serialize(twins));
        Add(LogEntryKind.Rules, atMs, RuleSets.Shipped);
    }

    /// <summary>Takes the transitions of alerts as they come.</summary>
    public Action<AlertChange> OnChange { get; init; } = static _ => { };

    /// <summary>Takes what detectors would be given, a quarter of an hour each.</summary>
    internal Action<CommunitySamples>? OnQuarter { get; init; }

    /// <summary>Alerts that are open: id, what they are about, where they stand, since when, and whether they end by themselves.</summary>
    public IEnumerable<(string Id, AlertStage Stage, long StageSinceMs, bool IsLatched)> Open => _state.Alerts.Open.Values.Select(static a => (a.Id, a.Stage, a.StageSinceMs, a.IsLatched));

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
        if (_changes.SampledQuarterMs > 0)
            OnQuarter?.Invoke(SeriesSampler.Of(_state, _changes.SampledQuarterMs));
        _changes.Clear();
    }
}
