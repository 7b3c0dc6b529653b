using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>
/// Where people see and change who is told. A roster is replaced whole, under a revision; every earlier one is kept and can be put back. Durable, and in force for the next alert, when a call returns. Thread-safe.
/// </summary>
public sealed class RosterDesk
{
    private const int WeekDays = 7;

    /// <summary>The next year's holidays are announced in late autumn: from a month before it begins they are missed.</summary>
    private const int CalendarAheadDays = 31;

    /// <summary>An alert that found nobody is shown for a day.</summary>
    private const long RecentMs = ChinaTime.DayMs;

    /// <summary>Of all that found nobody so many are looked at, and so many of a street shown; the others are on the page of notifications.</summary>
    private const int MaxLost = 200, MaxLostShown = 8;

    private readonly RegistryStore _store;
    private readonly RosterBook _book;
    private readonly NotificationOutbox _outbox;
    private readonly IReadOnlyList<string> _channels;
    private readonly TimeProvider _time;

    internal RosterDesk(RegistryStore store, RosterBook book, NotificationOutbox outbox, NotifyChannels channels, TimeProvider time) =>
        (_store, _book, _outbox, _channels, _time) = (store, book, outbox, channels.Names, time);

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Channels a contact may be reached by.</summary>
    public IReadOnlyList<string> Channels => _channels;

    /// <summary>All streets: who is on duty now, and what is missing.</summary>
    public async Task<IReadOnlyList<DutyOverview>> OverviewAsync(CancellationToken cancellationToken)
    {
        await using var context = _store.CreateDbContext();
        var revisions = await context.Rosters.AsNoTracking().ToDictionaryAsync(r => r.Street, r => r.Revision, cancellationToken);
        var notes = await context.HandoverNotes.Where(n => n.TakenAtMs == null).GroupBy(n => n.Street).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var lost = LostLately();
        return [.. _book.Streets.Select(s => new DutyOverview(
            s.Code, s.Zh, s.En, revisions.GetValueOrDefault(s.Code), OnDutyNow(_book.Of(s.Code)), Warnings(s.Code, _book.Of(s.Code), lost), notes.GetValueOrDefault(s.Code)))];
    }

    /// <summary>The roster of a street.</summary>
    public async Task<Outcome<RosterView>> FindAsync(string street, CancellationToken cancellationToken)
    {
        if (_book.StreetOf(street) is not { } place)
            return Unknown(street);
        await using var context = _store.CreateDbContext();
        return View(place, await context.Rosters.AsNoTracking().SingleOrDefaultAsync(r => r.Street == street, cancellationToken));
    }

    /// <summary>The shifts of the week that holds a day, as they come.</summary>
    public Outcome<DutyWeek> Week(string street, DateOnly? day)
    {
        if (_book.StreetOf(street) is null)
            return Unknown(street);
        var asked = day ?? ChinaTime.DayOf(NowMs);
        if (asked < FactCheck.FirstDay || asked > FactCheck.LastDay)
            return FactCheck.Invalid("day", FormattableString.Invariant($"day {asked:yyyy-MM-dd} must be {FactCheck.FirstDay:yyyy-MM-dd} to {FactCheck.LastDay:yyyy-MM-dd}."));
        var monday = asked.AddDays(1 - RosterTime.IsoDay(asked));
        var roster = _book.Of(street);
        var (from, to) = (ChinaTime.StartMs(monday), ChinaTime.StartMs(monday.AddDays(WeekDays)));
        return new DutyWeek(monday, [.. Roles(roster).SelectMany(role => RosterTime.Periods(roster, _book.Calendar, role, from, to))], [.. Enumerable.Range(0, WeekDays).Select(i => _book.Calendar.Of(monday.AddDays(i)))]);
    }

