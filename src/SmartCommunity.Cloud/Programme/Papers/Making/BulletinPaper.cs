using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>评价通报 (O-04) of a frozen month: ranking in groups, those that stand apart with the reason, G-01, overdue projects, errata. Pure.</summary>
internal static class BulletinPaper
{
    internal static Paper Of(PaperContext context, BulletinIssue issue)
    {
        var bulletin = issue.Bulletin;
        var policy = context.Policies.Of(bulletin.Policy);
        return new Paper
        {
            Kind = PaperKind.Bulletin,
            FileName = $"bulletin-{bulletin.Month}",
            IsLandscape = true,
            Fields = context.Fields(
                $"富阳区未来社区{NameOf(bulletin.Month)}评价通报", policy, ("number", NumberOf(bulletin.Month)), ("period", NameOf(bulletin.Month)),
                ("frozenAt", PaperText.Long(issue.FrozenAt.ToUnixTimeMilliseconds()))),
            Sections =
            [
                PaperTables.Section(1, "summary", "总体情况", null, Summary(bulletin, issue)),
                PaperTables.Section(2, "ranking", "分组排名", Ranking(context, bulletin), [.. bulletin.Groups.Take(1).Select(static g => $"{g.Why.Zh}。")]),
                PaperTables.Section(3, "unranked", "未参与排名的项目", Unranked(context, bulletin)),
                PaperTables.Section(4, "goal", "覆盖目标（G-01）", Goal(context, bulletin)),
                PaperTables.Section(5, "overdue", "到期情况", Overdue(context, bulletin)),
                PaperTables.Section(6, "errata", "勘误", Errata(context, issue), "通报一经冻结不再改动，差错以勘误更正。"),
            ],
        };
    }

    private static string NameOf(Month month) => $"{month.Year}年{month.Number}月";

    private static string NumberOf(Month month) => $"{month.Year}年第{month.Number}期";

    private static string[] Summary(Bulletin bulletin, BulletinIssue issue) =>
    [
        $"本期通报依据{PaperText.Long(bulletin.AsOf.ToUnixTimeMilliseconds())}的数据，冻结于{PaperText.Long(issue.FrozenAt.ToUnixTimeMilliseconds())}，内容哈希 {bulletin.Hash}。",
        $"共 {bulletin.Rows.Count} 个项目，{bulletin.Rows.Count(static r => r.Rank is not null)} 个参与排名，{bulletin.Rows.Count(static r => r.NotRanked is not null)} 个单列；到期：红 {bulletin.Deadlines.Red} 个，黄 {bulletin.Deadlines.Amber} 个，绿 {bulletin.Deadlines.Green} 个，未计时 {bulletin.Deadlines.NotRunning} 个；逾期未通过 {bulletin.Deadlines.Overdue} 个。",
        $"覆盖目标：{bulletin.Goal.Units.Count} 个责任单位中 {bulletin.Goal.Reached} 个已有项目通过验收。",
    ];

    private static PaperTable Ranking(PaperContext context, Bulletin bulletin)
    {
        var groups = bulletin.Groups.ToDictionary(static g => g.Key, static g => g.Name.Zh, StringComparer.Ordinal);
        return new PaperTable(
            [
                new PaperColumn("group", "组别", PaperFormat.Text, 16), new PaperColumn("rank", "名次", PaperFormat.Whole, 7), new PaperColumn("name", "社区", PaperFormat.Text, 14), new PaperColumn("unit", "责任单位", PaperFormat.Text, 16),
                new PaperColumn("total", "总分", PaperFormat.OneDecimal, 8), new PaperColumn("change", "较上月", PaperFormat.OneDecimal, 9), new PaperColumn("places", "名次变化", PaperFormat.Whole, 10),
                new PaperColumn("coverage", "覆盖率", PaperFormat.Percent, 10), new PaperColumn("alerts", "告警", PaperFormat.Whole, 8), new PaperColumn("handled", "办结", PaperFormat.Whole, 8), new PaperColumn("signal", "到期", PaperFormat.Text, 8),
            ],
            [
                .. bulletin.Rows.Where(static r => r.Rank is not null).Select(r => (IReadOnlyList<PaperCell>)
                [
                    PaperCell.Of(groups.GetValueOrDefault(r.Group, r.Group)), PaperCell.Of((decimal?)r.Rank), PaperCell.Of(r.Name.Zh), PaperCell.Of(context.UnitName(r.Unit)), PaperCell.Of(r.Figures.Score?.Total),
                    PaperCell.Of(r.TotalChange), PaperCell.Of((decimal?)r.RankChange), PaperCell.Of(r.Figures.Score?.Coverage), PaperCell.Of((decimal)r.Figures.Alerts.Raised), PaperCell.Of((decimal)r.Figures.Alerts.Handled), PaperCell.Of(NameOf(r.Signal)),
                ]),
            ]);
    }

