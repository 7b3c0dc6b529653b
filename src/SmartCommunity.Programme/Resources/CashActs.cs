using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Resources;

/// <summary>Money in or out in a year of the project's life is planned, or corrected under the same id (F-01).</summary>
public sealed record CashLineEntered(string Project, string Id, CashLine Line) : ProgrammeAct
{
    // The plan's years, and a life of some decades.
    private const int FirstYear = 2019;
    private const int LastYear = 2099;

    // A hundred thousand million yuan, above the district's whole budget; sums of many such still fit.
    private const long MaxFen = 10_000_000_000_000;

    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context) =>
        ResourceCheck.Of(state, context, Project, On).Concat(GroundCheck.Id(Id)).Concat(Entered.Text("line.what", Line.What, Entered.MaxName, "F-01")).Concat(Entered.Text("line.source", Line.Source, Entered.MaxText, "F-01"))
            .Concat(GroundCheck.Within("line.year", Line.Year, FirstYear, LastYear, "F-01")).Concat(GroundCheck.Within("line.fen", Line.Fen, 1, MaxFen, "F-01"));

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Cash = p.Resources.Cash.SetItem(Id, Line) } });
}

/// <summary>A planned line of money is taken out; the log keeps it.</summary>
public sealed record CashLineRemoved(string Project, string Id, string Reason) : ProgrammeAct
{
    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("reason", Reason, Entered.MaxText, "F-01")))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && !project.Resources.Cash.ContainsKey(Id))
            yield return new Refusal("id", new Words($"没有资金行“{Id}”。", $"There is no line '{Id}'."), "F-01");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Cash = p.Resources.Cash.Remove(Id) } });
}

/// <summary>What the land of a new building project was given under (F-02); again replaces it.</summary>
public sealed record LandConditionsRecorded(string Project, LandConditions Land) : ProgrammeAct
{
    // A new town of 2,000 ha at a floor-area ratio of 3.
    private const double MaxFloorM2 = 60_000_000;

    public override string Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        foreach (var refusal in ResourceCheck.Of(state, context, Project, On).Concat(Entered.Text("land.documentNo", Land.DocumentNo, Entered.MaxName, "F-02")).Concat(Entered.Text("land.conditions", Land.Conditions, Entered.MaxText, "F-02"))
            .Concat(GroundCheck.Within("land.floorM2", Land.FloorM2, 1, MaxFloorM2, "F-02")).Concat(GroundCheck.Within("land.businessM2", Land.BusinessM2, 0, Math.Max(0, Land.FloorM2), "F-02")))
            yield return refusal;
        if (state.Projects.TryGetValue(Project, out var project) && project.Pool.Type == Pool.ProjectType.Renovation)
            yield return new Refusal("project", new Words("旧改类项目不出让土地。", "A renovation has no land conditions."), "F-02");
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => state.With(Project, p => p with { Resources = p.Resources with { Land = Land } });
}
