namespace SmartCommunity.Anomaly.Falls;

/// <summary>One number that a fall is told by. None depends on how the sensor is worn: only magnitudes and angles between directions of the same window are used.</summary>
/// <param name="Name">Name in a model file; a model is read only by a program that computes the same features in the same order.</param>
/// <param name="Unit">Unit (UCUM).</param>
/// <param name="Meaning">What it is, and why it tells a fall from what is not.</param>
/// <param name="Zh">Words for a value, Chinese; <c>{0}</c> is the value.</param>
/// <param name="En">Words for a value, English; <c>{0}</c> is the value.</param>
/// <param name="Format">How the value is written.</param>
/// <param name="IsLogarithmic">Whether its ratios tell more than its differences: 2 g instead of 1 g is as much as 6 g instead of 3 g. Its logarithm is learned from.</param>
public sealed record FallFeature(string Name, string Unit, string Meaning, string Zh, string En, string Format, bool IsLogarithmic = false)
{
    /// <summary>All features, in the order <see cref="FallFeatures"/> computes them.</summary>
    public static IReadOnlyList<FallFeature> All { get; } =
    [
        new("peak", "[g]", "Largest magnitude within 0.2 s of the impact: a body that meets the floor is stopped harder than one that sits down or walks.", "冲击 {0} g", "an impact of {0} g", "0.0", IsLogarithmic: true),
        new("dip", "[g]", "Least magnitude in the second before the impact: who falls is nearly weightless for a moment; who sits down lets himself down.", "冲击前最低 {0} g", "down to {0} g before the impact", "0.00"),
        new("dipTime", "s", "Time below 0.7 g in the second before the impact: a step dips as deep as the beginning of a fall, but for a shorter time.", "失重 {0} 秒", "{0} s of near weightlessness", "0.00"),
        new("jerk", "[g]/s", "Fastest change of acceleration within 0.2 s of the impact: hard surfaces stop abruptly, cushions and knees do not.", "加速度突变 {0} g/s", "acceleration changing by {0} g/s", "0", IsLogarithmic: true),
        new("posture", "deg", "Angle between the direction of gravity 2 to 1 s before and 1 to 2 s after the impact: who fell lies, who sat, jumped or walked is upright again.", "姿态转了 {0}°", "posture turned by {0}°", "0"),
        new("after", "[g]", "Standard deviation of the magnitude 1 to 2 s after the impact: who fell lies still at first; who walked on does not.", "之后活动幅度 {0} g", "{0} g of movement afterwards", "0.00", IsLogarithmic: true),
        new("before", "[g]", "Standard deviation of the magnitude 2 to 1 s before the impact: tells the same movement afterwards from a movement that stopped.", "之前活动幅度 {0} g", "{0} g of movement before", "0.00", IsLogarithmic: true),
        new("standsOut", "[g]", "Peak less the largest magnitude more than 0.5 s away from the impact: of steps, stairs and jogging one peak is like the next.", "比前后峰值高 {0} g", "{0} g above every other peak around", "0.0", IsLogarithmic: true),
        new("strength", "[g].s", "Magnitude above 1.2 g, summed over the half second to either side: a blow to the sensor is high and short, a body's impact lasts.", "冲击强度 {0} g·s", "an impact that summed up to {0} g·s", "0.00", IsLogarithmic: true),
    ];
}
