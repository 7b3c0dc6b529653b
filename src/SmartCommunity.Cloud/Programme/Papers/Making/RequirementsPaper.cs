using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>建设要求清单 (P-02): what goes into land conditions, renovation and building, with what is there already. Pure.</summary>
internal static class RequirementsPaper
{
    internal static Paper Of(PaperContext context, ProjectState project)
    {
        var policy = context.PolicyOf(project);
        return new Paper
        {
            Kind = PaperKind.Requirements,
            FileName = $"requirements-{project.Id}",
            Fields = context.FieldsOf(project, "建设要求清单"),
            Sections =
            [
                PaperTables.Section(1, "basis", "依据", null, $"{policy.Rule("P-02").Quote}（P-02）", $"责任单位：{context.UnitName(project.Pool.Unit)}；创建类型：{PaperContext.NameOf(project.Pool.Type)}。"),
                PaperTables.Section(2, "requirements", "建设要求", new PaperTable(
                    [
                        new PaperColumn("no", "序号", PaperFormat.Whole, 6), new PaperColumn("heading", "事项", PaperFormat.Text, 26), new PaperColumn("requirement", "要求", PaperFormat.Text, 44), new PaperColumn("present", "现有", PaperFormat.Text, 22),
                        new PaperColumn("rule", "依据", PaperFormat.Text, 8),
                    ],
                    [
                        .. RequirementList.Of(project, policy).Select(static r => (IReadOnlyList<PaperCell>)
                            [PaperCell.Of((decimal)r.No), PaperCell.Of(r.Heading.Zh), PaperCell.Of(r.Requirement.Zh), PaperCell.Of(r.Present?.Zh), PaperCell.Of(r.Rule)]),
                    ])),
            ],
        };
    }
}
