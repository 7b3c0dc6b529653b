using System.Globalization;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>Who is on duty when, by a roster and the kinds of days: weekly pattern, days that replace it, substitutes. Asia/Shanghai. Pure.</summary>
internal static class RosterTime
{
    private const long MinuteMs = 60_000;

    /// <summary>Who of a role is on duty at an instant, in the order of the roster, each once; empty: nobody.</summary>
    internal static IReadOnlyList<DutyPerson> OnDuty(Roster roster, DutyCalendar calendar, string role, long atMs)
    {
        var today = ChinaTime.DayOf(atMs);
        var people = new List<DutyPerson>();
        // A shift of the day before may reach into this one.
        foreach (var entry in Entries(roster, calendar, role, today.AddDays(-1)).Concat(Entries(roster, calendar, role, today)).Where(e => e.FromMs <= atMs && atMs < e.ToMs))
        {
            foreach (var id in entry.Contacts)
            {
                var standIn = StandIn(roster, id, atMs);
                if (people.All(p => p.Contact != standIn) && roster.Contacts.FirstOrDefault(c => c.Id == standIn) is { } contact)
                    people.Add(new DutyPerson(contact.Id, contact.Name, standIn == id ? "" : id));
            }
        }

        return people;
    }

    /// <summary>Who of a role is on duty from an instant to another, without overlap and without holes: also the times in which nobody is.</summary>
    internal static IReadOnlyList<DutyPeriod> Periods(Roster roster, DutyCalendar calendar, string role, long fromMs, long toMs)
    {
        var cuts = new SortedSet<long> { fromMs };
        for (var day = ChinaTime.DayOf(fromMs).AddDays(-1); ChinaTime.StartMs(day) < toMs; day = day.AddDays(1))
            cuts.UnionWith(Entries(roster, calendar, role, day).SelectMany(static e => new[] { e.FromMs, e.ToMs }));
        cuts.UnionWith(roster.Substitutes.SelectMany(static s => new[] { s.From.ToUnixTimeMilliseconds(), s.To.ToUnixTimeMilliseconds() }));
        long[] within = [.. cuts.Where(c => c >= fromMs && c < toMs), toMs];
        var periods = new List<DutyPeriod>();
        for (var i = 0; i + 1 < within.Length; i++)
        {
            var people = OnDuty(roster, calendar, role, within[i]);
            if (periods.Count > 0 && periods[^1].People.SequenceEqual(people))
                periods[^1] = periods[^1] with { To = ChinaTime.From(within[i + 1]) };
            else
                periods.Add(new DutyPeriod(role, ChinaTime.From(within[i]), ChinaTime.From(within[i + 1]), people));
        }

        return periods;
    }

    /// <summary>True when a role is on the roster at all.</summary>
    internal static bool HasRole(Roster roster, string role) => roster.Shifts.Any(s => s.Role == role) || roster.Days.Any(d => d.Role == role);

    /// <summary>Minutes of the day of <c>HH:mm</c>; null: it is none.</summary>
    internal static int? MinutesOf(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (int)time.ToTimeSpan().TotalMinutes : null;

    private static IEnumerable<Entry> Entries(Roster roster, DutyCalendar calendar, string role, DateOnly day)
    {
        var startMs = ChinaTime.StartMs(day);
        DutyDay[] instead = [.. roster.Days.Where(d => d.Date == day && d.Role == role)];
        return instead.Length > 0
            ? instead.Select(d => EntryOf(startMs, d.From, d.To, d.Contacts))
            : roster.Shifts.Where(s => s.Role == role && s.Days.Contains(IsoDay(day)) && (s.DayKinds.Count == 0 || s.DayKinds.Contains(calendar.Of(day).Kind))).Select(s => EntryOf(startMs, s.From, s.To, s.Contacts));
    }

    private static Entry EntryOf(long startMs, string from, string to, IReadOnlyList<string> contacts)
    {
        var (fromMs, toMs) = (MinutesOf(from)!.Value * MinuteMs, MinutesOf(to)!.Value * MinuteMs);
        return new Entry(startMs + fromMs, startMs + toMs + (toMs <= fromMs ? ChinaTime.DayMs : 0), contacts);
    }

    /// <summary>Who stands in for a contact at an instant; somebody who stands in may be away too.</summary>
    private static string StandIn(Roster roster, string contact, long atMs)
    {
        var (current, seen) = (contact, new HashSet<string>(StringComparer.Ordinal) { contact });
        while (roster.Substitutes.FirstOrDefault(s => s.Contact == current && s.From.ToUnixTimeMilliseconds() <= atMs && atMs < s.To.ToUnixTimeMilliseconds()) is { } away)
        {
            if (!seen.Add(away.Substitute))
                return contact; // They stand in for each other: then whose shift it is has it.
            current = away.Substitute;
        }

        return current;
    }

    /// <summary>1 (Monday) to 7 (Sunday).</summary>
    internal static int IsoDay(DateOnly day)
    {
        const int sunday = 7;
        return day.DayOfWeek == DayOfWeek.Sunday ? sunday : (int)day.DayOfWeek;
    }

    private readonly record struct Entry(long FromMs, long ToMs, IReadOnlyList<string> Contacts);
}
