using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Storage.Alerts;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts.Settings;

/// <summary>Overrides and maintenance windows on simulated time.</summary>
public sealed class SettingsFoldTests
{
    [Fact]
    public void A_window_mutes_counts_and_ends_with_the_tick_of_its_end_and_what_still_holds_is_raised_once()
    {
        var log = new AlertLog().Enrol("w-1", "wearable").Enrol("w-2", "wearable").Tick(T0);
        log.Set(T0, Window("s1", T0, T0 + HourMs));
        Beat(log, "w-1", T0 + MinuteMs, 140);
        Beat(log, "w-2", T0 + MinuteMs, 140);
        log.Measure("w-2", "wearable", T0 + (30 * MinuteMs), "heartRate", 80);

        log.Tick(T0 + HourMs - SecondMs);
        Assert.Empty(log.Open);
        Assert.Equal((2, "heartRateHigh device:w-2"), (log.State.Alerts.Settings.All["s1"].Muted, log.State.Alerts.Settings.All["s1"].MutedWhat));
        log.Tick(T0 + HourMs).Tick(T0 + HourMs + SecondMs);

        var alert = Assert.Single(log.Open);
        Assert.Equal(("device:w-1", AlertStage.Firing, T0 + HourMs), (alert.Subject, alert.Stage, alert.RaisedAtMs));
        Assert.Equal(["raised"], log.Changes.Select(c => c.Transition.What));
        Assert.Equal((SettingPhase.Ended, "time", T0 + HourMs), (log.Standings[^1].Phase, log.Standings[^1].EndedHow, log.Standings[^1].SinceMs));
        log.Measure("w-1", "wearable", T0 + HourMs + MinuteMs, "heartRate", 150);
        Assert.Equal(1, alert.Occurrences);
    }

    [Fact]
    public void A_window_ends_early_by_hand_and_a_second_one_takes_over_what_it_covers()
    {
        var log = new AlertLog().Enrol("w-1", "wearable").Tick(T0);
        var first = log.Set(T0, Window("s1", T0, T0 + HourMs));
        log.Set(T0, Window("s2", T0, T0 + (2 * HourMs), "device:w-1"));
        Beat(log, "w-1", T0 + MinuteMs, 140);

        log.Set(T0 + (10 * MinuteMs), first with { EndedAtMs = T0 + (10 * MinuteMs) });
        log.Tick(T0 + (11 * MinuteMs));
        Assert.Empty(log.Open);
        log.Tick(T0 + (2 * HourMs));

        Assert.Equal(T0 + (2 * HourMs), log.Single("heartRateHigh").RaisedAtMs);
        Assert.Equal(["person", "time"], log.Standings.Where(s => s.Phase == SettingPhase.Ended).Select(s => s.EndedHow));
    }

    [Fact]
    public void An_alert_that_is_open_when_a_window_begins_stays_and_is_not_raised_again_in_it()
    {
        var log = new AlertLog().Enrol("w-1", "wearable").Tick(T0);
        Beat(log, "w-1", T0, 140);
        var alert = log.Single("heartRateHigh");
        log.Set(T0 + (2 * MinuteMs), Window("s1", T0, T0 + HourMs));

        log.Measure("w-1", "wearable", T0 + (5 * MinuteMs), "heartRate", 80);
        Beat(log, "w-1", T0 + (10 * MinuteMs), 150);
        Assert.Equal((AlertStage.Resolved, 1), (alert.Stage, alert.Occurrences));
        log.Tick(T0 + HourMs);

        Assert.Equal((AlertStage.Firing, 2), (alert.Stage, alert.Occurrences));
        Assert.Equal(["raised", "ended", "again"], log.WhatOf(alert));
    }

    [Fact]
    public void A_call_for_help_is_muted_only_after_a_second_person_agreed_and_only_where_it_was_said()
    {
        var log = new AlertLog().Home("unit:baihe-1").Building("building:b-1", "unit:baihe-1").Enrol("sos-1", "panicButton", "unit:baihe-1").Enrol("sos-2", "panicButton").Tick(T0);
        log.Set(T0, Window("s0", T0, T0 + (4 * HourMs))); // Every rule that is no safety rule.
        var drill = log.Set(T0, Window("s1", T0, T0 + (4 * HourMs), "building:b-1") with { Rules = ["sos"] });
        Assert.Equal(SettingPhase.Waiting, log.State.Alerts.Settings.All["s1"].Phase);
        log.Event("sos-1", "panicButton", "sos", "e-1", T0 + SecondMs);

        log.Set(T0 + MinuteMs, drill with { ApprovedBy = "Wang" });
        log.Event("sos-1", "panicButton", "sos", "e-2", T0 + (2 * MinuteMs)).Event("sos-2", "panicButton", "sos", "e-3", T0 + (2 * MinuteMs));
        log.Tick(T0 + (5 * HourMs));

        Assert.Equal(["device:sos-1#e-1", "device:sos-2#e-3"], log.Open.Where(a => a.Rule == "sos").Select(a => a.Subject));
        Assert.Equal((1, SettingPhase.Ended), (log.State.Alerts.Settings.All["s1"].Muted, log.State.Alerts.Settings.All["s1"].Phase));
    }

