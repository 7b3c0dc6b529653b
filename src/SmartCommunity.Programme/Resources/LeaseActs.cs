using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Resources;

/// <summary>State-owned property is asked for (P-03): requested, then the street's or town's opinion, then the enterprise decides.</summary>
public sealed record LeaseRequested(string Project, string Id, string Space, string Kind, string Tenant, int Years) : ProgrammeAct
{
    // The Civil Code ends a lease after 20 years (§705).
    private const int MaxYears = 20;

    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(GroundCheck.Id(Id)).Concat(Entered.Text("tenant", Tenant, Entered.MaxName, "P-03")).Concat(GroundCheck.Within("years", Years, 1, MaxYears, "P-03")))
            yield return refusal;
        if (GroundCheck.Policy(state, context, Project) is not { } policy)
            yield break;
        var resources = state.Projects[Project].Resources;
        foreach (var refusal in GroundCheck.Known("kind", Kind, policy.Resources.FacilityKinds.Select(k => k.Code), "P-03").Concat(ResourceCheck.Space(state.Projects[Project], "space", Space)))
            yield return refusal;
        if (resources.Spaces.TryGetValue(Space, out var space) && !space.StateOwned)
            yield return new Refusal("space", new Words($"“{space.Name}”不是国有房产，由业主自行出租。", $"'{space.Name}' is not state-owned; ask its owner."), "P-03");
        if (resources.Leases.ContainsKey(Id))
            yield return new Refusal("id", new Words($"已有申请“{Id}”。", $"There is a request '{Id}' already."), "P-03");
        if (resources.Leases.FirstOrDefault(l => l.Value.Space == Space && l.Value.Stage != LeaseStage.Refused).Key is { } open)
            yield return new Refusal("space", new Words($"申请“{open}”已涉及该空间。", $"The request '{open}' is about it already."), "P-03");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => LeaseCheck.Put(
        state, Project, Id, new Lease(Space, Kind, Tenant.Trim(), Years, LeaseStage.Requested, Day(entry), Supported: null, OpinionText: null, DecidedOn: null, DecisionText: null));
}

/// <summary>The street or town gives its opinion on a request (P-03).</summary>
public sealed record LeaseOpinionGiven(string Project, string Id, bool Supported, string Text) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context) =>
        ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("text", Text, Entered.MaxText, "P-03")).Concat(LeaseCheck.At(state, context, Project, Id, On, LeaseStage.Requested));

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) =>
        LeaseCheck.Put(state, Project, Id, state.Projects[Project].Resources.Leases[Id] with { Stage = LeaseStage.Opinion, Supported = Supported, OpinionText = Text.Trim() });
}

/// <summary>The enterprise grants or refuses a request (P-03).</summary>
/// <param name="Project">The project.</param>
/// <param name="Id">The request.</param>
/// <param name="Granted">Whether it leases.</param>
/// <param name="Text">The contract's number, or why not.</param>
public sealed record LeaseDecided(string Project, string Id, bool Granted, string Text) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context) =>
        ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("text", Text, Entered.MaxText, "P-03")).Concat(LeaseCheck.At(state, context, Project, Id, On, LeaseStage.Opinion));

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => LeaseCheck.Put(
        state, Project, Id, state.Projects[Project].Resources.Leases[Id] with { Stage = Granted ? LeaseStage.Granted : LeaseStage.Refused, DecidedOn = Day(entry), DecisionText = Text.Trim() });
}

/// <summary>The order of a request.</summary>
internal static class LeaseCheck
{
    internal static ProgrammeState Put(ProgrammeState state, string project, string id, Lease lease) =>
        state.With(project, p => p with { Resources = p.Resources with { Leases = p.Resources.Leases.SetItem(id, lease) } });

    internal static IEnumerable<Refusal> At(ProgrammeState state, ActContext context, string project, string id, DateOnly? on, LeaseStage stage)
    {
        if (!state.Projects.TryGetValue(project, out var known))
            yield break;
        if (!known.Resources.Leases.TryGetValue(id, out var lease))
        {
            yield return new Refusal("id", new Words($"没有租用申请“{id}”。", $"There is no request '{id}'."), "P-03");
            yield break;
        }

        if (lease.Stage != stage)
            yield return new Refusal("id", new Words($"申请处于“{Of(lease.Stage).Zh}”，此步须在“{Of(stage).Zh}”之后。", $"The request is at '{Of(lease.Stage).En}'; this step follows '{Of(stage).En}'."), "P-03");
        foreach (var refusal in Entered.Day(on, context.Today, lease.RequestedOn))
            yield return refusal;
    }

    internal static Words Of(LeaseStage stage) => stage switch
    {
        LeaseStage.Requested => new("已申请", "requested"),
        LeaseStage.Opinion => new("已提出意见", "opinion given"),
        LeaseStage.Granted => new("同意", "granted"),
        _ => new("不同意", "refused"),
    };
}
