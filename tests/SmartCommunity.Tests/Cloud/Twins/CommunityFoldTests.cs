using FsCheck;
using FsCheck.Fluent;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Twins;

public sealed class CommunityFoldTests
{
    private const string Community = "baihe";
    private const long T0 = 1_760_000_000_000;

    [Fact]
    public void Latest_goes_by_event_time_not_by_arrival()
    {
        var state = new LogWriter(Community)
            .Enrol("w-1", "wearable")
            .Measure("w-1", "wearable", T0 + 1000, T0 + 1000, ("heartRate", 80))
            .Measure("w-1", "wearable", T0, T0 + 2000, ("heartRate", 60), ("spo2", 97))
            .Fold();

        Assert.Equal(80, Latest(state, "w-1", "heartRate").Value);
        Assert.Equal(97, Latest(state, "w-1", "spo2").Value);
        Assert.Equal(T0 + 1000, state.LastAtMs);
        Assert.Equal(2, state.Messages);
    }

    [Fact]
    public void Of_two_measurements_of_one_instant_the_later_received_stands_in_either_order()
    {
        var forward = new LogWriter(Community).Enrol("w-1", "wearable")
            .Measure("w-1", "wearable", T0, T0 + 1, ("heartRate", 61)).Measure("w-1", "wearable", T0, T0 + 2, ("heartRate", 62)).Fold();
        var backward = new LogWriter(Community).Enrol("w-1", "wearable")
            .Measure("w-1", "wearable", T0, T0 + 2, ("heartRate", 62)).Measure("w-1", "wearable", T0, T0 + 1, ("heartRate", 61)).Fold();

        Assert.Equal(62, Latest(forward, "w-1", "heartRate").Value);
        Assert.Equal(62, Latest(backward, "w-1", "heartRate").Value);
    }

    [Fact]
    public void A_device_that_is_not_enrolled_or_belongs_to_another_gateway_changes_nothing()
    {
        var state = new LogWriter(Community)
            .Enrol("w-1", "wearable")
            .Measure("w-2", "wearable", T0, T0, ("heartRate", 80))
            .Measure("gw-2", "w-1", "wearable", T0, T0, [("heartRate", 80)])
            .Fold();

        Assert.Equal(["w-1"], state.Devices.Keys);
        Assert.False(Latest(state, "w-1", "heartRate").IsSet);
        Assert.Equal(0, state.Messages);
    }

    [Fact]
    public void A_device_goes_offline_after_three_intervals_of_silence_and_not_before()
    {
        var log = new LogWriter(Community).Enrol("p-1", "pir").Measure("p-1", "pir", T0, T0, ("motion", 1));
        var patienceMs = 3 * 300_000L;

        Assert.True(log.Tick(T0 + patienceMs).Fold().Devices["p-1"].Online);
        Assert.False(log.Tick(T0 + patienceMs + 1).Fold().Devices["p-1"].Online);
    }

    [Fact]
    public void A_last_will_counts_only_after_its_grace_and_not_when_the_device_came_back()
    {
        var gone = new LogWriter(Community).Enrol("w-1", "wearable")
            .Measure("w-1", "wearable", T0, T0, ("heartRate", 80))
            .Status("w-1", "wearable", T0 + 1000, online: false);

        Assert.True(gone.Tick(T0 + 1000 + Liveness.LastWillGraceMs).Fold().Devices["w-1"].Online);
        Assert.False(gone.Tick(T0 + 1001 + Liveness.LastWillGraceMs).Fold().Devices["w-1"].Online);

        var back = new LogWriter(Community).Enrol("w-1", "wearable")
            .Status("w-1", "wearable", T0 + 1000, online: false)
            .Status("w-1", "wearable", T0 + 1500, online: true)
            .Tick(T0 + 1001 + Liveness.LastWillGraceMs);
        Assert.True(back.Fold().Devices["w-1"].Online);
    }

    [Fact]
    public void Back_fill_does_not_make_a_device_online()
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable").Tick(T0)
            .Measure("w-1", "wearable", T0 - 3_600_000, T0 - 3_600_000, ("heartRate", 80)).Fold();

