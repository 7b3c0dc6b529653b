using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Expectations;

/// <summary>What came, less the value an hour before, in spreads, beside what was known of it.</summary>
internal readonly record struct ExpectationExample(float[] Features, float Left);

/// <summary>Gradient-boosted trees for what the value an hour before leaves. One thread and a fixed seed learn the same from the same examples. Thread-safe: one at a time.</summary>
internal sealed class ExpectationTrees
{
    // Shallow trees and large leaves: more of either learns single days by heart. Not tuned.
    private const int Trees = 200, Leaves = 20, LeastInLeaf = 50;
    private const double LearningRate = 0.05;

    // Spreads beyond which what was left is an event, and no lesson: squared errors would learn nothing else.
    private const float MostLeft = 4;

    private readonly TrainedModel<Row, Prediction> _model;

    private ExpectationTrees(TrainedModel<Row, Prediction> model) => _model = model;

    internal static ExpectationTrees Learn(IEnumerable<ExpectationExample> examples, int seed)
    {
        var context = new MLContext(seed);
        var data = context.Data.LoadFromEnumerable(examples.Select(static e => new Row { Features = e.Features, Label = Math.Clamp(e.Left, -MostLeft, MostLeft) }).ToArray());
        var trainer = context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
        {
            FeatureColumnName = nameof(Row.Features), LabelColumnName = nameof(Row.Label), NumberOfThreads = 1, NumberOfTrees = Trees, NumberOfLeaves = Leaves, MinimumExampleCountPerLeaf = LeastInLeaf,
            LearningRate = LearningRate, Seed = seed,
        });
        return new ExpectationTrees(new(context, trainer.Fit(data), data.Schema));
    }

    /// <exception cref="InvalidDataException">The bytes are no such model.</exception>
    internal static ExpectationTrees Load(byte[] trees, int seed) => new(TrainedModel<Row, Prediction>.Load(trees, seed, "the trees"));

    internal byte[] Save() => _model.Save();

    /// <summary>What is expected beyond the value an hour before, in spreads.</summary>
    internal float Of(float[] features) => _model.Of(new Row { Features = features }).Score;

    private sealed class Row
    {
        // As many as HourAhead.FeatureNames has; an attribute takes a constant only.
        internal const int Count = 17;

        [VectorType(Count)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
