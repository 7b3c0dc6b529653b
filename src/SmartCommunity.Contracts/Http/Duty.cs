namespace SmartCommunity.Contracts.Http;

/// <summary>Who is told of a street's alerts, and when. A document: changed whole, under a revision.</summary>
public sealed record Roster
{
    /// <summary>People that can be told, at most 200.</summary>
    public IReadOnlyList<DutyContact> Contacts { get; init; } = [];

    /// <summary>The weekly pattern, at most 100 shifts.</summary>
    public IReadOnlyList<DutyShift> Shifts { get; init; } = [];

    /// <summary>Days on which another pattern holds (holidays), at most 400 entries. What stands here for a role replaces that role's shifts that begin on the day.</summary>
    public IReadOnlyList<DutyDay> Days { get; init; } = [];

    /// <summary>Who stands in for whom, at most 100.</summary>
    public IReadOnlyList<DutySubstitute> Substitutes { get; init; } = [];

    /// <summary>Contacts that are told where nobody else is found, at most 8. Empty: then nobody is.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];

    /// <summary>Contacts that lead the street's office: told when an alert has gone up so far, at most 8.</summary>
    public IReadOnlyList<string> Lead { get; init; } = [];

    /// <summary>Alerts of other streets' communities, or of a kind, that this street takes, at most 100.</summary>
    public IReadOnlyList<DutyClaim> ResponsibleFor { get; init; } = [];
}

/// <summary>Somebody who can be told.</summary>
public sealed record DutyContact
{
    /// <summary>Id within the roster, 1 to 40 characters out of a-z, A-Z, 0-9, '_' and '-'.</summary>
    public required string Id { get; init; }

    /// <summary>Name, 1 to 60 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where to reach them, the preferred one first; 1 to 8.</summary>
    public required IReadOnlyList<DutyAddress> Channels { get; init; }

    /// <summary>Codes of the communities they are there for, at most 100; empty: all of the street.</summary>
    public IReadOnlyList<string> Communities { get; init; } = [];

    /// <summary>Codes of the scenarios they are there for while on duty, at most the nine; empty: all. An alert without a scenario is everybody's.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Of a family contact: the twin id of the home (<c>unit:CODE</c>). Such a contact is told of persons at risk in that home and of nothing else, and is on no shift. Empty: none.</summary>
    public string Home { get; init; } = "";
}

/// <summary>One way to reach somebody.</summary>
/// <param name="Channel">Name of a configured channel, or <c>in-app</c> (the console alone).</param>
/// <param name="Address">Mailbox, telephone number, member to mention; of <c>in-app</c> empty.</param>
public sealed record DutyAddress(string Channel, string Address);

/// <summary>A shift of the weekly pattern, Asia/Shanghai.</summary>
public sealed record DutyShift
{
    /// <summary><c>duty</c>, <c>care</c>, <c>property</c> or <c>maintenance</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Days on which it begins, 1 (Monday) to 7 (Sunday).</summary>
    public required IReadOnlyList<int> Days { get; init; }

    /// <summary>Kinds of day on which it begins: of the days above only those that are <c>workday</c>, <c>restday</c> or <c>holiday</c> by the calendar. Empty: on all of them.</summary>
    public IReadOnlyList<string> DayKinds { get; init; } = [];

    /// <summary>When it begins, <c>HH:mm</c>.</summary>
    public required string From { get; init; }

    /// <summary>When it ends, <c>HH:mm</c>; not after <see cref="From"/>: on the next day.</summary>
    public required string To { get; init; }

    /// <summary>Contacts on duty, 1 to 8.</summary>
    public required IReadOnlyList<string> Contacts { get; init; }
}

/// <summary>What holds on one day instead of the weekly pattern.</summary>
public sealed record DutyDay
{
    /// <summary>The day, Asia/Shanghai.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Role it is about.</summary>
    public required string Role { get; init; }

    /// <summary>Why, 1 to 120 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>When it begins, <c>HH:mm</c>.</summary>
    public string From { get; init; } = "00:00";

    /// <summary>When it ends, <c>HH:mm</c>; not after <see cref="From"/>: on the next day.</summary>
    public string To { get; init; } = "00:00";

    /// <summary>Contacts on duty, at most 8; empty: nobody.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];
}

/// <summary>Somebody stands in for somebody.</summary>
public sealed record DutySubstitute
{
    /// <summary>Who is away.</summary>
    public required string Contact { get; init; }

    /// <summary>Who stands in.</summary>
    public required string Substitute { get; init; }

    /// <summary>From when.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when, after <see cref="From"/>.</summary>
    public required DateTimeOffset To { get; init; }
}

/// <summary>Which alerts a street takes; what is empty means any, the most particular claim of all streets holds, and without one the street of the community.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Cause">Cause.</param>
/// <param name="Domain">Domain of the device's class.</param>
/// <param name="Rule">Rule id.</param>
/// <param name="Scenario">Code of the rule's scenario.</param>
public sealed record DutyClaim(string Community = "", string Cause = "", string Domain = "", string Rule = "", string Scenario = "");

