using System.Globalization;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Programme.Resources;

/// <summary>One requirement that goes into land conditions or a renovation's brief.</summary>
/// <param name="No">From 1.</param>
/// <param name="Rule">The policy's rule it follows from.</param>
/// <param name="Heading">What it is about.</param>
/// <param name="Requirement">What is required.</param>
/// <param name="Present">What is there already; null where that is no question.</param>
public sealed record RequirementRow(int No, string Rule, Words Heading, Words Requirement, Words? Present);

/// <summary>The requirements of a project as a list that is handed on to land conditions, renovation and building (P-02).</summary>
public static class RequirementList
{
    public static IReadOnlyList<RequirementRow> Of(ProjectState project, PolicyPack policy)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(policy);
        var rows = new List<RequirementRow>();
        void Add(string rule, Words heading, Words requirement, Words? present = null) => rows.Add(new RequirementRow(rows.Count + 1, rule, heading, requirement, present));

        foreach (var rule in new[] { "E-03", "E-04" })
            Add(rule, new Words("建设范围", "Ground"), policy.Rule(rule).Reading);
        foreach (var row in GapList.Of(project, policy).Rows)
        {
            Add("R-03", new Words($"{row.ScenarioName.Zh}场景 · {row.Name.Zh}", $"{row.ScenarioName.En} · {row.Name.En}"), Size(row.RequiredCount, row.RequiredM2),
                project.Ground.Facilities.Count == 0 ? null : Size(row.PresentCount, row.PresentM2));
        }

        var scenarios = GapList.ScenariosOf(project, policy.Resources);
        var names = policy.Resources.Scenarios.Where(s => scenarios.Contains(s.Code, StringComparer.Ordinal)).ToList();
        Add("R-01", new Words("线上功能", "Online functions"), new Words($"{string.Join('、', names.Select(n => n.Name.Zh))}场景各至少一项在用的线上功能。", $"At least one online function in use for each of {string.Join(", ", names.Select(n => n.Name.En))}."));
        Add("R-02", new Words("服务覆盖", "Reach of services"), policy.Rule("R-02").Reading);
        Add("F-01", new Words("资金平衡", "Balance of money"), policy.Rule("F-01").Reading);
        if (project.Pool.Type != Pool.ProjectType.Renovation)
            Add("F-02", new Words("经营用房", "Floor for business"), policy.Rule("F-02").Reading, project.Resources.Land is { } land ? new Words(Percent(land.BusinessShare), Percent(land.BusinessShare)) : null);
        return rows;
    }

    private static Words Size(int count, double areaM2)
    {
        var area = areaM2.ToString("0.#", CultureInfo.InvariantCulture);
        return areaM2 > 0 ? new Words($"{count} 处，共 {area} 平方米", $"{count}, {area} m² altogether") : new Words($"{count} 处", count.ToString(CultureInfo.InvariantCulture));
    }

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
