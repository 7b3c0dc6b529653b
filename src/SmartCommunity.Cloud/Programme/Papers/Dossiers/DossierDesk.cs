using System.Text;
using System.Text.Json;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Programme;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Cloud.Programme.Papers.Dossiers;

/// <summary>
/// Makes the acceptance dossier of a project: its last recorded score with the log it follows from, packs, facts, accepted evidence, the project's file and its papers, signed. What is missing is said first; only what the score cannot be
/// proved without stops it. Thread-safe.
/// </summary>
public sealed class DossierDesk(
    ProgrammeDesk desk, ISeriesStore store, ScoreLedger ledger, PackLibrary packs, EvidenceFiles files, PaperDesk papers, PolicyFiles policyFiles, ReadinessQueries readiness, SigningKey key, TimeProvider time)
{
    /// <summary>What a dossier of a project would hold, and what it lacks.</summary>
    public async Task<Outcome<DossierPlan>> PlanAsync(string project, CancellationToken cancellationToken)
    {
        var state = await desk.StateAsync(cancellationToken);
        if (!state.Projects.TryGetValue(project, out var found))
            return Unknown(project);
        var record = ledger.RecordAt(project, time.GetUtcNow().ToUnixTimeMilliseconds());
        var policy = desk.Policies.Of(found.Policy ?? state.Policy);
        var missing = found.File.Completeness(policy.File);
        List<DossierGap> gaps =
        [
            .. record is null ? [new DossierGap("score", new Words("社区尚无评分记录，无法生成档案。", "The community has no recorded score: no dossier can be made."), Blocks: true)] : Array.Empty<DossierGap>(),
            .. missing.MissingSections.Select(static s => new DossierGap("section", new Words($"一社一档缺“{s.Name.Zh}”。", $"The project's file lacks '{s.Name.En}'."), Blocks: false)),
            .. missing.MissingHeads.Select(static h => new DossierGap("survey", new Words($"摸底调研缺“{h.Name.Zh}”。", $"The survey lacks '{h.Name.En}'."), Blocks: false)),
        ];
        if (await readiness.OfAsync(project, desk.Today, cancellationToken) is { } ready)
            gaps.AddRange(ready.Items.Select(static i => new DossierGap("readiness", i.Why, Blocks: false)));
        return new DossierPlan(project, record is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(record.InstantMs), record?.Total, record?.AcceptancePoints, gaps, key.Fingerprint);
    }

    /// <summary>Makes it, signed; what it holds is read again when it is written.</summary>
    public async Task<Outcome<Bundle>> MakeAsync(string project, string actor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        var state = await desk.StateAsync(cancellationToken);
        if (!state.Projects.TryGetValue(project, out var found))
            return Unknown(project);
        if (ledger.RecordAt(project, time.GetUtcNow().ToUnixTimeMilliseconds()) is not { } record)
            return new Fault(FaultKind.Conflict, "score", $"Community '{project}' has no recorded score; a dossier proves one.");
        var lineage = await Lineage.OfAsync(store, record, cancellationToken);
        if (!lineage.Succeeded)
            return lineage.Faults.ToArray();
        var scores = ScoreFiles.Of(lineage.Value!.End)!;
        var policy = desk.Policies.Of(found.Policy ?? state.Policy);
        var documents = Documents(lineage.Value.End, found);
        if (!documents.Succeeded)
            return documents.Faults.ToArray();
        var made = await papers.OfProjectAsync(project, cancellationToken);
        if (!made.Succeeded)
            return made.Faults.ToArray();
        List<BundleSource> sources =
        [
            BundleSource.Of(DossierPaths.Instructions, DossierInstructions.Bytes),
            .. DossierParts.Of(lineage.Value, scores, packs),
            BundleSource.Of(DossierPaths.Policy, policyFiles.BytesOf(PolicyLibrary.KeyOf(policy))),
            BundleSource.Of(DossierPaths.Project, JsonSerializer.SerializeToUtf8Bytes(found, ActJson.Options)), BundleSource.Of(DossierPaths.Programme, await EntriesAsync(project, cancellationToken)),
            .. documents.Value!,
            .. made.Value!.Select(static p => BundleSource.Of(DossierPaths.Papers + p.FileName, p.Bytes)),
        ];
        return await Bundle.SignAsync(
            new BundleManifest
            {
                Format = BundleManifest.CurrentFormat, Program = typeof(DossierDesk).Assembly.GetName().Version!.ToString(), Project = project, Name = found.Pool.Name, MadeAt = time.GetUtcNow(), MadeBy = actor, Key = key.Fingerprint,
                Score = DossierParts.ScoreOf(lineage.Value, record, scores.Score),
                Policy = PolicyLibrary.KeyOf(policy), ProgrammePosition = state.Position, Files = [],
            },
            sources, key, cancellationToken);
    }

    /// <summary>The project's own entries and those about the programme as a whole, a line each.</summary>
    private async Task<byte[]> EntriesAsync(string project, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder();
        foreach (var entry in (await desk.EntriesAsync(cancellationToken)).Where(e => e.Act.Subject is null || e.Act.Subject == project))
            lines.Append(JsonSerializer.Serialize(entry, ActJson.Options)).Append('\n');
        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    /// <summary>Accepted evidence and the newest documents of the project's file; a fault for each that is missing or damaged on disk.</summary>
    private Outcome<List<BundleSource>> Documents(CommunityState state, ProjectState project)
    {
        var parts = new DossierDocuments(files);
        parts.AddEvidence(state.Facts.Evidence.Values.Where(static e => e.State == EvidenceState.Accepted));
        foreach (var document in project.File.Documents.Where(static d => !d.Withdrawn))
            parts.Add($"{DossierPaths.Documents}{document.Section}/{document.Version}-{DossierDocuments.SafeName(document.FileName)}", document.Sha256, document.Title);
        return parts.Sources;
    }

    private static Fault Unknown(string project) => new(FaultKind.NotFound, "project", $"The pool has no project '{FactCheck.Short(project)}'.");
}

/// <summary>What a dossier would hold.</summary>
/// <param name="Project">The project.</param>
/// <param name="ScoredAt">The instant of the score it would prove; null without one.</param>
/// <param name="Total">Its total.</param>
/// <param name="AcceptancePoints">Its points of the acceptance.</param>
/// <param name="Gaps">What it lacks.</param>
/// <param name="Fingerprint">The key it would be signed with.</param>
public sealed record DossierPlan(string Project, DateTimeOffset? ScoredAt, double? Total, double? AcceptancePoints, IReadOnlyList<DossierGap> Gaps, string Fingerprint)
{
    /// <summary>It can be made.</summary>
    public bool CanBeMade => Gaps.All(static g => !g.Blocks);
}

/// <summary>Something a dossier lacks.</summary>
/// <param name="What"><c>score</c>, <c>section</c>, <c>survey</c> or <c>readiness</c>.</param>
/// <param name="Why">In words.</param>
/// <param name="Blocks">Without it there is no dossier.</param>
public sealed record DossierGap(string What, Words Why, bool Blocks);
