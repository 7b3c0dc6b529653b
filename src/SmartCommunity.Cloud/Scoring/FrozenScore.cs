using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Aggregates;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>What a frozen score marks the end of. Stored as the number; never renumber.</summary>
internal enum FrozenKind
{
    Day = 2,
    Month = 3,
}

/// <summary>A score as it was at the end of a day or month, with all that a revision needs of that time. Immutable.</summary>
/// <param name="Kind">Day or month.</param>
/// <param name="Revision"><see cref="Open"/> until the allowed lateness has passed, then from 1.</param>
/// <param name="Evaluation">The score and what its formulas gave.</param>
/// <param name="Facts">Facts of then, by code.</param>
/// <param name="Claimed">Optional scenarios claimed then.</param>
internal sealed record FrozenScore(FrozenKind Kind, int Revision, Evaluation Evaluation, IReadOnlyDictionary<string, FactInput> Facts, IReadOnlyList<string> Claimed)
{
    /// <summary>Not final yet: what comes within the allowed lateness is still part of it.</summary>
    internal const int Open = 0;

    internal long InstantMs => Evaluation.Score.InstantMs;

    /// <summary>The same instant with the history of now; itself when this process no longer has its pack.</summary>
    internal Evaluation Evaluate(CommunityState state, long position) =>
        ScoringPacks.Current.Find(Evaluation.Score.Pack) is { } scorer && scorer.Pack.Hash == Evaluation.Score.PackHash
            ? ScoreRevision.Apply(scorer, Evaluation, new Inputs(CommunityInputs.Of(state, InstantMs), this), position)
            : Evaluation;

    /// <summary>History and devices of now, facts and claims of then.</summary>
    private sealed class Inputs(CommunityInputs now, FrozenScore frozen) : ICommunityInputs
    {
        public string Community => now.Community;

        public long InstantMs => frozen.InstantMs;

        public IReadOnlyList<DeviceInput> Devices => now.Devices;

        public IReadOnlyDictionary<string, FactInput> Facts => frozen.Facts;

        public IReadOnlyList<RecordInput> Records => now.Records;

        public IReadOnlyList<EvidenceInput> Evidence => now.Evidence;

        public IWindowAggregates Aggregates => now.Aggregates;

        public IReadOnlyList<string> ClaimedScenarios => frozen.Claimed;
    }
}
