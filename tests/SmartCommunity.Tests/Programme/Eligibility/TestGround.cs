using System.Text.Json;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Pool;

namespace SmartCommunity.Tests.Programme.Eligibility;

/// <summary>Ground in metres around Baihe, as the files people import. The unit is a square of 20 ha.</summary>
internal static class TestGround
{
    internal const double Side = 447.213595; // √200,000 m²

    private static readonly Surveyor Place = Surveyor.AtBaihe;

    internal static JsonElement Json(string text) => JsonElement.Parse(text);

    internal static JsonElement Polygon(params (double East, double North)[] corners) => Json($$"""{"type":"Polygon","coordinates":[{{Place.Ring(corners)}}]}""");

    internal static JsonElement Square(double east, double north, double side, double turn = 0) => Polygon(Surveyor.Rectangle(east, north, side, side, turn));

    internal static string Area(string properties, params (double East, double North)[] corners) => Feature(properties, $$"""{"type":"Polygon","coordinates":[{{Place.Ring(corners)}}]}""");

    internal static string Line(string properties, params (double East, double North)[] points) => Feature(properties, $$"""{"type":"LineString","coordinates":{{Place.Line(points)}}}""");

    internal static string Feature(string properties, string geometry) => $$"""{"type":"Feature","properties":{{{properties}}},"geometry":{{geometry}}}""";

    internal static JsonElement Features(params IEnumerable<string> features) => Json($$"""{"type":"FeatureCollection","features":[{{string.Join(",", features)}}]}""");

    internal static (double Longitude, double Latitude) At(double east, double north) => Place.At(east, north);

    internal static UnitDrawn Unit(string project = ProgrammeWalk.Project, double side = Side) => new(project, UnitKind.Implementation, Square(0, 0, side), "survey 1");

    internal static BarriersImported Barriers(params IEnumerable<string> features) => new("traffic bureau", Features(features));

    internal static BuildingsImported Buildings(params IEnumerable<string> features) => new(ProgrammeWalk.Project, "housing bureau", Features(features));

    internal static WalkwaysImported Walkways(params IEnumerable<string> features) => new(ProgrammeWalk.Project, "survey 2", Features(features));

    internal static string Building(string code, string? type, double east, double north, int? dwellings = null) => Area(
        $"\"code\":\"{code}\",\"name\":\"{code}幢\"{(type is null ? "" : $",\"type\":\"{type}\"")}{(dwellings is null ? "" : $",\"dwellings\":{dwellings}")}", Surveyor.Rectangle(east, north, 40, 12));

    internal static FacilityEntered Facility(string kind, double east, double north, double? areaM2 = null, string? id = null, string project = ProgrammeWalk.Project)
    {
        var (longitude, latitude) = At(east, north);
        return new FacilityEntered(project, id ?? kind, new Facility(kind, kind + "一号", areaM2, longitude, latitude, null));
    }

    internal static GovernanceUnitsImported Units(UnitScheme scheme, params IEnumerable<string> features) => new(scheme, "civil affairs", Features(features));

    internal static string AreaUnit(string code, double east, double width) => Area($"\"code\":\"{code}\",\"name\":\"{code}社区\"", Surveyor.Rectangle(east, 0, width, 2_000));

    /// <summary>Everything a project needs to be declared without a reason: the unit in one community, no barrier, apartments, every facility at its middle.</summary>
    internal static IEnumerable<ProgrammeAct> Eligible(string project, ProjectType type)
    {
        yield return Unit(project);
        yield return Units(UnitScheme.Governance, AreaUnit("one", 0, 2_000));
        yield return Units(UnitScheme.Administrative, AreaUnit("one", 0, 2_000));
        yield return Barriers();
        yield return new BuildingsImported(project, "housing bureau", Features(Building("b1", "apartment", 0, 0, 100)));
        foreach (var kind in ProgrammeWalk.Policy.Eligibility.Circles.SelectMany(c => c.Facilities))
            yield return Facility(kind, 0, 0, project: project);
        if (type == ProjectType.NewBuild)
        {
            foreach (var priority in ProgrammeWalk.Policy.Ground.Priorities)
                yield return new PriorityAssessed(project, priority.Code, 1, "regional plan");
        }

        if (type == ProjectType.Rebuild)
        {
            yield return ProgrammeWalk.Document(project, "survey", "safety report");
            yield return new ProofGiven(project, "safety", new Proof(ProofKind.StructuralSafety, "survey", "safety report", null, null, null));
        }
    }
}
