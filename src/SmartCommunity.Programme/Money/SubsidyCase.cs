using SmartCommunity.Programme.Pool;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Programme.Money;

/// <summary>What the amount of a project's subsidy depends on. Amounts are not negative.</summary>
public sealed record SubsidyCase
{
    /// <summary>M-01 asks for it.</summary>
    public required ProjectType Type { get; init; }

    /// <summary>The highest level passed; before it passed, the level it goes by (ambiguity 4).</summary>
    public required Level Level { get; init; }

    /// <summary>It was published (T-05); before, it is a candidate and is paid nothing.</summary>
    public bool Listed { get; init; } = true;

    /// <summary>It passed acceptance at that level.</summary>
    public required bool Passed { get; init; }

    /// <summary>The year's task was not done in its year (M-09).</summary>
    public required bool Late { get; init; }

    /// <summary>What was spent in the classes M-06 names.</summary>
    public required Fen Spend { get; init; }

    /// <summary>The accounts are closed, so that the spend is the final one M-14 speaks of.</summary>
    public bool SpendIsFinal { get; init; }

    /// <summary>Subsidy paid so far, less what was returned.</summary>
    public Fen PaidSubsidy { get; init; }

    /// <summary>Reward paid so far.</summary>
    public Fen PaidReward { get; init; }

    /// <summary>The decision in its own right (M-08) in force; null when there is none.</summary>
    public SubsidyDecision? Decision { get; init; }

    /// <summary>It was withdrawn or replaced and will not pass any more.</summary>
    public bool Ended { get; init; }

    internal Fen Paid => PaidSubsidy + PaidReward;
}

/// <summary>A decision in its own right, 一事一议 (M-08).</summary>
/// <param name="Kind">What it decides.</param>
/// <param name="AmountFen">The amount decided.</param>
/// <param name="DocumentNo">Number of the document it stands in.</param>
public sealed record SubsidyDecision(DecisionKind Kind, Fen AmountFen, string DocumentNo);

/// <summary>What a decision in its own right decides.</summary>
public enum DecisionKind
{
    /// <summary>The approved amount, in place of the level's; every other rule stays.</summary>
    Approved,

    /// <summary>What is paid in all, in place of every other rule, and at once.</summary>
    Total,
}
