using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Evidence: hand in, review, take back, list, read. <c>submitted → accepted | refused | withdrawn</c>, and <c>accepted → withdrawn</c>; nothing else. A reviewer is never the person who
/// handed it in. Revisions and durability as for <see cref="FactDesk"/>. Thread-safe.
/// </summary>
public sealed class EvidenceDesk(FactsFeed feed, EvidenceFiles files, PackLibrary packs, EnrolmentIndex enrolments, TimeProvider time)
{
    private const double MaxScore = 100;

    /// <summary>A page of evidence, what was handed in last first; null filters match everything.</summary>
    public async Task<Outcome<Page<EvidenceView>>> ListAsync(string community, string? kind, string? state, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        await using var context = feed.Store.CreateDbContext();
        var rows = context.Evidence.AsNoTracking().Where(e => e.Community == community && (kind == null || e.Kind == kind) && (state == null || e.State == state));
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderByDescending(e => e.SubmittedAtMs).ThenByDescending(e => e.Id).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<EvidenceView>([.. shown.Select(FactRows.View)], total, page, pageSize);
    }

    /// <summary>One piece of evidence.</summary>
    public async Task<Outcome<EvidenceView>> FindAsync(string community, string id, CancellationToken cancellationToken)
    {
        await using var context = feed.Store.CreateDbContext();
        return await RowAsync(context, community, id, cancellationToken) is { } row ? FactRows.View(row) : Unknown(id);
    }

    /// <summary>Its document, checked against its hash. The caller disposes the stream.</summary>
    public async Task<Outcome<(EvidenceView Evidence, Stream Content)>> OpenAsync(string community, string id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(community, id, cancellationToken);
        if (!found.Succeeded)
            return found.Faults.ToArray();
        return files.Open(found.Value!.Sha256) is { } content
            ? (found.Value, content)
            : new Fault(FaultKind.Unavailable, "document", $"The document of '{id}' (SHA-256 {found.Value.Sha256}) is missing or damaged on disk; restore it from a backup.");
    }

    /// <summary>Takes a document in. The staged file is kept or deleted, whatever comes of it.</summary>
    public async Task<Outcome<EvidenceView>> SubmitAsync(string community, NewEvidence evidence, StagedDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(document);
        try
        {
            var (mediaType, faults) = Check(community, evidence, document);
            if (faults.Count > 0)
                return faults.ToArray();
            files.Keep(document);
            return await SubmitAsync(community, evidence, document, mediaType!, cancellationToken);
        }
        finally
        {
            EvidenceFiles.Discard(document);
        }
    }

    /// <summary>Accepts or refuses evidence that waits.</summary>
    public Task<Outcome<EvidenceView>> ReviewAsync(string community, string id, NewReview review, long? ifRevision, CancellationToken cancellationToken) => DecideAsync(
        community, id, ifRevision,
        row =>
        {
            var faults = Faults(review, row);
            if (faults.Length > 0)
                return faults;
            if (row.State != EvidenceStates.Submitted)
                return [new Fault(FaultKind.Conflict, "state", $"'{id}' is {row.State} already{(row.Reviewer.Length > 0 ? $", by {row.Reviewer}" : "")}; only submitted evidence is reviewed.")];
            (row.State, row.Reviewer, row.Comment) = (review.Decision, review.Reviewer, review.Comment);
            (row.Score, row.Inspected, row.Expires) = (review.Score, review.Inspected, review.Expires ?? row.Expires);
            return [];
        },
        cancellationToken);

    /// <summary>Takes back evidence that waits or was accepted; it counts no more.</summary>
    public Task<Outcome<EvidenceView>> WithdrawAsync(string community, string id, NewWithdrawal withdrawal, long? ifRevision, CancellationToken cancellationToken) => DecideAsync(
        community, id, ifRevision,
        row =>
        {
            var faults = new[] { FactCheck.Person("actor", withdrawal.Actor), Comment(withdrawal.Comment, isRequired: true) }.OfType<Fault>().ToArray();
            if (faults.Length > 0)
                return faults;
            if (row.State is not (EvidenceStates.Submitted or EvidenceStates.Accepted))
                return [new Fault(FaultKind.Conflict, "state", $"'{id}' is {row.State}; only submitted or accepted evidence can be taken back.")];
            (row.State, row.Reviewer, row.Comment) = (EvidenceStates.Withdrawn, withdrawal.Actor, withdrawal.Comment);
            return [];
        },
        cancellationToken);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<Outcome<EvidenceView>> SubmitAsync(string community, NewEvidence evidence, StagedDocument document, string mediaType, CancellationToken cancellationToken) =>
        feed.WriteAsync<EvidenceView>(
            community,
            async (context, change, cancel) =>
            {
                var definitions = await FactDesk.DefinitionsAsync(context, packs, community, cancel);
                if (!definitions.Succeeded)
                    return definitions.Faults.ToArray();
                if (definitions.Value!.EvidenceKind(evidence.Kind ?? "") is not { } definition)
                    return definitions.Value!.Unknown("kind", "kind of evidence", evidence.Kind ?? "", definitions.Value!.Evidence.Select(e => e.Code)) with { Kind = FaultKind.Invalid };
                var twin = await context.Evidence.AsNoTracking().FirstOrDefaultAsync(
                    e => e.Community == community && e.Kind == definition.Code && e.Sha256 == document.Sha256 && (e.State == EvidenceStates.Submitted || e.State == EvidenceStates.Accepted), cancel);
                if (twin is not null)
                    return new Fault(FaultKind.Conflict, "file", $"The same document was handed in as '{twin.Id}' by {twin.SubmittedBy}; it is {twin.State}.");
                change.Version = await RegistryStore.NextVersionAsync(context, cancel);
                var row = Row(community, evidence, document, mediaType, change.Version);
                context.Add(row);
                Remember(context, row, row.SubmittedAtMs, row.SubmittedBy);
                await context.SaveChangesAsync(cancel);
                change.Evidence.Add(FactRows.Logged(row));
                return FactRows.View(row);
            },
            cancellationToken);

