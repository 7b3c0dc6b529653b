using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Twins;

public sealed class LivenessTests
{
    private const string Community = "baihe";
    private const long T0 = 1_760_000_000_000;
    private const long MinuteMs = 60_000;
    private const long PirPatienceMs = 15 * MinuteMs;

    [Fact]
    public void Every_class_is_given_three_of_its_own_intervals_and_at_least_ninety_seconds()
    {
        foreach (var one in DeviceClassCatalogue.Default.All)
            Assert.Equal(Math.Max(90_000, 3 * (long)one.ReportInterval.TotalMilliseconds), Liveness.PatienceMs(one));
    }

    [Fact]
    public void A_device_that_was_never_heard_is_not_called_offline() =>
        Assert.Equal(Presence.Unheard, new LogWriter(Community).Enrol("p-1", "pir").TickAway(T0).Fold().Devices["p-1"].Presence);

    [Fact]
    public void Devices_of_one_gateway_go_offline_each_on_its_own()
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable").Enrol("p-1", "pir")
            .Measure("w-1", "wearable", T0, T0, ("heartRate", 72)).Measure("p-1", "pir", T0, T0, ("motion", 1))
            .TickAway(T0 + (4 * MinuteMs)).Fold();

        Assert.Equal((Presence.Offline, Presence.Online), (state.Devices["w-1"].Presence, state.Devices["p-1"].Presence));
    }

    [Fact]
    public void A_cut_gateway_makes_its_devices_unreachable_and_not_offline()
    {
        var log = Heard().TickAway(T0 + MinuteMs, LogWriter.Gateway);

        Assert.Equal(Presence.Online, log.Fold().Devices["p-1"].Presence);
        Assert.Equal(Presence.GatewayAway, log.TickAway(T0 + MinuteMs + Liveness.GatewayGraceMs, LogWriter.Gateway).Fold().Devices["p-1"].Presence);
        Assert.Equal(Presence.GatewayAway, log.TickAway(T0 + (10 * PirPatienceMs), LogWriter.Gateway).Fold().Devices["p-1"].Presence);
    }

    [Fact]
    public void A_device_that_went_before_its_gateway_stays_offline()
    {
        var state = Heard().TickAway(T0 + PirPatienceMs + 1).TickAway(T0 + (2 * PirPatienceMs), LogWriter.Gateway).TickAway(T0 + (3 * PirPatienceMs), LogWriter.Gateway).Fold();

        Assert.Equal(Presence.Offline, state.Devices["p-1"].Presence);
    }

    [Fact]
    public void After_its_gateway_is_back_a_device_has_its_patience_and_is_offline_only_then()
    {
        var backMs = T0 + (10 * PirPatienceMs);
        var log = Heard().TickAway(T0 + MinuteMs, LogWriter.Gateway).TickAway(T0 + (2 * MinuteMs), LogWriter.Gateway).TickAway(backMs);

        Assert.Equal(Presence.GatewayAway, log.TickAway(backMs + PirPatienceMs).Fold().Devices["p-1"].Presence);
        Assert.Equal(Presence.Offline, log.TickAway(backMs + PirPatienceMs + 1).Fold().Devices["p-1"].Presence);
    }

    [Fact]
    public void A_device_heard_through_its_returned_gateway_is_online_and_back_fill_alone_does_not_make_it_so()
    {
        var backMs = T0 + (10 * PirPatienceMs);
        var log = Heard().TickAway(T0 + MinuteMs, LogWriter.Gateway).TickAway(T0 + (2 * MinuteMs), LogWriter.Gateway).TickAway(backMs)
            .Measure("p-1", "pir", T0 + (5 * MinuteMs), T0 + (5 * MinuteMs), ("motion", 0));

        Assert.Equal(Presence.GatewayAway, log.Fold().Devices["p-1"].Presence);
        Assert.Equal(Presence.Online, log.Measure("p-1", "pir", backMs, backMs, ("motion", 0)).Fold().Devices["p-1"].Presence);
    }

    [Fact]
    public void Another_gateways_absence_changes_nothing() =>
        Assert.Equal(Presence.Online, Heard().TickAway(T0 + MinuteMs, "gw-2").TickAway(T0 + (3 * MinuteMs), "gw-2").Fold().Devices["p-1"].Presence);

    [Fact]
    public void A_steady_device_that_was_away_is_online_with_its_first_message()
    {
        var log = new LogWriter(Community).Enrol("p-1", "pir");
        for (var i = 0; i <= 12; i++)
            log.Measure("p-1", "pir", T0 + (i * 5 * MinuteMs), T0 + (i * 5 * MinuteMs), ("motion", 0));
        var backMs = T0 + (10 * PirPatienceMs);

        Assert.True(log.TickAway(backMs).Measure("p-1", "pir", backMs + 1, backMs + 1, ("motion", 1)).Fold().Devices["p-1"].Online);
    }

    [Fact]
    public void A_flapping_link_does_not_toggle_with_every_message()
    {
        var log = new LogWriter(Community).Enrol("p-1", "pir");
        var seen = new List<Presence>();
        for (var i = 0; i < 20; i++)
        {
            var atMs = T0 + (i * 2 * PirPatienceMs);
            seen.Add(log.Measure("p-1", "pir", atMs, atMs, ("motion", 1)).Fold().Devices["p-1"].Presence);
            seen.Add(log.TickAway(atMs + PirPatienceMs + 1).Fold().Devices["p-1"].Presence);
        }

        Assert.Equal([Presence.Online, .. Enumerable.Repeat(Presence.Offline, 39)], seen);
    }

    [Fact]
    public void A_link_that_flapped_is_online_again_after_three_messages_in_a_row()
    {
        var log = Heard().TickAway(T0 + PirPatienceMs + 1);
        var backMs = T0 + (2 * PirPatienceMs);
        log.TickAway(backMs);

        Assert.False(log.Measure("p-1", "pir", backMs + 1, backMs + 1, ("motion", 1)).Fold().Devices["p-1"].Online);
        Assert.False(log.Measure("p-1", "pir", backMs + 2, backMs + 2, ("motion", 1)).Fold().Devices["p-1"].Online);
        Assert.True(log.Measure("p-1", "pir", backMs + 3, backMs + 3, ("motion", 1)).Fold().Devices["p-1"].Online);
    }

    [Fact]
    public void A_gateway_whose_clock_was_an_hour_ahead_keeps_no_silent_device_online()
    {
        const long HourMs = 60 * MinuteMs;
        var log = new LogWriter(Community).Enrol("p-1", "pir")
            .Measure(LogWriter.Gateway, "p-1", "pir", T0, T0 + HourMs, [("motion", 1)], writtenAtMs: T0);

        Assert.Equal(T0, log.Fold().Devices["p-1"].LastReceivedAtMs);
        Assert.False(log.TickAway(T0 + PirPatienceMs + 1).Fold().Devices["p-1"].Online);
    }

    private static LogWriter Heard() => new LogWriter(Community).Enrol("p-1", "pir").Measure("p-1", "pir", T0, T0, ("motion", 1));
}