/// <summary>A roster as somebody hands it in.</summary>
public sealed record NewRoster
{
    /// <summary>The roster, whole.</summary>
    public required Roster Roster { get; init; }

    /// <summary>Who enters it, 1 to 60 characters.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>Takes a street's roster back to what it was.</summary>
public sealed record RosterRestore
{
    /// <summary>Revision whose content is to hold again.</summary>
    public required long Revision { get; init; }

    /// <summary>Who says so, 1 to 60 characters.</summary>
    public required string EnteredBy { get; init; }
}

/// <summary>A street's roster.</summary>
/// <param name="Street">Code of the street.</param>
/// <param name="NameZh">Its name, Chinese.</param>
/// <param name="NameEn">Its name, English.</param>
/// <param name="Communities">Codes of its communities.</param>
/// <param name="Roster">The roster; empty before revision 1.</param>
/// <param name="Revision">Changes so far; 0: nobody entered one.</param>
/// <param name="EnteredBy">Who changed it last; empty: nobody.</param>
/// <param name="EnteredAt">When; null: never.</param>
/// <param name="Warnings">What would keep somebody from being told.</param>
public sealed record RosterView(
    string Street, string NameZh, string NameEn, IReadOnlyList<string> Communities, Roster Roster, long Revision, string EnteredBy, DateTimeOffset? EnteredAt, IReadOnlyList<RosterWarning> Warnings);

/// <summary>Something in a roster that would keep somebody from being told.</summary>
/// <param name="Code"><c>noFallback</c>, <c>gap</c> (nobody of the role <c>duty</c> for some time), <c>unknownChannel</c>, <c>noCalendar</c> (shifts go by holidays that nobody entered) or <c>noRecipient</c> (an alert found nobody lately).</param>
/// <param name="Subject">Channel of an unknown one, year of a missing calendar, key of a notification, else empty.</param>
/// <param name="From">Begin of a gap; when somebody was missing.</param>
/// <param name="To">End of a gap.</param>
public sealed record RosterWarning(string Code, string Subject, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>A street at a glance.</summary>
/// <param name="Street">Code of the street.</param>
/// <param name="NameZh">Its name, Chinese.</param>
/// <param name="NameEn">Its name, English.</param>
/// <param name="Revision">Revision of its roster; 0: none.</param>
/// <param name="OnDuty">Who is on duty now, by role.</param>
/// <param name="Warnings">What would keep somebody from being told.</param>
/// <param name="OpenNotes">Notes nobody took over.</param>
public sealed record DutyOverview(string Street, string NameZh, string NameEn, long Revision, IReadOnlyList<DutyPeriod> OnDuty, IReadOnlyList<RosterWarning> Warnings, int OpenNotes);

/// <summary>Who is on duty in a role for a time.</summary>
/// <param name="Role">Role.</param>
/// <param name="From">From when, within what was asked for.</param>
/// <param name="To">Until when.</param>
/// <param name="People">Who, substitutes in their place; empty: nobody.</param>
public sealed record DutyPeriod(string Role, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<DutyPerson> People);

/// <summary>Somebody on duty.</summary>
/// <param name="Contact">Id within the roster.</param>
/// <param name="Name">Name.</param>
/// <param name="StandsInFor">Id of whom they stand in for; empty: nobody.</param>
public sealed record DutyPerson(string Contact, string Name, string StandsInFor);

/// <summary>The shifts of a week as they come.</summary>
/// <param name="From">First day, a Monday.</param>
/// <param name="Periods">By role and time without overlap; also those in which nobody is on duty.</param>
/// <param name="Days">Its seven days, each with its kind.</param>
public sealed record DutyWeek(DateOnly From, IReadOnlyList<DutyPeriod> Periods, IReadOnlyList<CalendarDay> Days);

/// <summary>An earlier state of a roster.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="EnteredBy">Who made it.</param>
/// <param name="EnteredAt">When.</param>
/// <param name="Contacts">How many contacts it has.</param>
/// <param name="Shifts">How many shifts.</param>
public sealed record RosterRevision(long Revision, string EnteredBy, DateTimeOffset EnteredAt, int Contacts, int Shifts);

/// <summary>A note from one shift to the next.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Text">What is to be known.</param>
/// <param name="TakenBy">Who took it over; empty: nobody yet.</param>
/// <param name="TakenAt">When; null: not yet.</param>
public sealed record HandoverNote(long Id, string Author, DateTimeOffset At, string Text, string TakenBy, DateTimeOffset? TakenAt);

/// <summary>A note to be written.</summary>
public sealed record NewHandoverNote
{
    /// <summary>Who writes it, 1 to 60 characters.</summary>
    public required string Author { get; init; }

    /// <summary>What is to be known, 1 to 500 characters.</summary>
    public required string Text { get; init; }
}

/// <summary>Somebody takes a note over.</summary>
public sealed record HandoverTaken
{
    /// <summary>Who, 1 to 60 characters.</summary>
    public required string TakenBy { get; init; }
}
