using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Tests.Cloud.Programme.Papers;

/// <summary>A paper with every type of cell, and texts that a careless writer breaks on.</summary>
internal static class SamplePaper
{
    internal const string Nasty = "=1+1 <b>&\"'\u0001 😀 {{title}}";

    internal static Paper Ledger(bool isLandscape = false, int rows = 3, string title = "富阳区未来社区资金台账") => new()
    {
        Kind = PaperKind.Ledger,
        FileName = "ledger",
        IsLandscape = isLandscape,
        Fields = new Dictionary<string, string>
        {
            ["title"] = title, ["district"] = "杭州市富阳区", ["madeOn"] = "2022年7月1日", ["source"] = "数据来源：资金台账第 1 至 20 号记录", ["policy"] = "行动方案（2021-2023年）A&B \"引号\"", ["period"] = "2022年6月",
        },
        Sections =
        [
            new PaperSection { Code = "projects", Heading = "项目", Table = Table(rows) },
            new PaperSection { Code = "arithmetic", Heading = "算法", Paragraphs = ["首付为核定金额的 70%。", Nasty, "两行\n文字"] },
            new PaperSection { Code = "entries", Heading = "项目", Table = new PaperTable([new PaperColumn("what", "事项", PaperFormat.Text, 20)], []) },
        ],
    };

    private static PaperTable Table(int rows)
    {
        var amounts = Enumerable.Range(1, rows).Select(static i => (Approved: 100_000_000L * i, Paid: 33_333_333L * i)).ToArray();
        return new PaperTable(
            [
                new PaperColumn("name", "社区", PaperFormat.Text, 14), new PaperColumn("day", "日期", PaperFormat.Day, 12), new PaperColumn("approved", "核定（元）", PaperFormat.Yuan, 16),
                new PaperColumn("paid", "已付（元）", PaperFormat.Yuan, 16), new PaperColumn("open", "未付（元）", PaperFormat.Yuan, 16), new PaperColumn("share", "占比", PaperFormat.Percent, 8),
                new PaperColumn("points", "得分", PaperFormat.OneDecimal, 8), new PaperColumn("count", "件数", PaperFormat.Whole, 8),
            ],
            [
                .. amounts.Select((a, i) => (IReadOnlyList<PaperCell>)
                [
                    PaperCell.Of(i == 0 ? Nasty : $"社区 {i + 1}"), PaperCell.Of(new DateOnly(2022, 5, 1).AddDays(i)), PaperCell.OfFen(a.Approved), PaperCell.OfFen(a.Paid), PaperCell.OfFen(a.Approved - a.Paid, "{approved}-{paid}"),
                    PaperCell.Of((decimal)a.Paid / a.Approved, "{paid}/{approved}"), PaperCell.Of(71.25 + i), PaperCell.Of((decimal)i),
                ]),
            ],
            [
                PaperCell.Of("合计"), PaperCell.Empty, PaperCell.SumOf("approved", amounts.Sum(static a => a.Approved) / 100m), PaperCell.SumOf("paid", amounts.Sum(static a => a.Paid) / 100m),
                PaperCell.SumOf("open", amounts.Sum(static a => a.Approved - a.Paid) / 100m), PaperCell.Empty, PaperCell.Empty, PaperCell.SumOf("count", Enumerable.Range(0, rows).Sum()),
            ]);
    }
}
