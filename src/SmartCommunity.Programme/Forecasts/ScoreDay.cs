namespace SmartCommunity.Programme.Forecasts;

/// <summary>A community at the end of a day.</summary>
/// <param name="Day">The day, Asia/Shanghai.</param>
/// <param name="Points">Points of its acceptance, 0 to 100.</param>
/// <param name="OpenGaps">Binding measures of standard scenarios that score nothing, and vetoes that stand.</param>
public readonly record struct ScoreDay(DateOnly Day, double Points, int OpenGaps)
{
    /// <summary>Whether it would have passed that day.</summary>
    public bool Passes(double passMark) => Points >= passMark && OpenGaps == 0;
}
