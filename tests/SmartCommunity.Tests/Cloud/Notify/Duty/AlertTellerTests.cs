using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Notifications;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;
using static SmartCommunity.Tests.Cloud.Notify.Duty.Rosters;

namespace SmartCommunity.Tests.Cloud.Notify.Duty;

/// <summary>From an alert's transition to the right person, once, on simulated time.</summary>
public sealed class AlertTellerTests
{
    [Fact]
    public async Task A_call_that_nobody_acknowledges_goes_up_a_level_each_minute_and_the_desk_is_told_again()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        rig.Log.Home(Home).Enrol("sos-1", "panicButton", Home).Event("sos-1", "panicButton", "sos", "e-1", T0).Ticks(T0 + SecondMs, T0 + (6 * MinuteMs), SecondMs);

        var alert = rig.Tell().Log.Single("sos");

        Assert.Equal(["raised", "escalated", "escalated", "escalated", "escalated", "escalated"], rig.Log.WhatOf(alert));
        Assert.Equal(["day"], rig.Told(alert, 1));
        Assert.Equal(["daughter", "day"], rig.Told(alert, 2).Order());
        Assert.Equal(["care", "day"], rig.Told(alert, 3).Order());
        Assert.Equal(["day", "property"], rig.Told(alert, 4).Order());
        Assert.Equal(["day", "lead"], rig.Told(alert, 5).Order());
        Assert.Equal(["day", "fallback"], rig.Told(alert, 6).Order());
        Assert.All(rig.Notified, n => Assert.Equal(NotificationPriority.P1, n.Draft.Priority));
    }

    [Fact]
    public async Task Who_acknowledges_ends_the_calling_and_withdraws_what_was_not_sent_yet()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        rig.Log.Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0).Ticks(T0 + SecondMs, T0 + (70 * SecondMs), SecondMs);
        var alert = rig.Tell().Log.Single("sos");
        rig.Log.Act(alert, AlertWords.Acknowledge, T0 + (71 * SecondMs)).Ticks(T0 + (72 * SecondMs), T0 + (10 * MinuteMs), SecondMs);

        rig.Tell();

        Assert.Equal(["raised", "escalated", "acknowledge"], rig.Log.WhatOf(alert));
        Assert.All(rig.Notified, n => Assert.Equal((NotificationState.Superseded, "the alert went on: acknowledge by Li"), (n.State, n.Detail)));
        rig.Log.Act(alert, AlertWords.Close, T0 + (11 * MinuteMs), "true");
        rig.Tell();
        // Whoever was called hears that it is over, and does not have to hurry for that.
        Assert.Equal(["care", "day"], rig.Told(alert, 4).Order());
        Assert.All(rig.Notified.Where(n => n.State == NotificationState.Queued), n => Assert.Equal(NotificationPriority.P3, n.Draft.Priority));
    }

    [Fact]
    public async Task A_family_is_never_called_for_a_cable_and_not_for_a_fire_alarm_either()
    {
        var roster = Full with { Contacts = [.. Full.Contacts.Where(c => c.Home.Length == 0 || c.Id == "daughter")] };
        await using var rig = await DutyRig.CreateAsync(roster);
        rig.Log.Home(Home).Enrol("pir-1", "pir", Home).Enrol("smoke-1", "smokeDetector", Home).Enrol("leak-1", "leakDetector", Home).Measure("pir-1", "pir", T0, "motion", 0);
        rig.Log.Event("smoke-1", "smokeDetector", "smoke", "e-1", T0).Event("leak-1", "leakDetector", "leak", "e-2", T0);
        rig.Log.Ticks(T0 + MinuteMs, T0 + (4 * HourMs), MinuteMs);
        rig.Log.Ticks(T0 + (4 * HourMs), T0 + (6 * HourMs), MinuteMs, "gw-1");

        rig.Tell();

        Assert.Superset(new HashSet<string> { "smoke", "leak", "silentCare", "gatewayAway" }, rig.Log.Changes.Select(c => c.Alert.Rule).ToHashSet());
        Assert.Contains(rig.Log.Changes, c => c.Alert.Rule == "silentCare" && c.Transition.Level >= 2);
        Assert.NotEmpty(rig.Notified);
        Assert.DoesNotContain(rig.Notified, n => n.Draft.Recipient.EndsWith("daughter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_takes_300_devices_with_it_is_one_notification()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        for (var i = 0; i < 300; i++)
            rig.Log.Enrol($"pir-{i}", "pir").Measure($"pir-{i}", "pir", T0, "motion", 0);
        rig.Log.Tick(T0 + SecondMs).Ticks(T0 + MinuteMs, T0 + (9 * MinuteMs), MinuteMs, "gw-1");

        rig.Tell();

        var one = Assert.Single(rig.Notified);
        Assert.Equal(($"{Street}.technician", NotificationPriority.P2), (one.Draft.Recipient, one.Draft.Priority));
    }

    [Fact]
    public async Task A_thousand_triggers_of_one_cause_are_one_notification()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        rig.Log.Enrol("leak-1", "leakDetector");
        for (var i = 0; i < 1_000; i++)
            rig.Log.Event("leak-1", "leakDetector", "leak", FormattableString.Invariant($"e-{i}"), T0 + i);

        rig.Tell();

        Assert.Equal(1_000, rig.Log.Single("leak").Occurrences);
        Assert.Equal($"{Street}.day", Assert.Single(rig.Notified).Draft.Recipient);
    }

    [Fact]
    public async Task At_a_gap_the_fallback_is_told_and_without_one_it_stands_that_nobody_was()
    {
        await using var rig = await DutyRig.CreateAsync(Full with { Shifts = [] });
        rig.Log.Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0);
        Assert.Equal(["fallback"], rig.Tell().Told(rig.Log.Single("sos"), 1));
        rig.Book.Apply(Street, Full with { Shifts = [], Fallback = [], Lead = [] });

        rig.Log.Enrol("sos-2", "panicButton").Event("sos-2", "panicButton", "sos", "e-2", T0 + SecondMs);
        rig.Tell();

        var lost = Assert.Single(rig.Notified, n => n.State == NotificationState.NoRecipient);
        Assert.Equal(($"{Street}.nobody", "无人可通知：紧急呼救 · 百合社区"), (lost.Draft.Recipient, lost.Draft.TitleZh));
        Assert.Null(rig.Outbox.Take(new DeliveryLane(null, NotificationPriority.P1, ["desk"], TimeSpan.Zero, 1)));
    }

    [Fact]
    public async Task A_street_that_claims_a_kind_of_alert_is_told_of_it_wherever_it_happens()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        rig.Book.Apply("yinhu", Full with { ResponsibleFor = [new(Cause: "networkCut"), new(Community: Community, Cause: "personAtRisk", Rule: "fall")] });
        rig.Log.Enrol("sos-1", "panicButton").Enrol("radar-1", "fallRadar").Event("sos-1", "panicButton", "sos", "e-1", T0).Event("radar-1", "fallRadar", "fall", "e-2", T0);

        rig.Tell();

        Assert.Equal([("sos", $"{Street}.day"), ("fall", "yinhu.day")], rig.Notified.OrderBy(n => n.Draft.TitleEn, StringComparer.Ordinal).Select(n => (n.Draft.TitleEn.StartsWith("Fall", StringComparison.Ordinal) ? "fall" : "sos", n.Draft.Recipient)));
    }

    [Fact]
    public async Task A_place_and_a_scenario_go_to_the_street_that_claims_both_and_there_to_whoever_is_there_for_it()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        DutyContact[] desk = [.. Full.Contacts.Select(c => c.Id == "day" ? c with { Scenarios = ["JT"] } : c.Id == "standIn" ? c with { Scenarios = ["JK", "FW"] } : c)];
        rig.Book.Apply("yinhu", Full with { Contacts = desk, Shifts = [Shift("duty", "00:00", "00:00", "day", "standIn")], ResponsibleFor = [new(Community: Community, Scenario: "JK"), new(Cause: "placeAtRisk")] });
        rig.Book.Apply("lushan", Full with { ResponsibleFor = [new(Scenario: "FW")] });
        rig.Log.Enrol("sos-1", "panicButton").Enrol("leak-1", "leakDetector").Event("sos-1", "panicButton", "sos", "e-1", T0).Event("leak-1", "leakDetector", "leak", "e-2", T0);

        rig.Tell();

        // A scenario is more particular than a cause.
        Assert.Equal([("leak", "lushan.day"), ("sos", "yinhu.standIn")], rig.Notified.Select(n => (rig.Log.Changes.First(c => n.Draft.Key.Contains(c.Alert.Id, StringComparison.Ordinal)).Alert.Rule, n.Draft.Recipient)).Order());
    }

    [Fact]
    public async Task Who_is_there_for_some_scenarios_is_told_of_what_belongs_to_none_too()
    {
        await using var rig = await DutyRig.CreateAsync(Full with { Contacts = [.. Full.Contacts.Select(c => c with { Scenarios = ["JT"] })], Fallback = [] });
        rig.Log.Enrol("pir-1", "pir").Measure("pir-1", "pir", T0, "motion", 0).Ticks(T0 + MinuteMs, T0 + (9 * MinuteMs), MinuteMs, "gw-1");
        rig.Log.Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0 + (9 * MinuteMs));

        rig.Tell();

        Assert.Equal([("gatewayAway", $"{Street}.technician"), ("sos", $"{Street}.nobody")], rig.Notified.Select(n => (rig.Log.Changes.First(c => n.Draft.Key.Contains(c.Alert.Id, StringComparison.Ordinal)).Alert.Rule, n.Draft.Recipient)).Order());
    }

    [Fact]
    public async Task What_was_not_handed_in_when_the_process_ended_is_handed_in_at_the_next_start_and_nothing_twice()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        for (var i = 0; i < 100; i++)
            rig.Log.Enrol($"sos-{i}", "panicButton").Event($"sos-{i}", "panicButton", "sos", $"e-{i}", T0 + i);
        rig.Tell(atMost: 1);
        var before = rig.Notified.Select(n => n.Draft.Key).ToArray();
        Assert.InRange(before.Length, 1, 99);

        rig.Restart();
        // Somebody else is on duty by now: who was told before is not told through them again.
        rig.Book.Apply(Street, Full with { Shifts = [Shift("duty", "00:00", "00:00", "standIn")] });
        rig.Tell();

        Assert.Equal(100, rig.Notified.Count);
        Assert.Equal(100, rig.Notified.Select(n => n.Draft.Key.Split(':')[1]).Distinct().Count());
        Assert.Equal(before, rig.Notified.Where(n => n.Draft.Recipient == $"{Street}.day").Select(n => n.Draft.Key));
    }

    [Fact]
    public async Task What_happened_more_than_a_day_ago_wakes_nobody()
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        rig.Log.Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0).Enrol("sos-2", "panicButton").Event("sos-2", "panicButton", "sos", "e-2", T0 + (30 * HourMs));

        rig.Tell();

        Assert.Equal("device:sos-2#e-2", Assert.Single(rig.Log.Open, a => a.Rule == "sos" && rig.Told(a, 1).Any()).Subject);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Over_random_lives_every_call_is_told_once_and_nobody_is_called_while_somebody_has_it(int seed)
    {
        await using var rig = await DutyRig.CreateAsync(Full);
        var random = new Random(seed);
        rig.Log.Home(Home).Enrol("sos-1", "panicButton", Home).Enrol("w-1", "wearable", Home).Enrol("pir-1", "pir", Home).Measure("pir-1", "pir", T0, "motion", 0);
        var at = T0;
        for (var step = 0; step < 250; step++)
        {
            at += random.Next(1, 90) * SecondMs;
            Step(rig, random, at, step);
            if (random.Next(4) == 0)
                rig.Tell(atMost: random.Next(1, 3));
            if (random.Next(20) == 0)
                rig.Restart();
        }

        rig.Tell();

        var lives = rig.Log.Changes.GroupBy(c => c.Alert.Id);
        Assert.Equal(rig.Notified.Count, rig.Notified.Select(n => n.Draft.Key).Distinct().Count());
        foreach (var life in lives)
        {
            var stage = AlertStage.Closed;
            foreach (var change in life)
            {
                var told = rig.Outbox.BeginningWith($"alert:{life.Key}:{change.Transition.Number}:");
                var calls = told.Any(n => !n.Draft.TitleEn.StartsWith("Over", StringComparison.Ordinal));
                var mustCall = change.Transition.What is "raised" or "escalated" or "reopen" || (change.Transition.What == "again" && stage == AlertStage.Resolved);
                Assert.True(mustCall == calls, $"seed {seed}: {change.Alert.Rule} {change.Transition}");
                // While somebody has it, the next level is not told.
                Assert.False(change.Transition.What == "escalated" && stage != AlertStage.Firing, $"seed {seed}: {change.Transition}");
                stage = change.Transition.Stage;
            }
        }

        Assert.DoesNotContain(rig.Notified, n => n.Draft.Recipient.EndsWith("daughter", StringComparison.Ordinal) && !n.Draft.TitleEn.Contains("Call for help", StringComparison.Ordinal) && !n.Draft.TitleEn.Contains("Heart rate", StringComparison.Ordinal));
    }

    private static void Step(DutyRig rig, Random random, long at, int step)
    {
        var log = rig.Log;
        switch (random.Next(7))
        {
            case 0:
                log.Event("sos-1", "panicButton", "sos", $"e-{step}", at);
                break;
            case 1:
                log.Measure("w-1", "wearable", at, "heartRate", random.Next(2) == 0 ? 150 : 80);
                break;
            case 2:
                log.Measure("w-1", "wearable", at, "battery", random.Next(2) == 0 ? 10 : 90);
                break;
            case 3 when log.Open.Count > 0:
                var alert = log.Open.ElementAt(random.Next(log.Open.Count));
                var action = AlertWords.Actions[random.Next(AlertWords.Actions.Count)];
                log.Act(alert, action, at, action == AlertWords.Close ? "true" : action == AlertWords.Dispatch ? "Chen" : "");
                break;
            case 4 when log.State.Alerts.Closed.Count > 0:
                log.Act(log.State.Alerts.Closed.Values.First(), AlertWords.Reopen, at);
                break;
            default:
                log.Tick(at);
                break;
        }
    }
}
