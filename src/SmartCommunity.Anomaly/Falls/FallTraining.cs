using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Falls;

/// <summary>
/// Learns a fall model from recorded trials. People are split, not trials: nobody is both learned from and tested on. Learner and threshold are chosen on the people learned from alone, by leaving
/// some of them out in turn (their trials, where it is one person). Pure: the same trials, seed and instant give the same model.
/// </summary>
public static class FallTraining
{
    // A third of the people tests; the same again with each of them held out in turn says more where they are few.
    private const int HeldOutOneOf = 3;

    // The usual number: more cost time and change little.
    private const int Folds = 10;

    // Trees must be this much better than a line (5 %, as for forecasts): of few trials small differences are chance.
    private const double LeastGain = 0.05;

    // A float's probability of 1 would make the loss of one trial endless.
    private const double LeastProbability = 1e-3;

    /// <summary>The people that are held out: a third, drawn with the seed, at least one.</summary>
    public static IReadOnlyList<string> DrawHeldOut(IEnumerable<FallTrial> trials, int seed)
    {
        var subjects = Subjects(trials);
        new Random(seed).Shuffle(subjects);
        return [.. subjects.Take(Math.Max(1, subjects.Length / HeldOutOneOf)).Order(StringComparer.Ordinal)];
    }

    /// <summary>What keeps a model from being trained, in one sentence; null where nothing does.</summary>
    public static string? Fault(IReadOnlyCollection<FallTrial> trials, IReadOnlyCollection<string> heldOut)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(heldOut);
        if (heldOut.Except(Subjects(trials)).ToArray() is { Length: > 0 } unknown)
            return $"No trial is of the held-out {string.Join(", ", unknown)}; there are {string.Join(", ", Subjects(trials))}.";
        foreach (var (people, part) in new[] { ("learn from", trials.Where(t => !heldOut.Contains(t.Subject)).ToArray()), ("hold out", trials.Where(t => heldOut.Contains(t.Subject)).ToArray()) })
        {
            if (Lack(part) is { } lack)
                return $"The people to {people} ({string.Join(", ", Subjects(part))}) have {lack}.";
        }

