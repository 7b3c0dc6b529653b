using System.Globalization;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Programme.Eligibility;

/// <summary>E-02 (first half) and E-05: in one governance unit, under one community. Soft.</summary>
internal static class UnitRules
{
    internal static RuleVerdict Governance(JudgedGround ground)
    {
        if (ground.District.Governance is not { } units)
            return new RuleVerdict("E-02", "governance", Outcome.Missing, new Words("尚未导入民政部门社区治理单元。", "The governance units of civil affairs have not been imported."));
        var shares = ground.SharesOf(units);
        var covered = shares.Sum(s => s.Share);
        var (outcome, words) = shares.Count switch
        {
            0 => (Outcome.Red, new Words("不在任何社区治理单元内。", "It lies in no governance unit.")),
            1 when covered >= 1 - ground.Policy.Ground.OverlapTolerance => (Outcome.Green, new Words($"位于社区治理单元“{shares[0].Unit.Name}”内。", $"It lies in the governance unit '{shares[0].Unit.Name}'.")),
            1 => (Outcome.Amber, new Words($"部分在社区治理单元“{shares[0].Unit.Name}”之外：{Named(shares)}。", $"Part of it lies outside the governance unit '{shares[0].Unit.Name}': {Named(shares)}.")),
            _ => (Outcome.Amber, new Words($"跨 {shares.Count} 个社区治理单元：{Named(shares)}。", $"It lies in {shares.Count} governance units: {Named(shares)}.")),
        };
        return new RuleVerdict("E-02", "governance", outcome, words);
    }

    internal static RuleVerdict Administration(JudgedGround ground, ProjectState project)
    {
        if (ground.District.Administrative is not { } units)
            return Said(Outcome.Missing, "尚未导入社区行政管辖范围。", "The communities' administrative areas have not been imported.");
        var shares = ground.SharesOf(units);
        if (shares.Count == 0)
            return Said(Outcome.Red, "不在任何社区管辖范围内。", "It lies under no community.");
        if (shares.Count == 1)
            return Said(Outcome.Green, $"由“{shares[0].Unit.Name}”单一管辖。", $"It lies under '{shares[0].Unit.Name}' alone.");
        return HasProof(ground.Ground, project, ProofKind.UnifiedManagement)
            ? Said(Outcome.Amber, $"跨 {shares.Count} 个社区（{Named(shares)}），已有统一管理方案。", $"It lies under {shares.Count} communities ({Named(shares)}), with a plan to manage them as one.")
            : Said(Outcome.Red, $"跨 {shares.Count} 个社区（{Named(shares)}），尚无统一管理方案。", $"It lies under {shares.Count} communities ({Named(shares)}), without a plan to manage them as one.");
    }

    internal static bool HasProof(ProjectGround ground, ProjectState project, ProofKind kind) => ground.Proofs.Values.Any(p => p.Kind == kind && BarrierRule.IsInFile(p, project));

    private static string Named(IEnumerable<(AreaUnit Unit, double Share)> shares) =>
        string.Join("、", shares.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Unit.Name} {s.Share:P0}")));

    private static RuleVerdict Said(Outcome outcome, string zh, string en) => new("E-05", "administration", outcome, new Words(zh, en));
}
