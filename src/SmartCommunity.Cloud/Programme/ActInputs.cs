using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme.Review;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Process;
using SmartCommunity.Programme.Review;

namespace SmartCommunity.Cloud.Programme;

/// <summary>What acts take from outside the programme, whatever a client sends: readiness, the proof of a challenged measure, pool and seed of a sample. Thread-safe.</summary>
public sealed class ActInputs(ReadinessQueries readiness, FactsFeed feed, Lazy<ChallengeProofs> proofs)
{
    /// <summary>Bytes of a seed: nobody guesses 128 bits, or draws them again.</summary>
    private const int SeedBytes = 16;

    /// <summary>The act with what it takes; or why it cannot be had.</summary>
    internal async Task<(ProgrammeAct Act, IReadOnlyList<Refusal> Missing)> CompleteAsync(ProgrammeAct act, ProgrammeState state, ActContext context, CancellationToken cancellationToken)
    {
        switch (act)
        {
            case AcceptanceApplied applied:
                return (applied with { Readiness = await readiness.OfAsync(applied.Project, context.Today, cancellationToken) }, []);
            case MeasureChallenged challenged:
                return await proofs.Value.FreezeAsync(challenged, state, context, cancellationToken);
            case SampleDrawn drawn:
                return (drawn with { Seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SeedBytes)), Pool = await PoolAsync(drawn.Project, cancellationToken) }, []);
            default:
                return (act, []);
        }
    }

    private async Task<IReadOnlyList<PooledPiece>> PoolAsync(string community, CancellationToken cancellationToken)
    {
        await using var context = feed.Store.CreateDbContext();
        var rows = await context.Evidence.AsNoTracking().Where(e => e.Community == community && e.State == EvidenceStates.Accepted).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(static e => e.Id, StringComparer.Ordinal).Select(static e => new PooledPiece(e.Id, e.Kind, e.Title, e.Sha256, e.SubmittedBy))];
    }
}
