namespace SmartCommunity.Programme.Forecasts;

/// <summary>How likely a project passes on its due day.</summary>
/// <param name="Due">The day.</param>
/// <param name="Probability">Of points and gaps together, 0 to 1; null: nothing can be said, see <see cref="Missing"/>.</param>
/// <param name="PointsProbability">That the points reach the pass mark.</param>
/// <param name="GapsProbability">That no binding gap is open.</param>
/// <param name="Expected">Points expected.</param>
/// <param name="Deviation">Standard deviation of that.</param>
/// <param name="Weeks">Weeks with a value that were used.</param>
/// <param name="Missing">Why there is no probability; null where there is one.</param>
public sealed record PassForecast(DateOnly Due, double? Probability, double? PointsProbability, double? GapsProbability, double? Expected, double? Deviation, int Weeks, ForecastMissing? Missing);

/// <summary>Why nothing can be said.</summary>
public enum ForecastMissing
{
    /// <summary>Fewer than <see cref="PassModel.LeastWeeks"/> weeks with a value.</summary>
    TooFewDays,

    /// <summary>The day is not ahead of what is known.</summary>
    DueIsPast,
}

/// <summary>
/// The model. Pure: one history gives one forecast.
/// </summary>
/// <remarks>
/// <para>Points: a random walk with drift over weekly means (Hyndman and Athanasopoulos, "Forecasting: principles and practice", drift method). A week's mean takes away the noise of single days, which would
/// otherwise grow with the square root of the time ahead. With means y(0) … y(n) of weeks t(0) … t(n), T = t(n) − t(0): drift m = (y(n) − y(0)) / T a week; variance v = Σ (Δy − m·Δt)² / Δt / (number of steps − 1);
/// h weeks ahead of the last week's middle: mean y(n) + m·h, variance v·(h + h²/T), the second part for the drift's own error. P(points ≥ mark) = Φ((mean − mark) / √variance).</para>
/// <para>Gaps: each of the k gaps that are open now closes at the rate at which gaps closed so far, r = (closed + ½) / (gap days + 56): half a gap in the shortest history allowed stands for what is known
/// before. P(no gap) = (1 − e^(−r·days))^k. A new gap that opens is not foreseen.</para>
/// <para>Both are taken as independent and multiplied. How far that holds is what <see cref="Calibration"/> measures.</para>
/// <para>Worked example: weekly means 60, 62, … 78 (10 weeks, 2 points a week, no scatter), mark 80, 28 days ahead, no gaps: that is 31 days, 4.43 weeks, after the middle of the last week, 86.9 points are
/// expected, and P is 1. With 3 gaps that were open over 63 days and never
/// closed, r = 0.5 / (189 + 56) a day, 28 days ahead P = (1 − e^(−0.0571))³ = 0.0002.</para>
/// </remarks>
public static class PassModel
{
    /// <summary>Weeks with a value a forecast needs: seven steps, the fewest whose scatter says anything of the next.</summary>
    public const int LeastWeeks = 8;

    /// <summary>Weeks looked back: half a year. What came before was another phase of the project.</summary>
    public const int MostWeeks = 26;

    internal const int Week = 7;

    private const double HalfGap = 0.5;

    /// <summary>The forecast from a history, in order of days.</summary>
    public static PassForecast Of(IReadOnlyList<ScoreDay> history, DateOnly due, double passMark)
    {
        ArgumentNullException.ThrowIfNull(history);
        var weeks = WeeksOf(history);
        if (weeks.Count < LeastWeeks)
            return new PassForecast(due, null, null, null, null, null, weeks.Count, ForecastMissing.TooFewDays);
        var last = history[^1];
        var days = due.DayNumber - last.Day.DayNumber;
        if (days < 1)
            return new PassForecast(due, null, null, null, null, null, weeks.Count, ForecastMissing.DueIsPast);
        // A week's mean stands for its middle day.
        var (expected, deviation) = Ahead(weeks, (double)(days + (Week / 2)) / Week);
        var points = deviation > 0 ? NormalCurve.Below((expected - passMark) / deviation) : expected >= passMark ? 1 : 0;
        var gaps = GapsClosed(Recent(history), last.OpenGaps, days);
        return new PassForecast(due, points * gaps, points, gaps, expected, deviation, weeks.Count, null);
    }

    /// <summary>Means of whole weeks back from the last day, oldest first, with the week's number.</summary>
    private static List<(int Week, double Mean)> WeeksOf(IReadOnlyList<ScoreDay> history)
    {
        if (history.Count == 0)
            return [];
        var last = history[^1].Day.DayNumber;
        return [.. Recent(history).GroupBy(d => -((last - d.Day.DayNumber) / Week)).OrderBy(g => g.Key).Select(g => (g.Key, g.Average(d => d.Points)))];
    }

    private static List<ScoreDay> Recent(IReadOnlyList<ScoreDay> history)
    {
        var from = history[^1].Day.AddDays(-MostWeeks * Week);
        return [.. history.Where(d => d.Day > from)];
    }

    private static (double Expected, double Deviation) Ahead(List<(int Week, double Mean)> weeks, double ahead)
    {
        var (first, last) = (weeks[0], weeks[^1]);
        double span = last.Week - first.Week;
        var drift = (last.Mean - first.Mean) / span;
        var squares = 0.0;
        for (var i = 1; i < weeks.Count; i++)
        {
            double step = weeks[i].Week - weeks[i - 1].Week;
            var miss = weeks[i].Mean - weeks[i - 1].Mean - (drift * step);
            squares += miss * miss / step;
        }

        // One step less than there are: the drift was taken from the same steps.
        var variance = squares / (weeks.Count - 2);
        return (last.Mean + (drift * ahead), Math.Sqrt(variance * (ahead + (ahead * ahead / span))));
    }

    private static double GapsClosed(List<ScoreDay> history, int open, int days)
    {
        if (open == 0)
            return 1;
        double gapDays = 0, closed = 0;
        for (var i = 1; i < history.Count; i++)
        {
            gapDays += history[i - 1].OpenGaps * (double)(history[i].Day.DayNumber - history[i - 1].Day.DayNumber);
            closed += Math.Max(0, history[i - 1].OpenGaps - history[i].OpenGaps);
        }

        var rate = (closed + HalfGap) / (gapDays + (LeastWeeks * Week));
        return Math.Pow(1 - Math.Exp(-rate * days), open);
    }
}
