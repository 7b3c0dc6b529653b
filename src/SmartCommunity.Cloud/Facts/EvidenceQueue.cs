using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Facts;

/// <summary>
/// Evidence of all communities as its reviewers work through it. Reads the rows of one state of the communities asked for, a few hundred a district, and works out when each stops counting. Thread-safe.
/// </summary>
public sealed class EvidenceQueue(FactsFeed feed, PackLibrary packs, TimeProvider time)
{
    /// <summary>Accepted evidence that stops counting soon, or has.</summary>
    public const string Expiring = "expiring", Expired = "expired";

    /// <summary>Days before its end at which accepted evidence is called expiring: time to ask for another and to review it.</summary>
    public const int ExpiringDays = 30;

    /// <summary>What may be asked for: the states of evidence, and accepted evidence by its end.</summary>
    public static IReadOnlyList<string> States { get; } = [.. EvidenceStates.All, Expiring, Expired];

    /// <summary>True when evidence still counts today, but not for much longer.</summary>
    public static bool IsExpiring(DateOnly? countsUntil, DateOnly today) => countsUntil is { } day && day >= today && day <= today.AddDays(ExpiringDays);

    /// <summary>A page: submitted ones by how long they wait; accepted ones by their end, the next first; others by their last decision, the latest first.</summary>
    /// <param name="community">Code of a community; null: all.</param>
    /// <param name="street">Code of a street; null: all.</param>
    /// <param name="measure">Id of a measure that needs it; null: any.</param>
    /// <param name="state">One of <see cref="States"/>.</param>
    /// <param name="page">From 1.</param>
    /// <param name="pageSize">1 to <see cref="Paging.MaxSize"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Page<QueuedEvidenceView>> ListAsync(string? community, string? street, string? measure, string state, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (!States.Contains(state))
            throw new ArgumentOutOfRangeException(nameof(state), state, $"Must be one of: {string.Join(", ", States)}.");
        var stored = state is Expiring or Expired ? EvidenceStates.Accepted : state;
        await using var context = feed.Store.CreateDbContext();
        var standings = await context.Standings.AsNoTracking().ToDictionaryAsync(s => s.Community, StringComparer.Ordinal, cancellationToken);
        var rows = await context.Evidence.AsNoTracking().Where(e => e.State == stored && (community == null || e.Community == community) && (street == null || context.Communities.Any(c => c.Code == e.Community && c.Street == street))).ToListAsync(cancellationToken);
        var asked = new Dictionary<(string Pack, string Type), Wanted>();
        var today = ChinaTime.DayOf(time.GetUtcNow().ToUnixTimeMilliseconds());
        var found = rows.Select(row => Queued(row, standings.GetValueOrDefault(row.Community), asked))
            .Where(e => (measure is null || e.Measures.Contains(measure, StringComparer.Ordinal)) && IsIn(state, e.CountsUntil, today));
        var ordered = Ordered(found, stored).ToList();
        return new Page<QueuedEvidenceView>([.. ordered.Skip((page - 1) * pageSize).Take(pageSize)], ordered.Count, page, pageSize);
    }

    private QueuedEvidenceView Queued(EvidenceRow row, StandingRow? standing, Dictionary<(string Pack, string Type), Wanted> asked)
    {
        var pack = standing is null ? null : packs.Find(standing.Pack);
        if (pack is null)
            return new QueuedEvidenceView(FactRows.View(row), null, row.Expires, []);
        var key = (pack.Name, standing!.ProjectType);
        if (!asked.TryGetValue(key, out var wanted))
            asked[key] = wanted = Wanted.Of(pack, standing.ProjectType);
        return new QueuedEvidenceView(FactRows.View(row), pack.Name, LastDay(row.Dated, row.Expires, wanted.ValidFor.GetValueOrDefault(row.Kind)), wanted.Measures.GetValueOrDefault(row.Kind, []));
    }

    /// <summary>Last day evidence counts, as scoring has it: the day it names, else as long as its kind says after the day it is of; null: for ever.</summary>
    public static DateOnly? LastDay(DateOnly dated, DateOnly? expires, TimeSpan? validFor) => expires
        ?? (validFor is { } span ? DateOnly.FromDayNumber((int)Math.Min(DateOnly.MaxValue.DayNumber, dated.DayNumber + (long)span.TotalDays)) : null);

    private static bool IsIn(string state, DateOnly? countsUntil, DateOnly today) => state switch
    {
        Expired => countsUntil < today,
        Expiring => IsExpiring(countsUntil, today),
        _ => true,
    };

    private static IEnumerable<QueuedEvidenceView> Ordered(IEnumerable<QueuedEvidenceView> found, string stored) => stored switch
    {
        EvidenceStates.Submitted => found.OrderBy(static e => e.Evidence.SubmittedAt).ThenBy(static e => e.Evidence.Id, StringComparer.Ordinal),
        EvidenceStates.Accepted => found.OrderBy(static e => e.CountsUntil ?? DateOnly.MaxValue).ThenBy(static e => e.Evidence.Id, StringComparer.Ordinal),
        _ => found.OrderByDescending(static e => e.Evidence.ReviewedAt).ThenBy(static e => e.Evidence.Id, StringComparer.Ordinal),
    };

    /// <summary>What a pack says of kinds of evidence.</summary>
    private sealed record Wanted(IReadOnlyDictionary<string, IReadOnlyList<string>> Measures, IReadOnlyDictionary<string, TimeSpan?> ValidFor)
    {
        internal static Wanted Of(StandardPack pack, string projectType) => new(
            AskedInputs.Of(pack, projectType).Where(static a => a.Kind == AskedKind.Evidence).ToDictionary(static a => a.Code, static a => a.Measures, StringComparer.Ordinal),
            pack.Evidence.ToDictionary(static e => e.Code, static e => e.ValidFor, StringComparer.Ordinal));
    }
}
