using System.Globalization;

namespace SmartCommunity.Anomaly.Falls;

/// <summary>
/// Says why: the features without which the verdict would be weakest. Each is set in turn to what it is on average where the opposite is true, and the change of the score is what it weighs; so any
/// learner can be asked, and the words follow what it does.
/// </summary>
internal static class FallReasons
{
    // What a person on duty reads at a glance.
    private const int Most = 3;

    internal static FallReason Of(FallModel model, FallScorer scorer, float[] features, double probability, bool isFall)
    {
        var score = scorer.Of(features).Score;
        var opposite = isFall ? model.MeansOfOthers : model.MeansOfFalls;
        var weighed =
            from index in Enumerable.Range(0, features.Length)
            let change = score - scorer.Of(With(features, index, opposite[index])).Score
            let weight = isFall ? change : -change
            where weight > 0
            orderby weight descending
            select (Feature: FallFeature.All[index], Value: features[index]);
        var named = weighed.Take(Most).ToArray();
        var share = probability.ToString("0 %", CultureInfo.InvariantCulture);
        return new FallReason(
            $"{(isFall ? "疑似跌倒" : "不像跌倒")}(概率 {share})" + Listed(":", ";", [.. named.Select(static n => Words(n.Feature.Zh, n.Feature, n.Value))], "。"),
            $"{(isFall ? "Probably a fall" : "Probably no fall")} (probability {share})" + Listed(": ", ", ", [.. named.Select(static n => Words(n.Feature.En, n.Feature, n.Value))], "."));
    }

    private static float[] With(float[] features, int index, float value)
    {
        float[] changed = [.. features];
        changed[index] = value;
        return changed;
    }

    private static string Words(string pattern, FallFeature feature, float value) =>
        string.Format(CultureInfo.InvariantCulture, pattern, value.ToString(feature.Format, CultureInfo.InvariantCulture));

    private static string Listed(string before, string between, string[] parts, string end) => (parts.Length == 0 ? "" : before + string.Join(between, parts)) + end;
}
