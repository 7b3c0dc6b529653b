namespace SmartCommunity.Programme.Forecasts;

/// <summary>The normal distribution.</summary>
internal static class NormalCurve
{
    /// <summary>Share of it below z. Abramowitz and Stegun, "Handbook of mathematical functions", 26.2.17: wrong by less than 7.5e-8.</summary>
    public static double Below(double z)
    {
        const double P = 0.2316419, B1 = 0.319381530, B2 = -0.356563782, B3 = 1.781477937, B4 = -1.821255978, B5 = 1.330274429;
        var t = 1 / (1 + (P * Math.Abs(z)));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * t * (B1 + (t * (B2 + (t * (B3 + (t * (B4 + (t * B5))))))));
        return z >= 0 ? 1 - tail : tail;
    }
}
