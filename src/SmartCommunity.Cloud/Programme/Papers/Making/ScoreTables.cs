using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Programme.Papers.Making;

/// <summary>Scores as tables. Values of too few residents must be hidden already. Pure.</summary>
internal static class ScoreTables
{
    /// <summary>The nine scenarios, with a closing row; an optional one that is not claimed has no points.</summary>
    internal static PaperTable Scenarios(CommunityScore score, StandardPack pack)
    {
        var names = pack.Scenarios.ToDictionary(static s => s.Code, static s => s.Title.Zh, StringComparer.Ordinal);
        var counted = score.Scenarios.Where(static s => s.IsStandard || s.IsClaimed).ToList();
        return new PaperTable(
            [
                new PaperColumn("scenario", "场景", PaperFormat.Text, 16), new PaperColumn("kind", "配置", PaperFormat.Text, 10), new PaperColumn("max", "满分", PaperFormat.TwoDecimals, 10),
                new PaperColumn("points", "得分", PaperFormat.TwoDecimals, 10), new PaperColumn("share", "得分率", PaperFormat.Percent, 10),
            ],
            [
                .. score.Scenarios.Select(s => (IReadOnlyList<PaperCell>)
                [
                    PaperCell.Of(names[s.Code]), PaperCell.Of(s.IsStandard ? "标配" : s.IsClaimed ? "选配（已申报）" : "选配"),
                    s.IsStandard || s.IsClaimed ? PaperCell.Of(s.Weight) : PaperCell.Empty, s.IsStandard || s.IsClaimed ? PaperCell.Of(s.Points) : PaperCell.Empty,
                    s is { Weight: > 0 } && (s.IsStandard || s.IsClaimed) ? PaperCell.Of((decimal)s.Points / (decimal)s.Weight, "{points}/{max}") : PaperCell.Empty,
                ]),
            ],
            [
                PaperCell.Of("合计"), PaperCell.Empty, PaperCell.SumOf("max", counted.Sum(static s => (decimal)s.Weight)), PaperCell.SumOf("points", counted.Sum(static s => (decimal)s.Points)), PaperCell.Empty,
            ]);
    }

    /// <summary>Every measure with its value, state and points.</summary>
    internal static PaperTable Measures(CommunityScore score, StandardPack pack)
    {
        var defined = pack.Measures.ToDictionary(static m => m.Id, StringComparer.Ordinal);
        return new PaperTable(
            [
                new PaperColumn("id", "编号", PaperFormat.Text, 10), new PaperColumn("title", "指标", PaperFormat.Text, 34), new PaperColumn("nature", "性质", PaperFormat.Text, 8), new PaperColumn("value", "数值", PaperFormat.TwoDecimals, 10),
                new PaperColumn("unit", "单位", PaperFormat.Text, 12), new PaperColumn("points", "得分", PaperFormat.TwoDecimals, 8), new PaperColumn("max", "满分", PaperFormat.TwoDecimals, 8), new PaperColumn("state", "状态", PaperFormat.Text, 10),
            ],
            [
                .. score.Measures.Select(m => (IReadOnlyList<PaperCell>)
                [
                    PaperCell.Of(m.Id), PaperCell.Of(defined[m.Id].Title.Zh), PaperCell.Of(defined[m.Id].Nature == MeasureNature.Binding ? "约束性" : "引导性"), PaperCell.Of(m.Value), PaperCell.Of(UnitName(defined[m.Id].Unit)),
                    m.IsSuppressed ? PaperCell.Empty : PaperCell.Of(m.Points), PaperCell.Of(m.MaxPoints), PaperCell.Of(m.IsSuppressed ? "人数过少，不公开" : NameOf(m.State)),
                ]),
            ]);
    }

    internal static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.NotReady => "约束性指标未达标",
        Verdict.BelowPassMark => "未达合格线",
        Verdict.Pass => "合格",
        Verdict.Excellent => "优秀",
        _ => "一票否决",
    };

    private static string NameOf(MeasureState state) => state switch
    {
        MeasureState.Scored => "已评分",
        MeasureState.Stale => "数据过期",
        _ => "缺数据",
    };

    private static string UnitName(string unit) => unit == "1" ? "" : unit;
}
