using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Tests.Console;

public sealed class LiveStateTests
{
    [Fact]
    public void A_delta_applies_only_to_the_version_it_is_from()
    {
        var state = new LiveState();
        state.Apply(Snapshot(version: 4, Device("d", ("temp", 20))));

        Assert.False(state.Apply(Delta(from: 5, to: 6, Device("d", ("temp", 99)))));
        Assert.Equal(20, state.Devices["d"].Values.Single().Value);
        Assert.True(state.Apply(Delta(from: 4, to: 6, Device("d", ("temp", 21)))));
        Assert.Equal(6, state.Version);
    }

    [Fact]
    public void A_delta_changes_only_the_values_it_names()
    {
        var state = new LiveState();
        state.Apply(Snapshot(version: 1, Device("d", ("temp", 20), ("co2", 600))));

        state.Apply(Delta(from: 1, to: 2, Device("d", ("co2", 650), ("light", 3))));

        Assert.Equal([("temp", 20), ("co2", 650), ("light", 3)], state.Devices["d"].Values.Select(v => (v.Quantity, v.Value)));
    }

    [Fact]
    public void A_complete_snapshot_replaces_everything_and_a_gap_adds()
    {
        var state = new LiveState();
        state.Apply(Snapshot(version: 1, Device("a", ("temp", 1))));

        state.Apply(Snapshot(version: 2, Device("b", ("temp", 2))) with { Complete = false });
        Assert.Equal(["a", "b"], state.Devices.Keys.Order());
        state.Apply(Snapshot(version: 3, Device("c", ("temp", 3))));

        Assert.Equal(["c"], state.Devices.Keys);
    }

    [Fact]
    public void An_event_seen_twice_is_listed_once_newest_first_and_the_list_is_bounded()
    {
        var state = new LiveState();
        for (var number = 1; number <= LiveState.MaxEvents + 10; number++)
        {
            state.Apply(Event(number));
            state.Apply(Event(number));
        }

        Assert.Equal(LiveState.MaxEvents, state.Events.Count);
        Assert.Equal(LiveState.MaxEvents + 10, state.Events[0].Number);
        Assert.Equal(11, state.Events[^1].Number);
    }

    [Theory]
    [InlineData(0, 0, 5, "None")]
    [InlineData(10, 0, 5, "Offline")]
    [InlineData(10, 8, 5, "Warning")]
    [InlineData(10, 9, 5, "Normal")]
    [InlineData(10, 10, 301, "Warning")]
    public void A_community_is_judged_by_who_is_online_and_how_old_its_data_is(int devices, int online, int ageSeconds, string condition)
    {
        var row = ControlTests.Row("c", devices, online, ControlTests.Gateway("gw", backlog: 0));

        var judged = row.Judge(row.LastAtMs + ageSeconds * 1000L).Condition;

        Assert.Equal(condition, judged.ToString());
    }

    private static LiveSnapshot Snapshot(long version, params LiveDevice[] devices) =>
        new() { Subscription = "s", Feed = "f", Version = version, Complete = true, Devices = devices };

    private static LiveDelta Delta(long from, long to, params LiveDevice[] devices) =>
        new() { Subscription = "s", FromVersion = from, Version = to, AsOfMs = 0, Devices = devices };

    private static LiveDevice Device(string id, params (string Quantity, double Value)[] values) => new()
    {
        Device = id, Community = "c", Class = "indoorAir", Online = true, LastReceivedAtMs = 1,
        Values = [.. values.Select(v => new LiveValue { Quantity = v.Quantity, Value = v.Value, AtMs = 1, ReceivedAtMs = 1, Quality = 0 })],
    };

    [Fact]
    public void What_happened_months_ago_is_not_recent_however_new_its_arrival()
    {
        const long nowMs = 10_000_000_000, hourMs = 3_600_000;
        var state = new LiveState();
        state.Apply(Event(1) with { AtMs = nowMs - 60_000, ReceivedAtMs = nowMs - 59_000 });
        state.Apply(Event(2) with { AtMs = nowMs - (60 * 24 * hourMs), ReceivedAtMs = nowMs - 1_000 });
        state.Apply(Event(3) with { AtMs = nowMs - hourMs, ReceivedAtMs = nowMs - 900 });
        state.Apply(Event(4) with { AtMs = nowMs - hourMs + 1, ReceivedAtMs = nowMs - 800 });

        Assert.Equal([1, 4], state.Recent(nowMs).Select(e => e.Number));
        Assert.Equal([1], state.Recent(nowMs + 1).Select(e => e.Number));
    }

    private static LiveEvent Event(long number) =>
        new() { Number = number, Device = "d", Community = "c", Type = "fall", EventId = $"{number}", AtMs = number, ReceivedAtMs = number };
}
