using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Storage.Alerts;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts.Settings;

/// <summary>Homes whose people are away, on simulated time.</summary>
public sealed class AwayFoldTests
{
    private const string Unit = "unit:baihe-1";

    [Fact]
    public void Nobody_is_looked_for_in_a_home_whose_people_are_away_and_a_call_from_it_is_still_a_call()
    {
        var log = Home();
        log.Set(T0, Away(T0, T0 + (48 * HourMs)));

        Quiet(log, T0, T0 + (47 * HourMs));
        Assert.Empty(log.Open);
        log.Event("sos-1", "panicButton", "sos", "e-1", T0 + (47 * HourMs));

        Assert.Equal("sos", Assert.Single(log.Open).Rule);
    }

    [Fact]
    public void The_first_sign_of_life_ends_it_and_says_which_device_it_was()
    {
        var log = Home();
        log.Set(T0, Away(T0, T0 + (48 * HourMs)));
        Quiet(log, T0, T0 + (10 * HourMs));

        log.Measure("pir-1", "pir", T0 + (10 * HourMs), "motion", 1);
        var standing = log.Standings[^1];
        Assert.Equal((SettingPhase.Ended, "signOfLife", "pir-1"), (standing.Phase, standing.EndedHow, standing.EndedWhat));
        Quiet(log, T0 + (10 * HourMs) + MinuteMs, T0 + (28 * HourMs));

        Assert.Equal("quietHome", Assert.Single(log.Open).Rule);
    }

    [Fact]
    public void Steps_within_half_an_hour_after_it_begins_are_their_leaving()
    {
        var log = Home();
        log.Set(T0, Away(T0, T0 + (48 * HourMs)));

        log.Measure("pir-1", "pir", T0 + (29 * MinuteMs), "motion", 1);
        Assert.Equal(SettingPhase.Acting, log.Standings[^1].Phase);
        log.Measure("pir-1", "pir", T0 + (30 * MinuteMs), "motion", 1);

        Assert.Equal("signOfLife", log.Standings[^1].EndedHow);
    }

    [Fact]
    public void When_it_ends_by_time_quiet_counts_from_then_on()
    {
        var log = Home();
        log.Set(T0, Away(T0, T0 + (24 * HourMs)));
        Quiet(log, T0, T0 + (24 * HourMs));

        log.Tick(T0 + (24 * HourMs));
        Assert.Equal((SettingPhase.Ended, "time"), (log.Standings[^1].Phase, log.Standings[^1].EndedHow));
        Quiet(log, T0 + (24 * HourMs), T0 + (29 * HourMs) - MinuteMs);
        Assert.Empty(log.Open);
        Quiet(log, T0 + (29 * HourMs) - MinuteMs, T0 + (36 * HourMs) + (10 * MinuteMs));

        Assert.Equal("quietHome", Assert.Single(log.Open).Rule);
    }

    [Fact]
    public void An_alert_of_a_quiet_home_ends_when_somebody_says_that_its_people_are_away()
    {
        var log = Home();
        Quiet(log, T0, T0 + (14 * HourMs));
        var alert = log.Single("quietHome");

        log.Set(T0 + (14 * HourMs), Away(T0 + (14 * HourMs), T0 + (48 * HourMs)));
        Quiet(log, T0 + (14 * HourMs), T0 + (20 * HourMs));

        Assert.Equal((AlertStage.Resolved, 1), (alert.Stage, alert.Occurrences));
    }

    [Fact]
    public void A_home_may_have_longer_hours_of_quiet_than_the_rule()
    {
        var log = Home();
        log.Set(T0, SettingsFoldTests.Override("s1", "quietHome", Unit) with { DayMs = 14 * HourMs, NightMs = 30 * HourMs });

        Quiet(log, T0, T0 + (28 * HourMs));
        Assert.Empty(log.Open);
        Quiet(log, T0 + (28 * HourMs), T0 + (31 * HourMs));

        var raised = Assert.Single(log.Changes, c => c.Transition.What == "raised");
        Assert.Equal(("quietHome", "s1"), (raised.Alert.Rule, raised.Transition.Code));
    }

    private static AlertLog Home() => new AlertLog().Home(Unit).Enrol("pir-1", "pir", Unit).Enrol("door-1", "doorContact", Unit).Enrol("water-1", "waterMeter", Unit).Enrol("sos-1", "panicButton", Unit);

    private static LoggedAlertSetting Away(long fromMs, long untilMs) => new() { Id = "s9", Kind = "away", Targets = [Unit], Rules = [], FromMs = fromMs, UntilMs = untilMs, Version = 0 };

    /// <summary>Every device reports each five minutes that nothing happens.</summary>
    private static void Quiet(AlertLog log, long fromMs, long toMs)
    {
        for (var at = fromMs; at < toMs; at += 5 * MinuteMs)
            log.Measure("pir-1", "pir", at, "motion", 0).Measure("door-1", "doorContact", at, "door", 0).Measure("water-1", "waterMeter", at, "volume", 7).Tick(at + SecondMs);
    }
}
