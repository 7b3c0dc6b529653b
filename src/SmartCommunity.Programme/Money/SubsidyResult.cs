using System.Text.Json.Serialization;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Money;

/// <summary>What the rules give for a case by one reading of M-10. Every amount is there to the fen and has its line of explanation.</summary>
public sealed record SubsidyResult
{
    /// <summary>The reading of M-10.</summary>
    public required FinalTranche Reading { get; init; }

    /// <summary>Approved amount (核定补助): the level's, or the one decided.</summary>
    public required Fen Approved { get; init; }

    /// <summary>What the subsidy is counted from: the approved amount, and not more than was spent (M-13).</summary>
    public required Fen Base { get; init; }

    /// <summary>First payment: all of it in time, the reduced one when late.</summary>
    public required Fen First { get; init; }

    /// <summary>Payment after a late pass (M-10).</summary>
    public required Fen Second { get; init; }

    /// <summary>Reward for what was saved (M-14).</summary>
    public required Fen Reward { get; init; }

    /// <summary>What passing would add to it, before it passed.</summary>
    public required Fen AfterPass { get; init; }

    /// <summary>Spend above the approved amount; the responsible unit bears it (M-12).</summary>
    public required Fen Borne { get; init; }

    /// <summary>Part of the base that no payment covers by this reading; the responsible unit is left with it.</summary>
    public required Fen Unfunded { get; init; }

    /// <summary>Paid and not passed (M-09); it is shown, and not claimed back by itself.</summary>
    public required Fen Exposed { get; init; }

    /// <summary>Paid above what the rules give.</summary>
    public required Fen Overpaid { get; init; }

    /// <summary>To be returned, when the policy claims back what was paid to a project that ended without passing.</summary>
    public required Fen DueBack { get; init; }

    /// <summary>Subsidy due now.</summary>
    public required Fen DueSubsidy { get; init; }

    /// <summary>Reward due now.</summary>
    public required Fen DueReward { get; init; }

    /// <summary>Everything due now.</summary>
    public Fen Due => DueSubsidy + DueReward;

    /// <summary>Everything the rules give up to now, paid or not.</summary>
    public Fen Entitled => First + Second + Reward;

    /// <summary>How each amount came about, in the order it is worked out.</summary>
    public IReadOnlyList<SubsidyLine> Lines { get; init; } = [];
}

/// <summary>One amount of a result: how it came about, and by which rules.</summary>
public sealed record SubsidyLine(SubsidyLineKind Kind, Fen AmountFen, Words Why, params IReadOnlyList<string> Rules);

/// <summary>Which amount of a result a line is about.</summary>
public enum SubsidyLineKind
{
    Approved,
    Base,
    First,
    Second,
    Reward,
    AfterPass,
    Borne,
    Unfunded,
    Exposed,
    Overpaid,
    DueBack,
    Due,
}

/// <summary>One case by both readings of M-10, side by side.</summary>
/// <param name="Percent">The literal one: a percentage of the base.</param>
/// <param name="Balance">What is missing to the base.</param>
/// <param name="Taken">The one the policy takes.</param>
public sealed record SubsidyReadings(SubsidyResult Percent, SubsidyResult Balance, FinalTranche Taken)
{
    /// <summary>The result that is paid by.</summary>
    [JsonIgnore]
    public SubsidyResult Result => Taken == FinalTranche.Percent ? Percent : Balance;
}