    private Task<Outcome<EvidenceView>> DecideAsync(string community, string id, long? ifRevision, Func<EvidenceRow, Fault[]> decide, CancellationToken cancellationToken) =>
        feed.WriteAsync<EvidenceView>(
            community,
            async (context, change, cancel) =>
            {
                if (await RowAsync(context, community, id, cancel) is not { } row)
                    return Unknown(id);
                if (FactCheck.Stale(id, ifRevision, row.Revision) is { } stale)
                    return stale;
                if (decide(row) is { Length: > 0 } faults)
                    return faults;
                change.Version = await RegistryStore.NextVersionAsync(context, cancel);
                (row.ReviewedAtMs, row.Revision, row.Version) = (NowMs, row.Revision + 1, change.Version);
                Remember(context, row, NowMs, row.Reviewer);
                await context.SaveChangesAsync(cancel);
                change.Evidence.Add(FactRows.Logged(row));
                return FactRows.View(row);
            },
            cancellationToken);

    private (string? MediaType, List<Fault> Faults) Check(string community, NewEvidence evidence, StagedDocument document)
    {
        if (enrolments.StreetOf(community) is null)
            return (null, [FactCheck.UnknownCommunity(community)]);
        List<Fault> faults =
        [
            .. new[]
            {
                string.IsNullOrWhiteSpace(evidence.FileName) ? FactCheck.Invalid("fileName", "fileName is missing; its ending says what the document is.") : Text.Fault("fileName", evidence.FileName, FactCheck.MaxTitle),
                Text.Fault("title", evidence.Title, FactCheck.MaxTitle),
                FactCheck.AsOf("dated", evidence.Dated, NowMs),
                FactCheck.Expires("expires", evidence.Expires, evidence.Dated),
                FactCheck.Person("submittedBy", evidence.SubmittedBy),
            }.OfType<Fault>(),
        ];
        if (faults.Exists(f => f.Field == "fileName"))
            return (null, faults);
        using var content = new FileStream(document.Path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var kind = DocumentKind.Of(evidence.FileName, content);
        faults.AddRange(kind.Faults);
        return (kind.Value?.MediaType, faults);
    }

    private EvidenceRow Row(string community, NewEvidence evidence, StagedDocument document, string mediaType, long version) => new()
    {
        Id = $"ev-{Guid.CreateVersion7(time.GetUtcNow()):N}", Community = community, Kind = evidence.Kind,
        Title = string.IsNullOrWhiteSpace(evidence.Title) ? evidence.FileName : evidence.Title, FileName = evidence.FileName, MediaType = mediaType, Bytes = document.Bytes,
        Sha256 = document.Sha256, Dated = evidence.Dated!.Value, Expires = evidence.Expires, State = EvidenceStates.Submitted, SubmittedBy = evidence.SubmittedBy, SubmittedAtMs = NowMs,
        Revision = 1, Version = version,
    };

    private static Fault[] Faults(NewReview review, EvidenceRow row) =>
    [
        .. new[]
        {
            review.Decision is EvidenceStates.Accepted or EvidenceStates.Refused
                ? null
                : FactCheck.Invalid("decision", $"decision '{FactCheck.Short(review.Decision ?? "")}' must be accepted or refused."),
            FactCheck.Person("reviewer", review.Reviewer)
                ?? (FactCheck.SamePerson(review.Reviewer, row.SubmittedBy)
                    ? FactCheck.Invalid("reviewer", $"reviewer '{FactCheck.Short(review.Reviewer)}' handed it in; somebody else must review it.")
                    : null),
            Comment(review.Comment, isRequired: review.Decision == EvidenceStates.Refused),
            review.Score is { } score && (review.Decision != EvidenceStates.Accepted || !(score >= 0 && score <= MaxScore))
                ? FactCheck.Invalid("score", FormattableString.Invariant($"score {score} must be 0 to {MaxScore}, and only accepted evidence has one."))
                : null,
            FactCheck.Expires("expires", review.Expires, row.Dated),
        }.OfType<Fault>(),
    ];

    private static Fault? Comment(string? comment, bool isRequired) => isRequired && string.IsNullOrWhiteSpace(comment)
        ? FactCheck.Invalid("comment", $"comment is missing; it says why, 1 to {FactCheck.MaxComment} characters.")
        : Text.Fault("comment", comment, FactCheck.MaxComment);

    private static Task<EvidenceRow?> RowAsync(RegistryContext context, string community, string id, CancellationToken cancellationToken) =>
        context.Evidence.SingleOrDefaultAsync(e => e.Id == id && e.Community == community, cancellationToken);

    private static void Remember(RegistryContext context, EvidenceRow row, long atMs, string actor) =>
        FactsFeed.Remember(context, row.Community, $"evidence:{row.Id}", row.Revision, atMs, actor, row.State, FactRows.View(row));

    private static Fault Unknown(string id) => new(FaultKind.NotFound, "id", $"This community has no evidence '{FactCheck.Short(id)}'.");
}
