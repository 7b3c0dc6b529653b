using System.Text.Json.Serialization;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Money;

/// <summary>A cost is booked (M-02, M-03, M-06).</summary>
/// <param name="Project">The project.</param>
/// <param name="Class">Code of its class.</param>
/// <param name="Fund">Which fund, where the class has several; null otherwise.</param>
/// <param name="AmountFen">The amount.</param>
/// <param name="DocumentNo">Number of the invoice or contract.</param>
/// <param name="Payee">Who was paid.</param>
/// <param name="What">For what.</param>
public sealed record CostBooked(string Project, string Class, string? Fund, Fen AmountFen, string DocumentNo, PayeeKind Payee, string What) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in MoneyChecks.Amount(AmountFen, "M-06").Concat(Entered.Text("documentNo", DocumentNo, Entered.MaxName)).Concat(Entered.Text("what", What)).Concat(CostChecks.Open(project.Money)))
            yield return refusal;
        var classes = CostClasses.Of(context.PolicyOf(state, Project).Subsidy);
        if (classes.FirstOrDefault(c => c.Code == Class) is not { } found)
            yield return new Refusal("class", new Words($"没有费用类别“{Class}”；可用：{string.Join('、', classes.Select(c => c.Code))}。", $"There is no class '{Class}'; there are {string.Join(", ", classes.Select(c => c.Code))}."), "M-06");
        else if (found.NeedsFund && string.IsNullOrWhiteSpace(Fund))
            yield return new Refusal("fund", new Words("须写明由哪个部门的专项承担。", "Say which department's fund pays it."), found.Rule);
        else if (!found.NeedsFund && Fund is not null)
            yield return new Refusal("fund", new Words("此类别无须填写专项。", "This class has no fund to name."), found.Rule);
        if (Fund?.Length > Entered.MaxName)
            yield return new Refusal("fund", new Words($"最多 {Entered.MaxName} 字。", $"has at most {Entered.MaxName} characters."), "M-03");
        if (project.Money.Costs.FirstOrDefault(c => c.DocumentNo == DocumentNo?.Trim() && c.Class == Class && c.AmountFen == AmountFen && !CostChecks.IsCorrected(project.Money, c.No)) is { } twice)
            yield return new Refusal("documentNo", new Words($"同一凭证、类别、金额已入账（第 {twice.No} 笔）；如有误请先冲销。", $"The same document, class and amount is booked as entry {twice.No}; correct that first if it is wrong."), "M-06");
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money with
    {
        Costs = project.Money.Costs.Add(new CostEntry(project.Money.Costs.Count + 1, Class, Fund?.Trim(), AmountFen, DocumentNo.Trim(), Payee, What.Trim(), null, mark)),
    };
}

/// <summary>A cost is taken back by a counter-entry; the right one, if there is one, is booked anew.</summary>
/// <param name="Project">The project.</param>
/// <param name="No">Number of the entry.</param>
/// <param name="Reason">What was wrong.</param>
public sealed record CostCorrected(string Project, int No, string Reason) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("reason", Reason).Concat(CostChecks.Open(project.Money)))
            yield return refusal;
        if (No < 1 || No > project.Money.Costs.Count)
            yield return new Refusal("no", new Words($"没有第 {No} 笔；共 {project.Money.Costs.Count} 笔。", $"There is no entry {No}; there are {project.Money.Costs.Count}."));
        else if (project.Money.Costs[No - 1].Corrects is { } corrected)
            yield return new Refusal("no", new Words($"第 {No} 笔是第 {corrected} 笔的冲销，不再冲销；请重新入账。", $"Entry {No} is the counter-entry of {corrected}; book the cost anew instead."));
        else if (CostChecks.IsCorrected(project.Money, No))
            yield return new Refusal("no", new Words($"第 {No} 笔已冲销。", $"Entry {No} is corrected already."));
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark)
    {
        var money = project.Money;
        var wrong = money.Costs[No - 1];
        return money with { Costs = money.Costs.Add(wrong with { No = money.Costs.Count + 1, AmountFen = -wrong.AmountFen, What = Reason.Trim(), Corrects = No, Mark = mark }) };
    }
}

