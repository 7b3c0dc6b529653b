namespace SmartCommunity.Anomaly.Evaluation;

/// <summary>
/// Weights of one application profile of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms", table 1). All are points a file, without unit.
/// </summary>
/// <param name="Name">The profile's published name.</param>
/// <param name="TruePositive">Most that one window found can earn.</param>
/// <param name="FalsePositive">Most that one point above the threshold outside every window can cost.</param>
/// <param name="FalseNegative">What one window missed costs.</param>
public sealed record NabProfile(string Name, double TruePositive, double FalsePositive, double FalseNegative)
{
    // One window may be paid for with about nine false positives: windows hold a tenth of the points.
    private const double StandardFalsePositive = 0.11;
    private const double LowRateFalsePositive = 0.22;
    private const double LowRateFalseNegative = 2;

    /// <summary>Both kinds of mistake weigh alike.</summary>
    public static NabProfile Standard { get; } = new("standard", 1, StandardFalsePositive, 1);

    /// <summary>A false positive costs twice as much.</summary>
    public static NabProfile LowFalsePositiveRate { get; } = new("reward_low_FP_rate", 1, LowRateFalsePositive, 1);

    /// <summary>A missed window costs twice as much.</summary>
    public static NabProfile LowFalseNegativeRate { get; } = new("reward_low_FN_rate", 1, StandardFalsePositive, LowRateFalseNegative);

    /// <summary>The three published profiles.</summary>
    public static IReadOnlyList<NabProfile> All { get; } = [Standard, LowFalsePositiveRate, LowFalseNegativeRate];
}