        return null;
    }

    /// <summary>A model of the people that are not held out, tested on those that are.</summary>
    /// <param name="trials">All trials.</param>
    /// <param name="heldOut">Codes of the people held out; see <see cref="Fault"/> for what must hold.</param>
    /// <param name="seed">Seed of whatever is drawn by chance.</param>
    /// <param name="at">When it is trained.</param>
    /// <exception cref="ArgumentException">The trials do not suffice; the message says what lacks.</exception>
    public static FallModel Run(IReadOnlyCollection<FallTrial> trials, IReadOnlyCollection<string> heldOut, int seed, DateTimeOffset at)
    {
        if (Fault(trials, heldOut) is { } fault)
            throw new ArgumentException(fault, nameof(trials));
        FallTrial[] ordered = [.. trials.OrderBy(static t => t.File, StringComparer.Ordinal)];
        FallTrial[] learned = [.. ordered.Where(t => !heldOut.Contains(t.Subject))];
        var (scorer, learner, threshold, choice) = Learn(learned, seed);
        var examples = FallEpisode.Examples(learned, seed);
        return new FallModel
        {
            Name = FallModel.ModelName, Version = Version(learned, learner, threshold, seed, at), TrainedAt = at, Seed = seed, Learner = learner, Threshold = threshold,
            Features = [.. FallFeature.All.Select(static f => f.Name)], MeansOfFalls = Means(examples, isFall: true), MeansOfOthers = Means(examples, isFall: false),
            TrainedOn = [.. learned.Select(static t => new FallSource(t.File, t.Sha256, t.Subject))], Choice = choice,
            HeldOut = FallTest.Count(FallTest.Judge(ordered.Where(t => heldOut.Contains(t.Subject)), scorer, threshold)), InTurn = InTurn(ordered, seed), Classifier = scorer.Save(),
        };
    }

    // Every person is held out once; null where somebody's being left out leaves too little to learn from.
    private static FallTestResult? InTurn(FallTrial[] trials, int seed)
    {
        var judged = new List<JudgedEpisode>();
        foreach (var fold in FoldsOf(trials, static t => t.Subject, seed))
        {
            FallTrial[] learned = [.. trials.Except(fold)];
            if (Lack(learned) is not null)
                return null;
            var (scorer, _, threshold, _) = Learn(learned, seed);
            judged.AddRange(FallTest.Judge(fold, scorer, threshold));
        }

        return FallTest.Count(judged);
    }

    private static (FallScorer Scorer, FallLearner Learner, double Threshold, FallChoice Choice) Learn(FallTrial[] trials, int seed)
    {
        var isOnePerson = Subjects(trials).Length == 1;
        var folds = FoldsOf(trials, isOnePerson ? static t => t.File : static t => t.Subject, seed);
        var judged = Enum.GetValues<FallLearner>().ToDictionary(static l => l, l => LeftOutInTurn(trials, folds, l, seed));
        var losses = judged.ToDictionary(static j => j.Key, static j => Loss(j.Value.Episodes));
        var learner = losses[FallLearner.BoostedTrees] < losses[FallLearner.LogisticRegression] * (1 - LeastGain) ? FallLearner.BoostedTrees : FallLearner.LogisticRegression;
        var (episodes, variations) = judged[learner];
        // Of what was made nobody knows how often it happens, and its wildest is wilder than life: only what was recorded sets the threshold.
        var threshold = FallThreshold.Of(episodes);
        var choice = new FallChoice(isOnePerson ? "trials" : "subjects", losses, FallConfusion.Of(episodes.Select(j => (j.IsFall, j.Probability >= threshold))), Counted(variations, threshold));
        return (FallScorer.Learn(learner, FallEpisode.Examples(trials, seed), seed), learner, threshold, choice);
    }

    private static (List<Judged> Episodes, List<(string Kind, Judged Judged)> Variations) LeftOutInTurn(FallTrial[] trials, FallTrial[][] folds, FallLearner learner, int seed)
    {
        List<Judged> episodes = [];
        List<(string Kind, Judged Judged)> variations = [];
        foreach (var fold in folds)
        {
            FallTrial[] rest = [.. trials.Except(fold)];
            if (!CanBeLearnedFrom(rest))
                continue;
            var scorer = FallScorer.Learn(learner, FallEpisode.Examples(rest, seed), seed);
            episodes.AddRange(fold.SelectMany(FallEpisode.Of).Select(e => new Judged(e.Probability(scorer), e.IsFall)));
            variations.AddRange(FallEpisode.Variations(fold, seed).Select(v => (v.Kind, new Judged(scorer.Of(v.Example.Features).Probability, v.Example.IsFall))));
        }

        return (episodes, variations);
    }

    private static FallVariationResult[] Counted(IEnumerable<(string Kind, Judged Judged)> variations, double threshold) =>
    [
        .. variations.GroupBy(static v => v.Kind).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(g => new FallVariationResult(g.Key, g.First().Judged.IsFall, g.Count(), g.Count(v => v.Judged.Probability >= threshold))),
    ];

    private static FallTrial[][] FoldsOf(IReadOnlyCollection<FallTrial> trials, Func<FallTrial, string> group, int seed)
    {
        var groups = trials.Select(group).Distinct().Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(groups);
        var foldOf = groups.Index().ToDictionary(static g => g.Item, static g => g.Index % Folds);
        return [.. trials.GroupBy(t => foldOf[group(t)]).OrderBy(static g => g.Key).Select(static g => g.ToArray())];
    }

    private static double Loss(IReadOnlyCollection<Judged> judged) =>
        judged.GroupBy(static j => j.IsFall).Average(static g => g.Average(static j => -Math.Log(Math.Max(LeastProbability, j.IsFall ? j.Probability : 1 - j.Probability))));

    private static bool CanBeLearnedFrom(IReadOnlyCollection<FallTrial> trials) => trials.Any(static t => t.IsFall) && trials.Any(static t => !t.IsFall);

    private static string? Lack(FallTrial[] trials)
    {
        const int Least = 2; // Of two one can be left out in turn.
        var (falls, others) = (trials.Count(static t => t.IsFall), trials.Count(static t => !t.IsFall));
        return falls >= Least && others >= Least ? null : $"{falls} falls and {others} daily activities; at least {Least} of each are needed";
    }

    private static float[] Means(IReadOnlyCollection<FallExample> examples, bool isFall) =>
        [.. Enumerable.Range(0, FallFeature.All.Count).Select(i => examples.Where(e => e.IsFall == isFall).Average(e => e.Features[i]))];

    private static string[] Subjects(IEnumerable<FallTrial> trials) => [.. trials.Select(static t => t.Subject).Distinct().Order(StringComparer.Ordinal)];

    // The threshold moves with whatever is changed in how they are learned.
    private static string Version(FallTrial[] learned, FallLearner learner, double threshold, int seed, DateTimeOffset at) =>
        ModelFormat.Version(at, $"{learner} {threshold} {seed} {string.Join(' ', FallFeature.All.Select(static f => f.Name))} {string.Join(' ', learned.Select(static t => t.Sha256))}");
}
