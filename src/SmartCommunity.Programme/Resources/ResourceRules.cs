using System.Globalization;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Pool;

namespace SmartCommunity.Programme.Resources;

/// <summary>How a project stands against R-01 to R-03 and F-01 to F-03. Pure.</summary>
public static class ResourceRules
{
    /// <summary>The section of the file an operation plan is in (F-03).</summary>
    private const string OperationSection = "operation";

    public static IReadOnlyList<RuleVerdict> Judge(ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        return [Functions(project, policy.Resources), .. Reach(project.Resources), Gaps(project, policy), Balance(project.Resources, policy.Resources), Land(project), Operation(project)];
    }

    private static RuleVerdict Functions(ProjectState project, ResourcePolicy policy)
    {
        var standard = GapList.ScenariosOf(project, policy);
        var online = project.Resources.Functions.Values.Where(f => f.InUseSince is not null).Select(f => f.Scenario).ToHashSet(StringComparer.Ordinal);
        var missing = policy.Scenarios.Where(s => standard.Contains(s.Code, StringComparer.Ordinal) && !online.Contains(s.Code)).ToList();
        return missing.Count == 0
            ? new RuleVerdict("R-01", "functions", Outcome.Green, new Words($"{standard.Count} 个标配场景均有在用的线上功能。", $"Each of {standard.Count} standard scenarios has an online function in use."))
            : new RuleVerdict("R-01", "functions", Outcome.Red, new Words($"{standard.Count} 个标配场景中 {missing.Count} 个尚无在用的线上功能：{string.Join('、', missing.Select(m => m.Name.Zh))}。",
                $"{missing.Count} of {standard.Count} standard scenarios have no online function in use: {string.Join(", ", missing.Select(m => m.Name.En))}."));
    }

    private static IEnumerable<RuleVerdict> Reach(ProjectResources resources)
    {
        if (resources.Reach.LastOrDefault() is not { } last)
        {
            yield return new RuleVerdict("R-02", "implementation", Outcome.Missing, new Words("尚未填报服务覆盖户数。", "How many households services reach has not been reported."));
            yield break;
        }

        var all = last.Implementation.Reached == last.Implementation.Households;
        yield return new RuleVerdict("R-02", "implementation", all ? Outcome.Green : Outcome.Amber, new Words(
            $"实施单元覆盖 {last.Implementation.Reached}/{last.Implementation.Households} 户（{Percent(last.Implementation.Share)}），目标 100%。", $"Services reach {last.Implementation.Reached} of {last.Implementation.Households} households of the implementation unit ({Percent(last.Implementation.Share)}); the goal is 100%."));
        if (last.Planning is not { } planning)
        {
            yield return new RuleVerdict("R-02", "planning", Outcome.Missing, new Words("规划单元尚未填报。", "The planning unit has not been reported."));
            yield break;
        }

        // Shares are compared as fractions: a rounded share would hide a household that was lost.
        var before = resources.Reach.SkipLast(1).LastOrDefault(r => r.Planning is not null)?.Planning;
        var fell = before is not null && (long)planning.Reached * before.Households < (long)before.Reached * planning.Households;
        yield return new RuleVerdict("R-02", "planning", fell ? Outcome.Red : Outcome.Green, fell
            ? new Words($"规划单元覆盖率由 {Percent(before!.Share)} 降至 {Percent(planning.Share)}，应逐步扩大。", $"Coverage of the planning unit fell from {Percent(before.Share)} to {Percent(planning.Share)}; it should only grow.")
            : new Words($"规划单元覆盖率 {Percent(planning.Share)}，未下降。", $"Coverage of the planning unit is {Percent(planning.Share)} and has not fallen."));
    }

    private static RuleVerdict Gaps(ProjectState project, PolicyPack policy)
    {
        var list = GapList.Of(project, policy);
        if (project.Ground.Facilities.Count == 0)
            return new RuleVerdict("R-03", "gaps", Outcome.Missing, new Words("尚未登记现有设施，缺口未知。", "No facility has been entered; the gaps are not known."));
        var gaps = list.Gaps.ToList();
        var open = gaps.Where(g => g.Plans.Count == 0).ToList();
        return gaps.Count == 0
            ? new RuleVerdict("R-03", "gaps", Outcome.Green, new Words($"{list.Rows.Count} 类应配设施均已具备。", $"All {list.Rows.Count} required kinds are there."))
            : new RuleVerdict("R-03", "gaps", open.Count == 0 ? Outcome.Amber : Outcome.Red, new Words(
                $"{list.Rows.Count} 类应配设施中缺 {gaps.Count} 类，其中 {open.Count} 类尚无计划：{string.Join('、', gaps.Select(g => g.Name.Zh))}。", $"{gaps.Count} of {list.Rows.Count} required kinds are missing, {open.Count} of them without a plan: {string.Join(", ", gaps.Select(g => g.Name.En))}."));
    }

    private static RuleVerdict Balance(ProjectResources resources, ResourcePolicy policy)
    {
        if (LifeCash.Of(resources).Ratio is not { } ratio)
            return new RuleVerdict("F-01", "balance", Outcome.Missing, new Words("尚未编制全周期收支。", "Money in and out over the whole life has not been planned."));
        var (said, limit) = (ratio.ToString("0.00", CultureInfo.InvariantCulture), policy.BalanceRatio.ToString("0.00", CultureInfo.InvariantCulture));
        return new RuleVerdict("F-01", "balance", ratio >= policy.BalanceRatio ? Outcome.Green : Outcome.Red, new Words($"全周期收支比 {said}，应不低于 {limit}。", $"Money in over money out of the whole life is {said}; it should be at least {limit}."));
    }

    private static RuleVerdict Land(ProjectState project)
    {
        if (project.Pool.Type == ProjectType.Renovation)
            return new RuleVerdict("F-02", "land", Outcome.NotApplicable, new Words("只用于新建类。", "Is about new building only."));
        return project.Resources.Land is { } land
            ? new RuleVerdict("F-02", "land", Outcome.Green, new Words($"经营用房占 {Percent(land.BusinessShare)}（{land.DocumentNo}）。", $"Floor for business is {Percent(land.BusinessShare)} ({land.DocumentNo})."))
            : new RuleVerdict("F-02", "land", Outcome.Missing, new Words("尚未登记土地出让条件与经营用房。", "Land conditions and floor for business have not been recorded."));
    }

    private static RuleVerdict Operation(ProjectState project)
    {
        if (project.Pool.Type != ProjectType.Renovation)
            return new RuleVerdict("F-03", "operation", Outcome.NotApplicable, new Words("只用于旧改类。", "Is about renovation only."));
        return project.File.Newest(OperationSection).Any()
            ? new RuleVerdict("F-03", "operation", Outcome.Green, new Words("一社一档中已有运营方案。", "The operation plan is in the file."))
            : new RuleVerdict("F-03", "operation", Outcome.Red, new Words("一社一档中缺运营方案。", "The operation plan is missing in the file."));
    }

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
