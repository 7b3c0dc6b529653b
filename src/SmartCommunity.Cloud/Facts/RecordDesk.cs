using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>Records of communities: facilities, societies, courses. Revisions and durability as for <see cref="FactDesk"/>. Thread-safe.</summary>
public sealed class RecordDesk(FactsFeed feed, PackLibrary packs, EnrolmentIndex enrolments, TimeProvider time)
{
    /// <summary>A page of the records of a kind, by id.</summary>
    public async Task<Outcome<Page<RecordView>>> ListAsync(string community, string kind, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        await using var context = feed.Store.CreateDbContext();
        if (await KindFaultAsync(context, community, kind, cancellationToken) is { } fault)
            return fault;
        var rows = context.Records.AsNoTracking().Where(r => r.Community == community && r.Kind == kind && r.RemovedAtMs == null);
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderBy(r => r.Id).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<RecordView>([.. shown.Select(FactRows.View)], total, page, pageSize);
    }

    /// <summary>One record.</summary>
    public async Task<Outcome<RecordView>> FindAsync(string community, string kind, string id, CancellationToken cancellationToken)
    {
        await using var context = feed.Store.CreateDbContext();
        if (await KindFaultAsync(context, community, kind, cancellationToken) is { } fault)
            return fault;
        return await context.Records.FindAsync([community, kind, id], cancellationToken) is { RemovedAtMs: null } row ? FactRows.View(row) : NotEntered(kind, id);
    }

    /// <summary>Enters or replaces a record, all its fields. Saying again what stands there changes nothing.</summary>
    public Task<Outcome<RecordView>> PutAsync(string community, string kind, string id, NewRecord record, long? ifRevision, CancellationToken cancellationToken) => feed.WriteAsync<RecordView>(
        community,
        async (context, change, cancel) =>
        {
            if (enrolments.StreetOf(community) is null)
                return FactCheck.UnknownCommunity(community);
            var definitions = await FactDesk.DefinitionsAsync(context, packs, community, cancel);
            if (!definitions.Succeeded)
                return definitions.Faults.ToArray();
            if (definitions.Value!.Record(kind) is not { } definition)
                return UnknownKind(definitions.Value!, kind);
            var (json, faults) = RecordCheck.Check(definition, record.Fields);
            var entry = new RecordEntry(kind, id, json ?? "", record.AsOf ?? default, record.Source, record.Inspected, record.EnteredBy);
            faults.AddRange(Faults(entry, record.AsOf));
            if (faults.Count > 0)
                return faults.ToArray();
            var row = await context.Records.FindAsync([community, kind, id], cancel);
            if (FactCheck.Stale(id, ifRevision, row is { RemovedAtMs: null } ? row.Revision : 0) is { } stale)
                return stale;
            var (saved, effect) = Enter(context, community, row, entry, row is { RemovedAtMs: null } ? "changed" : "entered");
            await SaveAsync(context, change, effect == RowEffect.Unchanged ? [] : [saved], cancel);
            return FactRows.View(saved);
        },
        cancellationToken);

    /// <summary>Removes a record. Its id may be used again; its revisions go on rising.</summary>
    public Task<Outcome<RecordView>> RemoveAsync(string community, string kind, string id, string? enteredBy, long? ifRevision, CancellationToken cancellationToken) =>
        feed.WriteAsync<RecordView>(
            community,
            async (context, change, cancel) =>
            {
                if (FactCheck.Person("enteredBy", enteredBy) is { } nobody)
                    return nobody;
                if (enrolments.StreetOf(community) is null)
                    return FactCheck.UnknownCommunity(community);
                if (await context.Records.FindAsync([community, kind, id], cancel) is not { RemovedAtMs: null } row)
                    return NotEntered(kind, id);
                if (FactCheck.Stale(id, ifRevision, row.Revision) is { } stale)
                    return stale;
                (row.RemovedAtMs, row.EnteredBy, row.EnteredAtMs, row.Revision) = (NowMs, enteredBy!, NowMs, row.Revision + 1);
                Remember(context, row, "removed");
                await SaveAsync(context, change, [row], cancel);
                return FactRows.View(row);
            },
            cancellationToken);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What is wrong with an entry whose fields were checked.</summary>
    internal IEnumerable<Fault> Faults(RecordEntry entry, DateOnly? asOf) => new[]
    {
        RecordCheck.Id(entry.Id), FactCheck.AsOf("asOf", asOf, NowMs), FactCheck.Source(entry.Source), FactCheck.Person("enteredBy", entry.EnteredBy),
    }.OfType<Fault>();

    /// <summary>Puts a checked entry into its row, with its history; not saved yet, and without a registry version.</summary>
    internal (RecordRow Row, RowEffect Effect) Enter(RegistryContext context, string community, RecordRow? row, RecordEntry entry, string action)
    {
        var isNew = row is not { RemovedAtMs: null };
        if (!isNew && (row!.FieldsJson, row.AsOf, row.Source, row.Inspected) == (entry.FieldsJson, entry.AsOf, entry.Source, entry.Inspected))
            return (row, RowEffect.Unchanged);
        if (row is null)
        {
            row = new RecordRow
            {
                Community = community, Kind = entry.Kind, Id = entry.Id, FieldsJson = "", AsOf = default, Source = "", Inspected = false, Revision = 0, EnteredBy = "", EnteredAtMs = 0, Version = 0,
            };
            context.Add(row);
        }

        (row.FieldsJson, row.AsOf, row.Source, row.Inspected) = (entry.FieldsJson, entry.AsOf, entry.Source, entry.Inspected);
        (row.EnteredBy, row.EnteredAtMs, row.RemovedAtMs, row.Revision) = (entry.EnteredBy, NowMs, null, row.Revision + 1);
        Remember(context, row, action);
        return (row, isNew ? RowEffect.Created : RowEffect.Changed);
    }

    /// <summary>Saves changed rows under one registry version and tells of them.</summary>
    internal static async Task SaveAsync(RegistryContext context, FactsChange change, IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        change.Version = await RegistryStore.NextVersionAsync(context, cancellationToken);
        foreach (var row in rows)
            row.Version = change.Version;
        await context.SaveChangesAsync(cancellationToken);
        change.Records.AddRange(rows.Select(FactRows.Logged));
    }

    internal static Fault UnknownKind(Definitions definitions, string kind) => definitions.Unknown("kind", "kind of record", kind, definitions.Records.Select(r => r.Code));

    // A kind that no pack defines any more is still listed where there are records of it.
    private async Task<Fault?> KindFaultAsync(RegistryContext context, string community, string kind, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        var definitions = await FactDesk.DefinitionsAsync(context, packs, community, cancellationToken);
        if (!definitions.Succeeded)
            return definitions.Faults[0];
        return definitions.Value!.Record(kind) is null && !await context.Records.AnyAsync(r => r.Community == community && r.Kind == kind, cancellationToken)
            ? UnknownKind(definitions.Value!, kind)
            : null;
    }

    private static void Remember(RegistryContext context, RecordRow row, string action) =>
        FactsFeed.Remember(context, row.Community, $"record:{row.Kind}/{row.Id}", row.Revision, row.EnteredAtMs, row.EnteredBy, action, FactRows.View(row));

    private static Fault NotEntered(string kind, string id) => new(FaultKind.NotFound, "id", $"This community has no {FactCheck.Short(kind)} '{FactCheck.Short(id)}'.");
}

/// <summary>A record on its way in; its fields fit its definition.</summary>
internal sealed record RecordEntry(string Kind, string Id, string FieldsJson, DateOnly AsOf, string Source, bool Inspected, string EnteredBy);
