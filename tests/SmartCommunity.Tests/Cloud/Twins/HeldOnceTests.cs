using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Twins;

public sealed class HeldOnceTests
{
    private const string Community = "baihe";
    private const long T0 = 1_760_000_000_000;

    [Fact]
    public async Task A_state_that_shares_the_registrys_objects_is_the_same_state()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), TestContext.Current.CancellationToken);
        var graph = new TwinGraph(registry.Store, registry.Index);
        var held = new HeldOnce(registry.Index, graph);
        var log = new LogWriter(Community).Enrol("w-1", "wearable").Twin("building:b-1", version: 7, "一幢").Twin("building:b-2", version: 8, "二幢")
            .Measure("w-1", "wearable", T0, T0, ("heartRate", 72));
        graph.Apply([Said("building:b-1", 7, "一幢"), Said("building:b-2", 8, "又二幢")]);

        var alone = log.Fold();
        var sharing = LogWriter.Fold(new CommunityState(Community) { Held = held }, log.Entries);
        var read = CommunitySnapshot.Read(CommunitySnapshot.Pack(alone), held);

        Assert.Equal(CommunitySnapshot.Write(alone), CommunitySnapshot.Write(sharing));
        Assert.Equal(CommunitySnapshot.Write(alone), CommunitySnapshot.Write(read));
        foreach (var state in new[] { sharing, read })
        {
            Assert.Same(graph.Find(new TwinId(TwinKind.Building, "b-1")), state.Twins["building:b-1"]);
            Assert.Same(registry.Index.Find("w-1")!.Device, state.Devices["w-1"].Device);
            Assert.Equal("二幢", state.Twins["building:b-2"].NameZh);
        }
    }

    [Fact]
    public void What_was_shared_of_a_devices_values_stays_what_it_was()
    {
        var log = new LogWriter(Community).Enrol("w-1", "wearable").Measure("w-1", "wearable", T0, T0, ("heartRate", 72));
        var state = log.Fold();
        var twin = state.Devices["w-1"];
        var slot = CommunityFold.SlotOf(twin.Class, "heartRate");

        var shared = twin.ShareLatest();
        var again = twin.ShareLatest();
        LogWriter.Fold(state, [.. log.Measure("w-1", "wearable", T0 + 1, T0 + 1, ("heartRate", 80)).Entries.TakeLast(1)]);

        Assert.Same(shared, again);
        Assert.Equal((72, 80), (shared[slot].Value, twin.Latest[slot].Value));
        Assert.NotSame(shared, twin.ShareLatest());
    }

    private static LoggedTwin Said(string id, long version, string nameZh) =>
        new() { Id = id, Community = Community, Revision = version, Version = version, NameZh = nameZh, Relations = [new LoggedRelation("partOf", $"community:{Community}")] };
}
