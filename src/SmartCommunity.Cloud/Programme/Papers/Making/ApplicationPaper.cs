using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>验收申请: who applies for what by which rules, the score, what is in the way, the evidence, and where the departments sign. Pure.</summary>
internal static class ApplicationPaper
{
    private static readonly string[] _rules = ["A-01", "A-02", "A-03", "G-03"];

    internal static Paper Of(PaperContext context, ProjectState project, CommunityPicture picture)
    {
        var policy = context.PolicyOf(project);
        return new Paper
        {
            Kind = PaperKind.Application,
            FileName = $"application-{project.Id}",
            Fields = context.FieldsOf(project, "创建项目验收申请"),
            Sections =
            [
                PaperTables.Section(1, "request", "申请事项", null, Request(context, project, policy)),
                PaperTables.Section(2, "basis", "依据", PaperTables.Pairs(_rules.Select(id => (id, (string?)policy.Rule(id).Quote)))),
                PaperTables.Section(3, "scores", "评分", picture.Scored is var (score, pack) ? ScoreTables.Scenarios(score, pack) : null, Scores(picture)),
                PaperTables.Section(4, "blocking", "验收前须解决的事项", Blocking(picture.Readiness ?? project.Process.Readiness)),
                PaperTables.Section(5, "evidence", "佐证材料", Evidence(picture)),
                PaperTables.Section(6, "signatures", "部门会签（缺一不可）", Signatures(project, policy)),
            ],
        };
    }

    private static string[] Request(PaperContext context, ProjectState project, PolicyPack policy)
    {
        var (name, unit, process) = (project.Pool.Name.Zh, context.UnitName(project.Pool.Unit), project.Process);
        var due = process.Due(project.Pool, policy.Deadlines);
        return
        [
            $"依据《{policy.Title.Zh}》，{name}未来社区创建项目（{PaperContext.NameOf(project.Pool.Type)}）已按要求完成创建，现由{unit}提出{(process.Level is { } level ? PaperContext.NameOf(level) : "")}验收申请。",
            $"项目公布日期：{(process.ListedOn is { } listed ? PaperText.Long(listed) : "尚未公布")}；到期日期：{(due is null ? "公布后确定" : $"{PaperText.Long(due.On)}（{due.Rule}）")}；项目负责人：{process.Lead ?? "未指定"}；责任单位验收人：{process.Inspector ?? "未指定"}。",
        ];
    }

    private static string[] Scores(CommunityPicture picture) => picture.Scored is var (score, pack)
        ?
        [
            $"按标准包 {score.Pack}（SHA-256 {score.PackHash}）评分：场景总分 {Points(score.Total)}，验收得分 {Points(score.AcceptancePoints)}，合格线 {Points(pack.Scoring.PassMark)}，结论：{ScoreTables.NameOf(score.Verdict)}。",
            $"评分时间{PaperText.Long(score.InstantMs)}，日志位置 {score.Position}，结果哈希 {score.ResultHash}。",
        ]
        : ["社区尚无评分。"];

    private static string Points(double points) => PaperText.Of(PaperCell.Of(points), PaperFormat.TwoDecimals);

    private static PaperTable Blocking(Readiness? readiness) => new(
        [new PaperColumn("measure", "指标", PaperFormat.Text, 12), new PaperColumn("why", "事项", PaperFormat.Text, 56), new PaperColumn("blocks", "影响", PaperFormat.Text, 12)],
        [.. (readiness?.Items ?? []).Select(static i => (IReadOnlyList<PaperCell>)[PaperCell.Of(i.Measure), PaperCell.Of(i.Why.Zh), PaperCell.Of(i.Kind == ReadinessKind.EvidenceExpiring ? "提示" : "阻断")])]);

    private static PaperTable Evidence(CommunityPicture picture) => new(
        [
            new PaperColumn("title", "材料", PaperFormat.Text, 30), new PaperColumn("dated", "日期", PaperFormat.Day, 12), new PaperColumn("expires", "有效至", PaperFormat.Day, 12), new PaperColumn("reviewer", "审核人", PaperFormat.Text, 12),
            new PaperColumn("sha", "SHA-256", PaperFormat.Text, 18),
        ],
        [.. picture.Evidence.Select(static e => (IReadOnlyList<PaperCell>)[PaperCell.Of(e.Title), PaperCell.Of(e.Dated), PaperCell.Of(e.Expires), PaperCell.Of(e.Reviewer), PaperCell.Of(PaperTables.Hash(e.Sha256))])]);

    private static PaperTable Signatures(ProjectState project, PolicyPack policy) => new(
        [new PaperColumn("department", "部门", PaperFormat.Text, 24), new PaperColumn("by", "签署人", PaperFormat.Text, 16), new PaperColumn("on", "日期", PaperFormat.Day, 14), new PaperColumn("remark", "意见", PaperFormat.Text, 30)],
        [
            .. policy.Acceptance.Departments.Select(d =>
            {
                var signed = project.Process.Signatures.GetValueOrDefault(d.Code);
                return (IReadOnlyList<PaperCell>)[PaperCell.Of(d.Name.Zh), PaperCell.Of(signed?.By), PaperCell.Of(signed?.On), PaperCell.Of(signed?.Remark)];
            }),
        ]);
}
