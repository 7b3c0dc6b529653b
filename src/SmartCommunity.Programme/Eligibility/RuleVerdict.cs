namespace SmartCommunity.Programme.Eligibility;

/// <summary>How a rule comes out.</summary>
public enum Outcome
{
    /// <summary>Met.</summary>
    Green,

    /// <summary>Nearly met, or met by a proof.</summary>
    Amber,

    /// <summary>Not met; it does not block, but wants a reason.</summary>
    Red,

    /// <summary>Cannot be said: something was never entered. Never counted as met.</summary>
    Missing,

    /// <summary>Not met, and the project may not be declared.</summary>
    Blocks,

    /// <summary>The rule is not about this type of project.</summary>
    NotApplicable,
}

/// <summary>How one rule, or one part of it, comes out for a project.</summary>
/// <param name="Rule">The policy's rule.</param>
/// <param name="Part">Which part of the rule: <c>area</c>, <c>governance</c>, <c>circles</c> …; stable.</param>
/// <param name="Outcome">How it comes out.</param>
/// <param name="Says">Why, with the numbers.</param>
public sealed record RuleVerdict(string Rule, string Part, Outcome Outcome, Words Says);
