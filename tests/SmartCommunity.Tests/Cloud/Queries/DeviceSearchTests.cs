using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Queries;

public sealed class DeviceSearchTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Devices_are_found_by_whether_they_are_there_a_page_at_a_time()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var twins = new TwinIndex();
        foreach (var (id, presence) in new[] { ("w-1", Presence.Online), ("w-2", Presence.Offline), ("w-3", Presence.Online), ("w-4", Presence.Online) })
            await EnrolAsync(registry, twins, id, presence);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-5"), Stop);
        var search = new DeviceSearch(registry.Devices, twins);

        var second = await search.ListAsync(new DeviceFilter(), DevicePresence.Online, page: 2, pageSize: 2, Stop);
        var unheard = await search.ListAsync(new DeviceFilter(), DevicePresence.Unheard, page: 1, pageSize: 2, Stop);

        Assert.Equal(3, second.Total);
        Assert.Equal([("w-4", DevicePresence.Online)], second.Items.Select(f => (f.Device.Id, f.State)));
        Assert.Equal(["w-5"], unheard.Items.Select(f => f.Device.Id));
    }

    [Fact]
    public async Task Without_a_state_each_device_still_says_its_own_and_a_retired_one_is_retired()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var twins = new TwinIndex();
        await EnrolAsync(registry, twins, "w-1", Presence.GatewayAway);
        await EnrolAsync(registry, twins, "w-2", Presence.Online);
        await registry.Devices.RetireAsync("w-2", Stop);

        var all = await new DeviceSearch(registry.Devices, twins).ListAsync(new DeviceFilter(Retired: null), state: null, page: 1, pageSize: 10, Stop);

        Assert.Equal([("w-1", DevicePresence.GatewayAway), ("w-2", DeviceSearch.Retired)], all.Items.Select(f => (f.Device.Id, f.State)));
    }

    [Fact]
    public async Task Devices_are_found_by_dialect()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Stop);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-2") with { Dialect = DialectCode.ThingsBoard }, Stop);

        var found = await registry.Devices.ListAsync(new DeviceFilter(Dialect: DialectCode.ThingsBoard), page: 1, pageSize: 10, Stop);

        Assert.Equal(["w-2"], found.Items.Select(d => d.Id));
    }

    private static async Task EnrolAsync(TemporaryRegistry registry, TwinIndex twins, string id, Presence presence)
    {
        await registry.Devices.CreateAsync(TemporaryRegistry.Device(id), Stop);
        var twin = CommunityFold.NewTwin(id, DeviceClassCatalogue.Default.Find("wearable")!);
        twin.Presence = presence;
        twins.Update("baihe", [twin]);
    }
}
