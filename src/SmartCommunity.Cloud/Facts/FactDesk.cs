using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Facts of communities: enter, replace, remove, list. A change is durable in the registry when its call returns and then goes into its community's log. <c>ifRevision</c> is the revision
/// the caller knows (0: it is not there); with another one nothing changes (null: whatever it has). Thread-safe.
/// </summary>
public sealed class FactDesk(FactsFeed feed, PackLibrary packs, EnrolmentIndex enrolments, TimeProvider time)
{
    private const string Removed = "removed";

    /// <summary>Facts by code; <paramref name="missing"/>: also those the community's pack asks for and nobody entered. Removed ones count as missing.</summary>
    public async Task<Outcome<IReadOnlyList<FactView>>> ListAsync(string community, bool missing, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        await using var context = feed.Store.CreateDbContext();
        var definitions = await DefinitionsAsync(context, packs, community, cancellationToken);
        if (!definitions.Succeeded)
            return definitions.Faults.ToArray();
        var rows = await context.Facts.AsNoTracking().Where(f => f.Community == community && f.RemovedAtMs == null).ToListAsync(cancellationToken);
        var entered = rows.Select(r => View(r, definitions.Value!.Fact(r.Code))).ToList();
        if (missing)
            entered.AddRange(definitions.Value!.Facts.ExceptBy(rows.Select(r => r.Code), d => d.Code).Select(Missing));
        return entered.OrderBy(f => f.Code, StringComparer.Ordinal).ToArray();
    }

    /// <summary>Some facts as they stood at an instant, from the history; those nobody had entered by then, or somebody had removed, are left out.</summary>
    public async Task<Outcome<IReadOnlyList<FactView>>> AtAsync(string community, IReadOnlyCollection<string> codes, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        await using var context = feed.Store.CreateDbContext();
        var definitions = await DefinitionsAsync(context, packs, community, cancellationToken);
        if (!definitions.Succeeded)
            return definitions.Faults.ToArray();
        var (subjects, atMs) = (codes.Select(SubjectOf).ToArray(), at.ToUnixTimeMilliseconds());
        var changes = await context.Changes.AsNoTracking().Where(c => c.Community == community && subjects.Contains(c.Subject) && c.AtMs <= atMs).ToListAsync(cancellationToken);
        return changes.GroupBy(static c => c.Subject).Select(static g => g.MaxBy(static c => c.Revision)!).Where(static c => c.Action != Removed)
            .Select(c => FactRows.FactOf(c)).Select(f => definitions.Value!.Fact(f.Code) is { } known ? f with { TitleZh = known.Title.Zh, TitleEn = known.Title.En } : f).OrderBy(static f => f.Code, StringComparer.Ordinal).ToArray();
    }

    /// <summary>One fact.</summary>
    public async Task<Outcome<FactView>> FindAsync(string community, string code, CancellationToken cancellationToken)
    {
        var all = await ListAsync(community, missing: true, cancellationToken);
        if (!all.Succeeded)
            return all.Faults.ToArray();
        return all.Value!.FirstOrDefault(f => f.Code == code) is { Value: not null } fact ? fact : NotEntered(code);
    }

    /// <summary>Enters or replaces a fact. Saying again what stands there changes nothing.</summary>
    public Task<Outcome<FactView>> PutAsync(string community, string code, NewFact fact, long? ifRevision, CancellationToken cancellationToken) => feed.WriteAsync<FactView>(
        community,
        async (context, change, cancel) =>
        {
            if (enrolments.StreetOf(community) is null)
                return FactCheck.UnknownCommunity(community);
            var definitions = await DefinitionsAsync(context, packs, community, cancel);
            if (!definitions.Succeeded)
                return definitions.Faults.ToArray();
            if (definitions.Value!.Fact(code) is not { } definition)
                return definitions.Value!.Unknown("fact", "fact", code, definitions.Value!.Facts.Select(f => f.Code));
            var (value, fault) = FactCheck.Value(fact.Value, definition);
            var entry = new FactEntry(definition, value, fact.AsOf ?? default, fact.Source, fact.Inspected, fact.EnteredBy);
            var faults = Faults(entry, fact.AsOf).Append(fault).Append(FactCheck.Unit(fact.Unit, definition)).OfType<Fault>().ToArray();
            if (faults.Length > 0)
                return faults;
            var row = await context.Facts.FindAsync([community, code], cancel);
            if (FactCheck.Stale(code, ifRevision, row is { RemovedAtMs: null } ? row.Revision : 0) is { } stale)
                return stale;
            var (saved, effect) = Enter(context, community, row, entry, row is { RemovedAtMs: null } ? "changed" : "entered");
            await SaveAsync(context, change, effect == RowEffect.Unchanged ? [] : [saved], cancel);
            return View(saved, definition);
        },
        cancellationToken);

