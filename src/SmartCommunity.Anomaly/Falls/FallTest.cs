namespace SmartCommunity.Anomaly.Falls;

/// <summary>How trials of one activity were judged.</summary>
/// <param name="Activity">Code of the activity; <c>F05-</c> is what was done before the falls of F05.</param>
/// <param name="IsFall">Whether they are falls.</param>
/// <param name="Trials">How many.</param>
/// <param name="Alerts">How many were called falls.</param>
/// <param name="Wrong">The files that were judged wrong, each with its probability.</param>
public sealed record FallActivityResult(string Activity, bool IsFall, int Trials, int Alerts, IReadOnlyList<FallMistake> Wrong);

/// <summary>A trial that was judged wrong.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Probability">Probability of its likeliest window, 0 to 1.</param>
public sealed record FallMistake(string File, double Probability);

/// <summary>How a model did on people it had not seen.</summary>
/// <param name="Subjects">The people, by code.</param>
/// <param name="Trials">Trials: falls found and missed, daily activities called falls and not. What was before a fall does not count here.</param>
/// <param name="BeforeFalls">The same of what people did before they fell; only its last two cells hold anything.</param>
/// <param name="Windows">Possible impacts one by one, what was before the falls among them; of a fall the one that was found likeliest.</param>
/// <param name="Activities">The same by activity.</param>
/// <param name="WeakestFall">Probability of the least likely fall, 0 to 1; null without falls.</param>
/// <param name="LikeliestOther">Probability of what was most like a fall and was none, 0 to 1; null without any.</param>
public sealed record FallTestResult(
    IReadOnlyList<string> Subjects, FallConfusion Trials, FallConfusion BeforeFalls, FallConfusion Windows, IReadOnlyList<FallActivityResult> Activities, double? WeakestFall, double? LikeliestOther);

/// <summary>Judges trials that a model was not learned from, and counts.</summary>
internal static class FallTest
{
    internal static IReadOnlyList<JudgedEpisode> Judge(IEnumerable<FallTrial> trials, FallScorer scorer, double threshold) =>
        [.. trials.SelectMany(FallEpisode.Of).Select(e => new JudgedEpisode(e, [.. e.Windows.Select(w => scorer.Of(w).Probability)], threshold))];

    internal static FallTestResult Count(IReadOnlyCollection<JudgedEpisode> judged) => new(
        [.. judged.Select(static j => j.Episode.Trial.Subject).Distinct().Order(StringComparer.Ordinal)],
        FallConfusion.Of(judged.Where(static j => !j.Episode.IsBeforeFall).Select(static j => (j.Episode.IsFall, j.IsAlert))),
        FallConfusion.Of(judged.Where(static j => j.Episode.IsBeforeFall).Select(static j => (false, j.IsAlert))),
        FallConfusion.Of(judged.SelectMany(static j => j.Episode.IsFall ? [(true, j.IsAlert)] : j.Probabilities.Select(p => (false, p >= j.Threshold)))),
        [.. judged.GroupBy(static j => j.Activity).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => Row(g.Key, [.. g]))],
        judged.Where(static j => j.Episode.IsFall).Min(static j => (double?)j.Probability),
        judged.Where(static j => !j.Episode.IsFall).Max(static j => (double?)j.Probability));

    private static FallActivityResult Row(string activity, JudgedEpisode[] judged) => new(
        activity, judged[0].Episode.IsFall, judged.Length, judged.Count(static j => j.IsAlert),
        [.. judged.Where(static j => j.IsAlert != j.Episode.IsFall).Select(static j => new FallMistake(j.Episode.Trial.File, j.Probability)).OrderBy(static m => m.File, StringComparer.Ordinal)]);
}

/// <summary>An episode with the probability of each of its windows, and the threshold it was judged at.</summary>
internal sealed record JudgedEpisode(FallEpisode Episode, IReadOnlyList<double> Probabilities, double Threshold)
{
    internal double Probability => Probabilities.DefaultIfEmpty(0).Max();

    internal bool IsAlert => Probability >= Threshold;

    internal string Activity => Episode.IsBeforeFall ? Episode.Trial.Activity + "-" : Episode.Trial.Activity;
}
