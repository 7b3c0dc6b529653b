namespace SmartCommunity.Anomaly.Falls;

/// <summary>A file that a model was learned from.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Sha256">Its SHA-256, hexadecimal.</param>
/// <param name="Subject">Code of the person.</param>
public sealed record FallSource(string File, string Sha256, string Subject);

/// <summary>How learner and threshold were chosen, on the people learned from alone.</summary>
/// <param name="LeftOut">What was left out in turn: <c>subjects</c>, or <c>trials</c> where only one person was learned from.</param>
/// <param name="Losses">Mean log loss of each learner on what was left out, falls and the rest weighing the same; the smaller the better.</param>
/// <param name="Episodes">Confusion matrix of the chosen one at the threshold, what was before the falls among the rest. It was chosen on these: it flatters.</param>
/// <param name="Variations">How what the same people could also have done was judged; made, not recorded.</param>
public sealed record FallChoice(string LeftOut, IReadOnlyDictionary<FallLearner, double> Losses, FallConfusion Episodes, IReadOnlyList<FallVariationResult> Variations);

/// <summary>How windows were judged that were made of recorded ones.</summary>
/// <param name="Kind">What they show, such as <c>lying down</c>.</param>
/// <param name="IsFall">Whether they are falls.</param>
/// <param name="Count">How many.</param>
/// <param name="Alerts">How many were called falls.</param>
public sealed record FallVariationResult(string Kind, bool IsFall, int Count, int Alerts);

/// <summary>A learned fall model with all that is to be known about it. Kept in a file by <see cref="FallModelFile"/>.</summary>
public sealed record FallModel
{
    /// <summary>What it is a model of.</summary>
    public const string ModelName = "falls";

    /// <summary>Always <see cref="ModelName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Day of training and the first eight digits of the SHA-256 of what was learned from, learner, seed, features and threshold.</summary>
    public required string Version { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Seed of whatever is drawn by chance.</summary>
    public required int Seed { get; init; }

    /// <summary>The learner that was chosen.</summary>
    public required FallLearner Learner { get; init; }

    /// <summary>Probability from which on a fall is called one, above 0 and below 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Names of the features, in order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Mean of each feature over the falls learned from: what a verdict is explained against.</summary>
    public required IReadOnlyList<float> MeansOfFalls { get; init; }

    /// <summary>Mean of each feature over the rest.</summary>
    public required IReadOnlyList<float> MeansOfOthers { get; init; }

    /// <summary>The files learned from.</summary>
    public required IReadOnlyList<FallSource> TrainedOn { get; init; }

    /// <summary>How learner and threshold were chosen.</summary>
    public required FallChoice Choice { get; init; }

    /// <summary>How it did on the people that were held out.</summary>
    public required FallTestResult HeldOut { get; init; }

    /// <summary>How models made in the same way did on every person, each held out once; null where there were too few people.</summary>
    public required FallTestResult? InTurn { get; init; }

    /// <summary>What was learned, as Microsoft.ML saves it (a zip).</summary>
    public required byte[] Classifier { get; init; }
}
