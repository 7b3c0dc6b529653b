using System.Text.Json;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.WhatIf;

namespace SmartCommunity.Cloud.Scoring.WhatIf;

/// <summary>Answers what edits would do to a community's score, now or at a past instant. Writes nothing. Thread-safe.</summary>
public sealed class WhatIfDesk(ScoredStates states, EnrolmentIndex enrolments, IGrainFactory grains)
{
    /// <summary>The score before and after the edits, and every measure that differs. The score after has position 0 and hashes of its own.</summary>
    /// <param name="community">Community code.</param>
    /// <param name="edits">What to suppose, applied in order.</param>
    /// <param name="at">The past instant whose score is changed; null: now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<WhatIfOutcome>> RunAsync(string community, IReadOnlyList<ScoreEdit>? edits, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (edits is null || edits.Count is 0 or > EditReader.MaxEdits)
            return FactCheck.Invalid("edits", $"edits are {edits?.Count ?? 0}; there must be 1 to {EditReader.MaxEdits}.");
        if (at is null)
        {
            if (enrolments.StreetOf(community) is null)
                return ScoreQueries.UnknownCommunity(community);
            // Where the state lives: a copy would cost more than the answer.
            var bytes = await grains.GetGrain<ICommunityGrain>(community).WhatIfAsync(JsonSerializer.SerializeToUtf8Bytes(edits, ScoreJson.Options)).WaitAsync(cancellationToken);
            return bytes is null ? ScoreQueries.NoScore(community) : OutcomeOf(WhatIfReply.Read(bytes));
        }

        var state = await states.AtAsync(community, at, cancellationToken);
        return state.Succeeded ? OutcomeOf(WhatIfRun.Of(state.Value!.Scorer, state.Value.Evaluation, state.Value.Inputs, edits)) : state.Faults.ToArray();
    }

    private static Outcome<WhatIfOutcome> OutcomeOf(WhatIfReply reply) => reply.Outcome is { } outcome ? outcome : reply.Faults.ToArray();
}
