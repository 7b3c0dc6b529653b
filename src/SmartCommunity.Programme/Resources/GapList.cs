using NetTopologySuite.Geometries;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Resources;

/// <summary>What a standard scenario wants of a facility kind, what is there, and what is missing .</summary>
public sealed record GapRow
{
    public required string Kind { get; init; }

    public required Words Name { get; init; }

    public required string Scenario { get; init; }

    public required Words ScenarioName { get; init; }

    public required int RequiredCount { get; init; }

    /// <summary>Square metres; 0 where the kind has no least area.</summary>
    public required double RequiredM2 { get; init; }

    public required int PresentCount { get; init; }

    /// <summary>Square metres of those that are measured.</summary>
    public required double PresentM2 { get; init; }

    /// <summary>Facilities of the kind whose area nobody measured.</summary>
    public required int Unmeasured { get; init; }

    public int MissingCount => Math.Max(0, RequiredCount - PresentCount);

    public double MissingM2 => Math.Max(0, RequiredM2 - PresentM2);

    /// <summary>Whether something is missing.</summary>
    public bool IsGap => MissingCount > 0 || MissingM2 > 0;

    /// <summary>Area a new place needs, square metres.</summary>
    public double NeededM2 => MissingM2 > 0 ? MissingM2 : RequiredM2 / RequiredCount;

    /// <summary>Ids of the plans that would close it.</summary>
    public required IReadOnlyList<string> Plans { get; init; }

    /// <summary>Where the required numbers are from.</summary>
    public required string Source { get; init; }
}

/// <summary>The gap list of a project: required minus present, by standard scenario .</summary>
/// <param name="Rows">In the policy's order.</param>
/// <param name="Dwellings">Homes in the unit; null while not every building has its number.</param>
public sealed record GapList(IReadOnlyList<GapRow> Rows, int? Dwellings)
{
    // Sizes by dwellings are said for each hundred.
    private const double Hundred = 100;

    public IEnumerable<GapRow> Gaps => Rows.Where(r => r.IsGap);

    /// <remarks>Required area = max(least area, per 100 dwellings × dwellings / 100). Example: a care centre wants 350 m², or 15 m² for each 100 homes; 3,000 homes want 450 m².</remarks>
    public static GapList Of(ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var resources = policy.Resources;
        var standard = ScenariosOf(project, resources);
        var dwellings = DwellingsOf(project);
        var rows = resources.Required.Select(r => (Row: r, Kind: resources.Kind(r.Kind)!)).Where(r => standard.Contains(r.Kind.Scenario, StringComparer.Ordinal)).Select(r => Row(r.Row, r.Kind)).ToList();
        return new GapList(rows, dwellings);

        GapRow Row(RequiredFacility required, FacilityKindRow kind)
        {
            var present = project.Ground.Facilities.Values.Where(f => f.Kind == kind.Code).ToList();
            return new GapRow
            {
                Kind = kind.Code,
                Name = kind.Name,
                Scenario = kind.Scenario,
                ScenarioName = resources.Scenarios.First(s => s.Code == kind.Scenario).Name,
                RequiredCount = required.Count,
                RequiredM2 = Math.Max(required.AreaM2, required.Per100DwellingsM2 * (dwellings ?? 0) / Hundred),
                PresentCount = present.Count,
                PresentM2 = present.Sum(f => f.AreaM2 ?? 0),
                Unmeasured = present.Count(f => f.AreaM2 is null),
                Plans = [.. project.Resources.Plans.Where(p => p.Value.Kind == kind.Code).Select(p => p.Key)],
                Source = required.Source,
            };
        }
    }

    /// <summary>Standard scenarios of a project's type.</summary>
    internal static IReadOnlyList<string> ScenariosOf(ProjectState project, ResourcePolicy policy)
    {
        var type = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(project.Pool.Type.ToString());
        return policy.Standard.FirstOrDefault(s => s.Type == type)?.Scenarios ?? [];
    }

    private static int? DwellingsOf(ProjectState project)
    {
        var inside = (project.Ground.Buildings ?? []).Where(b => project.Ground.Implementation is not { } unit || unit.Contains(Middle(b.Shape))).ToList();
        return inside.Count > 0 && inside.All(b => b.Dwellings is not null) ? inside.Sum(b => b.Dwellings!.Value) : null;
    }

    private static Point Middle(Geometry shape) => shape.InteriorPoint;
}
