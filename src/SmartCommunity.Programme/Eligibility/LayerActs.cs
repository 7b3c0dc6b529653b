using System.Collections.Immutable;
using System.Text.Json;
using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>The district's units of a scheme, all of them; again replaces them (E-02, E-05). Each feature has <c>code</c>, <c>name</c> and a polygon.</summary>
/// <param name="Scheme">Which units.</param>
/// <param name="Source">Where the file is from.</param>
/// <param name="Features">GeoJSON FeatureCollection.</param>
public sealed record GovernanceUnitsImported(UnitScheme Scheme, string Source, JsonElement Features) : ProgrammeAct
{
    public override string? Subject => null;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = new Faults();
        if (GroundCheck.Policy(state, context, project: null) is { } policy)
            GroundCheck.Units("features", Features, policy.Ground.Box, faults);
        return [.. LayerCheck.Source(state, context, Source, On), .. faults.Found];
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        var units = GroundCheck.Units("features", Features, GroundCheck.Anywhere, new Faults()).ToImmutableArray();
        return state with { District = Scheme == UnitScheme.Governance ? state.District with { Governance = units } : state.District with { Administrative = units } };
    }
}

/// <summary>The district's barriers, all of them; again replaces them (E-04). Each feature has <c>code</c>, <c>name</c>, <c>kind</c>, a line or area, and rivers <c>widthMetres</c>. An empty file says: there are none.</summary>
/// <param name="Source">Where the file is from.</param>
/// <param name="Features">GeoJSON FeatureCollection.</param>
public sealed record BarriersImported(string Source, JsonElement Features) : ProgrammeAct
{
    public override string? Subject => null;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = new Faults();
        if (GroundCheck.Policy(state, context, project: null) is { } policy)
            GroundCheck.Barriers("features", Features, policy.Ground.Box, policy.Eligibility.Barriers, faults);
        return [.. LayerCheck.Source(state, context, Source, On), .. faults.Found];
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) =>
        state with { District = state.District with { Barriers = [.. GroundCheck.Barriers("features", Features, GroundCheck.Anywhere, [], new Faults())] } };
}

/// <summary>The ways on foot around a project, all of them; again replaces them (E-02). An empty file takes them away: circles count then.</summary>
/// <param name="Project">The project.</param>
/// <param name="Source">Where the file is from.</param>
/// <param name="Features">GeoJSON FeatureCollection of lines.</param>
public sealed record WalkwaysImported(string Project, string Source, JsonElement Features) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = new Faults();
        if (GroundCheck.Policy(state, context, Project) is { } policy)
            GroundCheck.Walkways("features", Features, policy.Ground.Box, faults);
        return [.. GroundCheck.Project(state, context, Project, On), .. Entered.Text("source", Source, Entered.MaxName), .. faults.Found];
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        var lines = GroundCheck.Walkways("features", Features, GroundCheck.Anywhere, new Faults());
        return state.With(Project, p => p with { Ground = p.Ground with { Walkways = lines.Count == 0 ? null : [.. lines] } });
    }
}

/// <summary>
/// The buildings of a project, all of them; again replaces them (E-03). Each feature has <c>code</c>, <c>name</c> (or <c>nameZh</c>), and where known <c>type</c> and <c>dwellings</c>. A community's map from this program is taken as it is:
/// its other places are left out.
/// </summary>
/// <param name="Project">The project.</param>
/// <param name="Source">Where the file is from.</param>
/// <param name="Features">GeoJSON FeatureCollection of outlines or points.</param>
public sealed record BuildingsImported(string Project, string Source, JsonElement Features) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        var faults = new Faults();
        if (GroundCheck.Policy(state, context, Project) is { } policy)
            GroundCheck.Buildings("features", Features, policy.Ground.Box, [.. policy.Ground.Buildings.Select(b => b.Code)], faults);
        return [.. GroundCheck.Project(state, context, Project, On), .. Entered.Text("source", Source, Entered.MaxName), .. faults.Found];
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) =>
        state.With(Project, p => p with { Ground = p.Ground with { Buildings = [.. GroundCheck.Buildings("features", Features, GroundCheck.Anywhere, [], new Faults())] } });
}

/// <summary>What some buildings are, and how many homes each has, as somebody saw on the spot (E-03).</summary>
/// <param name="Project">The project.</param>
/// <param name="Codes">The buildings.</param>
/// <param name="BuildingType">Code of the policy's list.</param>
/// <param name="Dwellings">Homes in each of them; null leaves it as it is.</param>
public sealed record BuildingsTyped(string Project, IReadOnlyList<string> Codes, string BuildingType, int? Dwellings) : ProgrammeAct
{
    // A tower has some hundred homes.
    private const int MaxDwellings = 5_000;

    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in GroundCheck.Project(state, context, Project, On).Concat(GroundCheck.Within("dwellings", Dwellings, 0, MaxDwellings)))
            yield return refusal;
        if (!state.Projects.TryGetValue(Project, out var project))
            yield break;
        foreach (var refusal in GroundCheck.Known("buildingType", BuildingType, context.PolicyOf(state, Project).Ground.Buildings.Select(b => b.Code), "E-03"))
            yield return refusal;
        if (Codes.Count == 0)
            yield return new Refusal("codes", new Words("未选楼栋。", "No building is named."), "E-03");
        var known = (project.Ground.Buildings ?? []).Select(b => b.Code).ToHashSet(StringComparer.Ordinal);
        if (Codes.FirstOrDefault(c => !known.Contains(c)) is { } unknown)
            yield return new Refusal("codes", new Words($"没有楼栋“{unknown}”。", $"There is no building '{unknown}'."), "E-03");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        var codes = Codes.ToHashSet(StringComparer.Ordinal);
        return state.With(Project, p => p with
        {
            Ground = p.Ground with { Buildings = [.. (p.Ground.Buildings ?? []).Select(b => codes.Contains(b.Code) ? b with { Type = BuildingType, Dwellings = Dwellings ?? b.Dwellings } : b)] },
        });
    }
}

internal static class LayerCheck
{
    internal static IEnumerable<Refusal> Source(ProgrammeState state, ActContext context, string source, DateOnly? on)
    {
        foreach (var refusal in Entered.Text("source", source, Entered.MaxName).Concat(Entered.Day(on, context.Today)))
            yield return refusal;
        if (state.Policy is null)
            yield return new Refusal("policy", new Words("尚无有效政策。", "No policy is in force yet."));
    }
}
