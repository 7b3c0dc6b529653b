using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Storage.Alerts;
using static SmartCommunity.Tests.Cloud.Alerts.AlertLog;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>Rules about what happens too often, about a place that is lost at once, and about values that cannot be.</summary>
public sealed class CountRuleTests
{
    [Fact]
    public void Payloads_that_nobody_can_read_are_one_alert_at_the_third_and_end_when_there_are_no_more()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Tick(T0);

        log.Quarantine("air-1", "indoorAir", T0).Quarantine("air-1", "indoorAir", T0 + MinuteMs);
        Assert.Empty(log.Open);
        log.Quarantine("air-1", "indoorAir", T0 + (2 * MinuteMs)).Quarantine("air-1", "indoorAir", T0 + (3 * MinuteMs));
        var alert = log.Single("quarantineGrows");
        Assert.Equal(new AlertReason("quarantined", 3, 3, T0 + (2 * MinuteMs)), alert.Reason);
        log.Tick(T0 + (11 * HourMs));
        Assert.True(alert.IsHolding);
        log.Tick(T0 + (12 * HourMs) + MinuteMs);

        Assert.Equal(["raised", "ended"], log.WhatOf(alert));
        Assert.DoesNotContain(log.State.Alerts.Memory.Keys, k => k.Rule == "quarantineGrows");
    }

    [Fact]
    public void Payloads_that_are_far_apart_are_no_alert()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Tick(T0);

        for (var i = 0; i < 6; i++)
            log.Quarantine("air-1", "indoorAir", T0 + (i * 4 * HourMs)).Tick(T0 + (i * 4 * HourMs) + SecondMs);

        Assert.Empty(log.Open);
    }

    [Fact]
    public void A_device_that_reports_every_second_floods_and_one_that_reports_every_minute_is_not_even_remembered()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Enrol("air-2", "indoorAir").Tick(T0);
        for (var i = 0; i < 10; i++)
            log.Measure("air-2", "indoorAir", T0 + (i * MinuteMs), "co2", 400 + i);

        for (var i = 0; i < 99; i++)
            log.Measure("air-1", "indoorAir", T0 + (i * SecondMs), "co2", 400 + i);
        Assert.Empty(log.Open);
        // The first message of all is no second one within the second.
        log.Measure("air-1", "indoorAir", T0 + (99 * SecondMs), "co2", 500).Measure("air-1", "indoorAir", T0 + (100 * SecondMs), "co2", 501);

        Assert.Equal("device:air-1", log.Single("deviceFlood").Subject);
        Assert.DoesNotContain(log.State.Alerts.Memory.Keys, k => k == ("deviceFlood", "air-2"));
    }

    [Fact]
    public void What_was_kept_while_there_was_no_line_and_comes_all_at_once_is_no_flood()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Tick(T0);

        for (var i = 0; i < 300; i++)
            log.Late("air-1", "indoorAir", T0 - ((400 - i) * MinuteMs), T0 + (i * 100), "co2", 400 + i);

        Assert.Empty(log.Open);
    }

    [Fact]
    public void A_link_that_comes_and_goes_is_one_alert_about_the_link()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Tick(T0);

        for (var i = 0; i < 8; i++)
            log.Status("air-1", "indoorAir", T0 + (i * MinuteMs), online: false).Status("air-1", "indoorAir", T0 + (i * MinuteMs) + (30 * SecondMs), online: true);

        Assert.Equal(5, log.Single("linkFlapping").Reason.Value);
    }

    [Fact]
    public void Two_minutes_with_refusals_under_a_devices_name_are_an_alert_and_the_device_is_not_heard_by_them()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Tick(T0);

        log.Event("air-1", "indoorAir", "refused", "air-1:refused:1", T0);
        Assert.Empty(log.Open);
        log.Event("air-1", "indoorAir", "refused", "air-1:refused:2", T0 + MinuteMs);

        Assert.Equal(("device:air-1", 2), (log.Single("rogueDevice").Subject, log.Single("rogueDevice").Reason.Value));
        Assert.Equal(0, log.State.Devices["air-1"].LastReceivedAtMs);
    }

    [Fact]
    public void A_place_that_is_lost_at_once_is_one_alert_and_none_of_its_devices_is_silent_by_itself()
    {
        var log = new AlertLog();
        string[] buttons = [.. Enumerable.Range(1, 12).Select(i => $"pir-{i}")];
        foreach (var button in buttons)
            log.Enrol(button, "pir").Measure(button, "pir", T0, "battery", 90);
        log.Tick(T0 + MinuteMs);
        foreach (var button in buttons)
            log.Status(button, "pir", T0 + (2 * MinuteMs), online: false);

        log.Ticks(T0 + (2 * MinuteMs) + (20 * SecondMs), T0 + (6 * HourMs), 10 * MinuteMs);

        var alert = Assert.Single(log.Open);
        Assert.Equal(("placeCut", $"community:{Community}", AlertStage.Firing), (alert.Rule, alert.Subject, alert.Stage));
        // Ten are back: the alert ends, and the two that are not have their time anew before they are silent by themselves.
        var backMs = T0 + (6 * HourMs) + MinuteMs;
        foreach (var button in buttons[2..])
            log.Measure(button, "pir", backMs, "battery", 90);
        log.Tick(backMs + SecondMs).Tick(backMs + (4 * MinuteMs));
        Assert.Equal(AlertStage.Resolved, alert.Stage);
        Assert.DoesNotContain(log.Open, a => a.Rule == "silentCare");
        for (var minute = 5; minute <= 59; minute += 2)
        {
            foreach (var button in buttons[2..])
                log.Measure(button, "pir", backMs + (minute * MinuteMs), "battery", 90);
            log.Tick(backMs + (minute * MinuteMs) + SecondMs);
        }

        Assert.DoesNotContain(log.Open, a => a.Rule == "silentCare");
        log.Tick(backMs + (61 * MinuteMs));

        Assert.Equal(["device:pir-1", "device:pir-2"], log.Open.Where(a => a.Rule == "silentCare").Select(a => a.Subject).Order());
    }

    [Fact]
    public void Some_lost_devices_are_no_lost_place()
    {
        var log = new AlertLog();
        for (var i = 1; i <= 24; i++)
            log.Enrol($"pir-{i}", "pir").Measure($"pir-{i}", "pir", T0, "battery", 90);
        log.Tick(T0 + MinuteMs);
        for (var i = 1; i <= 11; i++)
            log.Status($"pir-{i}", "pir", T0 + (2 * MinuteMs), online: false);

        log.Tick(T0 + (3 * MinuteMs));

        Assert.Empty(log.Open);
    }

    [Fact]
    public void Ten_times_the_very_same_of_everything_for_an_hour_is_stuck_and_one_value_that_moves_is_not()
    {
        var log = new AlertLog().Enrol("n-1", "noiseMeter").Enrol("n-2", "noiseMeter").Tick(T0);

        for (var i = 0; i <= 60; i++)
            log.Measure("n-1", "noiseMeter", T0 + (i * MinuteMs), "noise", 51.5).Measure("n-2", "noiseMeter", T0 + (i * MinuteMs), "noise", i == 30 ? 51.6 : 51.5);
        var alert = log.Single("sensorStuck");
        Assert.Equal(("device:n-1", 3_600), (alert.Subject, alert.Reason.Value));
        log.Measure("n-1", "noiseMeter", T0 + (61 * MinuteMs), "noise", 52);

        Assert.False(alert.IsHolding);
    }

    [Fact]
    public void What_cannot_be_is_the_sensors_fault_and_no_fever()
    {
        var log = new AlertLog().Enrol("w-1", "wearable").Tick(T0);

        for (var i = 0; i < 5; i++)
            log.Measure("w-1", "wearable", T0 + (i * MinuteMs), "bodyTemp", 45);

        var alert = Assert.Single(log.Open);
        Assert.Equal(("sensorImplausible", new AlertReason("bodyTemp", 45, 43, T0 + (4 * MinuteMs))), (alert.Rule, alert.Reason));
    }

    [Fact]
    public void A_room_that_jumps_by_more_than_a_room_can_and_stays_there_is_an_alert_until_it_is_back_over_a_restart_too()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Enrol("air-2", "outdoorAir").Tick(T0);
        void Room(int minute, double temp) => log.Measure("air-1", "indoorAir", T0 + (minute * MinuteMs), "temp", temp).Measure("air-2", "outdoorAir", T0 + (minute * MinuteMs), "temp", temp);

        Room(0, 20);
        Room(1, 60); // One that jumps alone is none, nor is what comes after a gap.
        for (var i = 2; i < 10; i++)
            Room(i, 20);
        for (var i = 20; i < 30; i++)
            Room(i, 26);
        Assert.Empty(log.Open);
        for (var i = 30; i < 34; i++)
            Room(i, 35);
        Assert.Empty(log.Restart().Open);
        Room(34, 35.5);

        var alert = log.Single("sensorImplausible");
        Assert.Equal(("device:air-1", new AlertReason("temp", 35.5, 31, T0 + (34 * MinuteMs))), (alert.Subject, alert.Reason));
        Room(35, 27);
        Assert.Equal(["raised", "ended"], log.WhatOf(alert));
    }

    [Fact]
    public void A_level_that_a_jump_led_to_is_believed_after_a_day()
    {
        var log = new AlertLog().Enrol("air-1", "indoorAir").Tick(T0).Measure("air-1", "indoorAir", T0, "temp", 20);
        for (var i = 1; i <= 6; i++)
            log.Measure("air-1", "indoorAir", T0 + (i * MinuteMs), "temp", 30);
        var alert = log.Single("sensorImplausible");

        log.Measure("air-1", "indoorAir", T0 + (24 * HourMs), "temp", 30);

        Assert.False(alert.IsHolding);
    }

    [Fact]
    public void A_roof_without_power_is_an_alert_while_the_sun_shines_and_not_at_night()
    {
        var log = new AlertLog().Enrol("pv-1", "pvInverter").Enrol("pv-2", "pvInverter").Tick(T0);

        for (var i = 0; i <= 25; i++)
        {
            log.Measure("pv-1", "pvInverter", T0 + (i * MinuteMs), ("irradiance", 400), ("pvPower", 0));
            log.Measure("pv-2", "pvInverter", T0 + (i * MinuteMs), ("irradiance", 0), ("pvPower", 0));
        }

        Assert.Equal("device:pv-1", log.Single("pvOutage").Subject);
    }

    [Fact]
    public void A_door_at_night_is_an_alert_and_the_same_by_day_is_not()
    {
        var log = new AlertLog().Enrol("d-1", "doorContact").Tick(T0);
        log.Measure("d-1", "doorContact", T0, "door", 1).Measure("d-1", "doorContact", T0 + MinuteMs, "door", 0);
        Assert.Empty(log.Open);

        var night = T0 + (18 * HourMs); // Two in the morning.
        log.Measure("d-1", "doorContact", night, "door", 1);
        var alert = log.Single("doorAtNight");
        log.Measure("d-1", "doorContact", night + MinuteMs, "door", 0);

        Assert.Equal(["raised", "ended"], log.WhatOf(alert));
    }

    [Fact]
    public void Smoke_that_is_measured_and_said_is_one_alert_and_smoke_after_its_close_is_another()
    {
        var log = new AlertLog().Enrol("s-1", "smokeDetector");

        log.Event("s-1", "smokeDetector", "smoke", "s-1:smoke:1", T0).Event("s-1", "smokeDetector", "smoke", "own-1", T0 + 50).Event("s-1", "smokeDetector", "smoke", "own-1", T0 + 50);
        var alert = Assert.Single(log.Open);
        log.Act(alert, AlertWords.Close, T0 + MinuteMs, "true").Event("s-1", "smokeDetector", "smoke", "s-1:smoke:1", T0).Event("s-1", "smokeDetector", "smoke", "own-2", T0 + HourMs);

        Assert.NotEqual(alert.Id, Assert.Single(log.Open).Id);
        Assert.Equal(["raised", "again", "close"], log.WhatOf(alert).Where(w => w != "escalated"));
    }

    [Fact]
    public void A_restart_in_the_middle_of_any_count_changes_nothing()
    {
        for (var cut = 0; cut < 12; cut++)
        {
            var (through, restarted) = (Life(restartAt: -1), Life(cut));

            Assert.Equal(through.Changes.Select(c => (c.Alert, c.Transition)), restarted.Changes.Select(c => (c.Alert, c.Transition)));
        }

        static AlertLog Life(int restartAt)
        {
            var log = new AlertLog().Enrol("air-1", "indoorAir").Enrol("n-1", "noiseMeter").Tick(T0);
            for (var i = 0; i < 12; i++)
            {
                if (i == restartAt)
                    log.Restart();
                log.Quarantine("air-1", "indoorAir", T0 + (i * MinuteMs)).Status("air-1", "indoorAir", T0 + (i * MinuteMs), online: false).Status("air-1", "indoorAir", T0 + (i * MinuteMs) + SecondMs, online: true);
                log.Measure("n-1", "noiseMeter", T0 + (i * 10 * MinuteMs), "noise", 48).Tick(T0 + (i * 10 * MinuteMs));
            }

            return log;
        }
    }
}