    private static PaperTable Unranked(PaperContext context, Bulletin bulletin) => new(
        [
            new PaperColumn("no", "编号", PaperFormat.Whole, 7), new PaperColumn("name", "社区", PaperFormat.Text, 16), new PaperColumn("unit", "责任单位", PaperFormat.Text, 18), new PaperColumn("total", "总分", PaperFormat.OneDecimal, 8),
            new PaperColumn("coverage", "覆盖率", PaperFormat.Percent, 10), new PaperColumn("why", "原因", PaperFormat.Text, 46),
        ],
        [
            .. bulletin.Rows.Where(static r => r.NotRanked is not null).Select(r => (IReadOnlyList<PaperCell>)
                [PaperCell.Of((decimal)r.No), PaperCell.Of(r.Name.Zh), PaperCell.Of(context.UnitName(r.Unit)), PaperCell.Of(r.Figures.Score?.Total), PaperCell.Of(r.Figures.Score?.Coverage), PaperCell.Of(r.NotRanked!.Value.Zh)]),
        ]);

    private static PaperTable Goal(PaperContext context, Bulletin bulletin) => new(
        [
            new PaperColumn("unit", "责任单位", PaperFormat.Text, 22), new PaperColumn("projects", "项目数", PaperFormat.Whole, 10), new PaperColumn("passed", "已通过", PaperFormat.Whole, 10), new PaperColumn("first", "最早计划完成", PaperFormat.Text, 16),
            new PaperColumn("slack", "距目标天数", PaperFormat.Whole, 14), new PaperColumn("note", "提示", PaperFormat.Text, 30),
        ],
        [
            .. bulletin.Goal.Units.Select(u => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of(context.UnitName(u.Unit)), PaperCell.Of((decimal)u.Going), PaperCell.Of((decimal)u.Passed), PaperCell.Of(u.FirstFinish?.ToString()), PaperCell.Of((decimal?)u.SlackDays),
                PaperCell.Of(u.Lost ? "已无项目可达成" : u.NoSlack ? "仅一个项目且无余量" : u.Single ? "仅一个项目" : null),
            ]),
        ],
        [PaperCell.Of("合计"), PaperCell.SumOf("projects", bulletin.Goal.Units.Sum(static u => u.Going)), PaperCell.SumOf("passed", bulletin.Goal.Units.Sum(static u => u.Passed)), PaperCell.Empty, PaperCell.Empty, PaperCell.Empty]);

    private static PaperTable Overdue(PaperContext context, Bulletin bulletin) => new(
        [
            new PaperColumn("no", "编号", PaperFormat.Whole, 7), new PaperColumn("name", "社区", PaperFormat.Text, 18), new PaperColumn("unit", "责任单位", PaperFormat.Text, 20), new PaperColumn("stage", "阶段", PaperFormat.Text, 14),
            new PaperColumn("due", "到期日期", PaperFormat.Day, 12), new PaperColumn("passed", "通过日期", PaperFormat.Day, 12), new PaperColumn("signal", "状态", PaperFormat.Text, 8), new PaperColumn("findings", "未答复意见", PaperFormat.Whole, 12),
        ],
        [
            .. bulletin.Rows.Where(static r => r.Signal is not null).OrderByDescending(static r => r.Signal).ThenBy(static r => r.No).Select(r => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of((decimal)r.No), PaperCell.Of(r.Name.Zh), PaperCell.Of(context.UnitName(r.Unit)), PaperCell.Of(StageWords.Of(r.Figures.Stage).Zh), PaperCell.Of(r.Figures.Due?.On), PaperCell.Of(r.Figures.PassedOn),
                PaperCell.Of(NameOf(r.Signal)), PaperCell.Of((decimal)r.Figures.OpenFindings),
            ]),
        ]);

    private static PaperTable Errata(PaperContext context, BulletinIssue issue) => new(
        [
            new PaperColumn("no", "序号", PaperFormat.Whole, 7), new PaperColumn("project", "项目", PaperFormat.Text, 16), new PaperColumn("was", "原为", PaperFormat.OneDecimal, 10), new PaperColumn("is", "更正为", PaperFormat.OneDecimal, 10),
            new PaperColumn("reason", "原因", PaperFormat.Text, 40), new PaperColumn("by", "更正人", PaperFormat.Text, 12), new PaperColumn("on", "日期", PaperFormat.Day, 12),
        ],
        [
            .. issue.Errata.Select(e => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of((decimal)e.Number), PaperCell.Of(e.Project is null ? "全文" : context.State.Projects.TryGetValue(e.Project, out var project) ? project.Pool.Name.Zh : e.Project), PaperCell.Of(e.Was), PaperCell.Of(e.Is), PaperCell.Of(e.Reason),
                PaperCell.Of(e.By), PaperCell.Of(SmartCommunity.Programme.Log.ProgrammeEntry.DayOf(e.At)),
            ]),
        ]);

    private static string? NameOf(Signal? signal) => signal switch
    {
        Signal.Red => "红",
        Signal.Amber => "黄",
        Signal.Green => "绿",
        _ => null,
    };
}
