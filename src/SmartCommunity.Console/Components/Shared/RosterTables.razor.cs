using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>What a roster says: contacts, the weekly pattern, days that replace it, substitutes, what the street is responsible for beside its own. Each line can be changed and removed; a removal can be undone on the page.</summary>
public sealed partial class RosterTables
{
    /// <summary>The roster.</summary>
    [Parameter, EditorRequired]
    public required Roster Roster { get; set; }

    /// <summary>All communities of the district.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];

    /// <summary>Opens a form: <c>contact:3</c>, <c>shift:new</c>.</summary>
    [Parameter, EditorRequired]
    public required Action<string?> OnOpen { get; set; }

    /// <summary>Keeps the roster without what was removed.</summary>
    [Parameter, EditorRequired]
    public required Func<Func<Roster, Roster>, Task> OnRemove { get; set; }

    /// <summary>Something is being kept.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    private IReadOnlyList<Line> Lines =>
    [
        .. Roster.Shifts.Select((s, i) => new Line(
            FormattableString.Invariant($"shift:{i}"), L["duty.weekly"], L.Code("dutyRole", s.Role), $"{DutyText.Days(s, L)} {s.From}–{s.To}", Names(s.Contacts),
            r => r with { Shifts = Without(r.Shifts, i) })),
        .. Roster.Days.Select((d, i) => new Line(
            FormattableString.Invariant($"day:{i}"), L["duty.oneDay"], L.Code("dutyRole", d.Role), $"{EntryText.Day(d.Date)} {d.From}–{d.To} {d.Reason}",
            d.Contacts.Count == 0 ? L["duty.nobody"] : Names(d.Contacts), r => r with { Days = Without(r.Days, i) })),
        .. Roster.Substitutes.Select((s, i) => new Line(
            FormattableString.Invariant($"substitute:{i}"), L["duty.substitute"], "", $"{DutyText.Moment(s.From)}–{DutyText.Moment(s.To)}", L["duty.standsIn", Names([s.Substitute]), Names([s.Contact])],
            r => r with { Substitutes = Without(r.Substitutes, i) })),
    ];

    private void Open(string panel) => OnOpen(panel);

    // What names somebody goes with them; a shift that has nobody left goes too.
    private Task RemoveContact(string id) => OnRemove(r => r with
    {
        Contacts = [.. r.Contacts.Where(c => c.Id != id)],
        Shifts = [.. r.Shifts.Select(s => s with { Contacts = [.. s.Contacts.Where(c => c != id)] }).Where(static s => s.Contacts.Count > 0)],
        Days = [.. r.Days.Select(d => d with { Contacts = [.. d.Contacts.Where(c => c != id)] })],
        Substitutes = [.. r.Substitutes.Where(s => s.Contact != id && s.Substitute != id)],
        Fallback = [.. r.Fallback.Where(c => c != id)],
        Lead = [.. r.Lead.Where(c => c != id)],
    });

    private string RolesOf(DutyContact contact)
    {
        var roles = Roster.Shifts.Where(s => s.Contacts.Contains(contact.Id)).Select(static s => s.Role).Concat(Roster.Lead.Contains(contact.Id) ? ["lead"] : []).Concat(Roster.Fallback.Contains(contact.Id) ? ["fallback"] : [])
            .Concat(contact.Home.Length > 0 ? ["family"] : []);
        return string.Join(Languages.Pick("、", ", "), roles.Distinct().Select(role => L.Code("dutyRole", role)));
    }

    private string ClaimText(DutyClaim claim) => string.Join(" · ", new[]
    {
        claim.Community.Length > 0 ? Places.NameIn(claim.Community) : "", claim.Cause.Length > 0 ? L.Code("alertCause", claim.Cause) : "", claim.Domain.Length > 0 ? L.Code("domain", claim.Domain) : "",
        claim.Rule.Length > 0 ? SettingText.RuleName(claim.Rule) : "",
    }.Where(static part => part.Length > 0));

    private string Names(IEnumerable<string> ids) => string.Join(Languages.Pick("、", ", "), ids.Select(id => Roster.Contacts.FirstOrDefault(c => c.Id == id)?.Name ?? id));

    // Enough to recognise a wrong one, too little to copy; the form shows it whole.
    private static string Hidden(string address)
    {
        const int shown = 3;
        return address.Length == 0 ? "" : address.Length <= shown ? "•••" : $"{address[..shown]}•••";
    }

    private static IReadOnlyList<T> Without<T>(IReadOnlyList<T> list, int index) => [.. list.Where((_, i) => i != index)];

    private sealed record Line(string Panel, string Kind, string Role, string When, string Who, Func<Roster, Roster> Remove);
}