    [Fact]
    public void An_event_is_judged_by_when_it_happened_however_late_it_comes()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Tick(T0);
        log.Set(T0, Window("s1", T0 + HourMs, T0 + (2 * HourMs)) with { Rules = ["sos"], ApprovedBy = "Wang" });
        log.Ticks(T0 + MinuteMs, T0 + HourMs, MinuteMs);

        // Before the window, told within it; within it, told after it; after it.
        Late(log, "e-1", T0 + (59 * MinuteMs), T0 + (70 * MinuteMs));
        log.Tick(T0 + (2 * HourMs));
        Late(log, "e-2", T0 + (119 * MinuteMs), T0 + (3 * HourMs));
        Late(log, "e-3", T0 + (121 * MinuteMs), T0 + (3 * HourMs));

        Assert.Equal(["device:sos-1#e-1", "device:sos-1#e-3"], log.Open.Select(a => a.Subject));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Smoke_that_still_stands_when_a_drill_is_over_is_raised_once(double value, int alerts)
    {
        var log = new AlertLog().Enrol("smoke-1", "smokeDetector").Tick(T0);
        log.Set(T0, Window("s1", T0, T0 + HourMs) with { Rules = ["smoke"], ApprovedBy = "Wang" });
        for (var i = 1; i <= 20; i++)
            log.Event("smoke-1", "smokeDetector", "smoke", $"e-{i}", T0 + (i * MinuteMs));
        log.Measure("smoke-1", "smokeDetector", T0 + (40 * MinuteMs), "smoke", value);

        log.Tick(T0 + HourMs).Tick(T0 + HourMs + SecondMs);

        Assert.Equal(alerts, log.Open.Count);
        Assert.Equal(20, log.State.Alerts.Settings.All["s1"].Muted);
        Assert.Single(log.State.Alerts.Settings.All);
    }

    [Fact]
    public void A_persons_own_limit_with_three_readings_stands_before_that_of_the_building()
    {
        var log = new AlertLog().Home("unit:baihe-1").Building("building:b-1", "unit:baihe-1").Enrol("w-1", "wearable", "unit:baihe-1").Enrol("w-2", "wearable", "unit:baihe-1").Tick(T0);
        log.Set(T0, Override("s1", "heartRateHigh", "building:b-1") with { Limit = 150 });
        log.Set(T0, Override("s2", "heartRateHigh", "device:w-1") with { Limit = 100, Readings = 3 });
        foreach (var minute in new[] { 1, 2 })
        {
            log.Measure("w-1", "wearable", T0 + (minute * MinuteMs), "heartRate", 105);
            log.Measure("w-2", "wearable", T0 + (minute * MinuteMs), "heartRate", 145);
        }

        Assert.Empty(log.Open);
        log.Measure("w-1", "wearable", T0 + (3 * MinuteMs), "heartRate", 106).Measure("w-2", "wearable", T0 + (3 * MinuteMs), "heartRate", 145);

        var alert = Assert.Single(log.Open);
        Assert.Equal(("device:w-1", new AlertReason("heartRate", 106, 100, T0 + (3 * MinuteMs))), (alert.Subject, alert.Reason));
        Assert.Equal("s2", log.Changes[0].Transition.Code);
        // The way back keeps its distance: 10 below the limit, as the rule has it.
        log.Measure("w-1", "wearable", T0 + (4 * MinuteMs), "heartRate", 95);
        Assert.Equal(AlertStage.Firing, alert.Stage);
        log.Measure("w-1", "wearable", T0 + (5 * MinuteMs), "heartRate", 89);
        Assert.Equal(AlertStage.Resolved, alert.Stage);
    }

