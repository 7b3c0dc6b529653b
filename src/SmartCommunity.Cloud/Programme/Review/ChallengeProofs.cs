using System.Text.Json;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Papers.Dossiers;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Review;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;
using Refusal = SmartCommunity.Programme.Log.Refusal;

namespace SmartCommunity.Cloud.Programme.Review;

/// <summary>
/// Proofs of challenged measures: the score as it was last recorded, the log it follows from, packs, facts and the evidence the measure counts, in one signed bundle that <c>smartcommunity verify</c> accepts. A proof is made once and kept
/// with the evidence under its SHA-256, which the programme's log has: it comes again byte by byte, whatever is measured later. Thread-safe.
/// </summary>
public sealed class ChallengeProofs(ISeriesStore store, ScoreLedger ledger, PackLibrary packs, EvidenceFiles files, PolicyFiles policyFiles, SigningKey key, TimeProvider time)
{
    /// <summary>The challenge with its proof, which is on disk then; or why there is none. Nothing is made for a challenge that is refused anyway.</summary>
    internal async Task<(ProgrammeAct Act, IReadOnlyList<Refusal> Missing)> FreezeAsync(MeasureChallenged challenge, ProgrammeState state, ActContext context, CancellationToken cancellationToken)
    {
        var bare = challenge with { Frozen = null };
        if (bare.Refusals(state, context).Where(static r => r.Field != "frozen").ToList() is { Count: > 0 } refused)
            return (bare, refused);
        if (ledger.RecordAt(challenge.Project, time.GetUtcNow().ToUnixTimeMilliseconds()) is not { } record)
            return (bare, []); // The act itself says that nothing was recorded.
        var lineage = await Lineage.OfAsync(store, record, cancellationToken);
        if (!lineage.Succeeded)
            return (bare, [.. lineage.Faults.Select(Unprovable)]);
        var scores = ScoreFiles.Of(lineage.Value!.End)!;
        if (scores.Shown.Measures.FirstOrDefault(m => m.Id == challenge.Measure.Trim()) is not { } measure)
            return (bare, [new Refusal("measure", new Words($"标准包 {record.Pack} 没有测点“{challenge.Measure}”。", $"The pack {record.Pack} has no measure '{challenge.Measure}'."))]);
        var frozen = new FrozenMeasure(
            record.Position, DateTimeOffset.FromUnixTimeMilliseconds(record.InstantMs), record.Pack, record.ResultHash, measure.IsSuppressed ? null : measure.Points, measure.MaxPoints,
            MeasureEvidence.EnteredBy(lineage.Value.End, scores.Scorer.Pack, measure.Id), Sha256: "", Bytes: 0);
        // Who entered something of it is refused by now.
        if ((bare with { Frozen = frozen }).Refusals(state, context).ToList() is { Count: > 0 } partial)
            return (bare, partial);
        var documents = new DossierDocuments(files);
        documents.AddEvidence(MeasureEvidence.Of(lineage.Value.End, scores.Scorer.Pack, measure.Id));
        if (!documents.Sources.Succeeded)
            return (bare, [.. documents.Sources.Faults.Select(Unprovable)]);
        var bundle = await SignAsync(challenge, measure.Id, state, context, lineage.Value, record, scores, documents.Sources.Value!, cancellationToken);
        var (sha256, bytes) = await files.KeepAsync(bundle.WriteAsync, cancellationToken);
        return (bare with { Frozen = frozen with { Sha256 = sha256, Bytes = bytes } }, []);
    }

    /// <summary>The proof of a challenge, as it was made. The caller disposes the stream.</summary>
    public Outcome<Stream> Open(ProjectState project, int no)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (no < 1 || no > project.Review.Challenges.Count)
            return new Fault(FaultKind.NotFound, "no", $"Project '{project.Id}' has no challenge {no}; it has {project.Review.Challenges.Count}.");
        var sha256 = project.Review.Challenges[no - 1].Frozen.Sha256;
        return files.Open(sha256) is { } content ? content : new Fault(FaultKind.Unavailable, "proof", $"The proof of challenge {no} (SHA-256 {sha256}) is missing or damaged on disk; restore it from a backup.");
    }

    private async Task<Bundle> SignAsync(
        MeasureChallenged challenge, string measure, ProgrammeState state, ActContext context, Lineage lineage, ScoreRecord record, ScoreFiles scores, List<BundleSource> documents, CancellationToken cancellationToken)
    {
        var policy = PolicyLibrary.KeyOf(context.PolicyOf(state, challenge.Project));
        List<BundleSource> sources =
        [
            BundleSource.Of(DossierPaths.Instructions, DossierInstructions.Bytes),
            BundleSource.Of(DossierPaths.Challenge, JsonSerializer.SerializeToUtf8Bytes(new { challenge.Project, Measure = measure, challenge.Reason, challenge.Due, By = context.Actor }, BundleManifest.Json)),
            .. DossierParts.Of(lineage, scores, packs),
            BundleSource.Of(DossierPaths.Policy, policyFiles.BytesOf(policy)),
            .. documents,
        ];
        var manifest = new BundleManifest
        {
            Format = BundleManifest.CurrentFormat, Program = typeof(ChallengeProofs).Assembly.GetName().Version!.ToString(), Project = challenge.Project, Name = state.Projects[challenge.Project].Pool.Name, MadeAt = time.GetUtcNow(),
            MadeBy = context.Actor, Key = key.Fingerprint, Score = DossierParts.ScoreOf(lineage, record, scores.Score), Policy = policy, Measure = measure, ProgrammePosition = state.Position, Files = [],
        };
        return await Bundle.SignAsync(manifest, sources, key, cancellationToken);
    }

    private static Refusal Unprovable(Fault fault) => new(fault.Field, new Words($"无法生成该测点的证明：{fault.Message}", $"The measure cannot be proved: {fault.Message}"));
}
