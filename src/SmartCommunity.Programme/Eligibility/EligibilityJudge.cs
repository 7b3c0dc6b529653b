using SmartCommunity.Programme.Eligibility.Shapes;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>How a project stands against E-01 to E-07.</summary>
public sealed record EligibilityReport
{
    public required string Project { get; init; }

    /// <summary>Area of the implementation unit, hectares; null before it was drawn.</summary>
    public double? AreaHa { get; init; }

    /// <summary>Area of the planning unit, hectares; null before it was drawn.</summary>
    public double? PlanningHa { get; init; }

    /// <summary>Of each rule, in the policy's order; E-02 has two.</summary>
    public required IReadOnlyList<RuleVerdict> Verdicts { get; init; }

    /// <summary>Walking circles; null before the unit was drawn or a facility entered.</summary>
    public Coverage? Coverage { get; init; }

    /// <summary>Barriers through the unit.</summary>
    public IReadOnlyList<Crossing> Crossings { get; init; } = [];

    /// <summary>Priority of a new-build candidate, 0 to 1 (E-06); null where it is not one or not assessed.</summary>
    public double? Priority { get; init; }
}

/// <summary>Judges a project's ground by the policy. Pure: the same state gives the same report.</summary>
public static class EligibilityJudge
{
    public static EligibilityReport Judge(ProgrammeState state, ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var planning = project.Ground.Planning is { } border ? EqualAreaPlane.AreaHa(border) : (double?)null;
        if (project.Ground.Implementation is not { } unit)
            return new EligibilityReport { Project = project.Id, PlanningHa = planning, Verdicts = [.. Undrawn(policy), TypeRules.Priority(project, policy), TypeRules.Safety(project)] };
        var ground = new JudgedGround(unit, project.Ground, state.District, policy);
        var coverage = new CoverageRule(ground).Measure();
        var (barriers, crossings) = BarrierRule.Judge(ground, project);
        return new EligibilityReport
        {
            Project = project.Id,
            AreaHa = ground.AreaHa,
            PlanningHa = planning,
            Coverage = coverage,
            Crossings = crossings,
            Priority = project.Pool.Type == Pool.ProjectType.NewBuild ? TypeRules.Priority(project, policy.Ground) : null,
            Verdicts =
            [
                AreaRule.Judge(ground.AreaHa, policy.Eligibility), UnitRules.Governance(ground), CoverageRule.Judge(coverage), DwellingRule.Judge(ground), barriers,
                UnitRules.Administration(ground, project), TypeRules.Priority(project, policy), TypeRules.Safety(project),
            ],
        };
    }

    private static IEnumerable<RuleVerdict> Undrawn(PolicyPack policy)
    {
        var words = AreaRule.Judge(areaHa: null, policy.Eligibility).Says;
        return [AreaRule.Judge(areaHa: null, policy.Eligibility), .. new[] { ("E-02", "governance"), ("E-02", "circles"), ("E-03", "dwellings"), ("E-04", "barriers"), ("E-05", "administration") }
            .Select(r => new RuleVerdict(r.Item1, r.Item2, Outcome.Missing, words))];
    }
}
