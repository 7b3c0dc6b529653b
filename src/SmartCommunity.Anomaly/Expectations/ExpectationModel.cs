namespace SmartCommunity.Anomaly.Expectations;

/// <summary>What an expectation is of.</summary>
public enum ExpectationTarget
{
    /// <summary>Electric load: the use an hour of registers of energy.</summary>
    Load = 1,

    /// <summary>Occupancy of car parks.</summary>
    Occupancy = 2,
}

/// <summary>How what is known an hour before becomes an expectation.</summary>
public enum ExpectationLearner
{
    /// <summary>The value a week before, or, where that is not known, a day before: nothing is learned.</summary>
    Seasonal = 1,

    /// <summary>The value an hour before, and what becomes of it, by gradient-boosted trees (FastTree).</summary>
    BoostedTrees = 2,
}

/// <summary>A series that a model was learned from.</summary>
/// <param name="Series">Device and quantity.</param>
/// <param name="Sha256">SHA-256 of the part learned from, hexadecimal.</param>
/// <param name="From">Beginning of it, by the wall clock of the place.</param>
/// <param name="Until">End of it: what is tested on comes later.</param>
/// <param name="Points">Values in it.</param>
public sealed record ExpectationSource(string Series, string Sha256, DateTime From, DateTime Until, int Points);

/// <summary>How expectations did on one series, in its own unit.</summary>
/// <param name="Series">Device and quantity.</param>
/// <param name="Points">Values judged.</param>
/// <param name="Error">Mean distance from what the model expected, learned or not.</param>
/// <param name="SeasonalError">Mean distance from the seasonal value.</param>
public sealed record ExpectationSeriesResult(string Series, int Points, double Error, double SeasonalError);

/// <summary>How expectations did on what came after all that was learned from.</summary>
/// <param name="Points">Values judged.</param>
/// <param name="Error">Mean distance from what the trees expected, in spreads of each series, so that all count alike.</param>
/// <param name="SeasonalError">Mean distance from the seasonal value.</param>
/// <param name="HourError">Mean distance from the value an hour before.</param>
/// <param name="Series">The same by series.</param>
public sealed record ExpectationTestResult(int Points, double Error, double SeasonalError, double HourError, IReadOnlyList<ExpectationSeriesResult> Series)
{
    /// <summary>Share that is saved of the smaller of the two errors that nothing learned makes; below 0: it is worse.</summary>
    public double Gain => Math.Min(SeasonalError, HourError) is > 0 and var naive ? 1 - (Error / naive) : 0;
}

/// <summary>A learned expectation with all that is to be known about it. Kept in a file by <see cref="ExpectationModelFile"/>.</summary>
public sealed record ExpectationModel
{
    /// <summary>What it is a model of: <c>load</c> or <c>occupancy</c>.</summary>
    public required ExpectationTarget Name { get; init; }

    /// <summary>Day of training and the first eight digits of the SHA-256 of what was learned from, learner, seed and features.</summary>
    public required string Version { get; init; }

    /// <summary>When it was trained.</summary>
    public required DateTimeOffset TrainedAt { get; init; }

    /// <summary>Seed of whatever is drawn by chance.</summary>
    public required int Seed { get; init; }

    /// <summary>The learner that is used: the seasonal value, unless trees were clearly better than it, and than the value an hour before, on what was held out.</summary>
    public required ExpectationLearner Learner { get; init; }

    /// <summary>Names of the features, in order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The series learned from.</summary>
    public required IReadOnlyList<ExpectationSource> TrainedOn { get; init; }

    /// <summary>How the trees did on what was held out, the latest part of each series.</summary>
    public required ExpectationTestResult HeldOut { get; init; }

    /// <summary>What was learned, as Microsoft.ML saves it (a zip); empty where the seasonal value is used.</summary>
    public required byte[] Trees { get; init; }
}
