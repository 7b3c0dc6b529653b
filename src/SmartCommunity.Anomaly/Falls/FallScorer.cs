using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Falls;

/// <summary>How features become a probability.</summary>
public enum FallLearner
{
    /// <summary>Logistic regression with ridge (limited-memory BFGS).</summary>
    LogisticRegression = 1,

    /// <summary>Gradient-boosted trees (FastTree).</summary>
    BoostedTrees = 2,
}

/// <summary>What was learned: features in, probability out. One thread and a fixed seed learn the same from the same examples. Thread-safe: one window at a time.</summary>
internal sealed class FallScorer
{
    private const string Features = nameof(Row.Features);
    private const string Scaled = "Scaled";

    // Of 0.01 to 30 the one of the smallest mean loss on what was left out of the people learned from (results/falls.md): weaker ones learn the few falls by heart.
    private const float Ridge = 3;

    // Small trees: a person's falls are few, and a leaf of one example is that example.
    private const int Trees = 100;
    private const int Leaves = 8;
    private const int LeastInLeaf = 5;

    private readonly TrainedModel<Row, Prediction> _model;

    private FallScorer(TrainedModel<Row, Prediction> model) => _model = model;

    internal static FallScorer Learn(FallLearner learner, IReadOnlyCollection<FallExample> examples, int seed)
    {
        var context = new MLContext(seed);
        // Falls are rare among windows: both kinds weigh the same in total.
        var falls = examples.Count(static e => e.IsFall);
        float fallWeight = examples.Count / (2f * falls), otherWeight = examples.Count / (2f * (examples.Count - falls));
        var data = context.Data.LoadFromEnumerable(examples.Select(e => new Row { Features = Learnable(e.Features), Label = e.IsFall, Weight = e.IsFall ? fallWeight : otherWeight }).ToArray());
        IEstimator<ITransformer> trainer = learner switch
        {
            FallLearner.LogisticRegression => context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                FeatureColumnName = Scaled, LabelColumnName = nameof(Row.Label), ExampleWeightColumnName = nameof(Row.Weight), L1Regularization = 0, L2Regularization = Ridge, NumberOfThreads = 1,
            }),
            FallLearner.BoostedTrees => context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
            {
                FeatureColumnName = Scaled, LabelColumnName = nameof(Row.Label), ExampleWeightColumnName = nameof(Row.Weight), NumberOfThreads = 1,
                NumberOfTrees = Trees, NumberOfLeaves = Leaves, MinimumExampleCountPerLeaf = LeastInLeaf, Seed = seed,
            }),
            _ => throw new ArgumentOutOfRangeException(nameof(learner), learner, "There is no such learner."),
        };
        var model = context.Transforms.NormalizeMeanVariance(Scaled, Features, fixZero: false).Append(trainer).Fit(data);
        return new FallScorer(new(context, model, data.Schema));
    }

    /// <exception cref="InvalidDataException">The bytes are no such model.</exception>
    internal static FallScorer Load(byte[] model, int seed) => new(TrainedModel<Row, Prediction>.Load(model, seed, "the classifier"));

    internal byte[] Save() => _model.Save();

    /// <summary>Probability that the features are of a fall (0 to 1), and the number behind it, which rises with it and has no ends.</summary>
    internal (double Probability, double Score) Of(float[] features)
    {
        var prediction = _model.Of(new Row { Features = Learnable(features) });
        return (prediction.Probability, prediction.Score);
    }

    // ln(1 + |x|) with the sign of x: a peak may stand out by less than nothing, and stillness has no logarithm.
    private static float[] Learnable(float[] features) =>
        [.. features.Select(static (f, i) => FallFeature.All[i].IsLogarithmic ? MathF.CopySign(MathF.Log(1 + MathF.Abs(f)), f) : f)];

    private sealed class Row
    {
        // As many as FallFeature.All has; an attribute takes a constant only.
        internal const int Count = 9;

        [VectorType(Count)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Weight { get; set; }
    }

    private sealed class Prediction
    {
        public float Probability { get; set; }

        public float Score { get; set; }
    }
}
