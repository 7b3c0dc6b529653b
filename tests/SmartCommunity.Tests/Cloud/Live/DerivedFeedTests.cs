using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Queries;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Twins;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Live;

/// <summary>What operators see of derived values and of presence.</summary>
public sealed class DerivedFeedTests : IDisposable
{
    private const string Community = "baihe";
    private const long T0 = 1_760_000_000_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("derived").FullName;
    private readonly RegistryStore _registry;
    private readonly TestAlerts _alerts;
    private readonly LiveFeed _feed;
    private readonly TwinQueries _twins;

    public DerivedFeedTests()
    {
        _registry = RegistryStore.Open(Path.Combine(_folder, "registry.db"));
        _alerts = new TestAlerts(_folder);
        var enrolments = new EnrolmentIndex(_registry);
        _feed = new LiveFeed(enrolments, _alerts.Feed, TimeProvider.System, NullLogger<LiveFeed>.Instance);
        _twins = new TwinQueries(_feed, enrolments);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _alerts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_sites_count_is_shown_as_derived_with_where_it_comes_from()
    {
        Publish(new LogWriter(Community).Enrol("site", "parkingSite").Relate("s-1", "parkingSpot", [("partOf", "site")])
            .Measure("s-1", "parkingSpot", T0, T0, ("spotStatus", 1)).TickAway(T0 + 1));

        var shown = TwinViews.Of(_feed.Device(Community, "site")!).Values.Single(v => v.Quantity == "occupiedSpots");

        Assert.Equal((1, (int)Quality.Estimated, "parkingSpot.spotStatus"), (shown.Value, shown.Quality, shown.From));
    }

    [Fact]
    public void Devices_behind_a_cut_gateway_are_shown_as_unreachable()
    {
        Publish(new LogWriter(Community).Enrol("p-1", "pir").Enrol("p-2", "pir").Measure("p-1", "pir", T0, T0, ("motion", 1))
            .TickAway(T0 + 1, LogWriter.Gateway).TickAway(T0 + 60_000, LogWriter.Gateway));

        Assert.Equal([(DevicePresence.GatewayAway, false), (DevicePresence.Unheard, false)], _feed.Devices(Community).Select(d => (d.State, d.Online)));
        Assert.Equal("gatewayAway", TwinViews.Of(_feed.Device(Community, "p-1")!).State);
    }

    [Fact]
    public void Kits_are_listed_by_home()
    {
        Publish(new LogWriter(Community).Relate("a", "panicButton", [("isIn", "1-101")]).Relate("b", "pir", [("isIn", "1-101")])
            .Measure("a", "panicButton", T0, T0, ("battery", 90)).TickAway(T0 + 1));

        var kit = Assert.Single(_twins.Kits(Community));

        Assert.Equal(("1-101", false, false), (kit.Home, kit.Complete, kit.Guarding));
        Assert.Equal(["a", "b"], kit.Members);
        Assert.Equal(["doorContact"], kit.Missing);
        Assert.Equal(["b"], kit.Away);
        Assert.Equal(Array.Empty<KitView>(), _twins.Kits("nowhere"));
    }

    private void Publish(LogWriter log)
    {
        var state = new CommunityState(Community);
        var changes = new FoldChanges();
        foreach (var entry in log.Entries)
            CommunityFold.Apply(state, entry, changes);
        _feed.Publish(state, changes);
    }
}
