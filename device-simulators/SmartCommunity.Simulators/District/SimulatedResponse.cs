using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>A step that somebody of the simulated district takes about an event.</summary>
/// <param name="Step">As the cloud names it: <c>acknowledged</c>, <c>onSite</c>, <c>followedUp</c> or <c>closed</c>.</param>
/// <param name="Actor">Who, marked as simulated.</param>
/// <param name="At">When.</param>
public sealed record SimulatedStep(string Step, string Actor, DateTimeOffset At);

/// <summary>
/// What the people of a simulated community do about an event, and when: mostly in time, sometimes too late, seldom not at all, and each community as well as it can. Pure in seed, community and event.
/// </summary>
public static class SimulatedResponse
{
    /// <summary>How far back an event may lie whose steps count: the window of the measures that look at them.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(90);

    private const string Desk = "simulated operator", Visitor = "simulated responder", Doctor = "simulated nurse";

    /// <summary>Steps in order of time; none for what needs no response.</summary>
    /// <param name="seed">Seed of the district.</param>
    /// <param name="community">Community code.</param>
    /// <param name="eventId">Id of the event.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isAbnormal">A health station found what a doctor should look at.</param>
    /// <param name="at">When it happened.</param>
    public static IReadOnlyList<SimulatedStep> Of(ulong seed, string community, string eventId, string type, bool isAbnormal, DateTimeOffset at)
    {
        var equipment = new Equipment(Dice.Of(seed).Fork(community));
        var luck = Dice.Of(seed).Fork("response").Fork(eventId);
        if (SafetyEvents.Types.Contains(type))
            return OfSafetyEvent(equipment, luck, at);
        return type == "visit" && isAbnormal ? OfVisit(equipment, luck, at) : [];
    }

    private static IReadOnlyList<SimulatedStep> OfSafetyEvent(Equipment equipment, Dice luck, DateTimeOffset at)
    {
        const double leastPrompt = 0.88, leastNear = 0.9, best = 1, unanswered = 0.01;
        if (luck.Chance(0, unanswered))
            return [];
        var acknowledged = at.AddSeconds(Math.Round(luck.Chance(1, equipment.Skill("acknowledges", leastPrompt, best)) ? luck.Between(2, 8, 52) : luck.Between(2, 70, 400)));
        var onSite = at.AddSeconds(Math.Round(luck.Chance(3, equipment.Skill("arrives", leastNear, best)) ? luck.Between(4, 240, 840) : luck.Between(4, 960, 2_700)));
        return [new("acknowledged", Desk, acknowledged), new("onSite", Visitor, onSite), new("closed", Desk, onSite.AddMinutes(Math.Round(luck.Between(5, 10, 90))))];
    }

    /// <summary>The doctor's call: the same or the next day, or later than a day, or not at all.</summary>
    private static IReadOnlyList<SimulatedStep> OfVisit(Equipment equipment, Dice luck, DateTimeOffset at)
    {
        const double least = 0.68, best = 0.99, late = 0.5;
        if (luck.Chance(1, equipment.Skill("followsUp", least, best)))
            return [new("followedUp", Doctor, at.AddMinutes(Math.Round(luck.Between(2, 40, 1_380))))];
        return luck.Chance(3, late) ? [new("followedUp", Doctor, at.AddMinutes(Math.Round(luck.Between(2, 1_500, 4_300))))] : [];
    }
}
