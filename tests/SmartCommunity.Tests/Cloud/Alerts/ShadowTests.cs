using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts;

public sealed class ShadowTests
{
    private const string High = "high, priority: P2, mode: shadow, condition: {threshold: {quantity: heartRate, above: 100}}";

    private const string Calls = "calls, priority: P1, mode: shadow, latched: true, condition: {event: [sos]}";

    [Fact]
    public void A_rule_in_shadow_counts_what_it_would_raise_and_raises_nothing()
    {
        var log = Watched(High);

        log.Measure("w-1", "wearable", T0, "heartRate", 120).Measure("w-1", "wearable", T0 + MinuteMs, "heartRate", 125).Measure("w-1", "wearable", T0 + (2 * MinuteMs), "heartRate", 90);
        log.Measure("w-1", "wearable", T0 + (3 * MinuteMs), "heartRate", 130);

        Assert.Empty(log.Open);
        Assert.Empty(log.Changes);
        var shadows = log.State.Alerts.Shadows;
        Assert.Equal([("high", "device:w-1", true, 120.0), ("high", "device:w-1", false, 130.0)], shadows.Latest.Select(s => (s.Rule, s.Subject, s.EndedAtMs > 0, s.Value)));
        Assert.Equal(2, shadows.Counts[("high", ChinaTime.DayOf(T0).DayNumber)]);
    }

    [Fact]
    public void An_event_told_twice_is_one_in_shadow_too()
    {
        var log = Watched(Calls);

        log.Event("w-1", "wearable", "sos", "e-1", T0).Event("w-1", "wearable", "sos", "e-1", T0 + 1).Event("w-1", "wearable", "sos", "e-2", T0 + 2);

        Assert.Empty(log.Open);
        Assert.Equal([2, 1], log.State.Alerts.Shadows.Latest.Select(s => s.Occurrences));
    }

    [Fact]
    public void Counts_of_more_than_a_month_and_all_but_the_latest_go()
    {
        var log = Watched(High);

        for (var i = 0; i < 300; i++)
            log.Measure("w-1", "wearable", T0 + (i * 3 * HourMs), "heartRate", i % 2 == 0 ? 120 : 80);

        var shadows = log.State.Alerts.Shadows;
        Assert.Equal(150, shadows.Latest.Count);
        Assert.Equal(ShadowTally.MaxDays, shadows.Counts.Count);
        for (var i = 0; i < 200; i++)
            log.Measure("w-1", "wearable", T0 + ((900 + i) * HourMs), "heartRate", i % 2 == 0 ? 120 : 80);
        Assert.Equal(ShadowTally.MaxLatest, shadows.Latest.Count);
    }

    [Fact]
    public void What_was_counted_survives_a_restart_to_the_byte_and_ends_when_other_rules_come_in_force()
    {
        var log = Watched($"{High}\n{Calls}").Measure("w-1", "wearable", T0, "heartRate", 120).Event("w-1", "wearable", "sos", "e-1", T0 + 1);
        var before = CommunitySnapshot.Write(log.State);

        log.Restart();
        Assert.Equal(before, CommunitySnapshot.Write(log.State));
        log.Rules(T0 + MinuteMs, High.Replace("mode: shadow, ", "", StringComparison.Ordinal)).Measure("w-1", "wearable", T0 + MinuteMs, "heartRate", 121);

        Assert.All(log.State.Alerts.Shadows.Latest, s => Assert.True(s.EndedAtMs > 0));
        Assert.Equal("high", Assert.Single(log.Open).Rule);
    }

    private static AlertLog Watched(string rules) => new AlertLog(hasRules: false).Rules(T0 - HourMs, rules).Enrol("w-1", "wearable");
}
