using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Indicators.Advice;

/// <summary>Something a community could do, with what it costs and what it would change.</summary>
/// <param name="Code">Its code, unique among the actions.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Cost">Cost in yuan, not below 0.</param>
/// <param name="Days">Days it takes, not below 0.</param>
/// <param name="Edits">What it changes. Not another pack, project type or instant: those are no actions of a community.</param>
public sealed record GapAction(string Code, BilingualText Title, decimal Cost, int Days, IReadOnlyList<Edit> Edits);

/// <summary>How the days of several actions add up.</summary>
public enum Schedule
{
    /// <summary>Done side by side: the longest counts.</summary>
    Together = 1,

    /// <summary>Done by the same people: the sum counts.</summary>
    OneAfterAnother = 2,
}

/// <summary>What the advice comes to.</summary>
public enum GapOutcome
{
    /// <summary>The community passes as it is: nothing to do.</summary>
    AlreadyPasses = 1,

    /// <summary>The actions named reach the pass mark with an open gate, and no cheaper set does.</summary>
    Reached = 2,

    /// <summary>Impossible: <see cref="GapAdvice.ShutGates"/> stay at nothing whatever is done.</summary>
    GateStaysShut = 3,

    /// <summary>Impossible: <see cref="GapAdvice.StandingVetoes"/> stand whatever is done.</summary>
    VetoStands = 4,

    /// <summary>Impossible: the gate can be opened, but no set reaches the pass mark.</summary>
    PointsOutOfReach = 5,

    /// <summary>Possible, but not within the days.</summary>
    DaysTooShort = 6,
}

/// <summary>The cheapest way to pass, or why there is none.</summary>
public sealed record GapAdvice
{
    public required GapOutcome Outcome { get; init; }

    /// <summary>Codes of the actions, in the order given; empty unless <see cref="GapOutcome.Reached"/>.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Their cost in yuan.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Their days, by the schedule.</summary>
    public required int Days { get; init; }

    /// <summary>Most acceptance points that any set of actions within the days reaches, whether the gate opens or not.</summary>
    public required double BestReachablePoints { get; init; }

    /// <summary>Binding measures of standard scenarios that no set of actions within the days lifts above nothing.</summary>
    public required IReadOnlyList<string> ShutGates { get; init; }

    /// <summary>Vetoes that no set of actions within the days lifts.</summary>
    public required IReadOnlyList<string> StandingVetoes { get; init; }

    /// <summary>The score with the actions done; the score as it is when nothing is to be done or nothing helps.</summary>
    public required CommunityScore After { get; init; }
}