/// <summary>The accounts are closed: the spend is the final one (M-12 to M-14).</summary>
/// <param name="Project">The project.</param>
/// <param name="SpentFen">Spend that counts for the subsidy, as the final account has it; must be what is booked.</param>
/// <param name="DocumentNo">Number of the final account.</param>
public sealed record AccountsClosed(string Project, Fen SpentFen, string DocumentNo) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("documentNo", DocumentNo, Entered.MaxName, "M-14").Concat(CostChecks.Open(project.Money)))
            yield return refusal;
        var booked = project.Money.Spent(context.PolicyOf(state, Project).Subsidy);
        if (SpentFen != booked)
            yield return new Refusal("spentFen", new Words($"决算 {SpentFen.Text.Zh} 与已入账 {booked.Text.Zh}（{booked.Value} 分）不符。", $"The final account says {SpentFen}; booked is {booked} ({booked.Value} fen)."), "M-12", "M-13", "M-14");
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money with { Closing = new AccountsClosing(DocumentNo.Trim(), mark) };
}

/// <summary>The accounts are opened again, while no reward rests on them.</summary>
public sealed record AccountsReopened(string Project, string Reason) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        foreach (var refusal in Entered.Text("reason", Reason))
            yield return refusal;
        if (project.Money.Closing is null)
            yield return new Refusal("project", new Words("决算尚未完成。", "The accounts are open."));
        if (project.Money.Payments.FirstOrDefault(p => p.IsReward && p.Stage != PaymentStage.Refused) is { } reward)
            yield return new Refusal("project", new Words($"第 {reward.No} 笔拨付（节约奖励）以此决算为据。", $"Payment {reward.No}, a reward, rests on them."), "M-14");
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money with { Closing = null };
}

/// <summary>Money from above is entered (M-07): kept in view, never added to a subsidy.</summary>
/// <param name="Project">The project it was given for; null for the district.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="AmountFen">The amount.</param>
/// <param name="DocumentNo">Number of the document.</param>
public sealed record UpperGrantEntered(string? Project, string Source, Fen AmountFen, string DocumentNo) : ProgrammeAct
{
    [JsonIgnore]
    public override string? Subject => Project;

    public override IEnumerable<Refusal> Refusals(ProgrammeState state, ActContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(context);
        var faults = Entered.Day(On, context.Today).Concat(Entered.Text("source", Source, Entered.MaxName, "M-07")).Concat(MoneyChecks.Amount(AmountFen, "M-07")).Concat(Entered.Text("documentNo", DocumentNo, Entered.MaxName, "M-07")).ToList();
        if (Project is not null)
            faults.AddRange(Entered.Project(state, Project));
        if (state.Grants.FirstOrDefault(g => g.DocumentNo == DocumentNo?.Trim() && g.Project == Project) is { } twice)
            faults.Add(new Refusal("documentNo", new Words($"此文号已登记（第 {twice.No} 笔）。", $"This document is entered as grant {twice.No}."), "M-07"));
        return faults;
    }

    public override ProgrammeState Apply(ProgrammeState state, ProgrammeEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state with { Grants = state.Grants.Add(new UpperGrant(state.Grants.Count + 1, Project, Source.Trim(), AmountFen, DocumentNo.Trim(), EntryMark.Of(this, entry))) };
    }
}

internal static class CostChecks
{
    public static bool IsCorrected(ProjectMoney money, int no) => money.Costs.Any(c => c.Corrects == no);

    public static IEnumerable<Refusal> Open(ProjectMoney money)
    {
        if (money.Closing is { } closing)
            yield return new Refusal("project", new Words($"决算已于 {closing.Mark.On:yyyy-MM-dd} 完成（{closing.DocumentNo}）。", $"The accounts were closed on {closing.Mark.On:yyyy-MM-dd} ({closing.DocumentNo})."), "M-14");
    }
}
