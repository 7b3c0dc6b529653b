using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Programme.Money;
using SmartCommunity.Programme.Policies;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>资金台账 (M-01 to M-15) of the district: sums by project with both readings of M-10, every entry with its running balance, how each amount came about, and what the year will ask for. Pure.</summary>
internal static class LedgerPaper
{
    internal static Paper Of(PaperContext context)
    {
        var ledger = DistrictLedger.Of(context.State, context.Policies, context.Today);
        var forecast = PaymentForecast.Of(context.State, context.Policies, context.Today, context.Today.Year, p => context.Passes.GetValueOrDefault(p));
        return new Paper
        {
            Kind = PaperKind.Ledger,
            FileName = $"ledger-{PaperText.Of(context.Today)}",
            IsLandscape = true,
            Fields = context.Fields("富阳区未来社区资金台账", context.Policies.Of(context.State.Policy), ("period", $"截至{PaperText.Long(context.Today)}")),
            Sections =
            [
                PaperTables.Section(1, "projects", "分项目汇总", Projects(context, ledger), "单位：元。“按比例”与“按余额”为 M-10 的两种读法，并列供核对。"),
                PaperTables.Section(2, "entries", "收支明细", Entries(context, ledger)),
                PaperTables.Section(3, "arithmetic", "金额由来", Arithmetic(context, ledger)),
                PaperTables.Section(4, "forecast", $"{context.Today.Year}年拨付预测", Forecast(context, forecast), Weighing(forecast)),
            ],
        };
    }

    private static string Weighing(PaymentForecast forecast) =>
        "“至少”“至多”按各笔全部发生计算；“加权”为金额乘以概率。概率是截至到期月通过验收的概率（依据逐日评分推算）；到期月之后、当年年底之前通过的仍按全额拨付，故首次拨付的加权额偏低、当年未完成的首付偏高。"
        + (forecast.Sums.UnestimatedFen > Fen.Zero ? $"尚无概率的款项至多 {forecast.Sums.UnestimatedFen.Text.Zh}，未计入加权合计。" : "");

