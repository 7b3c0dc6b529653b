using System.Text.Json;
using System.Text.Json.Nodes;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Cloud.Programme.Ground;

/// <summary>Takes buildings and facilities over from the map a community has already, so that nobody types them twice. What people said of a building since, its type and its homes, stays. Thread-safe.</summary>
public sealed class MapTakeover(ProgrammeDesk desk, CommunityMap map)
{
    private const string Source = "community map";

    /// <summary>Takes over what is new or changed, by somebody who may; null when there is no such project or its community has no map.</summary>
    public async Task<MapTaken?> TakeAsync(string project, Caller caller, string typed, CancellationToken cancellationToken)
    {
        var state = await desk.StateAsync(cancellationToken);
        if (!state.Projects.TryGetValue(project, out var known) || map.Write(project) is not { } bytes)
            return null;
        var policy = desk.Policies.Of(known.Policy ?? state.Policy);
        var places = JsonNode.Parse(bytes)!["features"]!.AsArray().OfType<JsonObject>().ToList();
        var refusals = new List<Refusal>();
        var buildings = Buildings(places, known);
        if (buildings.Count > 0)
            refusals.AddRange((await desk.SubmitAsync(new BuildingsImported(project, Source, Collection(buildings)), caller, typed, cancellationToken)).Refusals);
        var (acts, skipped) = Facilities(places, known, policy);
        foreach (var act in acts)
            refusals.AddRange((await desk.SubmitAsync(act, caller, typed, cancellationToken)).Refusals);
        return new MapTaken(buildings.Count, acts.Count, skipped, refusals);
    }

    private static List<JsonObject> Buildings(IEnumerable<JsonObject> places, ProjectState project)
    {
        var said = (project.Ground.Buildings ?? []).ToDictionary(b => b.Code, StringComparer.Ordinal);
        return [.. Of("building", places).Select(place =>
        {
            var code = (string)place["properties"]!["code"]!;
            var properties = new JsonObject { ["code"] = code, ["name"] = (string)place["properties"]!["nameZh"]! };
            if (said.GetValueOrDefault(code) is { } before)
                (properties["type"], properties["dwellings"]) = (before.Type, before.Dwellings);
            return new JsonObject { ["type"] = "Feature", ["properties"] = properties, ["geometry"] = place["geometry"]!.DeepClone() };
        })];
    }

    private static (List<FacilityEntered> Acts, List<string> Skipped) Facilities(IEnumerable<JsonObject> places, ProjectState project, PolicyPack policy)
    {
        var (acts, skipped) = (new List<FacilityEntered>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var place in Of("facility", places))
        {
            var properties = place["properties"]!;
            var said = (string?)properties["facilityKind"] ?? "";
            if (policy.Resources.FacilityKinds.FirstOrDefault(k => k.Code == said || k.Map.Contains(said, StringComparer.Ordinal)) is not { } kind)
            {
                skipped.Add(said);
                continue;
            }

            var (longitude, latitude) = GeoGeometry.Middle(place["geometry"]!.ToJsonString())!.Value;
            var facility = new Facility(kind.Code, (string)properties["nameZh"]!, (double?)properties["areaM2"], longitude, latitude, (string?)properties["openingHours"]);
            var id = (string)properties["code"]!;
            if (project.Ground.Facilities.GetValueOrDefault(id) != facility)
                acts.Add(new FacilityEntered(project.Id, id, facility));
        }

        return (acts, [.. skipped]);
    }

    private static IEnumerable<JsonObject> Of(string kind, IEnumerable<JsonObject> places) => places.Where(p => (string?)p["properties"]?["kind"] == kind && p["geometry"] is not null);

    private static JsonElement Collection(IEnumerable<JsonObject> features) => JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "FeatureCollection", ["features"] = new JsonArray([.. features]) });
}
