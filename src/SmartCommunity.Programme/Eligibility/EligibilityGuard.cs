using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>What keeps a project from being declared. The rules' kinds in the policy decide: a hard one, or one that needs a proof, must be met, and what is not known is not met; a soft one wants a reason.</summary>
public static class EligibilityGuard
{
    /// <summary>Why it may not be declared; empty when it may.</summary>
    /// <param name="state">The programme.</param>
    /// <param name="project">The project.</param>
    /// <param name="policy">The policy it goes by.</param>
    /// <param name="reason">Why it is declared though soft rules are not met; null or blank: none given.</param>
    public static IReadOnlyList<Refusal> Refusals(ProgrammeState state, ProjectState project, PolicyPack policy, string? reason)
    {
        var verdicts = EligibilityJudge.Judge(state, project, policy).Verdicts;
        return [.. verdicts.Where(v => Stops(v, policy) || (Asks(v, policy) && string.IsNullOrWhiteSpace(reason))).Select(v => new Refusal(Field(v, policy), Why(v, policy), v.Rule))];
    }

    /// <summary>Whether a verdict stops the declaration.</summary>
    public static bool Stops(RuleVerdict verdict, PolicyPack policy) => verdict.Outcome == Outcome.Blocks || (verdict.Outcome == Outcome.Missing && policy.Rule(verdict.Rule).Kind is RuleKind.Hard or RuleKind.SoftWithProof);

    /// <summary>Whether a verdict wants a reason.</summary>
    public static bool Asks(RuleVerdict verdict, PolicyPack policy) => !Stops(verdict, policy) && verdict.Outcome is Outcome.Red or Outcome.Missing;

    private static string Field(RuleVerdict verdict, PolicyPack policy) => Stops(verdict, policy) ? verdict.Part : "reason";

    private static Words Why(RuleVerdict verdict, PolicyPack policy) => Stops(verdict, policy)
        ? verdict.Says
        : new Words($"{verdict.Says.Zh}如仍申报，请说明理由。", $"{verdict.Says.En} To declare it all the same, give the reason.");
}
