using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Resources;

/// <summary>An online function is entered, or corrected under the same id .</summary>
public sealed record OnlineFunctionEntered(string Project, string Id, OnlineFunction Function) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(GroundCheck.Id(Id)).Concat(Entered.Text("function.name", Function.Name, Entered.MaxName, "R-01"))
            .Concat(Entered.Text("function.source", Function.Source, Entered.MaxText, "R-01")))
            yield return refusal;
        if (Function.InUseSince > context.Today)
            yield return new Refusal("function.inUseSince", new Words($"{Function.InUseSince:yyyy-MM-dd} 晚于今天。", $"{Function.InUseSince:yyyy-MM-dd} is after today."), "R-01");
        if (GroundCheck.Policy(state, context, Project) is not { } policy)
            yield break;
        foreach (var refusal in GroundCheck.Known("function.scenario", Function.Scenario, policy.Resources.Scenarios.Select(s => s.Code), "R-01"))
            yield return refusal;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Functions = p.Resources.Functions.SetItem(Id, Function) } });
}

/// <summary>An online function is switched off.</summary>
public sealed record OnlineFunctionRetired(string Project, string Id, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("reason", Reason, Entered.MaxText, "R-01")))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && !project.Resources.Functions.ContainsKey(Id))
            yield return new Refusal("id", new Words($"没有线上功能“{Id}”。", $"There is no online function '{Id}'."), "R-01");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Functions = p.Resources.Functions.Remove(Id) } });
}

/// <summary>How many households services reach is counted again. A number that fell is taken, and shown as fallen.</summary>
/// <param name="Project">The project.</param>
/// <param name="Implementation">In the implementation unit.</param>
/// <param name="Planning">In the planning unit; null while nobody counted.</param>
/// <param name="Source">Where the numbers are from.</param>
public sealed record ReachReported(string Project, Reach Implementation, Reach? Planning, string Source) : ProgrammeAct
{
    // A district of 800,000 people has fewer.
    private const int MaxHouseholds = 500_000;

    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("source", Source, Entered.MaxText, "R-02")).Concat(Of("implementation", Implementation)).Concat(Planning is null ? [] : Of("planning", Planning)))
            yield return refusal;
        if (Planning is not null && Planning.Households < Implementation.Households)
            yield return new Refusal("planning.households", new Words("规划单元户数不得少于实施单元。", "The planning unit has no fewer households than the implementation unit in it."), "R-02");
        if (state.Projects.TryGetValue(Project, out var project) && project.Resources.Reach.LastOrDefault() is { } last && (On ?? context.Today) < last.On)
            yield return new Refusal("on", new Words($"早于上次 {last.On:yyyy-MM-dd}。", $"is before the last report, {last.On:yyyy-MM-dd}."), "R-02");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) =>
        state.With(Project, p => p with { Resources = p.Resources with { Reach = p.Resources.Reach.Add(new ReachReport(Day(entry), Implementation, Planning, Source.Trim())) } });

    private static IEnumerable<Refusal> Of(string field, Reach reach) =>
        GroundCheck.Within(field + ".households", reach.Households, 1, MaxHouseholds, "R-02").Concat(GroundCheck.Within(field + ".reached", reach.Reached, 0, Math.Max(0, reach.Households), "R-02"));
}
