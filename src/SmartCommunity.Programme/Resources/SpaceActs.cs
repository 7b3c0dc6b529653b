using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Resources;

/// <summary>An idle space is entered, or corrected under the same id .</summary>
public sealed record SpaceEntered(string Project, string Id, IdleSpace Space) : ProgrammeAct
{
    // A park.
    internal const double MaxAreaM2 = 500_000;

    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(GroundCheck.Id(Id)).Concat(Entered.Text("space.name", Space.Name, Entered.MaxName, "R-05"))
            .Concat(Entered.Text("space.owner", Space.Owner, Entered.MaxName, "R-05")).Concat(GroundCheck.Within("space.areaM2", Space.AreaM2, 1, MaxAreaM2, "R-05")))
            yield return refusal;
        if (GroundCheck.Policy(state, context, Project) is not { } policy)
            yield break;
        foreach (var refusal in GroundCheck.Known("space.kind", Space.Kind, policy.Resources.SpaceKinds.Select(k => k.Code), "R-05").Concat(GroundCheck.Place(Space.Longitude, Space.Latitude, policy.Ground.Box)))
            yield return refusal;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Spaces = p.Resources.Spaces.SetItem(Id, Space) } });
}

/// <summary>A space is not idle any more, or never was; the log keeps it.</summary>
public sealed record SpaceRemoved(string Project, string Id, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("reason", Reason, Entered.MaxText, "R-05")))
            yield return refusal;
        if (!state.Projects.TryGetValue(Project, out var project))
            yield break;
        foreach (var refusal in ResourceCheck.Space(project, "id", Id))
            yield return refusal;
        if (project.Resources.Plans.FirstOrDefault(p => p.Value.Space == Id).Key is { } plan)
            yield return new Refusal("id", new Words($"计划“{plan}”使用该空间；请先撤销计划。", $"The plan '{plan}' takes it; drop the plan first."), "R-05");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Spaces = p.Resources.Spaces.Remove(Id) } });
}

/// <summary>How a missing facility is to be come by and made; again replaces it.</summary>
public sealed record FacilityPlanned(string Project, string Id, FacilityPlan Plan) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(GroundCheck.Id(Id)).Concat(GroundCheck.Within("plan.areaM2", Plan.AreaM2, 1, SpaceEntered.MaxAreaM2, "R-04")))
            yield return refusal;
        if (GroundCheck.Policy(state, context, Project) is not { } policy)
            yield break;
        var project = state.Projects[Project];
        foreach (var refusal in GroundCheck.Known("plan.kind", Plan.Kind, policy.Resources.FacilityKinds.Select(k => k.Code), "R-03")
            .Concat(GroundCheck.Known("plan.acquisition", Plan.Acquisition, policy.Resources.Acquisitions.Select(a => a.Code), "R-04"))
            .Concat(Plan.Method is { } method ? GroundCheck.Known("plan.method", method, policy.Resources.Methods.Select(m => m.Code), "R-06") : [])
            .Concat(Plan.Space is { } space ? OfSpace(project, policy.Resources, space) : []))
            yield return refusal;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Plans = p.Resources.Plans.SetItem(Id, Plan) } });

    private IEnumerable<Refusal> OfSpace(ProjectState project, Policies.ResourcePolicy policy, string id)
    {
        foreach (var refusal in ResourceCheck.Space(project, "plan.space", id))
            yield return refusal;
        if (!project.Resources.Spaces.TryGetValue(id, out var space))
            yield break;
        if (space.AreaM2 < Plan.AreaM2)
            yield return new Refusal("plan.areaM2", new Words($"空间只有 {space.AreaM2} 平方米。", $"The space has {space.AreaM2} m² only."), "R-05");
        if (project.Resources.Plans.FirstOrDefault(p => p.Value.Space == id && p.Key != Id).Key is { } other)
            yield return new Refusal("plan.space", new Words($"计划“{other}”已使用该空间。", $"The plan '{other}' takes it already."), "R-05");
        if (policy.SpaceKinds.FirstOrDefault(k => k.Code == space.Kind) is { } kind && policy.Kind(Plan.Kind) is { } facility && kind.Outdoor != facility.Outdoor)
            yield return new Refusal("plan.space", new Words($"“{kind.Name.Zh}”不能用作“{facility.Name.Zh}”。", $"'{kind.Name.En}' does not fit a '{facility.Name.En}'."), "R-05");
    }
}

/// <summary>A planned facility will not come, or has come and is entered as a facility.</summary>
public sealed record FacilityPlanDropped(string Project, string Id, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("reason", Reason, Entered.MaxText, "R-04")))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && !project.Resources.Plans.ContainsKey(Id))
            yield return new Refusal("id", new Words($"没有计划“{Id}”。", $"There is no plan '{Id}'."), "R-04");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Plans = p.Resources.Plans.Remove(Id) } });
}

/// <summary>Checks the acts about resources share.</summary>
internal static class ResourceCheck
{
    internal static IEnumerable<Refusal> Of(ProgrammeState state, ActContext context, string project, DateOnly? on) => GroundCheck.Project(state, context, project, on);

    internal static IEnumerable<Refusal> Space(ProjectState project, string field, string id)
    {
        if (!project.Resources.Spaces.ContainsKey(id))
            yield return new Refusal(field, new Words($"没有闲置空间“{id}”。", $"There is no idle space '{id}'."), "R-05");
    }
}
