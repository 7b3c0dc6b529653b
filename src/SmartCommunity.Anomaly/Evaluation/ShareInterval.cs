namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>A share as it was counted, with the ends between which the true one lies 95 times of 100.</summary>
/// <param name="Part">How many were so, 0 or more.</param>
/// <param name="All">Of how many.</param>
/// <param name="Low">Lower end, 0 to 1.</param>
/// <param name="High">Upper end, 0 to 1.</param>
public sealed record ShareInterval(int Part, int All, double Low, double High)
{
    // Of the normal distribution, for an interval that holds the true share 95 times of 100.
    private const double Z = 1.959964;

    /// <summary>The share (0 to 1); null without anything to take it of.</summary>
    public double? Share => All == 0 ? null : (double)Part / All;

    /// <summary>Counts with their interval after Wilson 1927, "Probable inference": it holds for few trials and for shares of 0 and 1, where the usual interval has no width.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than all, or fewer than none.</exception>
    public static ShareInterval Of(int part, int all)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, all);
        if (all == 0)
            return new ShareInterval(0, 0, 0, 1);
        var share = (double)part / all;
        var centre = share + (Z * Z / (2 * all));
        var half = Z * Math.Sqrt((share * (1 - share) / all) + (Z * Z / (4.0 * all * all)));
        var scale = 1 + (Z * Z / all);
        return new ShareInterval(part, all, Math.Max(0, (centre - half) / scale), Math.Min(1, (centre + half) / scale));
    }
}
