using System.Text.Json;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Explaining;
using SmartCommunity.Indicators.Scoring;
using SmartCommunity.Storage.Scores;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// What is asked of scores: the latest, past ones re-derived from the log, what explains them, what was recorded. Thread-safe.
/// </summary>
public sealed class ScoreQueries(ScoreBoard board, ScoreLedger ledger, PastStates past, EnrolmentIndex enrolments, IGrainFactory grains)
{
    /// <summary>A community's code, after its score changed or went; see <see cref="ScoreBoard.Changed"/>.</summary>
    public event Action<string>? Changed
    {
        add => board.Changed += value;
        remove => board.Changed -= value;
    }

    /// <summary>The latest score of every community that has one, in the district's order.</summary>
    public IReadOnlyList<CommunityScore> Latest() => [.. enrolments.Communities.Select(board.Latest).OfType<CommunityScore>()];

    /// <summary>The latest score of a community; null while it has none.</summary>
    public CommunityScore? Latest(string community) => board.Latest(community);

    /// <summary>The score at an instant: the latest, or one re-derived from the log.</summary>
    public async Task<Outcome<CommunityScore>> AtAsync(string community, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (Unknown(community) is { } unknown)
            return unknown;
        if (at is null)
            return Latest(community) is { } latest ? latest : NoScore(community);
        var state = await past.AtAsync(community, at.Value, cancellationToken);
        if (!state.Succeeded)
            return state.Faults.ToArray();
        return Score(state.Value!) is var (_, score, _) ? score : NoScore(community);
    }

    /// <summary>How the value of a measure came about, now or at a past instant; of a share of few residents to the health role only.</summary>
    public async Task<Outcome<MeasureExplanation>> ExplainAsync(string community, string measure, DateTimeOffset? at, bool maySeeSuppressed, CancellationToken cancellationToken)
    {
        if (Unknown(community) is { } unknown)
            return unknown;
        if (at is null)
        {
            if (Latest(community) is null)
                return NoScore(community);
            return await grains.GetGrain<ICommunityGrain>(community).ExplainAsync(measure, maySeeSuppressed) is { } json
                ? JsonSerializer.Deserialize<MeasureExplanation>(json, ScoreJson.Options)!
                : NoMeasure(community, measure);
        }

        var state = await past.AtAsync(community, at.Value, cancellationToken);
        if (!state.Succeeded)
            return state.Faults.ToArray();
        if (Score(state.Value!) is not var (scorer, score, inputs))
            return NoScore(community);
        return score.Measures.Any(m => m.Id == measure) ? new Explainer(scorer).Explain(inputs, score, measure, maySeeSuppressed) : NoMeasure(community, measure);
    }

    /// <summary>Points lost, what to fix first.</summary>
    public async Task<Outcome<LostPoints[]>> FixFirstAsync(string community, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var score = await AtAsync(community, at, cancellationToken);
        return score.Succeeded ? Suppression.Hide(Explainer.PointsLost(score.Value!), score.Value!) : score.Faults.ToArray();
    }

    /// <summary>Recorded scores, thinned to at most so many.</summary>
    public IReadOnlyList<ScoreRecord> Records(string community, DateTimeOffset from, DateTimeOffset to, int maxRecords) =>
        ledger.Records(community, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), maxRecords);

    /// <summary>The last score recorded at or before an instant; null when there is none.</summary>
    public ScoreRecord? RecordAt(string community, DateTimeOffset at) => ledger.RecordAt(community, at.ToUnixTimeMilliseconds());

    /// <summary>Snapshots without their scores.</summary>
    public IReadOnlyList<ScoreSnapshot> Snapshots(string community, ScoreSnapshotKind kind, DateTimeOffset from, DateTimeOffset to) =>
        ledger.Snapshots(community, kind, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());

    /// <summary>The score of a snapshot by the end it marks; revision 0 is the latest. Null when there is none.</summary>
    public CommunityScore? Snapshot(string community, ScoreSnapshotKind kind, DateTimeOffset end, int revision) =>
        ledger.Snapshot(community, kind, end.ToUnixTimeMilliseconds(), revision) is { } snapshot ? JsonSerializer.Deserialize<CommunityScore>(snapshot.Score.Span, ScoreJson.Options) : null;

    /// <summary>Re-derives the last score recorded at or before an instant from log and pack, and compares it with what was recorded.</summary>
    public async Task<Outcome<ScoreReplay>> ReplayAsync(string community, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (Unknown(community) is { } unknown)
            return unknown;
        if (ledger.RecordAt(community, to.ToUnixTimeMilliseconds()) is not { } record)
            return new Fault(FaultKind.NotFound, "to", $"No score of community '{community}' was recorded at or before {to:O}.");
        var state = await past.AtPositionAsync(community, record.Position, record.InstantMs, cancellationToken);
        if (!state.Succeeded)
            return state.Faults.ToArray();
        if (state.Value!.Position != record.Position || Score(state.Value) is not var (_, score, _))
            return new Fault(FaultKind.Conflict, "to", $"The log of community '{community}' does not lead to position {record.Position} any more, or its pack {record.Pack} is not installed.");
        return new ScoreReplay(record, score, score.ResultHash == record.ResultHash && score.InputHash == record.InputHash);
    }

    /// <summary>The score of a state; null while it has no standing, or this process not its pack.</summary>
    internal static (Scorer Scorer, CommunityScore Score, CommunityInputs Inputs)? Score(CommunityState state)
    {
        if (ScoringFold.Scorer(state) is not { } scorer)
            return null;
        var inputs = CommunityInputs.Of(state, state.WrittenAtMs);
        return (scorer, scorer.Score(inputs, state.Facts.Standing!.ProjectType, state.Position), inputs);
    }

    private Fault? Unknown(string community) => enrolments.StreetOf(community) is null ? UnknownCommunity(community) : null;

    internal static Fault UnknownCommunity(string community) => new(FaultKind.NotFound, "community", $"Community '{community}' does not exist.");

    internal static Fault NoScore(string community) =>
        new(FaultKind.NotFound, "community", $"Community '{community}' has no score: it stands under no pack that is installed here. Say its pack and project type under /communities/{community}/standing.");

    private static Fault NoMeasure(string community, string measure) =>
        new(FaultKind.NotFound, "measure", $"The pack of community '{community}' has no measure '{measure}'.");
}

/// <summary>A recorded score beside the same one re-derived.</summary>
/// <param name="Recorded">What was recorded.</param>
/// <param name="Derived">What log and pack give.</param>
/// <param name="IsEqual">Both hashes agree.</param>
public sealed record ScoreReplay(ScoreRecord Recorded, CommunityScore Derived, bool IsEqual);
