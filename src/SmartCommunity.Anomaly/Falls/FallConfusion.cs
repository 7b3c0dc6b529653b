using SmartCommunity.Anomaly.Evaluation;

namespace SmartCommunity.Anomaly.Falls;

/// <summary>The four cells of a confusion matrix.</summary>
/// <param name="Found">Falls that were called falls.</param>
/// <param name="Missed">Falls that were not.</param>
/// <param name="FalseAlerts">Other things that were called falls.</param>
/// <param name="Quiet">Other things that were not.</param>
public sealed record FallConfusion(int Found, int Missed, int FalseAlerts, int Quiet)
{
    /// <summary>Share of falls found (0 to 1); null without falls.</summary>
    public double? Sensitivity => SensitivityInterval.Share;

    /// <summary>Share of other things not called falls (0 to 1); null without them.</summary>
    public double? Specificity => SpecificityInterval.Share;

    /// <summary>Where the sensitivity of the people at large lies with 95 % confidence.</summary>
    public ShareInterval SensitivityInterval => ShareInterval.Of(Found, Found + Missed);

    /// <summary>Where the specificity at large lies with 95 % confidence.</summary>
    public ShareInterval SpecificityInterval => ShareInterval.Of(Quiet, Quiet + FalseAlerts);

    internal static FallConfusion Of(IEnumerable<(bool IsFall, bool IsAlert)> judged)
    {
        var counts = judged.ToLookup(static j => j);
        return new FallConfusion(counts[(true, true)].Count(), counts[(true, false)].Count(), counts[(false, true)].Count(), counts[(false, false)].Count());
    }
}
