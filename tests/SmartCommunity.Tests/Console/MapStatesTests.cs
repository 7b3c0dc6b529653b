using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Tests.Console;

public sealed class MapStatesTests
{
    private static readonly HashSet<string> Nobody = [];

    [Theory]
    [InlineData(DevicePresence.Online, false, Condition.Normal)]
    [InlineData(DevicePresence.GatewayAway, false, Condition.Warning)]
    [InlineData(DevicePresence.Offline, false, Condition.Offline)]
    [InlineData(DevicePresence.Unheard, false, Condition.Offline)]
    [InlineData(DevicePresence.Offline, true, Condition.Alarm)]
    public void A_safety_event_outranks_what_presence_says(string state, bool alarm, Condition expected)
    {
        HashSet<string> inAlarm = alarm ? ["w-1"] : [];

        Assert.Equal(expected, MapStates.ConditionOf(Device("w-1", state), inAlarm));
    }

    [Fact]
    public void A_map_is_told_only_what_changed()
    {
        var states = new MapStates();

        var first = states.Changes([Device("w-1", DevicePresence.Online), Device("w-2", DevicePresence.Offline)], Nobody);
        var same = states.Changes([Device("w-1", DevicePresence.Online), Device("w-2", DevicePresence.Unheard)], Nobody);
        var changed = states.Changes([Device("w-1", DevicePresence.Online), Device("w-2", DevicePresence.Online)], new HashSet<string> { "w-1" });

        Assert.Equal([("w-1", 0), ("w-2", 3)], first.Ids.Zip(first.Codes));
        Assert.Empty(same.Ids);
        Assert.Equal([("w-1", 2), ("w-2", 0)], changed.Ids.Zip(changed.Codes));
    }

    [Fact]
    public void Another_map_is_told_everything()
    {
        var states = new MapStates();
        states.Changes([Device("w-1", DevicePresence.Online)], Nobody);

        states.Forget();

        Assert.Equal(["w-1"], states.Changes([Device("w-1", DevicePresence.Online)], Nobody).Ids);
    }

    [Fact]
    public void Devices_with_a_safety_event_are_in_alarm_once_each()
    {
        Assert.Equal(["w-1", "w-2"], MapStates.InAlarm([Event("w-1"), Event("w-2"), Event("w-1")]).Order());
    }

    private static LiveDevice Device(string id, string state) => new()
    {
        Device = id, Community = "baihe", Class = "wearable", Online = state == DevicePresence.Online, State = state, LastReceivedAtMs = 0,
    };

    private static LiveEvent Event(string device) => new()
    {
        Number = 1, Device = device, Community = "baihe", Type = "sos", EventId = "e", AtMs = 0, ReceivedAtMs = 0,
    };
}
