using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Cloud.Programme.Ground;

/// <summary>How a project stands against E-01 to E-07, with the policy's words on each rule.</summary>
/// <param name="Position">Position of the log it follows from.</param>
/// <param name="Policy">The policy it goes by.</param>
/// <param name="Report">The verdicts and what they rest on.</param>
/// <param name="Stops">Rules that keep it from being declared.</param>
/// <param name="Asks">Rules that want a reason when it is declared.</param>
/// <param name="Rules">The rules named, with quote and reading.</param>
public sealed record EligibilityView(long Position, PolicyKey Policy, EligibilityReport Report, IReadOnlyList<string> Stops, IReadOnlyList<string> Asks, IReadOnlyList<PolicyRule> Rules)
{
    public static EligibilityView Of(ProgrammeState state, ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        var report = EligibilityJudge.Judge(state, project, policy);
        return new EligibilityView(
            state.Position, PolicyLibrary.KeyOf(policy), report, Ids(v => EligibilityGuard.Stops(v, policy)), Ids(v => EligibilityGuard.Asks(v, policy)),
            [.. report.Verdicts.Select(v => v.Rule).Distinct().Select(policy.Rule)]);

        IReadOnlyList<string> Ids(Func<RuleVerdict, bool> which) => [.. report.Verdicts.Where(which).Select(v => v.Rule).Distinct()];
    }
}

/// <summary>What a project can build with and what it lacks, F-01 to F-03, P-02, P-03.</summary>
/// <param name="Position">Position of the log it follows from.</param>
/// <param name="Policy">The policy it goes by.</param>
/// <param name="Verdicts">How it stands against each rule.</param>
/// <param name="Gaps">Required, present and missing by facility kind .</param>
/// <param name="Matches">Which idle space would close which gap, and why .</param>
/// <param name="Register">Spaces, plans, online functions, reports of reach, leases, cash lines, land conditions.</param>
/// <param name="Life">The lifecycle cash view (F-01).</param>
/// <param name="Requirements">The list handed on to land conditions and renovation (P-02).</param>
/// <param name="Rules">The rules named, with quote and reading.</param>
public sealed record ResourcesView(
    long Position, PolicyKey Policy, IReadOnlyList<RuleVerdict> Verdicts, GapList Gaps, IReadOnlyList<SpaceMatch> Matches, ProjectResources Register, LifeCash Life, IReadOnlyList<RequirementRow> Requirements,
    IReadOnlyList<PolicyRule> Rules)
{
    public static ResourcesView Of(ProgrammeState state, ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var verdicts = ResourceRules.Judge(project, policy);
        return new ResourcesView(
            state.Position, PolicyLibrary.KeyOf(policy), verdicts, GapList.Of(project, policy), SpaceMatching.Of(project, policy), project.Resources, LifeCash.Of(project.Resources), RequirementList.Of(project, policy),
            [.. verdicts.Select(v => v.Rule).Distinct().Select(policy.Rule)]);
    }
}

/// <summary>What was taken over from a community's own map.</summary>
/// <param name="Buildings">Buildings taken.</param>
/// <param name="Facilities">Facilities entered or corrected.</param>
/// <param name="Skipped">Kinds of the map that are no kind of the policy.</param>
/// <param name="Refusals">Why something was not taken; empty when all was.</param>
public sealed record MapTaken(int Buildings, int Facilities, IReadOnlyList<string> Skipped, IReadOnlyList<Refusal> Refusals);
