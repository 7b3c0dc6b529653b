namespace SmartCommunity.Anomaly.Forecasts;

/// <summary>
/// Forecasts a daily series to one day. Both models are back-tested as far ahead as that day lies, each forecast made from the days before it alone; the regression is taken only where its
/// mean error is smaller by <see cref="LeastGain"/>. The interval is made of the errors of the back-test (split conformal prediction, Lei et al. 2018, "Distribution-free predictive
/// inference for regression"), and its coverage is measured on the later half of the days with an interval made of the earlier half. Pure: the same history gives the same forecast.
/// </summary>
public static class Forecaster
{
    /// <summary>Farthest day ahead: half a year. An acceptance farther off says nothing about today's devices.</summary>
    public const int MaxHorizon = 183;

    /// <summary>Share (0 to 1) of values the interval is meant to hold.</summary>
    public const double NominalCoverage = 0.8;

    /// <summary>Share (0 to 1) by which the regression's mean error must be smaller than the seasonal one.</summary>
    public const double LeastGain = 0.05;

    /// <summary>Days a back-test needs: twenty for the interval, whose ends are then the second error from outside, and as many to test it.</summary>
    public const int LeastTests = 40;

    // The baseline's four weeks stand before the first forecast of a back-test.
    private const int LeadIn = SeasonalBaseline.Weeks * DailySeries.Week;

    // The regression is learned anew so often in a back-test: a later forecast may use what came since.
    private const int Folds = 4;

    /// <summary>Days of history that a forecast so many days ahead needs.</summary>
    public static int NeededDays(int horizon) => LeadIn + horizon + LeastTests - 1;

    /// <summary>The forecast; null where the history is too short or has too few values.</summary>
    /// <param name="history">Values by day, in any order, at most one a day; days may be missing.</param>
    /// <param name="target">A day 1 to <see cref="MaxHorizon"/> days after the last of the history.</param>
    /// <param name="bounds">What the series can hold.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target lies outside its limits.</exception>
    public static Forecast? Of(IReadOnlyCollection<DailyValue> history, DateOnly target, ForecastBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Count == 0)
            return null;
        var series = new DailySeries(history);
        var horizon = target.DayNumber - series.First.AddDays(series.Length - 1).DayNumber;
        if (horizon is < 1 or > MaxHorizon)
            throw new ArgumentOutOfRangeException(nameof(target), target, $"The day must lie 1 to {MaxHorizon} days after the last of the history.");
        var tests = BackTest.Run(series, horizon, LeadIn, Folds, bounds);
        if (tests.Count < LeastTests)
            return null;
        var origin = series.Length - 1;
        var learned = tests.RegressionError < tests.SeasonalError * (1 - LeastGain) ? RegressionModel.Learn(series, horizon, origin, LeastTests) : null;
        var model = learned?.Of(series, origin, origin + horizon) is null ? ForecastModel.Seasonal : ForecastModel.Regression;
        var value = model == ForecastModel.Regression ? learned!.Of(series, origin, origin + horizon) : SeasonalBaseline.Of(series, origin, origin + horizon);
        if (value is not { } point)
            return null;
        var errors = tests.Errors(model);
        var (below, above) = BackTest.Interval(errors, NominalCoverage);
        var (coverage, days) = BackTest.Coverage(errors, NominalCoverage);
        var result = new BackTestResult(NominalCoverage, coverage, days, model == ForecastModel.Regression ? tests.RegressionError : tests.SeasonalError, tests.SeasonalError, tests.Count);
        return new Forecast(target, model, bounds.Clamp(point), bounds.Clamp(point + below), bounds.Clamp(point + above), result, history.Count);
    }
}