    /// <summary>Replaces a street's roster. Handing in what stands there changes nothing.</summary>
    public Task<Outcome<RosterView>> PutAsync(string street, NewRoster roster, long? ifRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(roster);
        return WriteAsync(street, roster.EnteredBy, ifRevision, "changed", (_, _) => Task.FromResult<Outcome<Roster>>(roster.Roster), cancellationToken);
    }

    /// <summary>Puts back what a street's roster was at an earlier revision, as a new one. Revision 0: nothing.</summary>
    public Task<Outcome<RosterView>> RestoreAsync(string street, RosterRestore restore, long? ifRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(restore);
        return WriteAsync(
            street, restore.EnteredBy, ifRevision, "restored",
            async (context, cancel) =>
            {
                if (restore.Revision == 0)
                    return RosterBook.Empty;
                var subject = SubjectOf(street);
                var row = await context.Changes.AsNoTracking().SingleOrDefaultAsync(c => c.Community == "" && c.Subject == subject && c.Revision == restore.Revision, cancel);
                return row is null ? FactCheck.Invalid("revision", $"revision {restore.Revision} of this roster never was.") : RosterBook.Read(row.RowJson);
            },
            cancellationToken);
    }

    /// <summary>Earlier states of a roster, the youngest first.</summary>
    public async Task<Outcome<Page<RosterRevision>>> HistoryAsync(string street, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (_book.StreetOf(street) is null)
            return Unknown(street);
        await using var context = _store.CreateDbContext();
        var subject = SubjectOf(street);
        var rows = context.Changes.AsNoTracking().Where(c => c.Community == "" && c.Subject == subject);
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderByDescending(c => c.Position).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<RosterRevision>(
            [.. shown.Select(static c => (Row: c, Roster: RosterBook.Read(c.RowJson))).Select(static c => new RosterRevision(c.Row.Revision, c.Row.Actor, FactRows.At(c.Row.AtMs), c.Roster.Contacts.Count, c.Roster.Shifts.Count))],
            total, page, pageSize);
    }

    internal static Fault Unknown(string street) => new(FaultKind.NotFound, "street", $"No street '{FactCheck.Short(street)}' is in the district.");

    private static string SubjectOf(string street) => $"roster:{street}";

    private async Task<Outcome<RosterView>> WriteAsync(
        string street, string? by, long? ifRevision, string action, Func<RegistryContext, CancellationToken, Task<Outcome<Roster>>> next, CancellationToken cancellationToken)
    {
        if (_book.StreetOf(street) is not { } place)
            return Unknown(street);
        Roster? committed = null;
        return await _store.WriteAsync<Outcome<RosterView>>(
            async (context, cancel) =>
            {
                var row = await context.Rosters.FindAsync([street], cancel);
                if (FactCheck.Stale("roster", ifRevision, row?.Revision ?? 0) is { } stale)
                    return stale;
                var wanted = await next(context, cancel);
                Fault[] faults = [.. wanted.Faults, .. FactCheck.Person("enteredBy", by) is { } nobody ? [nobody] : Array.Empty<Fault>(), .. wanted.Succeeded ? Faults(street, wanted.Value) : []];
                if (faults.Length > 0)
                    return faults;
                var body = RosterBook.Write(wanted.Value!);
                if (row?.BodyJson == body)
                    return View(place, row);
                if (row is null)
                    context.Add(row = new RosterRow { Street = street, BodyJson = "", Revision = 0, EnteredBy = "", EnteredAtMs = 0, Version = 0 });
                (row.BodyJson, row.EnteredBy, row.EnteredAtMs, row.Revision) = (body, by!, NowMs, row.Revision + 1);
                row.Version = await RegistryStore.NextVersionAsync(context, cancel);
                context.Add(new ChangeRow { Community = "", Subject = SubjectOf(street), Revision = row.Revision, AtMs = row.EnteredAtMs, Actor = row.EnteredBy, Action = row.Revision == 1 ? "entered" : action, RowJson = body });
                await context.SaveChangesAsync(cancel);
                committed = wanted.Value;
                return View(place, row, committed);
            },
            _ =>
            {
                if (committed is not null)
                    _book.Apply(street, committed);
            },
            cancellationToken);
    }

