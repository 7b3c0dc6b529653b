using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>What the ground's acts check and read. A file is read with the policy of the day it came; folding reads it again and takes what it gives.</summary>
internal static class GroundCheck
{
    /// <summary>Positions an entry was checked for when it came; folding it again must not refuse it under a narrower box.</summary>
    internal static readonly GroundBox Anywhere = new() { West = -180, South = -90, East = 180, North = 90 };

    /// <summary>Project and day of an act about a project's ground.</summary>
    internal static IEnumerable<Refusal> Project(ProgrammeState state, ActContext context, string project, DateOnly? on) => Entered.Project(state, project).Concat(Entered.Day(on, context.Today));

    /// <summary>The policy of a project that may not be there.</summary>
    internal static PolicyPack? Policy(ProgrammeState state, ActContext context, string? project) =>
        project is null ? state.Policy is null ? null : context.Policies.Of(state.Policy) : state.Projects.ContainsKey(project) ? context.PolicyOf(state, project) : null;

    /// <summary>A polygon, alone or as the only feature of a file.</summary>
    internal static Polygon? Border(string field, JsonElement json, GroundBox box, Faults faults)
    {
        (field, json) = Alone(field, json);
        return (Polygon?)new ShapeReader(box, GroundLimits.UnitPositions, faults).Read(field, json, "Polygon");
    }

    internal static IReadOnlyList<AreaUnit> Units(string field, JsonElement json, GroundBox box, Faults faults) =>
        new FeatureReader(box, GroundLimits.Positions, faults).Read(field, json, GroundLimits.Features, feature =>
            (feature.Code("code"), feature.Text("name"), feature.Shape("Polygon", "MultiPolygon")) is ({ } code, { } name, { } shape) ? new AreaUnit(code, name, shape) : null);

    internal static IReadOnlyList<Barrier> Barriers(string field, JsonElement json, GroundBox box, IReadOnlyList<string> kinds, Faults faults) =>
        new FeatureReader(box, GroundLimits.Positions, faults).Read(field, json, GroundLimits.Features, feature =>
        {
            var (code, name, kind) = (feature.Code("code"), feature.Text("name"), kinds.Count == 0 ? feature.Text("kind") : feature.OneOf("kind", kinds));
            var width = feature.Number("widthMetres", 1, MaxRiverMetres, required: kind == Barrier.River);
            var shape = feature.Shape("LineString", "MultiLineString", "Polygon", "MultiPolygon");
            return code is null || name is null || kind is null || shape is null ? null : new Barrier(code, kind, name, width, shape);
        });

    internal static IReadOnlyList<LineString> Walkways(string field, JsonElement json, GroundBox box, Faults faults) =>
        [.. new FeatureReader(box, GroundLimits.Positions, faults).Read(field, json, GroundLimits.Features, feature => feature.Shape("LineString", "MultiLineString"))
            .SelectMany(shape => shape is LineString line ? [line] : ((MultiLineString)shape).Geometries.Cast<LineString>())];

    /// <summary>Buildings of a file; features that are other places of a community's map are left out.</summary>
    internal static IReadOnlyList<Building> Buildings(string field, JsonElement json, GroundBox box, IReadOnlyList<string> types, Faults faults) =>
        new FeatureReader(box, GroundLimits.Positions, faults).Read(field, json, GroundLimits.Features, feature =>
        {
            if (feature.Optional("kind") is { } kind && kind != "building")
                return null;
            var (code, name) = (feature.Code("code"), feature.Optional("name") ?? feature.Text("nameZh"));
            var type = types.Count == 0 ? feature.Optional("type") : feature.OneOf("type", types, required: false);
            var dwellings = feature.Number("dwellings", 0, MaxDwellings);
            var shape = feature.Shape("Point", "Polygon", "MultiPolygon");
            return code is null || name is null || shape is null ? null : new Building(code, name, type, (int?)dwellings, shape);
        });

    internal static IEnumerable<Refusal> Known(string field, string code, IEnumerable<string> known, params string[] rules)
    {
        var codes = known.ToList();
        if (!codes.Contains(code, StringComparer.Ordinal))
            yield return new Refusal(field, new Words($"没有“{code}”；可用：{string.Join('、', codes)}。", $"There is no '{code}'; there are {string.Join(", ", codes)}."), rules);
    }

    internal static IEnumerable<Refusal> Within(string field, double? value, double least, double most, params string[] rules)
    {
        if (value is { } number && !(number >= least && number <= most))
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{least}–{most}");
            var given = number.ToString(CultureInfo.InvariantCulture);
            yield return new Refusal(field, new Words($"{given} 不在 {range} 之间。", $"{given} is outside {range}."), rules);
        }
    }

    /// <summary>An id within a project.</summary>
    internal static IEnumerable<Refusal> Id(string id)
    {
        if (id.Trim().Length is 0 or > Entered.MaxName)
            yield return new Refusal("id", new Words($"须填写，至多 {Entered.MaxName} 字。", $"is required, at most {Entered.MaxName} characters."));
    }

    /// <summary>A place that must lie in the district.</summary>
    internal static IEnumerable<Refusal> Place(double longitude, double latitude, GroundBox box)
    {
        if (!box.Contains(longitude, latitude))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"[{longitude}, {latitude}]");
            yield return new Refusal("longitude", new Words($"{place} 在本区范围 {box} 之外。", $"{place} is outside the district, {box}."));
        }
    }

    // The Qiantang river is 2 km wide where it leaves the district.
    private const double MaxRiverMetres = 5_000;

    // A tower has some hundred homes.
    private const double MaxDwellings = 5_000;

    private static (string Field, JsonElement Json) Alone(string field, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("features", out var features) && features.ValueKind == JsonValueKind.Array && features.GetArrayLength() == 1)
            (field, json) = (field + ".features[0]", features[0]);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("geometry", out var geometry) ? (field + ".geometry", geometry) : (field, json);
    }
}