        Assert.False(state.Devices["w-1"].Online);
        Assert.Equal(80, Latest(state, "w-1", "heartRate").Value);
    }

    [Fact]
    public void A_retired_device_is_offline_and_stays_so()
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable").Enrol("w-1", "wearable", retired: true)
            .Measure("w-1", "wearable", T0, T0, ("heartRate", 80)).Fold();

        Assert.False(state.Devices["w-1"].Online);
    }

    [Fact]
    public void Safety_events_are_remembered_and_others_are_not()
    {
        var state = new LogWriter(Community).Enrol("w-1", "wearable").Enrol("c-1", "evCharger")
            .Event("w-1", "wearable", "sos", "e-1", T0).Event("c-1", "evCharger", "fault", "e-2", T0).Fold();

        Assert.Equal([new RememberedEvent("w-1", "sos", "e-1", T0, T0)], state.Events);
    }

    [Fact]
    public void Events_remembered_are_bounded_and_the_newest_stay()
    {
        var log = new LogWriter(Community).Enrol("w-1", "wearable");
        for (var i = 0; i < CommunityState.MaxEvents + 5; i++)
            log.Event("w-1", "wearable", "sos", $"e-{i}", T0 + i);

        var state = log.Fold();

        Assert.Equal(CommunityState.MaxEvents, state.Events.Count);
        Assert.Equal("e-5", state.Events.Peek().EventId);
    }

    [Fact]
    public void Stopping_anywhere_and_going_on_from_a_snapshot_equals_never_having_stopped()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var log = RandomLog(seed);
            var cut = new Random(seed).Next(log.Entries.Count + 1);
            var snapshot = CommunitySnapshot.Write(LogWriter.Fold(new CommunityState(Community), log.Entries.Take(cut)));
            var resumed = LogWriter.Fold(CommunitySnapshot.Read(snapshot), log.Entries.Skip(cut));
            return CommunitySnapshot.Write(resumed).AsSpan().SequenceEqual(CommunitySnapshot.Write(log.Fold())).Label($"seed {seed}, cut at {cut}");
        }).QuickCheckThrowOnFailure();
    }

    private static LatestValue Latest(CommunityState state, string device, string quantity)
    {
        var twin = state.Devices[device];
        return twin.Latest[twin.Class.Quantities.ToList().FindIndex(q => q.Name == quantity)];
    }

    private static LogWriter RandomLog(int seed)
    {
        const int Steps = 60;
        var random = new Random(seed);
        var log = new LogWriter(Community).Enrol("w-1", "wearable").Enrol("p-1", "pir").Enrol("site", "parkingSite").Enrol("h-1", "healthStation")
            .Relate("spot", "parkingSpot", [("partOf", "site")]).Relate("gate", "parkingGate", [("serves", "site")]);
        var now = T0;
        for (var i = 0; i < Steps; i++)
        {
            now += random.Next(0, 120_000);
            _ = random.Next(10) switch
            {
                0 => log.Tick(now),
                1 => log.Status("w-1", "wearable", now, random.Next(2) == 0),
                2 => log.Event("w-1", "wearable", "sos", $"e-{i}", now),
                3 => log.Measure("p-1", "pir", now, now, ("motion", random.Next(2))),
                4 => log.Measure("w-1", "wearable", now - random.Next(600_000), now, ("heartRate", random.Next(40, 140)), ("spo2", 97)),
                5 => log.TickAway(now, random.Next(2) == 0 ? [LogWriter.Gateway] : []),
                6 => log.Measure("spot", "parkingSpot", now, now, ("spotStatus", random.Next(4))),
                7 => log.Measure("gate", "parkingGate", now, now, ("entries", i), ("exits", i / 2)),
                8 => log.Measure("h-1", "healthStation", now, now, ("weight", 60 + random.Next(9)), ("height", 165)),
                _ => log.Enrol("w-1", "wearable", retired: random.Next(4) == 0),
            };
        }

        return log;
    }
}
