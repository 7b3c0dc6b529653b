using SmartCommunity.Indicators.Packs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Indicators.Explaining;

/// <summary>From a measure's value to its share and points, in words and numbers.</summary>
internal static class ShareEquation
{
    internal static BilingualText Of(MeasurePlace place, ScoringRules rules, string projectType)
    {
        var share = Share(place, place.Measure.Thresholds[projectType]);
        var points = Points(place, rules);
        return new BilingualText($"{share.Zh}；{points.Zh}", $"{share.En}; {points.En}");
    }

    private static BilingualText Share(MeasurePlace place, Threshold threshold)
    {
        var score = place.Score;
        if (score.State != MeasureState.Scored)
        {
            var why = Words.Reason(score.Reason);
            return score.State == MeasureState.Stale ? new BilingualText($"s = 0（{why.Zh}）", $"s = 0 (stale: {why.En})") : new BilingualText($"s = 0（缺失：{why.Zh}）", $"s = 0 (missing: {why.En})");
        }

        var value = Words.Number(score.Value!.Value);
        if (threshold.Floor == threshold.Full)
        {
            var isLower = place.Measure.Direction == MeasureDirection.Lower;
            var sign = score.Share > 0 ? isLower ? "≤" : "≥" : isLower ? ">" : "<";
            return Words.Both($"s = {Words.Number(score.Share)} ({value} {sign} {Words.Number(threshold.Full)})");
        }

        var fraction = $"({value} − {Words.Number(threshold.Floor)}) / ({Words.Number(threshold.Full)} − {Words.Number(threshold.Floor)})";
        var raw = (score.Value.Value - threshold.Floor) / (threshold.Full - threshold.Floor);
        var isClamped = raw is < 0 or > 1;
        return Words.Both($"s = {(isClamped ? $"clamp({fraction}, 0, 1)" : fraction)} = {Words.Number(score.Share)}");
    }

    private static BilingualText Points(MeasurePlace place, ScoringRules rules)
    {
        if (!place.Scenario.IsStandard && !place.Scenario.IsClaimed)
            return new BilingualText("选配场景未申报，不计分", "the optional scenario is not claimed: no points");
        var weight = WeightOf(place.Measure, rules);
        var weights = place.Indicator.Measures.Sum(m => WeightOf(m, rules));
        var confidence = MeasureJudge.ConfidenceOf(place.Score.Badge, rules);
        var product = $"{Words.Number(place.Scenario.Weight)} × 1/{place.Scenario.Indicators.Count} × {Words.Number(weight)}/{Words.Number(weights)} × {Words.Number(place.Score.Share)} × {Words.Number(confidence)}"
            + $" = {Words.Number(place.Score.Points)}";
        return new BilingualText($"{product} 分", $"{product} points");
    }

    private static double WeightOf(Measure measure, ScoringRules rules) => measure.Nature == MeasureNature.Binding ? rules.BindingWeight : rules.GuidingWeight;
}
