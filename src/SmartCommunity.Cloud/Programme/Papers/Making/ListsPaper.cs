using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Rhythm;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>问题清单、工作清单、创新清单 of one issue (O-01, O-02): each line with its responsible unit and due date, and what is done since the issue before. Pure.</summary>
internal static class ListsPaper
{
    internal static Paper Of(PaperContext context, ListIssue issue)
    {
        var policy = context.Policies.Of(context.State.Policy);
        var differences = ListDiff.Of(issue, context.State.Rhythm.Before(issue.Period));
        var period = $"{PaperText.Long(issue.Period.From(policy.Rhythm))}至{PaperText.Long(issue.Period.Until)}";
        return new Paper
        {
            Kind = PaperKind.Lists,
            FileName = $"lists-{issue.Period.Cadence.ToString().ToLowerInvariant()}-{PaperText.Of(issue.Period.Due)}",
            IsLandscape = true,
            Fields = context.Fields(
                $"富阳区未来社区三张清单（{NameOf(issue.Period.Cadence)}）", policy, ("number", $"{issue.Period.Due.Year}年第{issue.Number}期"), ("period", period),
                ("signedBy", issue.Signed is { } signed ? $"{signed.By}，{PaperText.Long(ProgrammeEntry.DayOf(signed.At))}" : "未签发（草稿）")),
            Sections =
            [
                Section(context, 1, "issues", "问题清单", ListKind.Problems, differences, $"{issue.Period.Due.Year}年第{issue.Number}期，{period}；签发：{(issue.Signed is { } by ? by.By : "未签发（草稿）")}。"),
                Section(context, 2, "work", "工作清单", ListKind.Work, differences),
                Section(context, 3, "innovation", "创新清单", ListKind.Innovation, differences),
                PaperTables.Section(4, "done", "已办结", TableOf(context, differences.Where(static d => d.Kind == LineChangeKind.Done))),
            ],
        };
    }

    private static PaperSection Section(PaperContext context, int number, string code, string heading, ListKind kind, IReadOnlyList<LineDifference> differences, params string[] paragraphs) =>
        PaperTables.Section(number, code, heading, TableOf(context, differences.Where(d => d.Line.List == kind && d.Kind != LineChangeKind.Done)), paragraphs);

    private static PaperTable TableOf(PaperContext context, IEnumerable<LineDifference> lines) => new(
        [
            new PaperColumn("no", "序号", PaperFormat.Whole, 6), new PaperColumn("text", "事项", PaperFormat.Text, 48), new PaperColumn("unit", "责任单位", PaperFormat.Text, 16), new PaperColumn("due", "期限", PaperFormat.Day, 12),
            new PaperColumn("since", "首次列入", PaperFormat.Day, 12), new PaperColumn("change", "变化", PaperFormat.Text, 8), new PaperColumn("rules", "依据", PaperFormat.Text, 10), new PaperColumn("note", "办理情况", PaperFormat.Text, 22),
        ],
        [
            .. lines.Select((d, i) => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of((decimal)(i + 1)), PaperCell.Of(d.Line.Text.Zh), PaperCell.Of(context.UnitName(d.Line.Unit)), PaperCell.Of(d.Line.Due), PaperCell.Of(d.Line.Since), PaperCell.Of(NameOf(d.Kind)),
                PaperCell.Of(string.Join('、', d.Line.Rules)), PaperCell.Of(d.Note?.Text),
            ]),
        ]);

    private static string NameOf(LineChangeKind kind) => kind switch
    {
        LineChangeKind.New => "新增",
        LineChangeKind.CarriedOn => "延续",
        _ => "办结",
    };

    private static string NameOf(Cadence cadence) => cadence switch
    {
        Cadence.Weekly => "每周",
        Cadence.HalfMonthly => "每半月",
        _ => "每月",
    };
}
