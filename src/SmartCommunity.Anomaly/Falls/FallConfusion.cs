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
    public double? Sensitivity => Share(Found, Missed);

    /// <summary>Share of other things not called falls (0 to 1); null without them.</summary>
    public double? Specificity => Share(Quiet, FalseAlerts);

    /// <summary>Where the sensitivity of the people at large lies with 95 % confidence.</summary>
    public FallShareInterval SensitivityInterval => Interval(Found, Found + Missed);

    /// <summary>Where the specificity at large lies with 95 % confidence.</summary>
    public FallShareInterval SpecificityInterval => Interval(Quiet, Quiet + FalseAlerts);

    internal static FallConfusion Of(IEnumerable<(bool IsFall, bool IsAlert)> judged)
    {
        var counts = judged.ToLookup(static j => j);
        return new FallConfusion(counts[(true, true)].Count(), counts[(true, false)].Count(), counts[(false, true)].Count(), counts[(false, false)].Count());
    }

    private static double? Share(int part, int rest) => part + rest == 0 ? null : (double)part / (part + rest);

    private static FallShareInterval Interval(int part, int all)
    {
        var interval = ShareInterval.Of(part, all);
        return new FallShareInterval(interval.Low, interval.High);
    }
}

/// <summary>Ends of an interval of shares.</summary>
/// <param name="Low">Lower end, 0 to 1.</param>
/// <param name="High">Upper end, 0 to 1.</param>
public sealed record FallShareInterval(double Low, double High);