    /// <summary>Removes a fact: its measures are missing again.</summary>
    public Task<Outcome<FactView>> RemoveAsync(string community, string code, string? enteredBy, long? ifRevision, CancellationToken cancellationToken) => feed.WriteAsync<FactView>(
        community,
        async (context, change, cancel) =>
        {
            if (FactCheck.Person("enteredBy", enteredBy) is { } nobody)
                return nobody;
            if (enrolments.StreetOf(community) is null)
                return FactCheck.UnknownCommunity(community);
            if (await context.Facts.FindAsync([community, code], cancel) is not { RemovedAtMs: null } row)
                return NotEntered(code);
            if (FactCheck.Stale(code, ifRevision, row.Revision) is { } stale)
                return stale;
            (row.RemovedAtMs, row.EnteredBy, row.EnteredAtMs, row.Revision) = (NowMs, enteredBy!, NowMs, row.Revision + 1);
            FeedHistory(context, row, Removed);
            await SaveAsync(context, change, [row], cancel);
            return View(row, packs.Packs.SelectMany(p => p.Facts).FirstOrDefault(f => f.Code == code));
        },
        cancellationToken);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The definitions a community is held to.</summary>
    internal static async Task<Outcome<Definitions>> DefinitionsAsync(RegistryContext context, PackLibrary packs, string community, CancellationToken cancellationToken) =>
        Definitions.Of(packs, await context.Standings.AsNoTracking().Where(s => s.Community == community).Select(s => s.Pack).SingleOrDefaultAsync(cancellationToken));

    /// <summary>What is wrong with an entry whose value was checked.</summary>
    internal IEnumerable<Fault> Faults(FactEntry entry, DateOnly? asOf) =>
        new[] { FactCheck.AsOf("asOf", asOf, NowMs), FactCheck.Source(entry.Source), FactCheck.Person("enteredBy", entry.EnteredBy) }.OfType<Fault>();

    /// <summary>Puts a checked entry into its row, with its history; not saved yet, and without a registry version.</summary>
    internal (FactRow Row, RowEffect Effect) Enter(RegistryContext context, string community, FactRow? row, FactEntry entry, string action)
    {
        var isNew = row is not { RemovedAtMs: null };
        if (!isNew && (row!.Value, row.Unit, row.AsOf, row.Source, row.Inspected) == (entry.Value, entry.Definition.Unit, entry.AsOf, entry.Source, entry.Inspected))
            return (row, RowEffect.Unchanged);
        if (row is null)
        {
            row = new FactRow
            {
                Community = community, Code = entry.Definition.Code, Value = 0, Unit = "", AsOf = default, Source = "", Inspected = false, Revision = 0, EnteredBy = "", EnteredAtMs = 0, Version = 0,
            };
            context.Add(row);
        }

        (row.Value, row.Unit, row.AsOf, row.Source, row.Inspected) = (entry.Value, entry.Definition.Unit, entry.AsOf, entry.Source, entry.Inspected);
        (row.EnteredBy, row.EnteredAtMs, row.RemovedAtMs, row.Revision) = (entry.EnteredBy, NowMs, null, row.Revision + 1);
        FeedHistory(context, row, action);
        return (row, isNew ? RowEffect.Created : RowEffect.Changed);
    }

    /// <summary>Saves changed rows under one registry version and tells of them.</summary>
    internal static async Task SaveAsync(RegistryContext context, FactsChange change, IReadOnlyList<FactRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        change.Version = await RegistryStore.NextVersionAsync(context, cancellationToken);
        foreach (var row in rows)
            row.Version = change.Version;
        await context.SaveChangesAsync(cancellationToken);
        change.Facts.AddRange(rows.Select(FactRows.Logged));
    }

    private static void FeedHistory(RegistryContext context, FactRow row, string action) =>
        FactsFeed.Remember(context, row.Community, SubjectOf(row.Code), row.Revision, row.EnteredAtMs, row.EnteredBy, action, View(row, null));

    private static string SubjectOf(string code) => $"fact:{code}";

    private static FactView View(FactRow row, FactDefinition? definition) => new(
        row.Code, definition?.Title.Zh ?? row.Code, definition?.Title.En ?? row.Code, row.Value, row.Unit, row.AsOf, row.Source, row.Inspected, row.Revision, row.EnteredBy,
        FactRows.At(row.EnteredAtMs));

    private static FactView Missing(FactDefinition definition) => new(definition.Code, definition.Title.Zh, definition.Title.En, null, definition.Unit, null, "", false, 0, "", null);

    private static Fault NotEntered(string code) => new(FaultKind.NotFound, "fact", $"Nobody entered the fact '{FactCheck.Short(code)}' of this community.");
}

/// <summary>A fact on its way in; its value fits its definition.</summary>
internal sealed record FactEntry(FactDefinition Definition, double Value, DateOnly AsOf, string Source, bool Inspected, string EnteredBy);

/// <summary>What an entry did to its row.</summary>
internal enum RowEffect
{
    Unchanged,
    Changed,
    Created,
}
