namespace SmartCommunity.Anomaly.Falls;

/// <summary>Features that are known to be of a fall or not.</summary>
internal sealed record FallExample(float[] Features, bool IsFall);

/// <summary>
/// What is judged as one: a daily activity, a fall from a second before its impact on, or what a person did before falling. It counts as an alert when any of its windows does. The impact of a fall is the
/// largest magnitude of its recording.
/// </summary>
internal sealed record FallEpisode(FallTrial Trial, bool IsFall, IReadOnlyList<float[]> Windows)
{
    // Two seconds before the impact the person stands, sits or walks; what lies between is neither.
    private const int ClearBefore = 2 * AccelerationWindow.RateHz;
    private const int Near = AccelerationWindow.RateHz;

    internal bool IsBeforeFall => !IsFall && Trial.IsFall;

    /// <summary>One of a daily activity; of a fall that and, where there is enough of it, what was before.</summary>
    internal static IEnumerable<FallEpisode> Of(FallTrial trial)
    {
        var window = trial.Worn;
        var candidates = window.Candidates();
        if (!trial.IsFall)
            return [new FallEpisode(trial, false, Features(window, candidates))];
        var impact = window.Largest();
        var before = candidates.Where(c => c < impact - ClearBefore).ToArray();
        var fall = new FallEpisode(trial, true, Features(window, candidates.Where(c => c >= impact - Near)));
        return before.Length == 0 ? [fall] : [fall, new FallEpisode(trial, false, Features(window, before))];
    }

    /// <summary>What is learned from trials: of both sensors the impact of a fall, every window in which certainly nobody fell, and what the same people could also have done.</summary>
    internal static FallExample[] Examples(IReadOnlyCollection<FallTrial> trials, int seed) =>
        [.. trials.SelectMany(Impacts).Select(static i => new FallExample(FallFeatures.Of(i.Window, i.At), i.IsFall)), .. Variations(trials, seed).Select(static v => v.Example)];

    /// <summary>What the people of the trials could also have done.</summary>
    internal static (string Kind, FallExample Example)[] Variations(IEnumerable<FallTrial> trials, int seed)
    {
        var variations = new FallVariations(seed);
        return [.. trials.SelectMany(Impacts).SelectMany(i => variations.Of(i.Window, i.At, i.IsFall))];
    }

    private static IEnumerable<(AccelerationWindow Window, int At, bool IsFall)> Impacts(FallTrial trial)
    {
        foreach (var window in trial.Second is null ? [trial.Worn] : new[] { trial.Worn, trial.Second })
        {
            var impact = trial.IsFall ? window.Largest() : int.MaxValue;
            foreach (var candidate in window.Candidates())
            {
                if (candidate == impact || candidate < impact - ClearBefore)
                    yield return (window, candidate, candidate == impact);
            }
        }
    }

    /// <summary>Probability of the likeliest of its windows; 0 where it has none, which of a fall is a miss.</summary>
    internal double Probability(FallScorer scorer) => Windows.Select(w => scorer.Of(w).Probability).DefaultIfEmpty(0).Max();

    private static float[][] Features(AccelerationWindow window, IEnumerable<int> candidates) => [.. candidates.Select(c => FallFeatures.Of(window, c))];
}