    private List<Fault> Faults(string street, Roster? roster)
    {
        var faults = RosterCheck.Faults(roster, _book.Communities.ContainsKey);
        if (faults.Count > 0)
            return faults;
        // One alert has one street: what another has claimed word for word is not there to be claimed.
        foreach (var other in _book.Streets.Where(s => s.Code != street))
        {
            if (_book.Of(other.Code).ResponsibleFor.FirstOrDefault(roster!.ResponsibleFor.Contains) is { } taken)
                faults.Add(new Fault(FaultKind.Conflict, "responsibleFor", $"{JsonSerializer.Serialize(taken, JsonSerializerOptions.Web)} is what street '{other.Code}' is responsible for; one street at a time is the limit."));
        }

        return faults;
    }

    private RosterView View(NamedPlace place, RosterRow? row, Roster? roster = null)
    {
        roster ??= row is null ? RosterBook.Empty : RosterBook.Read(row.BodyJson);
        return new RosterView(
            place.Code, place.Zh, place.En, [.. _book.Communities.Values.Where(c => c.Street == place.Code).Select(static c => c.Code)], roster, row?.Revision ?? 0, row?.EnteredBy ?? "",
            row is null ? null : FactRows.At(row.EnteredAtMs), Warnings(place.Code, roster, LostLately()));
    }

    // A pattern that names kinds of days is a guess in a year whose holidays nobody entered; told while there is time to do so.
    private IEnumerable<int> UnknownYears(Roster roster) => roster.Shifts.All(static s => s.DayKinds.Count == 0)
        ? []
        : new[] { ChinaTime.DayOf(NowMs), ChinaTime.DayOf(NowMs).AddDays(CalendarAheadDays) }.Select(static d => d.Year).Distinct().Where(y => !_book.Calendar.Knows(y));

    private IReadOnlyList<DutyPeriod> OnDutyNow(Roster roster) =>
        [.. Roles(roster).Select(role => RosterTime.Periods(roster, _book.Calendar, role, NowMs, NowMs + ChinaTime.DayMs)[0])];

    // The desk must be manned; the others are shown where they are on the roster.
    private static IEnumerable<string> Roles(Roster roster) => DutyRoles.OfShifts.Where(role => role == DutyRoles.Duty || RosterTime.HasRole(roster, role));

    private IReadOnlyList<NotificationRecord> LostLately() =>
        [.. _outbox.List(new NotificationFilter(NotificationState.NoRecipient), skip: 0, MaxLost).Items.Where(n => NowMs - n.EnqueuedAtMs < RecentMs)];

    private IReadOnlyList<RosterWarning> Warnings(string street, Roster roster, IReadOnlyList<NotificationRecord> lost) =>
    [
        .. lost.Where(n => n.Draft.Recipient == AlertRouting.NobodyOf(street)).Take(MaxLostShown).Select(static n => new RosterWarning("noRecipient", n.Draft.Key, FactRows.At(n.EnqueuedAtMs))),
        .. roster.Fallback.Count == 0 ? [new RosterWarning("noFallback", "")] : Array.Empty<RosterWarning>(),
        .. UnknownYears(roster).Select(static y => new RosterWarning("noCalendar", y.ToString(CultureInfo.InvariantCulture))),
        .. roster.Contacts.SelectMany(static c => c.Channels).Select(static c => c.Channel).Distinct().Where(c => !_channels.Contains(c)).Order(StringComparer.Ordinal).Select(static c => new RosterWarning("unknownChannel", c)),
        .. RosterTime.Periods(roster, _book.Calendar, DutyRoles.Duty, NowMs, NowMs + (WeekDays * ChinaTime.DayMs)).Where(static p => p.People.Count == 0).Select(static p => new RosterWarning("gap", "", p.From, p.To)),
    ];
}
