using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Process;

/// <summary>The responsible unit declares the project (G-05, G-06) on ground that is eligible (E-01 to E-07).</summary>
/// <param name="Project">The project.</param>
/// <param name="Lead">Who leads it at the unit.</param>
/// <param name="Reason">Why it is declared with an incomplete file or against a soft rule of eligibility; not needed otherwise.</param>
public sealed record ProjectDeclared(string Project, string Lead, string? Reason) : StepAct(Project)
{
    protected override Step Step => Step.Declare;

    protected override string Rule => "G-06";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("lead", Lead, Entered.MaxName))
            yield return refusal;
        var complete = project.File.Completeness(context.PolicyOf(state, Project).File);
        if (complete.MissingHeads.Count > 0)
            yield return new Refusal("survey", new Words($"摸底调研缺：{Names(complete.MissingHeads, zh: true)}。", $"The survey lacks {Names(complete.MissingHeads, zh: false)}."), "G-06");
        if (complete.MissingSections.Count > 0 && string.IsNullOrWhiteSpace(Reason))
            yield return new Refusal("reason", new Words($"一社一档缺：{Names(complete.MissingSections, zh: true)}；补齐，或说明理由。", $"The file lacks {Names(complete.MissingSections, zh: false)}; complete it, or give the reason."), "G-05");
        foreach (var refusal in EligibilityGuard.Refusals(state, project, context.PolicyOf(state, Project), Reason))
            yield return refusal;
    }

    protected override ProjectState Change(ProjectState moved, ProjectState before, DateOnly day, ProgrammeEntry entry) => moved with { Process = moved.Process with { Lead = Lead.Trim() } };

    private static string Names(IEnumerable<Heading> headings, bool zh) => string.Join(zh ? "、" : ", ", headings.Select(h => zh ? h.Name.Zh : h.Name.En));
}

/// <summary>The district's office studied the declarations and picks this one for the city and province (G-07).</summary>
/// <param name="Project">The project.</param>
/// <param name="Rank">Its place in the office's order, from 1.</param>
/// <param name="DocumentNo">Number of the decision.</param>
public sealed record ProjectSelected(string Project, int Rank, string DocumentNo) : StepAct(Project)
{
    protected override Step Step => Step.Select;

    protected override string Rule => "G-07";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("documentNo", DocumentNo, Entered.MaxName, Rule))
            yield return refusal;
        if (Rank < 1)
            yield return new Refusal("rank", new Words($"名次 {Rank} 小于 1。", $"{Rank} is below 1."), Rule);
    }
}

/// <summary>Province or city published the project: the clock starts (T-05), and the policy in force is its policy from now on.</summary>
/// <param name="Project">The project.</param>
/// <param name="DocumentNo">Number of the publication.</param>
/// <param name="Level">The level it is to reach.</param>
public sealed record ProjectListed(string Project, string DocumentNo, Level Level) : StepAct(Project)
{
    protected override Step Step => Step.List;

    protected override string Rule => "T-05";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("documentNo", DocumentNo, Entered.MaxName, Rule))
            yield return refusal;
        foreach (var plan in context.PolicyOf(state, Project).File.Plans.Where(p => !project.File.PlanPassed(p.Code)))
            yield return new Refusal("plans", new Words($"{plan.Name.Zh}未通过评审。", $"The {plan.Name.En} has not passed its review."), "G-08");
    }

    protected override ProjectState Change(ProjectState moved, ProjectState before, DateOnly day, ProgrammeEntry entry) =>
        moved with { Process = moved.Process with { ListedOn = day, Level = Level } };

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry) => base.Apply(state, entry).With(Project, p => p with { Policy = state.Policy });
}

/// <summary>Building starts.</summary>
public sealed record BuildingStarted(string Project) : StepAct(Project)
{
    protected override Step Step => Step.StartBuilding;

    protected override string Rule => "T-05";

    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context) => [];
}
