using System.Text.Json;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Graph;

/// <summary>
/// Changes of the twin graph: places, relationships, desired properties. A change is durable in the registry when its call returns and then goes into its community's
/// log. <c>ifRevision</c> is the revision the caller knows; when the twin has another one, nothing changes (null: whatever it has). Thread-safe.
/// </summary>
public sealed class TwinDesk(RegistryStore store, TwinGraph graph, EnrolmentIndex enrolments, CommandDesk commands, TimeProvider time)
{
    /// <summary>Creates a place. A code that was removed before may be used again; its revisions go on rising.</summary>
    public Task<Outcome<PlaceView>> CreateAsync(NewPlace place, CancellationToken cancellationToken) => PutAsync(place, ifRevision: null, mustExist: false, cancellationToken);

    /// <summary>Replaces all of a place.</summary>
    public Task<Outcome<PlaceView>> ReplaceAsync(NewPlace place, long? ifRevision, CancellationToken cancellationToken) =>
        PutAsync(place, ifRevision, mustExist: true, cancellationToken);

    /// <summary>Removes a place that nothing is in, part of, or related to any more.</summary>
    public async Task<Outcome<PlaceView>> RemoveAsync(TwinId id, long? ifRevision, CancellationToken cancellationToken)
    {
        if (!id.IsMadePlace || !graph.Exists(id))
            return Unknown(id);
        var parent = graph.Read(index => index.PlaceOf(id))!.Value;
        var outcome = await ChangeAsync(
            id, ifRevision,
            (row, relations) =>
            {
                var users = graph.Read(index => index.Incoming(id).Where(i => graph.Exists(i.Source)).ToArray());
                if (users.Length > 0)
                    return new Fault(FaultKind.Conflict, "id", $"{users.Length} twins still refer to '{id}', such as '{users[0].Source}' by {users[0].Kind}; move or remove them first.");
                row.RemovedAtMs = NowMs;
                relations.Clear();
                return null;
            },
            cancellationToken);
        return outcome.Succeeded ? TwinRows.View(outcome.Value!, parent) : outcome.Faults.ToArray();
    }

    /// <summary>Adds a relationship; one of which there may be only one replaces the old. Adding it again changes nothing.</summary>
    public async Task<Outcome<RelationView>> RelateAsync(TwinId source, string kind, TwinId target, long? ifRevision, CancellationToken cancellationToken)
    {
        if (RelationFault(source, kind, target) is { } fault)
            return fault;
        var outcome = await ChangeAsync(source, ifRevision, (_, relations) => Relate(source, kind, target, relations), cancellationToken);
        return outcome.Succeeded ? new RelationView(source.ToString(), kind, target.ToString()) : outcome.Faults.ToArray();
    }

    /// <summary>Removes a relationship. A place cannot be without its place; a device without <c>isIn</c> is in its community.</summary>
    public async Task<Outcome<RelationView>> UnrelateAsync(TwinId source, string kind, TwinId target, long? ifRevision, CancellationToken cancellationToken)
    {
        if (!graph.Exists(source))
            return Unknown(source);
        if (source.IsMadePlace && kind == RelationRules.Containment(source.Kind))
            return new Fault(FaultKind.Conflict, "kind", $"'{source}' must be {kind} something; put another {kind} in its place instead.");
        var outcome = await ChangeAsync(
            source, ifRevision,
            (_, relations) => relations.Remove(new LoggedRelation(kind, target.ToString()))
                ? null
                : new Fault(FaultKind.NotFound, "target", $"There is no relationship '{source}' {kind} '{target}'."),
            cancellationToken);
        return outcome.Succeeded ? new RelationView(source.ToString(), kind, target.ToString()) : outcome.Faults.ToArray();
    }

