using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Inputs;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// Copies of communities' states with their scores, for questions that take longer than a community's grain may be kept busy: advice. A copy costs as much as writing and reading a snapshot.
/// Thread-safe; a copy belongs to who asked for it.
/// </summary>
public sealed class ScoredStates(PastStates past, EnrolmentIndex enrolments, IGrainFactory grains)
{
    /// <summary>A community as it is, or as it was at an instant.</summary>
    internal async Task<Outcome<ScoredState>> AtAsync(string community, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return ScoreQueries.UnknownCommunity(community);
        CommunityState state;
        if (at is { } instant)
        {
            var then = await past.AtAsync(community, instant, cancellationToken);
            if (!then.Succeeded)
                return then.Faults.ToArray();
            state = then.Value!;
        }
        else
        {
            state = CommunitySnapshot.Read(await grains.GetGrain<ICommunityGrain>(community).CopyAsync().WaitAsync(cancellationToken));
        }

        if (ScoringFold.Scorer(state) is not { } scorer)
            return ScoreQueries.NoScore(community);
        var inputs = CommunityInputs.Of(state, state.WrittenAtMs);
        return new ScoredState(scorer, scorer.Evaluate(inputs, state.Facts.Standing!.ProjectType, state.Position), inputs);
    }
}

/// <summary>A community's inputs with their score.</summary>
internal sealed record ScoredState(Scorer Scorer, Evaluation Evaluation, ICommunityInputs Inputs);
