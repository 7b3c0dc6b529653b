using System.Globalization;
using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Expectations;

/// <summary>
/// Learns an expectation from recorded series. Each is split by time: its latest part is never learned from. Pure: the same series, seed and instant give the same model, byte for byte.
/// </summary>
public static class ExpectationTraining
{
    /// <summary>Share of each series, the latest, that is held out: a quarter.</summary>
    public const double HeldOutShare = 0.25;

    // Trees must be this much better than what needs no learning (5 %, as for forecasts): less may be chance.
    private const double LeastGain = 0.05;

    // More are thinned out evenly: a minute of training, and more of the same teaches little.
    private const int MostExamples = 150_000;

    // Fewer tell a tree nothing: ten leaves.
    private const int LeastExamples = 500;

    /// <summary>What keeps a model from being trained, in one sentence; null where nothing does.</summary>
    public static string? Fault(IReadOnlyCollection<QuarterSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var (learned, heldOut) = (series.Sum(static s => Examples(s, 0, LearnedOf(s)).Count()), series.Sum(static s => Examples(s, LearnedOf(s), s.Values.Count).Count()));
        return learned >= LeastExamples && heldOut >= LeastExamples
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{series.Count} series give {learned} quarters of an hour to learn from and {heldOut} to hold out, of which two days before are known; at least {LeastExamples} of each are needed");
    }

    /// <summary>A model of the first parts, tested on the last.</summary>
    /// <param name="target">What it is of.</param>
    /// <param name="series">All series; see <see cref="Fault"/> for what must hold.</param>
    /// <param name="seed">Seed of whatever is drawn by chance.</param>
    /// <param name="at">When it is trained.</param>
    /// <exception cref="ArgumentException">The series do not suffice; the message says what lacks.</exception>
    public static ExpectationModel Run(ExpectationTarget target, IReadOnlyCollection<QuarterSeries> series, int seed, DateTimeOffset at)
    {
        if (Fault(series) is { } fault)
            throw new ArgumentException(fault, nameof(series));
        QuarterSeries[] ordered = [.. series.Where(static s => Examples(s, 0, LearnedOf(s)).Any()).OrderBy(static s => s.Name, StringComparer.Ordinal)];
        ExpectationExample[] examples = [.. ordered.SelectMany(static s => Examples(s, 0, LearnedOf(s)))];
        var step = (examples.Length + MostExamples - 1) / MostExamples;
        var trees = ExpectationTrees.Learn(examples.Where((_, i) => i % step == 0), seed);
        var heldOut = ExpectationTest.Of(ordered.Select(static s => (s, LearnedOf(s))), trees);
        var learner = heldOut.Gain >= LeastGain ? ExpectationLearner.BoostedTrees : ExpectationLearner.Seasonal;
        ExpectationSource[] sources = [.. ordered.Select(SourceOf)];
        return new ExpectationModel
        {
            Name = target, Version = Version(sources, learner, seed, at), TrainedAt = at, Seed = seed, Learner = learner, Features = HourAhead.FeatureNames, TrainedOn = sources, HeldOut = heldOut,
            Trees = learner == ExpectationLearner.BoostedTrees ? trees.Save() : [],
        };
    }

    /// <summary>How many of a series' quarters are learned from.</summary>
    internal static int LearnedOf(QuarterSeries series) => (int)(series.Values.Count * (1 - HeldOutShare));

    private static IEnumerable<ExpectationExample> Examples(QuarterSeries series, int from, int to) =>
        ExpectationTest.Ahead(series, to).Where(a => a.Index >= from).Select(static a => new ExpectationExample(a.Known.Features, (a.Value - a.Known.HourBefore) / a.Known.Spread));

    private static ExpectationSource SourceOf(QuarterSeries series)
    {
        var learned = series.Take(LearnedOf(series));
        return new ExpectationSource(series.Name, learned.Hash(), TimeOf(series.First), TimeOf(series.First + learned.Values.Count), learned.Values.Count(double.IsFinite));
    }

    private static DateTime TimeOf(long quarter) => DateTime.SpecifyKind(DateTime.UnixEpoch.AddSeconds(quarter * (double)QuarterSeries.Seconds), DateTimeKind.Unspecified);

    private static string Version(ExpectationSource[] sources, ExpectationLearner learner, int seed, DateTimeOffset at) =>
        ModelFormat.Version(at, $"{learner} {seed} {string.Join(' ', HourAhead.FeatureNames)} {string.Join(' ', sources.Select(static s => s.Sha256))}");
}