    /// <summary>Sets or clears (null) the geometry of a device: where it stands.</summary>
    public async Task<Outcome<long>> LocateAsync(TwinId device, JsonElement? geometry, long? ifRevision, CancellationToken cancellationToken)
    {
        if (!graph.Exists(device))
            return Unknown(device);
        if (GeoGeometry.Fault(geometry) is { } fault)
            return new Fault(FaultKind.Invalid, "geometry", fault);
        var outcome = await ChangeAsync(
            device, ifRevision,
            (row, _) =>
            {
                row.GeometryJson = GeoGeometry.Text(geometry);
                return null;
            },
            cancellationToken);
        return outcome.Succeeded ? outcome.Value!.Revision : outcome.Faults.ToArray();
    }

    /// <summary>
    /// Changes desired properties by a JSON merge patch (null takes one away). A device gets all of them as the command <c>setProperties</c>, queued in the same
    /// transaction and kept for a week; the desired version in it lets the device tell an old command from a new one.
    /// </summary>
    public async Task<Outcome<LoggedTwin>> DesireAsync(TwinId id, JsonElement patch, long? ifRevision, CancellationToken cancellationToken)
    {
        if (!graph.Exists(id) || graph.CommunityOf(id) is null)
            return Unknown(id);
        if (enrolments.Find(id.Code) is { Retired: true } && id.Kind == TwinKind.Device)
            return new Fault(FaultKind.Conflict, "id", $"'{id}' is retired; nothing can be desired of it.");
        CommandRow? command = null;
        var outcome = await ChangeAsync(
            id, ifRevision,
            (row, _) =>
            {
                var (json, fault) = PropertyDocument.Merge(row.DesiredJson, patch);
                if (json is null)
                    return new Fault(FaultKind.Invalid, "desired", $"desired {fault}.");
                if (json == (row.DesiredJson ?? PropertyDocument.Empty))
                    return null;
                (row.DesiredJson, row.DesiredVersion) = (json, row.DesiredVersion + 1);
                command = id.Kind == TwinKind.Device ? commands.NewSetProperties(enrolments.Find(id.Code)!, row.DesiredVersion, json) : null;
                return null;
            },
            cancellationToken,
            () => command);
        if (command is not null && outcome.Succeeded)
            commands.Announce(command);
        return outcome;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<Outcome<PlaceView>> PutAsync(NewPlace place, long? ifRevision, bool mustExist, CancellationToken cancellationToken)
    {
        var (id, parent, faults) = PlaceCheck.Check(place);
        if (faults.Count > 0)
            return faults.ToArray();
        if (mustExist && !graph.Exists(id))
            return Unknown(id);
        if (!graph.Exists(parent))
            return new Fault(FaultKind.Invalid, "parent", $"There is no twin '{parent}'.");
        var outcome = await ChangeAsync(
            id, ifRevision,
            (row, relations) =>
            {
                if (!mustExist && graph.Exists(id))
                    return new Fault(FaultKind.Conflict, "code", $"'{id}' exists already.");
                return Fill(id, parent, place, row, relations);
            },
            cancellationToken,
            community: graph.CommunityOf(parent));
        return outcome.Succeeded ? TwinRows.View(outcome.Value!, parent) : outcome.Faults.ToArray();
    }

    /// <summary>Writes a checked place and its containment; the fault says why the graph does not take it.</summary>
    internal Fault? Fill(TwinId id, TwinId parent, NewPlace place, TwinRow row, List<LoggedRelation> relations)
    {
        if (RelationFault(id, RelationRules.Containment(id.Kind), parent, isNew: true) is { } fault)
            return fault with { Field = "parent" };
        if (graph.CommunityOf(parent) != row.Community)
            return new Fault(FaultKind.Conflict, "parent", $"'{parent}' is in community '{graph.CommunityOf(parent)}', '{id}' in '{row.Community}'; a place stays in its community.");
        if (Relate(id, RelationRules.Containment(id.Kind), parent, relations) is { } circle)
            return circle with { Field = "parent" };
        TwinRows.Fill(row, place);
        return null;
    }

    /// <summary>Puts a device into a place; the fault says why the graph does not take it.</summary>
    internal Fault? Put(TwinId device, TwinId place, List<LoggedRelation> relations) =>
        (RelationFault(device, RelationRules.IsIn, place) ?? Relate(device, RelationRules.IsIn, place, relations)) is { } fault ? fault with { Field = "place" } : null;

    /// <summary>Says all that a device feeds, or serves, in place of what was said before; the fault says why the graph does not take it.</summary>
    internal Fault? Lead(TwinId device, string kind, IReadOnlyList<TwinId> targets, List<LoggedRelation> relations)
    {
        foreach (var target in targets)
        {
            if (RelationFault(device, kind, target) is { } fault)
                return fault with { Field = kind };
        }

        var wanted = targets.Select(target => new LoggedRelation(kind, target.ToString())).ToArray();
        relations.RemoveAll(known => known.Kind == kind && !wanted.Contains(known));
        relations.AddRange(wanted.Where(relation => !relations.Contains(relation)));
        return null;
    }

    private Fault? RelationFault(TwinId source, string kind, TwinId target, bool isNew = false)
    {
        if (!isNew && !graph.Exists(source))
            return Unknown(source);
        if (RelationRules.KindFault(source, kind, target) is { } fault)
            return fault;
        if (graph.CommunityOf(target) is not { } community || !graph.Exists(target))
            return new Fault(FaultKind.Invalid, "target", $"There is no twin '{target}'{(target.Kind is TwinKind.District or TwinKind.Street ? " to relate to; these come with the product" : "")}.");
        return isNew || graph.CommunityOf(source) == community
            ? null
            : new Fault(FaultKind.Conflict, "target", $"'{source}' is in community '{graph.CommunityOf(source)}', '{target}' in '{community}'; relationships stay within a community.");
    }

    private Fault? Relate(TwinId source, string kind, TwinId target, List<LoggedRelation> relations)
    {
        var circle = graph.Read(index => RelationRules.CycleFault(
            source, kind, target,
            twin => (twin == source ? [] : index.Find(twin)?.Relations ?? []).Where(r => RelationRules.IsSingle(r.Kind))
                .Select(r => TwinId.TryParse(r.Target, out var above) ? above : default).Where(above => above.Code is not null)));
        if (circle is not null)
            return circle;
        if (RelationRules.IsSingle(kind))
            relations.RemoveAll(r => r.Kind == kind);
        var relation = new LoggedRelation(kind, target.ToString());
        if (!relations.Contains(relation))
            relations.Add(relation);
        return null;
    }

    /// <summary>Changes one twin in one transaction. Without a difference nothing is written and the revision stays.</summary>
    private async Task<Outcome<LoggedTwin>> ChangeAsync(
        TwinId id, long? ifRevision, Func<TwinRow, List<LoggedRelation>, Fault?> change, CancellationToken cancellationToken, Func<CommandRow?>? command = null, string? community = null)
    {
        community = graph.CommunityOf(id) ?? community;
        if (community is null)
            return Unknown(id);
        var (twin, fault) = await store.WriteAsync(
            async (context, cancel) =>
            {
                var edit = await TwinEdit.BeginAsync(context, id, community, cancel);
                if (ifRevision is { } known && known != edit.Revision)
                    return (null, new Fault(FaultKind.Stale, "If-Match", $"'{id}' has revision {edit.Revision}, not {known}; read it again."));
                if (change(edit.Row, edit.Relations) is { } refused)
                    return ((LoggedTwin?)null, (Fault?)refused);
                if (!edit.HasChanged)
                    return (edit.Logged, null);
                if (command?.Invoke() is { } row)
                    context.Add(row);
                return (await edit.SaveAsync(context, NowMs, await RegistryStore.NextVersionAsync(context, cancel), cancel), null);
            },
            result => graph.Apply(result.Item1 is { } changed && changed.Version > (graph.Find(id)?.Version ?? 0) ? [changed] : []),
            cancellationToken);
        return fault is null ? twin! : fault;
    }

    private static Fault Unknown(TwinId id) => new(FaultKind.NotFound, "id", $"There is no twin '{id}' that can be changed.");
}
