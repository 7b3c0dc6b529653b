using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Storage.Alerts;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts;

public sealed class LastingFoldTests
{
    private const string Door = "doorOpen, priority: P3, condition: {state: {quantity: door, is: open, for: 30min}}";

    private const string Bed = "bedLeft, priority: P2, condition: {state: {quantity: inBed, is: false, for: 20min, from: \"22:00\", to: \"06:00\"}}";

    private const string Lane = "lane, priority: P2, condition: {repeated: {events: [fireLaneBlocked], for: 3min, gap: 3min}}";

    /// <summary>Ten in the evening of the day of <see cref="T0"/>.</summary>
    private static readonly long Night = T0 + (14 * HourMs);

    [Fact]
    public void A_door_that_says_nothing_more_stands_open_for_half_an_hour_by_the_ticks_alone()
    {
        var log = new AlertLog(hasRules: false).Rules(T0 - HourMs, Door).Enrol("d-1", "doorContact").Measure("d-1", "doorContact", T0, "door", 1);

        log.Ticks(T0 + MinuteMs, T0 + (29 * MinuteMs), MinuteMs);
        Assert.Empty(log.Open);
        log.Tick(T0 + (30 * MinuteMs));

        var alert = log.Single("doorOpen");
        Assert.Equal(new AlertReason("door", 1_800, 1_800, T0), alert.Reason);
        log.Measure("d-1", "doorContact", T0 + (40 * MinuteMs), "door", 1).Measure("d-1", "doorContact", T0 + (41 * MinuteMs), "door", 0);
        Assert.Equal((AlertStage.Resolved, 1), (alert.Stage, alert.Occurrences));
    }

    [Fact]
    public void A_door_that_was_shut_in_between_begins_anew_and_one_that_is_not_heard_tells_nothing()
    {
        var log = new AlertLog(hasRules: false).Rules(T0 - HourMs, Door).Enrol("d-1", "doorContact");
        log.Measure("d-1", "doorContact", T0, "door", 1).Measure("d-1", "doorContact", T0 + (20 * MinuteMs), "door", 0).Measure("d-1", "doorContact", T0 + (21 * MinuteMs), "door", 1);

        log.Ticks(T0 + (30 * MinuteMs), T0 + (49 * MinuteMs), MinuteMs);
        Assert.Empty(log.Open);
        // Away from here on: nobody knows whether it was shut.
        log.Ticks(T0 + (50 * MinuteMs), T0 + (90 * MinuteMs), 10 * SecondMs, "gw-1");

        Assert.Empty(log.Open);
    }

    [Fact]
    public void Who_leaves_the_bed_at_night_and_does_not_come_back_is_missed_and_who_never_lay_down_is_not()
    {
        var log = new AlertLog(hasRules: false).Rules(T0 - HourMs, Bed).Enrol("b-1", "bedSensor").Enrol("b-2", "bedSensor").Enrol("b-3", "bedSensor");
        log.Measure("b-1", "bedSensor", Night, "inBed", 1).Measure("b-2", "bedSensor", Night - HourMs, "inBed", 0).Measure("b-3", "bedSensor", Night, "inBed", 1);
        Live(log, Night, Night + HourMs, b1: 1, b2: 0, b3: 1);

        Live(log, Night + HourMs, Night + (2 * HourMs), b1: 0, b2: 0, b3: 1);

        var alert = log.Single("bedLeft");
        Assert.Equal(("device:b-1", Night + HourMs), (alert.Subject, alert.Reason.AtMs));
        Assert.Equal((20 * 60) + 1, alert.Reason.Value);
    }

    [Theory]
    [InlineData(7, 40, 0)] // 05:40: twenty minutes later the night is over.
    [InlineData(7, 39, 1)]
    public void Getting_up_in_the_morning_is_no_absence(int hours, int minutes, int alerts)
    {
        var log = new AlertLog(hasRules: false).Rules(T0 - HourMs, Bed).Enrol("b-1", "bedSensor");
        var up = Night + (hours * HourMs) + (minutes * MinuteMs);
        log.Measure("b-1", "bedSensor", up - MinuteMs, "inBed", 1);

        for (var at = up; at < up + HourMs; at += MinuteMs)
            log.Measure("b-1", "bedSensor", at, "inBed", 0).Tick(at);

        Assert.Equal(alerts, log.Open.Count);
    }

    [Fact]
    public void A_blocked_lane_is_said_again_for_three_minutes_and_over_when_it_is_not_said_any_more()
    {
        var log = new AlertLog(hasRules: false).Rules(T0 - HourMs, Lane).Enrol("p-1", "parkingSite");
        foreach (var minute in new[] { 0, 1, 2 })
            log.Event("p-1", "parkingSite", "fireLaneBlocked", $"e-{minute}", T0 + (minute * MinuteMs));
        Assert.Empty(log.Open);

        log.Event("p-1", "parkingSite", "fireLaneBlocked", "e-3", T0 + (3 * MinuteMs)).Event("p-1", "parkingSite", "fireLaneBlocked", "e-4", T0 + (4 * MinuteMs));
        var alert = log.Single("lane");
        Assert.Equal((180.0, "fireLaneBlocked", 1), (alert.Reason.Value, alert.EventType, alert.Occurrences));
        log.Tick(T0 + (7 * MinuteMs));
        Assert.Equal(AlertStage.Firing, alert.Stage);
        log.Tick(T0 + (7 * MinuteMs) + SecondMs);

        Assert.Equal(AlertStage.Resolved, alert.Stage);
    }

    [Fact]
    public void Cars_that_drive_through_a_lane_now_and_then_block_nothing()
    {
        var log = new AlertLog(hasRules: false).Rules(T0 - HourMs, Lane).Enrol("p-1", "parkingSite");

        for (var minute = 0; minute < 60; minute += 4)
            log.Event("p-1", "parkingSite", "fireLaneBlocked", $"e-{minute}", T0 + (minute * MinuteMs)).Tick(T0 + ((minute + 3) * MinuteMs) + SecondMs);

        Assert.Empty(log.Open);
    }

    [Fact]
    public void What_waits_for_time_survives_a_restart()
    {
        var log = new AlertLog(hasRules: false).Rules(T0 - HourMs, $"{Door}\n{Lane}").Enrol("d-1", "doorContact").Enrol("p-1", "parkingSite").Measure("d-1", "doorContact", T0, "door", 1);
        for (var minute = 0; minute < 4; minute++)
            log.Event("p-1", "parkingSite", "fireLaneBlocked", $"e-{minute}", T0 + (minute * MinuteMs));

        log.Restart().Tick(T0 + (10 * MinuteMs)).Restart().Tick(T0 + (30 * MinuteMs));

        Assert.Equal([("doorOpen", AlertStage.Firing), ("lane", AlertStage.Resolved)], log.Open.Select(a => (a.Rule, a.Stage)));
    }

    private static void Live(AlertLog log, long fromMs, long toMs, double b1, double b2, double b3)
    {
        for (var at = fromMs; at < toMs; at += MinuteMs)
            log.Measure("b-1", "bedSensor", at, "inBed", b1).Measure("b-2", "bedSensor", at, "inBed", b2).Measure("b-3", "bedSensor", at, "inBed", b3).Tick(at + SecondMs);
    }
}
