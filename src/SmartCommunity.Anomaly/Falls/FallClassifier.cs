namespace SmartCommunity.Anomaly.Falls;

/// <summary>What a window was judged to be.</summary>
/// <param name="IsFall">Whether the probability reaches the threshold of the model.</param>
/// <param name="Probability">Probability of a fall, 0 to 1.</param>
/// <param name="Impact">The moment of the impact, from the start of the window; of several the likeliest.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Features">The features at that moment, in the order of <see cref="FallFeature.All"/>.</param>
/// <param name="Model">Name and version of the model that judged: a verdict is recorded with it and never judged again.</param>
public sealed record FallVerdict(bool IsFall, double Probability, TimeSpan Impact, FallReason Reason, IReadOnlyList<float> Features, string Model);

/// <summary>A reason in both languages.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record FallReason(string Zh, string En);

/// <summary>Tells a fall from a window of acceleration. The same model and window give the same verdict. Thread-safe.</summary>
public sealed class FallClassifier
{
    private readonly FallModel _model;
    private readonly FallScorer _scorer;

    /// <summary>A classifier of a model.</summary>
    /// <exception cref="InvalidDataException">What the model holds is no classifier.</exception>
    public FallClassifier(FallModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _scorer = FallScorer.Load(model.Classifier, model.Seed);
    }

    /// <summary>Judges the likeliest impact of the window.</summary>
    public FallVerdict Judge(AccelerationWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        var (at, features) = window.Candidates().Select(c => (At: c, Features: FallFeatures.Of(window, c))).MaxBy(c => _scorer.Of(c.Features).Probability);
        var probability = _scorer.Of(features).Probability;
        var isFall = probability >= _model.Threshold;
        return new FallVerdict(isFall, probability, AccelerationWindow.TimeOf(at), FallReasons.Of(_model, _scorer, features, probability, isFall), features, $"{_model.Name}@{_model.Version}");
    }

    /// <summary>How the model does on trials; those of people it was learned from are left out.</summary>
    /// <returns>The counts, null where no trial is left; and how many were left out.</returns>
    public (FallTestResult? Result, int LeftOut) Test(IReadOnlyCollection<FallTrial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var known = _model.TrainedOn.SelectMany(static s => new[] { s.Subject, s.Sha256 }).ToHashSet(StringComparer.Ordinal);
        var unseen = trials.Where(t => !known.Contains(t.Subject) && !known.Contains(t.Sha256)).ToArray();
        return (unseen.Length == 0 ? null : FallTest.Count(FallTest.Judge(unseen, _scorer, _model.Threshold)), trials.Count - unseen.Length);
    }
}
