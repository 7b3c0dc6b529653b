using System.Globalization;

namespace SmartCommunity.Programme.Rhythm;

/// <summary>Points as lists and bulletins show and compare them: with one decimal. What reads the same is the same.</summary>
public static class Points
{
    private const int Decimals = 1;

    public static double Rounded(double points) => Math.Round(points, Decimals, MidpointRounding.AwayFromZero);

    public static string Text(double points) => Rounded(points).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A share (0 to 1) in percent, cut to a whole one: 69.9 % is not 70 %.</summary>
    public static string Percent(double share) => (Math.Floor((share * Hundred) + Tiny) / Hundred).ToString("P0", _percent);

    private const double Hundred = 100;

    // What binary fractions lose of a whole percent.
    private const double Tiny = 1e-9;

    private static readonly NumberFormatInfo _percent = new() { PercentPositivePattern = 1 };
}
