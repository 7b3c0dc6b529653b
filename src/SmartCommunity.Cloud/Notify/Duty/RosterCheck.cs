using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Notifications;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>What a roster must keep to. Every fault names its field and the limit; all are told at once. Pure.</summary>
internal static class RosterCheck
{
    private const int MaxContacts = 200, MaxShifts = 100, MaxDays = 400, MaxSubstitutes = 100, MaxPeople = 8, MaxClaims = 100, MaxCommunities = 100;

    private const int MaxId = 40, Monday = 1, Sunday = 7;

    /// <summary>Faults of a roster; none when it may be kept.</summary>
    /// <param name="roster">The roster.</param>
    /// <param name="isCommunity">True of the code of a community of the district.</param>
    internal static List<Fault> Faults(Roster? roster, Func<string, bool> isCommunity)
    {
        if (roster is null)
            return [FactCheck.Invalid("roster", "roster is missing.")];
        var faults = new List<Fault>();
        Limit(faults, "contacts", roster.Contacts, MaxContacts);
        Limit(faults, "shifts", roster.Shifts, MaxShifts);
        Limit(faults, "days", roster.Days, MaxDays);
        Limit(faults, "substitutes", roster.Substitutes, MaxSubstitutes);
        Limit(faults, "responsibleFor", roster.ResponsibleFor, MaxClaims);
        if (faults.Count > 0)
            return faults;
        foreach (var (index, contact) in roster.Contacts.Index())
            Contact(faults, $"contacts[{index}]", contact, isCommunity);
        foreach (var twice in roster.Contacts.GroupBy(static c => c?.Id).Where(static g => g.Count() > 1))
            faults.Add(FactCheck.Invalid("contacts", $"id '{twice.Key}' stands {twice.Count()} times; once is the limit."));
        if (faults.Count > 0)
            return faults;
        var people = roster.Contacts.Where(static c => c.Home.Length == 0).Select(static c => c.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, shift) in roster.Shifts.Index())
            Shift(faults, $"shifts[{index}]", shift, people);
        foreach (var (index, day) in roster.Days.Index())
            Day(faults, $"days[{index}]", day, people);
        Substitutes(faults, roster, people);
        People(faults, "fallback", roster.Fallback, people, min: 0);
        People(faults, "lead", roster.Lead, people, min: 0);
        foreach (var (index, claim) in roster.ResponsibleFor.Index())
            Claim(faults, $"responsibleFor[{index}]", claim, isCommunity);
        return faults;
    }

    private static void Limit<T>(List<Fault> faults, string field, IReadOnlyList<T>? list, int max)
    {
        if (list is null)
            faults.Add(FactCheck.Invalid(field, $"{field} is missing; it is a list, which may be empty."));
        else if (list.Count > max)
            faults.Add(FactCheck.Invalid(field, $"{field} has {list.Count} entries, more than the limit of {max}."));
        else if (list.Any(static e => e is null))
            faults.Add(FactCheck.Invalid(field, $"{field} must not hold null."));
    }

    private static void Contact(List<Fault> faults, string at, DutyContact contact, Func<string, bool> isCommunity)
    {
        if (!Identifier.IsValid(contact.Id) || contact.Id.Length > MaxId)
            faults.Add(FactCheck.Invalid($"{at}.id", $"{at}.id '{FactCheck.Short(contact.Id ?? "")}' must be 1 to {MaxId} characters out of a-z, A-Z, 0-9, '_' and '-'."));
        Add(faults, FactCheck.Required($"{at}.name", contact.Name, FactCheck.MaxName));
        if (contact.Channels is not { Count: > 0 and <= MaxPeople })
            faults.Add(FactCheck.Invalid($"{at}.channels", $"{at}.channels has {contact.Channels?.Count ?? 0} entries; it must have 1 to {MaxPeople}."));
        foreach (var (index, way) in (contact.Channels ?? []).Index())
        {
            var field = $"{at}.channels[{index}]";
            if (way?.Channel is not { Length: > 0 and <= NotificationDraft.MaxNameLength })
                faults.Add(FactCheck.Invalid($"{field}.channel", $"{field}.channel must name a channel, 1 to {NotificationDraft.MaxNameLength} characters."));
            else
                Add(faults, Text.Fault($"{field}.address", way.Address, NotificationDraft.MaxAddressLength));
        }

        Limit(faults, $"{at}.communities", contact.Communities, MaxCommunities);
        foreach (var unknown in (contact.Communities ?? []).Where(c => !isCommunity(c ?? "")))
            faults.Add(FactCheck.Invalid($"{at}.communities", $"No community '{FactCheck.Short(unknown ?? "")}' is in the district."));
        Limit(faults, $"{at}.scenarios", contact.Scenarios, RuleScenario.All.Count);
        foreach (var unknown in (contact.Scenarios ?? []).Where(static s => !RuleScenario.Codes.Contains(s)))
            faults.Add(FactCheck.Invalid($"{at}.scenarios", $"{at}.scenarios '{FactCheck.Short(unknown ?? "")}' must be some of: {string.Join(", ", RuleScenario.Codes)}."));
        if (contact.Home is null || (contact.Home.Length > 0 && !(TwinId.TryParse(contact.Home, out var home) && home.IsMadePlace)))
            faults.Add(FactCheck.Invalid($"{at}.home", $"{at}.home '{FactCheck.Short(contact.Home ?? "")}' must be empty or the twin id of a home, for example unit:baihe-b01-u01."));
    }

    private static void Shift(List<Fault> faults, string at, DutyShift shift, HashSet<string> people)
    {
        Role(faults, at, shift.Role);
        if (shift.Days is not { Count: >= Monday and <= Sunday } || shift.Days.Any(static d => d is < Monday or > Sunday) || shift.Days.Distinct().Count() != shift.Days.Count)
            faults.Add(FactCheck.Invalid($"{at}.days", $"{at}.days must be {Monday} (Monday) to {Sunday} (Sunday), each at most once, and at least one."));
        if (shift.DayKinds is null || shift.DayKinds.Any(static k => !DayKinds.All.Contains(k)) || shift.DayKinds.Distinct().Count() != shift.DayKinds.Count)
            faults.Add(FactCheck.Invalid($"{at}.dayKinds", $"{at}.dayKinds must be out of {string.Join(", ", DayKinds.All)}, each at most once; empty: all of them."));
        Times(faults, at, shift.From, shift.To);
        People(faults, $"{at}.contacts", shift.Contacts, people, min: 1);
    }

    private static void Day(List<Fault> faults, string at, DutyDay day, HashSet<string> people)
    {
        Role(faults, at, day.Role);
        if (day.Date < FactCheck.FirstDay || day.Date > FactCheck.LastDay)
            faults.Add(FactCheck.Invalid($"{at}.date", FormattableString.Invariant($"{at}.date {day.Date:yyyy-MM-dd} must be {FactCheck.FirstDay:yyyy-MM-dd} to {FactCheck.LastDay:yyyy-MM-dd}.")));
        Add(faults, FactCheck.Required($"{at}.reason", day.Reason, FactCheck.MaxTitle));
        Times(faults, at, day.From, day.To);
        People(faults, $"{at}.contacts", day.Contacts, people, min: 0);
    }

    private static void Substitutes(List<Fault> faults, Roster roster, HashSet<string> people)
    {
        foreach (var (index, one) in roster.Substitutes.Index())
        {
            var at = $"substitutes[{index}]";
            Known(faults, $"{at}.contact", one.Contact, people);
            Known(faults, $"{at}.substitute", one.Substitute, people);
            if (one.Contact == one.Substitute)
                faults.Add(FactCheck.Invalid($"{at}.substitute", $"{at}.substitute '{FactCheck.Short(one.Substitute ?? "")}' must be somebody else than who is away."));
            if (one.To <= one.From)
                faults.Add(FactCheck.Invalid($"{at}.to", $"{at}.to must be after {at}.from."));
            if (roster.Substitutes.Take(index).Any(s => s.Contact == one.Contact && s.From < one.To && one.From < s.To))
                faults.Add(FactCheck.Invalid($"{at}.from", $"{at} overlaps another substitute for '{FactCheck.Short(one.Contact ?? "")}'; one at a time is the limit."));
        }
    }

    private static void Claim(List<Fault> faults, string at, DutyClaim claim, Func<string, bool> isCommunity)
    {
        if (string.IsNullOrEmpty(claim.Community) && string.IsNullOrEmpty(claim.Cause) && string.IsNullOrEmpty(claim.Domain) && string.IsNullOrEmpty(claim.Rule) && string.IsNullOrEmpty(claim.Scenario))
            faults.Add(FactCheck.Invalid(at, $"{at} must name at least one of community, cause, domain, rule, scenario: nobody takes everything."));
        if (claim.Community is null || (claim.Community.Length > 0 && !isCommunity(claim.Community)))
            faults.Add(FactCheck.Invalid($"{at}.community", $"No community '{FactCheck.Short(claim.Community ?? "")}' is in the district."));
        if (claim.Cause is null || (claim.Cause.Length > 0 && !AlertDesk.Causes.Contains(claim.Cause)))
            faults.Add(FactCheck.Invalid($"{at}.cause", $"{at}.cause '{FactCheck.Short(claim.Cause ?? "")}' must be empty or one of: {string.Join(", ", AlertDesk.Causes)}."));
        if (claim.Domain is null || (claim.Domain.Length > 0 && !DeviceDomain.All.Contains(claim.Domain)))
            faults.Add(FactCheck.Invalid($"{at}.domain", $"{at}.domain '{FactCheck.Short(claim.Domain ?? "")}' must be empty or one of: {string.Join(", ", DeviceDomain.All)}."));
        if (claim.Scenario is null || (claim.Scenario.Length > 0 && !RuleScenario.Codes.Contains(claim.Scenario)))
            faults.Add(FactCheck.Invalid($"{at}.scenario", $"{at}.scenario '{FactCheck.Short(claim.Scenario ?? "")}' must be empty or one of: {string.Join(", ", RuleScenario.Codes)}."));
        if (claim.Rule is null || (claim.Rule.Length > 0 && !Identifier.IsValid(claim.Rule)))
            faults.Add(FactCheck.Invalid($"{at}.rule", Identifier.Fault($"{at}.rule", claim.Rule)));
    }

    private static void Role(List<Fault> faults, string at, string? role)
    {
        if (!DutyRoles.OfShifts.Contains(role))
            faults.Add(FactCheck.Invalid($"{at}.role", $"{at}.role '{FactCheck.Short(role ?? "")}' must be one of: {string.Join(", ", DutyRoles.OfShifts)}."));
    }

    private static void Times(List<Fault> faults, string at, string? from, string? to)
    {
        foreach (var (field, text) in new[] { ("from", from), ("to", to) })
        {
            if (RosterTime.MinutesOf(text) is null)
                faults.Add(FactCheck.Invalid($"{at}.{field}", $"{at}.{field} '{FactCheck.Short(text ?? "")}' must be HH:mm, 00:00 to 23:59."));
        }
    }

    private static void People(List<Fault> faults, string field, IReadOnlyList<string>? ids, HashSet<string> people, int min)
    {
        if (ids is null || ids.Count < min || ids.Count > MaxPeople || ids.Distinct(StringComparer.Ordinal).Count() != ids.Count)
            faults.Add(FactCheck.Invalid(field, $"{field} has {ids?.Count ?? 0} entries; it must have {min} to {MaxPeople}, each once."));
        foreach (var id in ids ?? [])
            Known(faults, field, id, people);
    }

    private static void Known(List<Fault> faults, string field, string? id, HashSet<string> people)
    {
        if (id is null || !people.Contains(id))
            faults.Add(FactCheck.Invalid(field, $"{field} names '{FactCheck.Short(id ?? "")}', who is no contact of this roster that can be on duty (a family contact cannot)."));
    }

    private static void Add(List<Fault> faults, Fault? fault)
    {
        if (fault is not null)
            faults.Add(fault);
    }
}
