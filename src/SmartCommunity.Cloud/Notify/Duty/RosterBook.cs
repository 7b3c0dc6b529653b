using System.Collections.Immutable;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Notify.Duty;

/// <summary>A place's code with its names.</summary>
internal sealed record NamedPlace(string Code, string Zh, string En, string Street);

/// <summary>
/// The rosters of all streets and the days they go by in memory, read from the registry at start and replaced when one is committed. Reads are lock-free; whoever reads sees each roster whole. Thread-safe.
/// </summary>
public sealed class RosterBook
{
    private ImmutableDictionary<string, Roster> _rosters;

    /// <summary>Reads all rosters; when it returns, the book is complete.</summary>
    public RosterBook(RegistryStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        using var context = store.CreateDbContext();
        Streets = [.. context.Streets.OrderBy(s => s.Rank).Select(s => new NamedPlace(s.Code, s.NameZh, s.NameEn, s.Code))];
        Communities = context.Communities.OrderBy(c => c.Rank).Select(c => new NamedPlace(c.Code, c.NameZh, c.NameEn, c.Street)).ToDictionary(static c => c.Code, StringComparer.Ordinal);
        _rosters = context.Rosters.ToList().ToImmutableDictionary(static r => r.Street, static r => Read(r.BodyJson), StringComparer.Ordinal);
        foreach (var year in context.CalendarYears)
            Calendar = Calendar.With(year.Year, CalendarDesk.Read(year.BodyJson));
    }

    /// <summary>Raised after a roster was committed, with the street. The handler must be quick.</summary>
    public event Action<string>? Changed;

    /// <summary>All streets, in the district's own order.</summary>
    internal IReadOnlyList<NamedPlace> Streets { get; }

    /// <summary>All communities by code.</summary>
    internal IReadOnlyDictionary<string, NamedPlace> Communities { get; }

    /// <summary>A street by its code; null: it is not in the district.</summary>
    internal NamedPlace? StreetOf(string code) => Streets.FirstOrDefault(s => s.Code == code);

    /// <summary>The roster of a street; an empty one where nobody entered any.</summary>
    internal Roster Of(string street) => _rosters.GetValueOrDefault(street) ?? Empty;

    /// <summary>What kind of day each day is, for all streets.</summary>
    internal DutyCalendar Calendar { get; private set; } = DutyCalendar.Empty;

    /// <summary>Nobody.</summary>
    internal static Roster Empty { get; } = new();

    /// <summary>A contact by the id that notifications have, <c>STREET.CONTACT</c>; null when nobody has it any more.</summary>
    internal DutyContact? Find(string recipient)
    {
        var dot = recipient.IndexOf('.', StringComparison.Ordinal);
        return dot <= 0 ? null : Of(recipient[..dot]).Contacts.FirstOrDefault(c => c.Id.AsSpan().SequenceEqual(recipient.AsSpan(dot + 1)));
    }

    /// <summary>The street that an alert belongs to: that of the most particular claim, without one that of its community.</summary>
    internal string ResponsibleFor(DutyClaim alert)
    {
        var rosters = _rosters;
        var claimed = Streets
            .SelectMany(s => (rosters.GetValueOrDefault(s.Code) ?? Empty).ResponsibleFor.Select(claim => (Street: s.Code, Claim: claim)))
            .Where(c => Fits(c.Claim.Community, alert.Community) && Fits(c.Claim.Cause, alert.Cause) && Fits(c.Claim.Domain, alert.Domain) && Fits(c.Claim.Rule, alert.Rule) && Fits(c.Claim.Scenario, alert.Scenario))
            .OrderByDescending(static c => Weight(c.Claim)).Select(static c => c.Street).FirstOrDefault();
        return claimed ?? (Communities.TryGetValue(alert.Community, out var place) ? place.Street : "");
    }

    /// <summary>Takes over what the registry committed. Called by the registry's single writer only.</summary>
    internal void Apply(string street, Roster roster)
    {
        _rosters = _rosters.SetItem(street, roster);
        Changed?.Invoke(street);
    }

    /// <summary>As <see cref="Apply(string, Roster)"/>, of the days of a year.</summary>
    internal void Apply(int year, CalendarYear calendar) => Calendar = Calendar.With(year, calendar);

    internal static Roster Read(string json) => JsonSerializer.Deserialize<Roster>(json, JsonSerializerOptions.Web)!;

    internal static string Write(Roster roster) => JsonSerializer.Serialize(roster, JsonSerializerOptions.Web);

    private static bool Fits(string claimed, string value) => claimed.Length == 0 || claimed == value;

    // A rule is more particular than a place, a place than a scenario, a scenario than a cause, a cause than a domain.
    private static int Weight(DutyClaim claim)
    {
        const int rule = 16, community = 8, scenario = 4, cause = 2, domain = 1;
        return (claim.Rule.Length > 0 ? rule : 0) + (claim.Community.Length > 0 ? community : 0) + (claim.Scenario.Length > 0 ? scenario : 0) + (claim.Cause.Length > 0 ? cause : 0) + (claim.Domain.Length > 0 ? domain : 0);
    }
}
