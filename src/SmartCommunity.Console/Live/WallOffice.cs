using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Live;

/// <summary>One responsible unit on the wall.</summary>
/// <param name="Street">Its code.</param>
/// <param name="Place">Any of its communities, for its name.</param>
/// <param name="Urgent">Open alerts of P1.</param>
/// <param name="Soon">Open alerts of P2.</param>
/// <param name="Rest">Open alerts of P3.</param>
/// <param name="Oldest">Of what nobody has acknowledged, what is due first; null: nothing waits.</param>
/// <param name="Online">Devices online.</param>
/// <param name="Devices">Devices.</param>
internal sealed record WallOffice(string Street, CommunityView Place, int Urgent, int Soon, int Rest, LiveAlert? Oldest, int Online, int Devices)
{
    /// <summary>The units of the district: those where something waits first, the most urgent and longest due on top; then by code.</summary>
    internal static IReadOnlyList<WallOffice> Of(IReadOnlyList<CommunityView> places, IReadOnlyList<LiveAlert> open, IReadOnlyList<LiveCommunity> communities)
    {
        var alerts = open.ToLookup(static a => a.Street, StringComparer.Ordinal);
        var numbers = communities.ToDictionary(static c => c.Code, StringComparer.Ordinal);
        return
        [
            .. places.GroupBy(static p => p.Street, StringComparer.Ordinal).Select(street =>
            {
                var mine = alerts[street.Key].ToArray();
                var live = street.Select(p => numbers.GetValueOrDefault(p.Code)).OfType<LiveCommunity>().ToArray();
                int Count(string priority) => mine.Count(a => a.Priority == priority);
                return new WallOffice(
                    street.Key, street.First(), Count("P1"), Count("P2"), Count("P3"), mine.Where(static a => a is { Stage: "firing", DueAtMs: > 0 }).MinBy(static a => (a.Priority, a.DueAtMs)),
                    live.Sum(static c => c.Online), live.Sum(static c => c.Devices));
            }).OrderBy(static o => o.Oldest is null).ThenBy(static o => o.Oldest?.Priority, StringComparer.Ordinal).ThenBy(static o => o.Oldest?.DueAtMs).ThenBy(static o => o.Street, StringComparer.Ordinal),
        ];
    }

    /// <summary>How it stands; nothing is said of a unit without devices.</summary>
    internal Condition Condition => Urgent > 0 ? Condition.Alarm : Soon > 0 ? Condition.Warning : Devices > 0 || Rest > 0 ? Condition.Normal : Condition.None;
}
