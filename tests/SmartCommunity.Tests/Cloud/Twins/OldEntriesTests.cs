using MessagePack;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Cloud.Twins;

/// <summary>What versions without relationships and presence wrote is still read: MessagePack arrays that are shorter.</summary>
public sealed class OldEntriesTests
{
    private const long T0 = 1_760_000_000_000;

    [Fact]
    public void An_enrolment_without_relationships_is_read_and_leaves_those_known()
    {
        var old = MessagePackSerializer.Serialize(new object[] { new object[] { "s-1", "parkingSpot", LogWriter.Gateway, false, 9L } }, cancellationToken: TestContext.Current.CancellationToken);
        var log = new LogWriter("baihe").Relate("s-1", "parkingSpot", [("partOf", "site")])
            .Add(new CommunityEntry { Position = 2, Kind = LogEntryKind.Registry, AtMs = 0, Body = old, Block = [] });

        var state = log.Fold();

        Assert.Equal([new DeviceRelation("s-1", "partOf", "site")], state.Devices["s-1"].Relations);
        Assert.Equal(9, state.RegistryVersion);
    }

    [Theory]
    [InlineData(true, T0, Presence.Online)]
    [InlineData(false, T0, Presence.Offline)]
    [InlineData(false, 0L, Presence.Unheard)]
    public void A_snapshot_that_knew_online_and_offline_only_is_read(bool online, long lastReceivedAtMs, object presence)
    {
        object[] value = ["heartRate", 72.0, T0, T0, (byte)0];
        object[] device = ["w-1", "wearable", LogWriter.Gateway, false, online, lastReceivedAtMs, 0L, new object[] { value }];
        object[] state = ["baihe", 7L, T0, 3L, T0, 1L, 1L, 0.5, new object[] { device }, new object[] { new object[] { "w-1", "sos", "e-1", T0, T0 } }];

        var read = CommunitySnapshot.Read(MessagePackSerializer.Serialize(state, cancellationToken: TestContext.Current.CancellationToken));

        var twin = read.Devices["w-1"];
        Assert.Equal(presence, twin.Presence);
        Assert.Equal((72, null), (twin.Latest[0].Value, twin.Latest[0].From));
        Assert.Empty(twin.Relations);
        Assert.Single(read.Events);
        Assert.Empty(read.Gateways);
    }
}
