using System.Globalization;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Pool;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>E-06 for candidates on new ground, E-07 for rebuilding; not about the others.</summary>
internal static class TypeRules
{
    /// <summary>The priority score, 0 to 1: weighted mean of what is assessed; null while something is not.</summary>
    internal static double? Priority(ProjectState project, Policies.GroundPolicy policy) =>
        policy.Priorities.All(p => project.Ground.Priorities.ContainsKey(p.Code))
            ? policy.Priorities.Sum(p => p.Weight * project.Ground.Priorities[p.Code].Value) / policy.Priorities.Sum(p => p.Weight)
            : null;

    internal static RuleVerdict Priority(ProjectState project, Policies.PolicyPack policy)
    {
        if (project.Pool.Type != ProjectType.NewBuild)
            return new RuleVerdict("E-06", "priority", Outcome.NotApplicable, new Words("只用于规划新建类。", "Is about building on new ground only."));
        if (Priority(project, policy.Ground) is not { } score)
        {
            var missing = policy.Ground.Priorities.Where(p => !project.Ground.Priorities.ContainsKey(p.Code)).ToList();
            return new RuleVerdict("E-06", "priority", Outcome.Missing, new Words($"尚未评估：{string.Join('、', missing.Select(p => p.Name.Zh))}。", $"Not assessed yet: {string.Join(", ", missing.Select(p => p.Name.En))}."));
        }

        var said = score.ToString("0.00", CultureInfo.InvariantCulture);
        var limit = policy.Ground.PriorityGreen.ToString("0.00", CultureInfo.InvariantCulture);
        return new RuleVerdict("E-06", "priority", score >= policy.Ground.PriorityGreen ? Outcome.Green : Outcome.Amber, new Words($"优先级 {said}，{limit} 起为绿。", $"The priority is {said}; from {limit} it is green."));
    }

    internal static RuleVerdict Safety(ProjectState project)
    {
        if (project.Pool.Type != ProjectType.Rebuild)
            return new RuleVerdict("E-07", "safety", Outcome.NotApplicable, new Words("只用于拆除重建类。", "Is about demolition and rebuilding only."));
        return UnitRules.HasProof(project.Ground, project, ProofKind.StructuralSafety)
            ? new RuleVerdict("E-07", "safety", Outcome.Green, new Words("已有房屋安全鉴定报告。", "A structural safety report is in the file."))
            : new RuleVerdict("E-07", "safety", Outcome.Blocks, new Words("缺房屋安全鉴定报告。", "The structural safety report is missing."));
    }
}
