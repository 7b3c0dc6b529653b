using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.NgsiLd;

/// <summary>
/// Twins as NGSI-LD entities, out and in. Importing an entity makes its place what it says (a device must be enrolled; relationships it does not name stay), and stores values that are new by the path every
/// measurement takes. Thread-safe.
/// </summary>
public sealed class EntityDesk(
    TwinGraph graph, TwinIndex index, EnrolmentIndex enrolments, TwinDesk desk, RegistryStore registry, StoreMeasurements store, TimeProvider time)
{
    /// <summary>Most entities of one import.</summary>
    public const int MaxEntities = 1_000;

    /// <summary>Entities of a type by id, with their number.</summary>
    internal async Task<(IReadOnlyList<TwinEntity> Entities, int Total)> ListAsync(EntityType type, string? community, int limit, int offset, CancellationToken cancellationToken)
    {
        if (type.Kind == TwinKind.Device)
        {
            var devices = DevicesOf(type, community).OrderBy(e => e.Device, StringComparer.Ordinal).ToArray();
            var names = await NamesAsync([.. devices.Skip(offset).Take(limit).Select(e => e.Device)], cancellationToken);
            return ([.. devices.Skip(offset).Take(limit).Select(e => DeviceEntity(e, names.GetValueOrDefault(e.Device, e.Device)))], devices.Length);
        }

        return graph.Read(now =>
        {
            var places = now.Places(type.Kind).Where(p => community is null || p.Community == community).ToArray();
            return ((IReadOnlyList<TwinEntity>)[.. places.Skip(offset).Take(limit).Select(p => PlaceEntity(p, now))], places.Length);
        });
    }

    /// <summary>The entity of a URN, or null.</summary>
    internal async Task<TwinEntity?> FindAsync(string urn, CancellationToken cancellationToken)
    {
        if (EntityTypes.TwinOf(urn) is not { } id)
            return null;
        TwinEntity? entity = null;
        if (id.IsMadePlace)
            entity = graph.Read(now => now.Find(id) is { Removed: false } place ? PlaceEntity(place, now) : null);
        else if (id.Kind == TwinKind.Device && enrolments.Find(id.Code) is { Retired: false } enrolment)
            entity = DeviceEntity(enrolment, (await NamesAsync([id.Code], cancellationToken)).GetValueOrDefault(id.Code, id.Code));
        return entity is not null && EntityTypes.Urn(id, entity.Class) == urn ? entity : null;
    }

    internal string? ClassOf(TwinId id) => enrolments.Find(id.Code)?.Class;

    /// <summary>Imports one entity; true when it made a place that was not there.</summary>
    internal async Task<Outcome<bool>> ImportAsync(JsonElement json, CancellationToken cancellationToken)
    {
        var read = EntityReader.Read(json);
        if (!read.Succeeded)
            return read.Faults.ToArray();
        var entity = read.Value!;
        return entity.Id.IsMadePlace ? await ImportPlaceAsync(entity, cancellationToken) : await ImportDeviceAsync(entity, cancellationToken);
    }

    private async Task<Outcome<bool>> ImportPlaceAsync(TwinEntity entity, CancellationToken cancellationToken)
    {
        if (entity.Values.Count > 0)
            return new Fault(FaultKind.Invalid, entity.Values[0].Quantity, "A place has no quantities of its own; its devices have.");
        var isNew = !graph.Exists(entity.Id);
        var outcome = isNew ? await desk.CreateAsync(entity.Place!, cancellationToken) : await desk.ReplaceAsync(entity.Place!, ifRevision: null, cancellationToken);
        if (!outcome.Succeeded)
            return outcome.Faults.ToArray();
        return await RelateAsync(entity, cancellationToken) is { } fault ? fault : isNew;
    }

    private async Task<Outcome<bool>> ImportDeviceAsync(TwinEntity entity, CancellationToken cancellationToken)
    {
        if (enrolments.Find(entity.Id.Code) is not { Retired: false } enrolment || DeviceClassCatalogue.Current.Find(enrolment.Class) is not { } deviceClass)
            return new Fault(FaultKind.NotFound, "id", $"No device '{entity.Id.Code}' is enrolled and in service; entities enrol none.");
        if (entity.Class is { } named && named != enrolment.Class)
            return new Fault(FaultKind.Conflict, "type", $"Device '{entity.Id.Code}' is of class '{enrolment.Class}', not '{named}'.");
        if (entity.Values.FirstOrDefault(v => deviceClass.Quantities.All(q => q.Name != v.Quantity)) is { } foreign)
            return new Fault(FaultKind.Invalid, foreign.Quantity, $"Class '{enrolment.Class}' does not measure {foreign.Quantity}.");
        if (await RelateAsync(entity, cancellationToken) is { } fault)
            return fault;
        if (entity.GeometryJson is { } geometry && geometry != graph.Find(entity.Id)?.GeometryJson
            && await desk.LocateAsync(entity.Id, JsonElement.Parse(geometry), ifRevision: null, cancellationToken) is { Succeeded: false } unplaced)
            return unplaced.Faults.ToArray();
        await StoreNewAsync(entity, index.Find(entity.Id.Code), cancellationToken);
        return false;
    }

    /// <summary>Stores what the twin does not have just so: importing the same again stores nothing.</summary>
    private async Task StoreNewAsync(TwinEntity entity, DeviceState? state, CancellationToken cancellationToken)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var known = state is null ? [] : ValuesOf(state);
        Measurement[] measurements =
        [
            .. entity.Values.Where(v => !known.Contains(v)).Select(v => new Measurement(entity.Id.Code, v.Quantity, v.AtMs, nowMs, v.Value, (Quality)v.Quality)),
        ];
        if (measurements.Length > 0)
            await store(measurements, cancellationToken);
    }

    private async Task<Fault?> RelateAsync(TwinEntity entity, CancellationToken cancellationToken)
    {
        foreach (var relation in entity.Relations)
        {
            // What stands so without anybody saying it needs no saying.
            if (entity.Id.Kind == TwinKind.Device && relation.Kind == RelationRules.IsIn && relation.Target.Kind == TwinKind.Community
                && relation.Target.Code == graph.CommunityOf(entity.Id) && graph.Read(now => now.PlaceOf(entity.Id)) is null)
                continue;
            if (await desk.RelateAsync(entity.Id, relation.Kind, relation.Target, ifRevision: null, cancellationToken) is { Succeeded: false } outcome)
                return outcome.Faults[0] with { Field = relation.Kind };
        }

        return null;
    }

    private IEnumerable<Enrolment> DevicesOf(EntityType type, string? community) => (community is null ? enrolments.Communities : [community])
        .SelectMany(enrolments.OfCommunity)
        .Where(e => !e.Retired && EntityTypes.Of(TwinKind.Device, e.Class) == type);

    private TwinEntity DeviceEntity(Enrolment enrolment, string name)
    {
        var id = TwinId.Device(enrolment.Device);
        var said = graph.Find(id);
        var relations = RelationsOf(said);
        if (relations.All(r => r.Kind != RelationRules.IsIn))
            relations = [new EntityRelation(RelationRules.IsIn, TwinId.Community(enrolment.Community)), .. relations];
        return new TwinEntity
        {
            Id = id,
            Class = enrolment.Class,
            Name = name,
            GeometryJson = said?.GeometryJson,
            Relations = [.. relations.OrderBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Target.ToString(), StringComparer.Ordinal)],
            Values = index.Find(enrolment.Device) is { } state ? ValuesOf(state) : [],
        };
    }

    private static TwinEntity PlaceEntity(LoggedTwin place, GraphIndex now)
    {
        var id = place.Key;
        var parent = now.PlaceOf(id)!.Value;
        return new TwinEntity
        {
            Id = id,
            GeometryJson = place.GeometryJson,
            Relations = RelationsOf(place),
            Place = new NewPlace
            {
                Kind = id.KindName,
                Code = id.Code,
                Parent = parent.ToString(),
                NameZh = place.NameZh ?? "",
                NameEn = place.NameEn ?? "",
                Floors = place.Floors,
                HeightM = place.HeightM,
                Floor = place.Floor,
                AreaM2 = place.AreaM2,
                OpeningHours = place.OpeningHours,
                FacilityKind = place.FacilityKind,
                Geometry = GeoGeometry.Element(place.GeometryJson),
            },
        };
    }

    private static EntityRelation[] RelationsOf(LoggedTwin? said) =>
        [.. (said?.Relations ?? []).Select(r => TwinId.TryParse(r.Target, out var target) ? new EntityRelation(r.Kind, target) : null).OfType<EntityRelation>()];

    private static EntityValue[] ValuesOf(DeviceState state) =>
    [
        .. TwinViewing.Values(state)
            .OrderBy(v => v.Quantity, StringComparer.Ordinal)
            .Select(v => new EntityValue(v.Quantity, v.Value, v.At.ToUnixTimeMilliseconds(), v.Quality)),
    ];

    private async Task<Dictionary<string, string>> NamesAsync(string[] devices, CancellationToken cancellationToken)
    {
        await using var context = registry.CreateDbContext();
        return await context.Devices.Where(d => devices.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
    }
}
