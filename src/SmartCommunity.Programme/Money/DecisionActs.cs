using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Money;

/// <summary>A decision in its own right, 一事一议, is proposed (M-08). It counts when two others have approved it.</summary>
/// <param name="Project">The project.</param>
/// <param name="Kind">What it decides.</param>
/// <param name="AmountFen">The amount.</param>
/// <param name="DocumentNo">Number of the document.</param>
/// <param name="Reason">What is special about the project.</param>
public sealed record SubsidyDecisionProposed(string Project, DecisionKind Kind, Fen AmountFen, string DocumentNo, string Reason) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in MoneyChecks.Amount(AmountFen, "M-08").Concat(Entered.Text("documentNo", DocumentNo, Entered.MaxName, "M-08")).Concat(Entered.Text("reason", Reason, Entered.MaxText, "M-08")))
            yield return refusal;
        if (project.Money.Decisions.FirstOrDefault(d => d.Stage is DecisionStage.Proposed or DecisionStage.ApprovedOnce) is { } open)
            yield return new Refusal("project", new Words($"第 {open.No} 号一事一议尚未办结。", $"Decision {open.No} is not settled yet."), "M-08");
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money with
    {
        Decisions = project.Money.Decisions.Add(new DecisionRecord(project.Money.Decisions.Count + 1, new SubsidyDecision(Kind, AmountFen, DocumentNo.Trim()), Reason.Trim(), mark)),
    };
}

/// <summary>A decision is approved: the first time by one who did not propose it, the second time by a third person.</summary>
public sealed record SubsidyDecisionApproved(string Project, int No) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        if (DecisionChecks.Fault(project.Money, No) is { } fault)
            return [fault];
        var decision = project.Money.Decisions[No - 1];
        var faults = Entered.Day(On, context.Today, (decision.Approved ?? decision.Proposed).On).Concat(Entered.NotSame(context.Actor, decision.Proposed.By, new("提出人", "who proposed it"), "M-08"));
        return decision.Approved is { } first ? faults.Concat(Entered.NotSame(context.Actor, first.By, new("第一审批人", "the first approver"), "M-08")) : faults;
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) =>
        project.Money.WithDecision(No, d => d.Approved is null ? d with { Approved = mark } : d with { SecondApproved = mark });
}

/// <summary>A decision is not taken, and why.</summary>
public sealed record SubsidyDecisionRefused(string Project, int No, string Reason) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context) =>
        DecisionChecks.Fault(project.Money, No) is { } fault ? [fault] : Entered.Text("reason", Reason, Entered.MaxText, "M-08");

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money.WithDecision(No, d => d with { Refused = mark, RefusedWhy = Reason.Trim() });
}

internal static class DecisionChecks
{
    public static Refusal? Fault(ProjectMoney money, int no)
    {
        if (no < 1 || no > money.Decisions.Count)
            return new Refusal("no", new Words($"没有第 {no} 号一事一议；共 {money.Decisions.Count} 件。", $"There is no decision {no}; there are {money.Decisions.Count}."), "M-08");
        return money.Decisions[no - 1].Stage switch
        {
            DecisionStage.InForce => new Refusal("no", new Words($"第 {no} 号一事一议已生效。", $"Decision {no} is in force already."), "M-08"),
            DecisionStage.Refused => new Refusal("no", new Words($"第 {no} 号一事一议已否决。", $"Decision {no} was refused."), "M-08"),
            _ => null,
        };
    }
}
