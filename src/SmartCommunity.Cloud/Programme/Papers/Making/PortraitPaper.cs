using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme.Log;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>一社一画像 (P-01): people, space, facilities, needs, gaps, score and its history, each number with its day and source. Pure.</summary>
internal static class PortraitPaper
{
    private static readonly string[] _people = ["{household}", "{person}", "{resident}"];

    internal static Paper Of(PaperContext context, ProjectState project, CommunityPicture picture)
    {
        var policy = context.PolicyOf(project);
        string? Survey(string head) => project.File.Survey.GetValueOrDefault(head);
        return new Paper
        {
            Kind = PaperKind.Portrait,
            FileName = $"portrait-{project.Id}",
            Fields = context.FieldsOf(project, "社区画像"),
            Sections =
            [
                PaperTables.Section(1, "project", "概况", Project(context, project)),
                PaperTables.Section(2, "people", "人口", Facts(picture, PaperFormat.Whole, static f => _people.Any(u => f.Unit.StartsWith(u, StringComparison.Ordinal))), Text(Survey("people"))),
                PaperTables.Section(3, "space", "空间", Facts(picture, PaperFormat.TwoDecimals, static f => f.Unit is "m2" or "har" or "m"), Text(Survey("space"))),
                PaperTables.Section(4, "facilities", "设施", Facilities(picture)),
                PaperTables.Section(5, "needs", "居民需求", null, Text(Survey("needs"))),
                PaperTables.Section(6, "gaps", "短板", Gaps(picture)),
                PaperTables.Section(7, "scores", "场景得分", picture.Scored is var (score, pack) ? ScoreTables.Scenarios(score, pack) : null, picture.Scored is null ? ["社区尚无评分。"] : []),
                PaperTables.Section(8, "history", "得分变化", History(picture)),
            ],
        };
    }

    private static PaperTable Project(PaperContext context, ProjectState project) => PaperTables.Pairs(
        ("责任单位", context.UnitName(project.Pool.Unit)), ("创建类型", PaperContext.NameOf(project.Pool.Type)), ("当前阶段", SmartCommunity.Programme.Process.StageWords.Of(project.Process.Stage).Zh),
        ("区位", project.File.Survey.GetValueOrDefault("location")), ("特色", project.File.Survey.GetValueOrDefault("features")));

    private static string[] Text(string? survey) => survey is null ? ["（摸底调研未填写）"] : [survey];

    private static PaperTable Facts(CommunityPicture picture, PaperFormat format, Func<Contracts.Http.FactView, bool> wanted) => new(
        [
            new PaperColumn("fact", "事项", PaperFormat.Text, 28), new PaperColumn("value", "数值", format, 12), new PaperColumn("unit", "单位", PaperFormat.Text, 12), new PaperColumn("asOf", "日期", PaperFormat.Day, 12),
            new PaperColumn("source", "来源", PaperFormat.Text, 26),
        ],
        [
            .. picture.Facts.Where(f => f.Value is not null && wanted(f)).Select(static f => (IReadOnlyList<PaperCell>)
                [PaperCell.Of(f.TitleZh), PaperCell.Of(f.Value), PaperCell.Of(PackUnits.Of(f.Unit).Zh), PaperCell.Of(f.AsOf), PaperCell.Of(f.Source)]),
        ]);

    private static PaperTable Facilities(CommunityPicture picture) => new(
        [new PaperColumn("id", "编号", PaperFormat.Text, 20), new PaperColumn("fields", "内容", PaperFormat.Text, 50), new PaperColumn("asOf", "日期", PaperFormat.Day, 12), new PaperColumn("source", "来源", PaperFormat.Text, 20)],
        [
            .. picture.Facilities.Select(static r => (IReadOnlyList<PaperCell>)
                [PaperCell.Of(r.Id), PaperCell.Of(string.Join('；', r.Fields.EnumerateObject().Select(static p => $"{p.Name} {p.Value}"))), PaperCell.Of(r.AsOf), PaperCell.Of(r.Source)]),
        ]);

    private static PaperTable Gaps(CommunityPicture picture)
    {
        if (picture.Scored is not var (score, pack))
            return new PaperTable([new PaperColumn("measure", "指标", PaperFormat.Text, 10)], []);
        var titles = pack.Measures.ToDictionary(static m => m.Id, static m => m.Title.Zh, StringComparer.Ordinal);
        var gates = score.GateFailures.ToHashSet(StringComparer.Ordinal);
        var lost = Indicators.Explaining.Explainer.PointsLost(score).Where(l => !score.Measures.First(m => m.Id == l.Measure).IsSuppressed).Take(Most);
        return new PaperTable(
            [new PaperColumn("measure", "指标", PaperFormat.Text, 10), new PaperColumn("title", "名称", PaperFormat.Text, 40), new PaperColumn("points", "失分", PaperFormat.TwoDecimals, 10), new PaperColumn("gate", "影响", PaperFormat.Text, 16)],
            [.. lost.Select(l => (IReadOnlyList<PaperCell>)[PaperCell.Of(l.Measure), PaperCell.Of(titles[l.Measure]), PaperCell.Of(l.Points), PaperCell.Of(gates.Contains(l.Measure) ? "约束性，阻断" : "失分")])]);
    }

    /// <summary>Gaps on a page: what is fixed first.</summary>
    private const int Most = 20;

    private static PaperTable History(CommunityPicture picture) => new(
        [new PaperColumn("month", "月末", PaperFormat.Day, 14), new PaperColumn("total", "场景总分", PaperFormat.TwoDecimals, 14), new PaperColumn("acceptance", "验收得分", PaperFormat.TwoDecimals, 14)],
        [.. picture.Months.Select(static m => (IReadOnlyList<PaperCell>)[PaperCell.Of(m.LastDay), PaperCell.Of(m.Total), PaperCell.Of(m.AcceptancePoints)])]);
}
