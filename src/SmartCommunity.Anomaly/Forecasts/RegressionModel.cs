using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace SmartCommunity.Anomaly.Forecasts;

/// <summary>
/// What the seasonal baseline leaves, as a linear function of level and slope (Microsoft.ML, stochastic dual coordinate ascent; ridge, so that without evidence nothing is added to the
/// baseline). One thread and a fixed seed: the same history gives the same forecast.
/// </summary>
internal sealed class RegressionModel
{
    private const int Seed = 1;
    private const int Iterations = 50;
    private const float Ridge = 0.05f;
    private const string Features = nameof(Example.Features);
    private const string Scaled = "Scaled";

    private readonly MLContext _context = new(Seed);
    private readonly PredictionEngine<Example, Prediction> _engine;
    private readonly double _scale;

    private RegressionModel(IReadOnlyList<Example> examples, double scale)
    {
        _scale = scale;
        var data = _context.Data.LoadFromEnumerable(examples);
        var trainer = _context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
        {
            FeatureColumnName = Scaled, LabelColumnName = nameof(Example.Label), NumberOfThreads = 1, MaximumNumberOfIterations = Iterations, L2Regularization = Ridge, Shuffle = true,
        });
        var model = _context.Transforms.NormalizeMeanVariance(Scaled, Features, fixZero: false).Append(trainer).Fit(data);
        _engine = _context.Model.CreatePredictionEngine<Example, Prediction>(model);
    }

    /// <summary>Learns from every pair of days so far apart of which the later is not after <paramref name="upTo"/>; null where there are too few.</summary>
    internal static RegressionModel? Learn(DailySeries series, int horizon, int upTo, int least)
    {
        var pairs = new List<(Example Example, double Left)>();
        for (var origin = 0; origin + horizon <= upTo; origin++)
        {
            if (series[origin + horizon] is { } came && SeasonalBaseline.Of(series, origin, origin + horizon) is { } seasonal && FeaturesOf(series, origin, seasonal) is { } features)
                pairs.Add((new Example { Features = features }, came - seasonal));
        }

        if (pairs.Count < least)
            return null;
        // The ridge is of the spread of what is to be learned, whatever the unit.
        var scale = Math.Sqrt(pairs.Average(static p => p.Left * p.Left));
        if (scale == 0)
            return null;
        foreach (var (example, left) in pairs)
            example.Label = (float)(left / scale);
        return new RegressionModel([.. pairs.Select(static p => p.Example)], scale);
    }

    /// <summary>The forecast as of a day; null where it has too little to go by.</summary>
    internal double? Of(DailySeries series, int origin, int target) =>
        SeasonalBaseline.Of(series, origin, target) is { } seasonal && FeaturesOf(series, origin, seasonal) is { } features
            ? seasonal + (_engine.Predict(new Example { Features = features }).Score * _scale)
            : null;

    // Differences to the seasonal value alone: a series that is shifted is forecast shifted.
    private static float[]? FeaturesOf(DailySeries series, int origin, double seasonal) =>
        series.MeanUpTo(origin, DailySeries.Week) is { } week && series.MeanUpTo(origin - DailySeries.Week, DailySeries.Week) is { } before
        && series.MeanUpTo(origin - DailySeries.Week, (SeasonalBaseline.Weeks - 1) * DailySeries.Week) is { } weeks && series[origin] is { } last
            ? [(float)(week - seasonal), (float)(week - before), (float)(week - weeks), (float)(last - week)]
            : null;

    private sealed class Example
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