    private static PaperTable Projects(PaperContext context, DistrictLedger ledger) => new(
        [
            new PaperColumn("name", "社区", PaperFormat.Text, 14), new PaperColumn("approved", "核定", PaperFormat.Yuan, 16), new PaperColumn("spent", "计入支出", PaperFormat.Yuan, 16), new PaperColumn("paid", "已付", PaperFormat.Yuan, 16),
            new PaperColumn("committed", "在途", PaperFormat.Yuan, 16), new PaperColumn("due", "应付未申请", PaperFormat.Yuan, 16), new PaperColumn("percent", "应得（按比例）", PaperFormat.Yuan, 16), new PaperColumn("balance", "应得（按余额）", PaperFormat.Yuan, 16),
            new PaperColumn("difference", "两读之差", PaperFormat.Yuan, 14), new PaperColumn("borne", "单位承担", PaperFormat.Yuan, 14), new PaperColumn("exposed", "敞口", PaperFormat.Yuan, 16),
        ],
        [
            .. ledger.Projects.Select(p => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of(context.State.Projects[p.Project].Pool.Name.Zh), Cell(p.Readings.Result.Approved), Cell(p.Sums.SpentFen), Cell(p.Sums.PaidFen), Cell(p.Sums.CommittedFen), Cell(p.Sums.DueFen), Cell(p.Readings.Percent.Entitled),
                Cell(p.Readings.Balance.Entitled), PaperCell.OfFen((p.Readings.Balance.Entitled - p.Readings.Percent.Entitled).Value, "{balance}-{percent}"), Cell(p.Sums.BorneFen), Cell(p.Sums.ExposedFen),
            ]),
        ],
        [
            PaperCell.Of("合计"), Sum(ledger, "approved", static p => p.Readings.Result.Approved), Sum(ledger, "spent", static p => p.Sums.SpentFen), Sum(ledger, "paid", static p => p.Sums.PaidFen), Sum(ledger, "committed", static p => p.Sums.CommittedFen),
            Sum(ledger, "due", static p => p.Sums.DueFen), Sum(ledger, "percent", static p => p.Readings.Percent.Entitled), Sum(ledger, "balance", static p => p.Readings.Balance.Entitled),
            Sum(ledger, "difference", static p => p.Readings.Balance.Entitled - p.Readings.Percent.Entitled), Sum(ledger, "borne", static p => p.Sums.BorneFen), Sum(ledger, "exposed", static p => p.Sums.ExposedFen),
        ]);

    private static PaperTable Entries(PaperContext context, DistrictLedger ledger) => new(
        [
            new PaperColumn("position", "记录号", PaperFormat.Whole, 8), new PaperColumn("on", "日期", PaperFormat.Day, 12), new PaperColumn("project", "社区", PaperFormat.Text, 14), new PaperColumn("text", "事项", PaperFormat.Text, 36),
            new PaperColumn("document", "文号或凭证", PaperFormat.Text, 16), new PaperColumn("by", "经办", PaperFormat.Text, 10), new PaperColumn("amount", "金额", PaperFormat.Yuan, 16), new PaperColumn("spent", "累计计入支出", PaperFormat.Yuan, 16),
            new PaperColumn("paid", "累计已付", PaperFormat.Yuan, 16), new PaperColumn("balance", "垫付余额", PaperFormat.Yuan, 16),
        ],
        [
            .. ledger.Lines.Select(l => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of((decimal)l.Position), PaperCell.Of(l.On), PaperCell.Of(l.Project is null ? "全区" : context.State.Projects[l.Project].Pool.Name.Zh), PaperCell.Of(l.Text.Zh), PaperCell.Of(l.DocumentNo), PaperCell.Of(l.By), Cell(l.AmountFen),
                Cell(l.SpentFen), Cell(l.PaidFen), PaperCell.OfFen(l.BalanceFen.Value, "{spent}-{paid}"),
            ]),
        ]);

    private static PaperTable Arithmetic(PaperContext context, DistrictLedger ledger) => new(
        [
            new PaperColumn("project", "社区", PaperFormat.Text, 14), new PaperColumn("reading", "读法", PaperFormat.Text, 10), new PaperColumn("why", "由来", PaperFormat.Text, 60), new PaperColumn("rules", "依据", PaperFormat.Text, 18),
            new PaperColumn("amount", "金额", PaperFormat.Yuan, 16),
        ],
        [
            .. ledger.Projects.SelectMany(p => new[] { p.Readings.Percent, p.Readings.Balance }.SelectMany(r => r.Lines.Select(l => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of(context.State.Projects[p.Project].Pool.Name.Zh), PaperCell.Of(r.Reading == FinalTranche.Percent ? "按比例" : "按余额"), PaperCell.Of(l.Why.Zh), PaperCell.Of(string.Join('、', l.Rules)), Cell(l.AmountFen),
            ]))),
        ]);

    private static PaperTable Forecast(PaperContext context, PaymentForecast forecast) => new(
        [
            new PaperColumn("month", "月份", PaperFormat.Text, 10), new PaperColumn("project", "社区", PaperFormat.Text, 14), new PaperColumn("kind", "款项", PaperFormat.Text, 14), new PaperColumn("why", "依据", PaperFormat.Text, 36),
            new PaperColumn("probability", "概率", PaperFormat.Percent, 9), new PaperColumn("low", "至少", PaperFormat.Yuan, 16), new PaperColumn("high", "至多", PaperFormat.Yuan, 16),
            new PaperColumn("weightedLow", "至少（加权）", PaperFormat.Yuan, 16), new PaperColumn("weightedHigh", "至多（加权）", PaperFormat.Yuan, 16),
        ],
        [
            .. forecast.Lines.Select(l => (IReadOnlyList<PaperCell>)
            [
                PaperCell.Of(l.Month?.ToString() ?? "未定"), PaperCell.Of(context.State.Projects[l.Project].Pool.Name.Zh), PaperCell.Of(PaymentWords.Of(l.Kind).Zh), PaperCell.Of($"{l.Why.Zh}（{string.Join('、', l.Rules)}）"), PaperCell.Of(l.Probability),
                Cell(l.LowFen), Cell(l.HighFen), PaperCell.OfFen(l.WeightedLowFen?.Value, "ROUND({low}*{probability},2)"), PaperCell.OfFen(l.WeightedHighFen?.Value, "ROUND({high}*{probability},2)"),
            ]),
        ],
        [
            PaperCell.Of("合计"), PaperCell.Empty, PaperCell.Empty, PaperCell.Empty, PaperCell.Empty, PaperCell.SumOf("low", Fen.Sum(forecast.Lines.Select(static l => l.LowFen)).Yuan), PaperCell.SumOf("high", Fen.Sum(forecast.Lines.Select(static l => l.HighFen)).Yuan),
            PaperCell.SumOf("weightedLow", (forecast.Sums.CertainFen + forecast.Sums.WeightedLowFen).Yuan), PaperCell.SumOf("weightedHigh", (forecast.Sums.CertainFen + forecast.Sums.WeightedHighFen).Yuan),
        ]);

    private static PaperCell Cell(Fen amount) => PaperCell.OfFen(amount.Value);

    private static PaperCell Sum(DistrictLedger ledger, string column, Func<ProjectLedger, Fen> amount) => PaperCell.SumOf(column, Fen.Sum(ledger.Projects.Select(amount)).Yuan);
}
