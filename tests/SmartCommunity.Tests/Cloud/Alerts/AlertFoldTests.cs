using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Telemetry;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts;

public sealed class AlertFoldTests
{
    [Fact]
    public void Every_call_for_help_is_an_alert_of_its_own_and_told_twice_it_is_one()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton");

        log.Event("sos-1", "panicButton", "sos", "e-1", T0).Event("sos-1", "panicButton", "sos", "e-1", T0).Event("sos-1", "panicButton", "sos", "e-2", T0 + 500);

        Assert.Equal(["device:sos-1#e-1", "device:sos-1#e-2"], log.Open.Select(a => a.Subject));
        Assert.All(log.Open, a => Assert.Equal((AlertPriority.P1, AlertStage.Firing, 1), (a.Priority, a.Stage, a.Occurrences)));
        Assert.Equal(2, log.Changes.Select(c => c.Alert.Id).Distinct().Count());
    }

    [Fact]
    public void A_call_that_came_before_any_rules_were_in_force_is_not_missed_and_other_rules_raise_nothing_twice()
    {
        var log = new AlertLog(hasRules: false).Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0);
        Assert.Empty(log.Open);

        log.Rules(T0 + SecondMs);
        var alert = log.Single("sos");
        log.Act(alert, AlertWords.Close, T0 + MinuteMs, "true").Rules(T0 + (2 * MinuteMs));

        Assert.Empty(log.Open);
        Assert.Equal(["raised", "close"], log.WhatOf(alert));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(8, 0)]
    public void A_call_that_comes_days_late_is_still_a_call_and_one_of_last_week_is_history(int daysLate, int alerts)
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Tick(T0);

        log.Event("sos-1", "panicButton", "sos", "e-1", T0 - (daysLate * 24 * HourMs));

        Assert.Equal(alerts, log.Open.Count);
    }

    /// <summary>Somebody went there at once, while the line to the cloud was cut for two hours.</summary>
    [Fact]
    public void Steps_about_a_call_that_comes_late_follow_its_raising_over_a_restart_too()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Tick(T0 + (2 * HourMs)).LateEvent("sos-1", "panicButton", "sos", "e-1", T0);
        var alert = log.Single("sos");

        log.Step("sos-1", "e-1", "acknowledged", T0 + MinuteMs, T0 + (2 * HourMs) + SecondMs).Restart();
        log.Step("sos-1", "e-1", "onSite", T0 + (5 * MinuteMs), T0 + (2 * HourMs) + (2 * SecondMs)).Act(log.Single("sos"), AlertWords.Resolve, T0 + (3 * HourMs));

        var life = log.Changes.Where(c => c.Alert.Id == alert.Id).ToArray();
        long late = T0 + (2 * HourMs);
        Assert.Equal(
            [(AlertWords.Raised, late), (AlertWords.Acknowledge, late), (AlertWords.Handle, late), (AlertWords.Resolve, T0 + (3 * HourMs))], life.Select(c => (c.Transition.What, c.Transition.AtMs)));
        Assert.Equal([late, late, late, T0 + (3 * HourMs)], life.Select(c => c.Alert.StageSinceMs));
        Assert.Equal(T0, life[0].Alert.MeasuredAtMs);
    }

    [Fact]
    public void A_limit_must_be_passed_twice_and_for_a_minute_and_ends_only_below_its_lower_one()
    {
        var log = new AlertLog().Enrol("w-1", "wearable");
        log.Measure("w-1", "wearable", T0, "heartRate", 140).Measure("w-1", "wearable", T0 + (30 * SecondMs), "heartRate", 140);
        Assert.Empty(log.Open);

        log.Measure("w-1", "wearable", T0 + MinuteMs, "heartRate", 141);
        var alert = log.Single("heartRateHigh");
        Assert.Equal(new AlertReason("heartRate", 141, 130, T0 + MinuteMs), alert.Reason);
        log.Measure("w-1", "wearable", T0 + (2 * MinuteMs), "heartRate", 125);
        Assert.Equal(AlertStage.Firing, alert.Stage);
        log.Measure("w-1", "wearable", T0 + (3 * MinuteMs), "heartRate", 119);

        Assert.Equal((AlertStage.Resolved, false), (alert.Stage, alert.IsHolding));
        Assert.Equal(["raised", "ended"], log.WhatOf(alert));
    }

    [Fact]
    public void Three_high_readings_make_a_suggestion_and_two_do_not()
    {
        var log = new AlertLog().Enrol("hs-1", "healthStation");
        foreach (var minute in new[] { 0, 10 })
            log.Measure("hs-1", "healthStation", T0 + (minute * MinuteMs), "systolic", 185);
        log.Measure("hs-1", "healthStation", T0 + (20 * MinuteMs), "systolic", 150);
        foreach (var minute in new[] { 30, 40 })
            log.Measure("hs-1", "healthStation", T0 + (minute * MinuteMs), "systolic", 185);
        Assert.Empty(log.Open);

        log.Measure("hs-1", "healthStation", T0 + (50 * MinuteMs), "systolic", 185);

        Assert.Equal("pressureHigh", Assert.Single(log.Open).Rule);
    }

    [Fact]
    public void Bad_values_and_values_that_come_hours_late_raise_nothing()
    {
        var log = new AlertLog().Enrol("w-1", "wearable").Tick(T0 + (3 * HourMs));

        for (var i = 0; i < 5; i++)
            log.Measure("w-1", "wearable", T0 + (i * MinuteMs), "heartRate", 150);
        for (var i = 0; i < 5; i++)
            log.Measure("w-1", "wearable", T0 + (3 * HourMs) + (i * MinuteMs), "heartRate", 150, Quality.Bad);

        Assert.Empty(log.Open);
    }

    [Fact]
    public void Ten_thousand_triggers_of_one_cause_are_one_alert()
    {
        var log = new AlertLog().Enrol("leak-1", "leakDetector");

        for (var i = 0; i < 10_000; i++)
            log.Event("leak-1", "leakDetector", "leak", $"e-{i}", T0 + i);

        var alert = Assert.Single(log.Open);
        Assert.Equal(10_000, alert.Occurrences);
        Assert.Single(log.Changes.Select(c => c.Alert.Id).Distinct());
        Assert.Equal(Enumerable.Range(1, log.Changes.Count), log.Changes.Select(c => c.Transition.Number));
    }

    [Fact]
    public void A_P1_nobody_acknowledges_is_told_to_the_next_level_each_minute_and_an_acknowledged_one_is_not()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0).Tick(T0);
        var alert = log.Single("sos");

        log.Ticks(T0 + (59 * SecondMs), T0 + (59 * SecondMs), SecondMs);
        Assert.Equal(0, alert.Level);
        log.Ticks(T0 + (60 * SecondMs), T0 + (2 * MinuteMs), SecondMs);
        Assert.Equal(2, alert.Level);
        log.Act(alert, AlertWords.Acknowledge, T0 + (2 * MinuteMs) + 1).Ticks(T0 + (3 * MinuteMs), T0 + (20 * MinuteMs), MinuteMs);

        Assert.Equal((2, AlertStage.Acknowledged), (alert.Level, alert.Stage));
        Assert.Equal(["raised", "escalated", "escalated", "acknowledge"], log.WhatOf(alert));
    }

    [Fact]
    public void An_acknowledgement_that_is_taken_back_waits_and_escalates_again_as_a_new_one()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0).Tick(T0);
        var alert = log.Single("sos");

        log.Act(alert, AlertWords.Acknowledge, T0 + (10 * SecondMs)).Act(alert, AlertWords.Reopen, T0 + (50 * SecondMs));
        log.Ticks(T0 + (60 * SecondMs), T0 + (109 * SecondMs), SecondMs);
        Assert.Equal((0, AlertStage.Firing), (alert.Level, alert.Stage));
        log.Tick(T0 + (110 * SecondMs));
        Assert.Equal(1, alert.Level);
        log.Act(alert, AlertWords.Dispatch, T0 + (2 * MinuteMs), "Chen").Act(alert, AlertWords.Reopen, T0 + (3 * MinuteMs));

        Assert.Equal(AlertStage.Dispatched, alert.Stage);
        Assert.Equal(["raised", "acknowledge", "reopen", "escalated", "dispatch"], log.WhatOf(alert));
    }

    [Fact]
    public void A_whole_life_and_nothing_out_of_order()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Event("sos-1", "panicButton", "sos", "e-1", T0).Tick(T0);
        var alert = log.Single("sos");
        log.Act(alert, AlertWords.Acknowledge, T0 + 1).Act(alert, AlertWords.Acknowledge, T0 + 2, actor: "Wang").Act(alert, AlertWords.Dispatch, T0 + 3, "Chen").Act(alert, AlertWords.Handle, T0 + 4)
            .Act(alert, AlertWords.Resolve, T0 + 5).Act(alert, AlertWords.Handle, T0 + 6).Act(alert, AlertWords.Close, T0 + 7, "true");
        Assert.Empty(log.Open);

        log.Act(alert, AlertWords.Comment, T0 + 8).Act(alert, AlertWords.Reopen, T0 + 9);

        Assert.Equal((AlertStage.Firing, "", "Chen"), (alert.Stage, alert.Code, alert.Assignee));
        Assert.Equal(["raised", "acknowledge", "dispatch", "handle", "resolve", "close", "comment", "reopen"], log.WhatOf(alert));
        log.Act(alert, AlertWords.Close, T0 + 10, "false").Tick(T0 + (25 * HourMs)).Act(alert, AlertWords.Reopen, T0 + (25 * HourMs));
        Assert.DoesNotContain(log.Open, a => a.Rule == "sos");
    }

    [Fact]
    public void A_cause_that_comes_back_before_it_is_closed_opens_the_same_alert_again()
    {
        var log = new AlertLog().Enrol("w-1", "wearable");
        foreach (var (minute, battery) in new[] { (0, 15), (1, 15), (2, 40), (3, 15), (4, 15) })
            log.Measure("w-1", "wearable", T0 + (minute * MinuteMs), "battery", battery);

        var alert = log.Single("batteryLow");

        Assert.Equal((AlertStage.Firing, 2), (alert.Stage, alert.Occurrences));
        Assert.Equal(["raised", "ended", "again"], log.WhatOf(alert));
    }

    [Fact]
    public void A_fault_that_ends_by_itself_is_closed_by_itself_and_a_persons_alert_never_is()
    {
        var log = new AlertLog().Enrol("w-1", "wearable");
        foreach (var (minute, battery, heartRate) in new[] { (0, 15, 140), (1, 15, 140), (2, 15, 140), (3, 40, 80) })
            log.Measure("w-1", "wearable", T0 + (minute * MinuteMs), "battery", battery).Measure("w-1", "wearable", T0 + (minute * MinuteMs), "heartRate", heartRate);

        log.Ticks(T0 + (4 * MinuteMs), T0 + (14 * MinuteMs), MinuteMs);

        var alert = Assert.Single(log.Open);
        Assert.Equal(("heartRateHigh", AlertStage.Resolved), (alert.Rule, alert.Stage));
        Assert.Equal("deviceFault", Assert.Single(log.State.Alerts.Closed.Values).Code);
    }

    [Fact]
    public void A_gateway_that_is_away_with_300_devices_is_one_alert()
    {
        var log = new AlertLog();
        for (var i = 0; i < 300; i++)
            log.Enrol($"pir-{i}", "pir").Measure($"pir-{i}", "pir", T0, "motion", 0);
        log.Tick(T0 + SecondMs);

        log.Ticks(T0 + MinuteMs, T0 + (8 * HourMs), 5 * MinuteMs, "gw-1");

        var alert = Assert.Single(log.Open);
        Assert.Equal(("gatewayAway", "gateway:gw-1", AlertCause.NetworkCut), (alert.Rule, alert.Subject, alert.Cause));
        Assert.Single(log.Changes, c => c.Transition.What == "raised");
        log.Tick(T0 + (8 * HourMs) + MinuteMs);
        Assert.Equal(AlertStage.Resolved, alert.Stage);
    }

    [Fact]
    public void A_device_that_is_silent_while_its_gateway_is_there_is_its_own_fault()
    {
        var log = new AlertLog().Enrol("pir-1", "pir").Measure("pir-1", "pir", T0, "motion", 0);

        log.Ticks(T0 + MinuteMs, T0 + (2 * HourMs), MinuteMs);
        var alert = Assert.Single(log.Open);
        // It was online only briefly before: three messages in a row, not one, show that it is back.
        foreach (var minute in new[] { 1, 6, 11 })
            log.Measure("pir-1", "pir", T0 + (2 * HourMs) + (minute * MinuteMs), "motion", 0).Tick(T0 + (2 * HourMs) + (minute * MinuteMs) + SecondMs);

        Assert.Equal(("silentCare", AlertCause.DeviceFault, AlertStage.Resolved), (alert.Rule, alert.Cause, alert.Stage));
    }

    [Fact]
    public void A_home_where_motion_door_and_water_are_quiet_is_one_alert_that_any_sign_ends()
    {
        var log = QuietHome();

        Live(log, T0, T0 + (5 * HourMs));
        Assert.Empty(log.Open);
        Live(log, T0 + (5 * HourMs), T0 + (14 * HourMs) - MinuteMs);

        var alert = Assert.Single(log.Open);
        Assert.Equal(("quietHome", "unit:baihe-1", AlertPriority.P2, AlertCause.PersonAtRisk), (alert.Rule, alert.Subject, alert.Priority, alert.Cause));
        log.Measure("pir-1", "pir", T0 + (14 * HourMs), "motion", 1);
        Assert.Equal((AlertStage.Resolved, 1), (alert.Stage, log.Open.Count));
    }

    [Fact]
    public void A_home_whose_last_sign_is_its_door_is_empty_and_only_after_a_day_and_a_half_is_somebody_asked()
    {
        var log = QuietHome();
        log.Measure("pir-1", "pir", T0, "motion", 1).Measure("door-1", "doorContact", T0, "door", 0).Measure("water-1", "waterMeter", T0, "volume", 7);
        log.Measure("door-1", "doorContact", T0 + MinuteMs, "door", 1).Measure("door-1", "doorContact", T0 + (2 * MinuteMs), "door", 0);

        Live(log, T0 + (5 * MinuteMs), T0 + (36 * HourMs));
        Assert.Empty(log.Open);
        Live(log, T0 + (36 * HourMs), T0 + (37 * HourMs));
        Assert.Equal("door", log.Single("quietHome").Reason.Quantity);

        // Motion after the door: somebody is at home, and the door says nothing any more.
        log.Measure("pir-1", "pir", T0 + (37 * HourMs), "motion", 1);
        Live(log, T0 + (37 * HourMs) + (5 * MinuteMs), T0 + (49 * HourMs));
        Assert.Equal(("motion", true), (log.Single("quietHome").Reason.Quantity, log.Single("quietHome").IsHolding));
    }

    [Fact]
    public void A_home_that_has_only_a_water_meter_is_asked_after_twelve_hours()
    {
        var log = new AlertLog().Home("unit:baihe-1").Enrol("water-1", "waterMeter", "unit:baihe-1");
        void Still(long from, long to)
        {
            for (var at = from; at < to; at += 5 * MinuteMs)
                log.Measure("water-1", "waterMeter", at, "volume", 7).Tick(at + SecondMs);
        }

        Still(T0, T0 + (12 * HourMs));
        Assert.Empty(log.Open);
        Still(T0 + (12 * HourMs), T0 + (12 * HourMs) + (10 * MinuteMs));

        Assert.Equal("volume", log.Single("quietHome").Reason.Quantity);
    }

    [Fact]
    public void Nobody_is_called_for_a_cable()
    {
        var log = QuietHome();
        Live(log, T0, T0 + (2 * HourMs));

        // The motion detector's battery is empty: the home cannot be judged, the device can.
        for (var at = T0 + (2 * HourMs); at < T0 + (20 * HourMs); at += 5 * MinuteMs)
            log.Measure("door-1", "doorContact", at, "door", 0).Measure("water-1", "waterMeter", at, "volume", 7).Tick(at + SecondMs);

        Assert.Equal(["silentCare"], log.Open.Select(a => a.Rule));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_restart_anywhere_changes_nothing(int seed)
    {
        var log = new AlertLog().Home("unit:baihe-1").Enrol("pir-1", "pir", "unit:baihe-1").Enrol("w-1", "wearable").Enrol("sos-1", "panicButton");
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
            Step(log, random, T0 + (i * 7 * MinuteMs));
        var whole = log.Changes;

        var state = new CommunityState(Community);
        var (changes, again, standings) = (new FoldChanges(), new List<AlertChange>(), new List<SettingStanding>());
        foreach (var entry in log.Entries)
        {
            CommunityFold.Apply(state, entry, changes);
            again.AddRange(changes.Alerts);
            standings.AddRange(changes.Settings.Values);
            changes.Clear();
            if (random.Next(10) == 0)
                state = CommunitySnapshot.Read(CommunitySnapshot.Write(state));
        }

        Assert.NotEmpty(whole);
        Assert.NotEmpty(log.Standings);
        Assert.Equal(whole, again);
        Assert.Equal(log.Standings, standings);
        Assert.Equal(CommunitySnapshot.Write(log.State), CommunitySnapshot.Write(state));
        Assert.All(whole.GroupBy(c => c.Alert.Id), life => Assert.Equal(Enumerable.Range(1, life.Count()), life.Select(c => c.Transition.Number)));
    }

    private static void Step(AlertLog log, Random random, long atMs)
    {
        switch (random.Next(8))
        {
            case 0:
                log.Event("sos-1", "panicButton", "sos", $"e-{random.Next(40)}", atMs);
                break;
            case 1:
                log.Measure("w-1", "wearable", atMs, "heartRate", random.Next(30, 160));
                break;
            case 2:
                log.Measure("w-1", "wearable", atMs, "battery", random.Next(10, 40));
                break;
            case 3:
                log.Measure("pir-1", "pir", atMs, "motion", random.Next(8) == 0 ? 1 : 0);
                break;
            case 5:
                log.Set(atMs, RandomSetting(random, atMs));
                break;
            case 6 when log.State.Alerts.Settings.All.Count > 0:
                var setting = log.State.Alerts.Settings.All.Values.ElementAt(random.Next(log.State.Alerts.Settings.All.Count)).Said;
                log.Set(atMs, random.Next(2) == 0 ? setting with { ApprovedBy = "Wang" } : setting with { EndedAtMs = atMs });
                break;
            case 4 when log.State.Alerts.Open.Count > 0:
                var alert = log.Open.ElementAt(random.Next(log.Open.Count));
                var action = AlertWords.Actions[random.Next(AlertWords.Actions.Count)];
                log.Act(alert, action, atMs, action == AlertWords.Close ? "true" : action == AlertWords.Dispatch ? "Chen" : "");
                break;
            default:
                log.Tick(atMs, random.Next(20) == 0 ? ["gw-1"] : []);
                break;
        }
    }

    private static LoggedAlertSetting RandomSetting(Random random, long atMs)
    {
        var (id, untilMs) = ($"s{random.Next(1_000_000)}", atMs + (random.Next(1, 60) * 7 * MinuteMs));
        return random.Next(4) switch
        {
            0 => new LoggedAlertSetting { Id = id, Kind = "override", Targets = [random.Next(2) == 0 ? "device:w-1" : "community:baihe"], Rules = ["heartRateHigh"], Limit = random.Next(90, 150), FromMs = atMs, UntilMs = untilMs, Version = 0 },
            1 => new LoggedAlertSetting { Id = id, Kind = "away", Targets = ["unit:baihe-1"], Rules = [], FromMs = atMs, UntilMs = untilMs, Version = 0 },
            2 => new LoggedAlertSetting { Id = id, Kind = "window", Targets = ["community:baihe"], Rules = ["sos", "batteryLow"], FromMs = atMs, UntilMs = untilMs, Version = 0 },
            _ => new LoggedAlertSetting { Id = id, Kind = "window", Targets = ["device:w-1"], Rules = [], FromMs = atMs + (7 * MinuteMs), UntilMs = untilMs, Version = 0 },
        };
    }

    private static AlertLog QuietHome() => new AlertLog().Home("unit:baihe-1").Enrol("pir-1", "pir", "unit:baihe-1").Enrol("door-1", "doorContact", "unit:baihe-1").Enrol("water-1", "waterMeter", "unit:baihe-1");

    /// <summary>Every device reports each five minutes that nothing happens.</summary>
    private static void Live(AlertLog log, long fromMs, long toMs)
    {
        for (var at = fromMs; at < toMs; at += 5 * MinuteMs)
            log.Measure("pir-1", "pir", at, "motion", 0).Measure("door-1", "doorContact", at, "door", 0).Measure("water-1", "waterMeter", at, "volume", 7).Tick(at + SecondMs);
    }
}
