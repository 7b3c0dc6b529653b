using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Money;

/// <summary>A payment is requested (M-15). Its amount is what the rules give for its kind, to the fen.</summary>
/// <param name="Project">The project.</param>
/// <param name="Kind">Which payment.</param>
/// <param name="AmountFen">The amount.</param>
/// <param name="Evaluation">The evaluation it rests on.</param>
public sealed record PaymentRequested(string Project, PaymentKind Kind, Fen AmountFen, EvaluationLink Evaluation) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        var day = On ?? context.Today;
        return MoneyChecks.Evaluation(Evaluation, state, Project, day).Concat(MoneyChecks.IsDue(project, context.PolicyOf(state, Project), day, Kind, AmountFen));
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money with
    {
        Payments = project.Money.Payments.Add(new Payment(
            project.Money.Payments.Count + 1, Kind, AmountFen, project.Process.Passed ?? project.Process.Level ?? Process.Level.City, Evaluation with { Reference = Evaluation.Reference.Trim() }, mark)),
    };
}

/// <summary>Finance approves a payment; not who requested it.</summary>
/// <param name="Project">The project.</param>
/// <param name="No">Number of the payment.</param>
public sealed record PaymentApproved(string Project, int No) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        var (payment, wrong) = PaymentChecks.Find(project.Money, No, PaymentStage.Requested);
        if (payment is null)
            return [wrong!];
        return Entered.Day(On, context.Today, payment.Requested.On)
            .Concat(Entered.NotSame(context.Actor, payment.Requested.By, new("申请人", "who requested it"), "M-15"))
            .Concat(MoneyChecks.IsDue(project, context.PolicyOf(state, Project), On ?? context.Today, payment.Kind, payment.AmountFen, except: No));
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money.WithPayment(No, p => p with { Stage = PaymentStage.Approved, Approved = mark });
}

/// <summary>A payment is not made, and why.</summary>
public sealed record PaymentRefused(string Project, int No, string Reason) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        var (payment, wrong) = PaymentChecks.Find(project.Money, No, PaymentStage.Requested, PaymentStage.Approved);
        return payment is null ? [wrong!] : Entered.Text("reason", Reason).Concat(Entered.Day(On, context.Today, (payment.Approved ?? payment.Requested).On));
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money.WithPayment(No, p => p with { Stage = PaymentStage.Refused, Refused = mark, RefusedWhy = Reason.Trim() });
}

/// <summary>A payment is made. The amount is checked a last time: costs may have been corrected since it was approved.</summary>
/// <param name="Project">The project.</param>
/// <param name="No">Number of the payment.</param>
/// <param name="VoucherNo">Number of the voucher; one voucher pays once.</param>
public sealed record PaymentMade(string Project, int No, string VoucherNo) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        var (payment, wrong) = PaymentChecks.Find(project.Money, No, PaymentStage.Approved);
        if (payment is null)
            return [wrong!];
        var faults = Entered.Text("voucherNo", VoucherNo, Entered.MaxName)
            .Concat(Entered.Day(On, context.Today, payment.Approved!.On))
            .Concat(Entered.NotSame(context.Actor, payment.Requested.By, new("申请人", "who requested it"), "M-15"))
            .Concat(MoneyChecks.IsDue(project, context.PolicyOf(state, Project), On ?? context.Today, payment.Kind, payment.AmountFen, except: No)).ToList();
        foreach (var other in state.Projects.Values.Where(p => p.Money.Payments.Any(q => q.VoucherNo == VoucherNo?.Trim() && q.VoucherNo is not null)))
            faults.Add(new Refusal("voucherNo", new Words($"凭证号已用于“{other.Pool.Name.Zh}”。", $"This voucher paid '{other.Pool.Name.En}' already.")));
        return faults;
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money.WithPayment(No, p => p with { Stage = PaymentStage.Paid, Made = mark, VoucherNo = VoucherNo.Trim() });
}

/// <summary>Money of a payment came back, whole or in part.</summary>
/// <param name="Project">The project.</param>
/// <param name="No">Number of the payment.</param>
/// <param name="AmountFen">What came back.</param>
/// <param name="DocumentNo">Number of the receipt.</param>
/// <param name="Reason">Why.</param>
public sealed record MoneyReturned(string Project, int No, Fen AmountFen, string DocumentNo, string Reason) : MoneyAct(Project)
{
    protected override IEnumerable<Refusal> Needs(ProgrammeState state, ProjectState project, ActContext context)
    {
        var (payment, wrong) = PaymentChecks.Find(project.Money, No, PaymentStage.Paid);
        if (payment is null)
            return [wrong!];
        var faults = MoneyChecks.Amount(AmountFen).Concat(Entered.Text("documentNo", DocumentNo, Entered.MaxName)).Concat(Entered.Text("reason", Reason)).Concat(Entered.Day(On, context.Today, payment.Made!.On)).ToList();
        var left = payment.AmountFen - project.Money.Returned(No);
        if (AmountFen > left)
            faults.Add(new Refusal("amountFen", new Words($"至多可退回 {left.Text.Zh}。", $"At most {left} of it can come back.")));
        return faults;
    }

    protected override ProjectMoney Change(ProjectState project, EntryMark mark) => project.Money with { Returns = project.Money.Returns.Add(new MoneyReturn(No, AmountFen, DocumentNo.Trim(), Reason.Trim(), mark)) };
}

internal static class PaymentChecks
{
    /// <summary>The payment of a number in one of some stages, or why it is not.</summary>
    public static (Payment? Payment, Refusal? Wrong) Find(ProjectMoney money, int no, params PaymentStage[] stages)
    {
        if (no < 1 || no > money.Payments.Count)
            return (null, new Refusal("no", new Words($"没有第 {no} 笔拨付；共 {money.Payments.Count} 笔。", $"There is no payment {no}; there are {money.Payments.Count}.")));
        var payment = money.Payments[no - 1];
        return stages.Contains(payment.Stage)
            ? (payment, null)
            : (null, new Refusal(
                "no",
                new Words(
                    $"第 {no} 笔拨付{PaymentWords.Of(payment.Stage).Zh}；须为{string.Join('或', stages.Select(s => PaymentWords.Of(s).Zh))}。",
                    $"Payment {no} is {PaymentWords.Of(payment.Stage).En}; it must be {string.Join(" or ", stages.Select(s => PaymentWords.Of(s).En))}.")));
    }
}
