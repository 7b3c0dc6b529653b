using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>Somebody who is told of a transition.</summary>
/// <param name="Street">Street whose roster has them.</param>
/// <param name="Contact">Who.</param>
/// <param name="Role">As what.</param>
internal sealed record Recipient(string Street, DutyContact Contact, string Role)
{
    /// <summary>Unique in the district; what notifications call them.</summary>
    internal string Id => $"{Street}.{Contact.Id}";
}

/// <summary>Why people are told of a transition.</summary>
internal enum Telling
{
    /// <summary>Nobody is: a comment, one more occurrence, a step somebody took who knows it.</summary>
    None,

    /// <summary>Somebody has to do something: raised, raised again after it had ended, re-opened, gone up a level.</summary>
    Act,

    /// <summary>It is over: those who were told may rest.</summary>
    Over,
}

/// <summary>Who is told of a transition of an alert. Pure: the same roster, calendar and instant give the same people.</summary>
internal static class AlertRouting
{
    /// <summary>Whom a notification is to that has nobody to go to.</summary>
    internal static string NobodyOf(string street) => $"{(street.Length == 0 ? "district" : street)}.nobody";

    /// <summary>Why people are told of a transition.</summary>
    internal static Telling TellingOf(UntoldTransition untold) => untold.Transition.What switch
    {
        AlertWords.Raised or AlertWords.Escalated or AlertWords.Reopen => Telling.Act,
        AlertWords.Again when untold.Before == AlertStage.Resolved => Telling.Act,
        AlertWords.Ended or AlertWords.Resolve => Telling.Over,
        // Closed at once: nobody was told that it was over.
        AlertWords.Close when untold.Before != AlertStage.Resolved => Telling.Over,
        _ => Telling.None,
    };

    /// <summary>True when a transition ends the wait for somebody: what still waits to be sent about it need not be sent.</summary>
    internal static bool EndsWait(UntoldTransition untold) => untold.Before == AlertStage.Firing && untold.Transition.Stage != AlertStage.Firing;

    /// <summary>Whom a level of an alert of a scenario is told; empty: there is nobody, not even the street's fallback.</summary>
    internal static IReadOnlyList<Recipient> At(Roster roster, DutyCalendar calendar, string street, AlertRow alert, string scenario, int level, long atMs)
    {
        var found = EscalationChain.RolesAt((AlertCause)alert.Cause, level).Select(OfRole).FirstOrDefault(static r => r.Count > 0) ?? OfRole(DutyRoles.Fallback);
        // Nobody acknowledged: the desk is told again, beside the next.
        var again = level > 0 ? OfRole(DutyRoles.Duty) : [];
        return [.. found.Concat(again).DistinctBy(static r => r.Id)];

        IReadOnlyList<Recipient> OfRole(string role)
        {
            IEnumerable<DutyContact> contacts = role switch
            {
                DutyRoles.Family => roster.Contacts.Where(c => c.Home.Length > 0 && c.Home == alert.Place),
                DutyRoles.Lead => Contacts(roster, roster.Lead),
                DutyRoles.Fallback => Contacts(roster, roster.Fallback),
                _ => Contacts(roster, RosterTime.OnDuty(roster, calendar, role, atMs).Select(static p => p.Contact)).Where(c => IsFor(c, alert.Community, scenario)),
            };
            return [.. contacts.Select(c => new Recipient(street, c, role))];
        }
    }

    private static bool IsFor(DutyContact contact, string community, string scenario) =>
        (contact.Communities.Count == 0 || contact.Communities.Contains(community)) && (contact.Scenarios.Count == 0 || scenario.Length == 0 || contact.Scenarios.Contains(scenario));

    private static IEnumerable<DutyContact> Contacts(Roster roster, IEnumerable<string> ids) => ids.Select(id => roster.Contacts.First(c => c.Id == id));
}