    [Fact]
    public void An_override_ends_by_itself_and_an_alert_that_holds_under_both_stays_as_it_is()
    {
        var log = new AlertLog().Enrol("w-1", "wearable").Enrol("w-2", "wearable").Tick(T0);
        log.Set(T0, Override("s1", "heartRateHigh", "community:baihe") with { Limit = 100, UntilMs = T0 + HourMs });
        Beat(log, "w-1", T0 + MinuteMs, 135);
        Beat(log, "w-2", T0 + MinuteMs, 110);
        Assert.Equal(2, log.Open.Count);

        log.Tick(T0 + HourMs - SecondMs);
        Assert.All(log.Open, a => Assert.Equal(AlertStage.Firing, a.Stage));
        log.Tick(T0 + HourMs);

        Assert.Equal([AlertStage.Firing, AlertStage.Resolved], log.Open.Select(a => a.Stage));
        Assert.Equal(["raised", "raised", "ended"], log.Changes.Where(c => c.Transition.What != "escalated").Select(c => c.Transition.What));
    }

    [Fact]
    public void A_rule_that_is_switched_off_for_a_device_ends_its_alert_and_looks_again_when_it_is_on()
    {
        var log = new AlertLog().Enrol("pir-1", "pir").Measure("pir-1", "pir", T0, "motion", 0).Ticks(T0 + MinuteMs, T0 + (2 * HourMs), MinuteMs);
        var alert = log.Single("silentCare");

        var off = log.Set(T0 + (2 * HourMs) + SecondMs, Override("s1", "silentCare", "device:pir-1") with { IsOff = true });
        log.Tick(T0 + (2 * HourMs) + MinuteMs);
        Assert.Equal(AlertStage.Resolved, alert.Stage);
        log.Tick(T0 + (4 * HourMs));
        Assert.Empty(log.Open);
        log.Set(T0 + (5 * HourMs), off with { EndedAtMs = T0 + (5 * HourMs) });
        log.Tick(T0 + (5 * HourMs) + SecondMs);

        Assert.Equal("silentCare", Assert.Single(log.Open).Rule);
    }

    [Fact]
    public void A_safety_rule_is_off_by_no_override_whatever_a_log_says()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Tick(T0);
        log.Set(T0, Override("s1", "sos", "device:sos-1") with { IsOff = true });

        log.Event("sos-1", "panicButton", "sos", "e-1", T0 + SecondMs);

        Assert.Single(log.Open);
    }

    [Fact]
    public void A_value_that_comes_hours_late_raises_nothing_and_a_window_counts_nothing_of_it()
    {
        var log = new AlertLog().Enrol("w-1", "wearable").Tick(T0 + (3 * HourMs));
        log.Set(T0 + (3 * HourMs), Window("s1", T0, T0 + (9 * HourMs)));

        Beat(log, "w-1", T0, 150);

        Assert.Equal((0, 0), (log.Open.Count, log.State.Alerts.Settings.All["s1"].Muted));
    }

    [Fact]
    public void Ten_thousand_events_of_a_drill_keep_one_cause_and_are_over_with_it()
    {
        var log = new AlertLog().Enrol("sos-1", "panicButton").Tick(T0);
        log.Set(T0, Window("s1", T0, T0 + HourMs) with { Rules = ["sos"], ApprovedBy = "Wang" });
        for (var i = 0; i < 10_000; i++)
            log.Event("sos-1", "panicButton", "sos", $"e-{i}", T0 + 1 + i);
        Assert.Single(log.State.Alerts.Settings.Muted);

        log.Tick(T0 + HourMs);

        Assert.Equal((0, 0, 10_000), (log.Open.Count, log.State.Alerts.Settings.Muted.Count, log.State.Alerts.Settings.All["s1"].Muted));
        Assert.Equal(Enumerable.Range(1, log.Standings.Count).Select(n => (long)n), log.Standings.Select(s => s.Number));
    }

    internal static LoggedAlertSetting Window(string id, long fromMs, long untilMs, string target = "community:baihe") =>
        new() { Id = id, Kind = "window", Targets = [target], Rules = [], FromMs = fromMs, UntilMs = untilMs, Version = 0 };

    internal static LoggedAlertSetting Override(string id, string rule, string target) =>
        new() { Id = id, Kind = "override", Targets = [target], Rules = [rule], FromMs = T0, Version = 0 };

    /// <summary>A heart rate over a minute.</summary>
    private static void Beat(AlertLog log, string device, long atMs, double rate)
    {
        foreach (var second in new[] { 0, 30, 60 })
            log.Measure(device, "wearable", atMs + (second * SecondMs), "heartRate", rate);
    }

    private static void Late(AlertLog log, string id, long atMs, long toldAtMs) => log.Tick(toldAtMs).LateEvent("sos-1", "panicButton", "sos", id, atMs);
}
