namespace SmartCommunity.Anomaly.Falls;

/// <summary>What was judged: its probability and what it is.</summary>
internal readonly record struct Judged(double Probability, bool IsFall);

/// <summary>Chooses from what probability on a fall is called one.</summary>
internal static class FallThreshold
{
    // Without anything to choose by.
    private const double Even = 0.5;

    // A float is 1 from there on.
    private const double Least = 1e-7;

    /// <summary>
    /// The threshold at which sensitivity and specificity sum up highest (Youden 1950); where several do, the middle of the widest range of odds between two scores: it leaves as much room to falls
    /// that are weaker than those known as to activities that are wilder.
    /// </summary>
    internal static double Of(IReadOnlyCollection<Judged> judged)
    {
        double falls = judged.Count(static j => j.IsFall), others = judged.Count - falls;
        var odds = judged.Select(static j => LogOdds(j.Probability)).Distinct().Order().ToArray();
        var (best, width, threshold) = (0.0, 0.0, Even);
        for (var i = 0; i + 1 < odds.Length; i++)
        {
            var middle = Probability((odds[i] + odds[i + 1]) / 2);
            var gain = (judged.Count(j => j.IsFall && j.Probability >= middle) / falls) - (judged.Count(j => !j.IsFall && j.Probability >= middle) / others);
            if (gain > best || (gain == best && odds[i + 1] - odds[i] > width))
                (best, width, threshold) = (gain, odds[i + 1] - odds[i], middle);
        }

        return threshold;
    }

    private static double LogOdds(double probability)
    {
        var inside = Math.Clamp(probability, Least, 1 - Least);
        return Math.Log(inside / (1 - inside));
    }

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
