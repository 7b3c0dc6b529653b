using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Tests.Cloud.Live;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Cloud.Queries;

public sealed class TwinQueriesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_whose_enrolment_has_not_reached_the_twins_is_unheard_and_not_unknown()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var alerts = new TestAlerts(registry.Folder);
        var twins = new TwinQueries(new LiveFeed(registry.Index, alerts.Feed, registry.Time, NullLogger<LiveFeed>.Instance), registry.Index);

        await registry.Devices.CreateAsync(TemporaryRegistry.Device("w-1"), Cancel);

        var enrolled = await twins.DeviceAsync("w-1", Cancel);
        Assert.Equal(("w-1", "baihe", "wearable", false, 0L), (enrolled!.Device, enrolled.Community, enrolled.Class, enrolled.Online, enrolled.LastReceivedAtMs));
        Assert.Empty(enrolled.Values);
        Assert.Null(await twins.DeviceAsync("w-2", Cancel));
    }
}
