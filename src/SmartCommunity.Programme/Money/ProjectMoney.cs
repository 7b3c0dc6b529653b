using System.Collections.Immutable;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>A project's money, as it was entered: costs, payments, decisions in its own right. What follows from it (due, late, exposed) is worked out, never kept. Immutable.</summary>
public sealed record ProjectMoney
{
    public static ProjectMoney Empty { get; } = new();

    /// <summary>Costs booked, with counter-entries, in the order they were entered.</summary>
    public ImmutableList<CostEntry> Costs { get; init; } = [];

    /// <summary>Payments, from their request on.</summary>
    public ImmutableList<Payment> Payments { get; init; } = [];

    /// <summary>Decisions in its own right (M-08), from their proposal on.</summary>
    public ImmutableList<DecisionRecord> Decisions { get; init; } = [];

    /// <summary>Money that came back.</summary>
    public ImmutableList<MoneyReturn> Returns { get; init; } = [];

    /// <summary>Its accounts are closed: the spend is final (M-12 to M-14); null while they are open.</summary>
    public AccountsClosing? Closing { get; init; }

    /// <summary>The decision in force: the newest with two approvals.</summary>
    public SubsidyDecision? Decision => Decisions.FindLast(d => d.Stage == DecisionStage.InForce)?.Decision;

    /// <summary>Spend in the classes M-06 names.</summary>
    public Fen Spent(SubsidyPolicy policy) => Fen.Sum(Costs.Where(c => CostClasses.IsCounted(c.Class, policy)).Select(c => c.AmountFen));

    /// <summary>Paid less returned, subsidy or reward.</summary>
    public Fen Paid(bool reward) => Fen.Sum(Payments.Where(p => p.Stage == PaymentStage.Paid && p.IsReward == reward).Select(p => p.AmountFen - Returned(p.No)));

    /// <summary>Requested or approved, and not paid yet.</summary>
    public IEnumerable<Payment> Underway => Payments.Where(p => p.Stage is PaymentStage.Requested or PaymentStage.Approved);

    /// <summary>What came back of a payment.</summary>
    public Fen Returned(int payment) => Fen.Sum(Returns.Where(r => r.Payment == payment).Select(r => r.AmountFen));

    internal ProjectMoney WithPayment(int no, Func<Payment, Payment> change) => this with { Payments = Payments.SetItem(no - 1, change(Payments[no - 1])) };

    internal ProjectMoney WithDecision(int no, Func<DecisionRecord, DecisionRecord> change) => this with { Decisions = Decisions.SetItem(no - 1, change(Decisions[no - 1])) };
}

/// <summary>One cost, or the counter-entry of one.</summary>
/// <param name="No">From 1, through the project.</param>
/// <param name="Class">Code of its class in the policy, or <see cref="CostClasses.Other"/>.</param>
/// <param name="Fund">Which fund, where the class has several (M-03).</param>
/// <param name="AmountFen">Negative for a counter-entry.</param>
/// <param name="DocumentNo">Number of the invoice or contract.</param>
/// <param name="Payee">Who was paid.</param>
/// <param name="What">For what, or why it is corrected.</param>
/// <param name="Corrects">The entry it takes back; null for a cost.</param>
/// <param name="Mark">When and by whom.</param>
public sealed record CostEntry(int No, string Class, string? Fund, Fen AmountFen, string DocumentNo, PayeeKind Payee, string What, int? Corrects, EntryMark Mark);

/// <summary>Who was paid.</summary>
public enum PayeeKind
{
    Consultant,
    Contractor,
    Supplier,
    PublicBody,
    Other,
}

/// <summary>The accounts were closed.</summary>
public sealed record AccountsClosing(string DocumentNo, EntryMark Mark);

/// <summary>Money of a payment came back.</summary>
public sealed record MoneyReturn(int Payment, Fen AmountFen, string DocumentNo, string Reason, EntryMark Mark);

/// <summary>A decision in its own right: proposed by one, approved by two others (M-08).</summary>
public sealed record DecisionRecord(int No, SubsidyDecision Decision, string Reason, EntryMark Proposed)
{
    public EntryMark? Approved { get; init; }

    public EntryMark? SecondApproved { get; init; }

    public EntryMark? Refused { get; init; }

    public string? RefusedWhy { get; init; }

    public DecisionStage Stage => Refused is not null ? DecisionStage.Refused : SecondApproved is not null ? DecisionStage.InForce : Approved is not null ? DecisionStage.ApprovedOnce : DecisionStage.Proposed;
}

/// <summary>How far a decision is.</summary>
public enum DecisionStage
{
    Proposed,
    ApprovedOnce,
    InForce,
    Refused,
}

/// <summary>Money from above (M-07): the district uses it as a whole; it is never added to a project's subsidy.</summary>
/// <param name="No">From 1, through the programme.</param>
/// <param name="Project">The project it was given for; null for the district.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="AmountFen">The amount.</param>
/// <param name="DocumentNo">Number of the document.</param>
/// <param name="Mark">When and by whom it was entered.</param>
public sealed record UpperGrant(int No, string? Project, string Source, Fen AmountFen, string DocumentNo, EntryMark Mark);
