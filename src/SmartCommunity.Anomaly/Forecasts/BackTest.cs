namespace SmartCommunity.Anomaly.Forecasts;

/// <summary>Errors (what came less what was forecast) of both models on the same days, in order of time.</summary>
internal sealed class BackTest
{
    private readonly List<double> _seasonal = [];
    private readonly List<double> _regression = [];

    private BackTest()
    {
    }

    internal int Count => _seasonal.Count;

    internal double SeasonalError => Mean(_seasonal);

    internal double RegressionError => Mean(_regression);

    internal IReadOnlyList<double> Errors(ForecastModel model) => model == ForecastModel.Regression ? _regression : _seasonal;

    /// <summary>Forecasts every day for which the one it is made on has its lead-in, the regression learned at the start of each fold from what had come by then.</summary>
    internal static BackTest Run(DailySeries series, int horizon, int leadIn, int folds, ForecastBounds bounds)
    {
        var test = new BackTest();
        var first = leadIn - 1;
        var last = series.Length - 1 - horizon;
        for (var fold = 0; fold < folds && first <= last; fold++)
        {
            var from = first + ((last - first + 1) * fold / folds);
            var to = first + ((last - first + 1) * (fold + 1) / folds);
            // The first fold has nothing behind it that a regression could learn from.
            var learned = fold == 0 ? null : RegressionModel.Learn(series, horizon, upTo: from, least: DailySeries.Week);
            for (var origin = from; origin < to; origin++)
                test.Add(series, origin, origin + horizon, learned, bounds);
        }

        return test;
    }

    /// <summary>Ends of the interval around a forecast: the errors at the outer shares, by rank among one more than there are, so that an error not seen yet falls inside that often.</summary>
    internal static (double Below, double Above) Interval(IReadOnlyList<double> errors, double coverage)
    {
        var sorted = errors.Order().ToArray();
        var outside = (int)Math.Floor((sorted.Length + 1) * (1 - coverage) / 2) - 1;
        var index = Math.Clamp(outside, 0, sorted.Length - 1);
        return (sorted[index], sorted[sorted.Length - 1 - index]);
    }

    /// <summary>How many of the later half's errors fall into the interval of the earlier half's.</summary>
    internal static (double Coverage, int Days) Coverage(IReadOnlyList<double> errors, double nominal)
    {
        var half = errors.Count / 2;
        var (below, above) = Interval([.. errors.Take(half)], nominal);
        var later = errors.Skip(half).ToArray();
        return ((double)later.Count(e => e >= below && e <= above) / later.Length, later.Length);
    }

    private static double Mean(List<double> errors) => errors.Count == 0 ? double.PositiveInfinity : errors.Average(Math.Abs);

    private void Add(DailySeries series, int origin, int target, RegressionModel? learned, ForecastBounds bounds)
    {
        if (series[target] is not { } came || SeasonalBaseline.Of(series, origin, target) is not { } seasonal)
            return;
        _seasonal.Add(came - bounds.Clamp(seasonal));
        // Where the regression cannot say anything it says what the baseline says, and gains nothing.
        _regression.Add(came - bounds.Clamp(learned?.Of(series, origin, target) ?? seasonal));
    }
}
