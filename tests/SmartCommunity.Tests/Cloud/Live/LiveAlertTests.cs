using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Registry;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Live;

/// <summary>Alerts on the live feed: each transition, in order, without gaps, whatever the client does meanwhile.</summary>
public sealed class LiveAlertTests : IDisposable
{
    private static readonly LiveArea District = new() { Kind = "district", Alerts = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("live-alerts").FullName;
    private readonly RegistryStore _registry;
    private TestAlerts _alerts;
    private LiveFeed _feed;

    public LiveAlertTests()
    {
        _registry = RegistryStore.Open(Path.Combine(_folder, "registry.db"));
        (_alerts, _feed) = Open();
    }

    public void Dispose()
    {
        _registry.Dispose();
        _alerts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_open_comes_first_then_each_transition_with_its_number_in_the_community()
    {
        Tell(TestAlerts.Change("a", 1, AlertStage.Firing), TestAlerts.Change("b", 1, AlertStage.Firing), TestAlerts.Change("b", 2, AlertStage.Closed));
        var client = new RecordingClient();
        await using var subscription = await SubscribeAsync(client);

        Tell(TestAlerts.Change("a", 2, AlertStage.Acknowledged));
        Tell(TestAlerts.Change("q", 1, AlertStage.Firing, "shanshui"), TestAlerts.Change("c", 1, AlertStage.Firing));

        Assert.Equal([("a", "firing", "P1")], subscription.First.Alerts.Select(a => (a.Id, a.Stage, a.Priority)));
        Assert.Equal((3L, true), Cursor(subscription, "baihe"));
        Assert.Equal((0L, true), Cursor(subscription, "shanshui"));
        var came = new[] { await client.NextAlertAsync(), await client.NextAlertAsync(), await client.NextAlertAsync() };
        Assert.Equal([("a", 4L, "acknowledged", "Li"), ("c", 5L, "firing", "")], came.Where(c => c.Alert.Community == "baihe").Select(c => (c.Alert.Id, c.Ordinal, c.Stage, c.Actor)));
        Assert.Equal([("q", 1L)], came.Where(c => c.Alert.Community == "shanshui").Select(c => (c.Alert.Id, c.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_was_away_gets_what_it_missed_and_no_more_even_when_the_server_was_restarted(bool isRestarted)
    {
        Tell(TestAlerts.Change("a", 1, AlertStage.Firing));
        var before = await SubscribeAsync(new RecordingClient());
        var cursor = new LiveCursor { Feed = before.First.Feed, Version = before.First.Version, Alerts = before.First.AlertCursors };
        await before.DisposeAsync();
        Tell(TestAlerts.Change("b", 1, AlertStage.Firing), TestAlerts.Change("a", 2, AlertStage.Acknowledged));
        if (isRestarted)
        {
            _alerts.Dispose();
            (_alerts, _feed) = Open();
        }

        var client = new RecordingClient();
        await using var subscription = await SubscribeAsync(client, cursor);

        Assert.Empty(subscription.First.Alerts);
        Assert.Equal((1L, false), Cursor(subscription, "baihe"));
        Assert.Equal(("b", 2L, 1), Of(await client.NextAlertAsync()));
        Assert.Equal(("a", 3L, 2), Of(await client.NextAlertAsync()));
        Tell(TestAlerts.Change("a", 3, AlertStage.Closed));
        Assert.Equal(("a", 4L, 3), Of(await client.NextAlertAsync()));
    }

    [Fact]
    public async Task A_cursor_beyond_the_ledger_begins_anew()
    {
        Tell(TestAlerts.Change("a", 1, AlertStage.Firing));
        var cursor = new LiveCursor { Feed = "", Version = 0, Alerts = [new LiveAlertCursor { Community = "baihe", Ordinal = 2 }] };

        await using var subscription = await SubscribeAsync(new RecordingClient(), cursor);

        Assert.Equal((1L, true), Cursor(subscription, "baihe"));
        Assert.Equal(["a"], subscription.First.Alerts.Select(a => a.Id));
    }

    [Fact]
    public async Task A_client_that_stops_reading_for_five_thousand_transitions_loses_none_and_holds_up_nobody()
    {
        const int storm = 5_000;
        var (slow, quick) = (new RecordingClient { BlockAlerts = true }, new RecordingClient());
        await using var one = await SubscribeAsync(slow);
        await using var other = await SubscribeAsync(quick);

        for (var i = 1; i <= storm; i++)
            Tell(TestAlerts.Change("a", i, AlertStage.Firing));

        for (var i = 1; i <= storm; i++)
            Assert.Equal(("a", (long)i, i), Of(await quick.NextAlertAsync()));
        slow.Release();
        for (var i = 1; i <= storm; i++)
            Assert.Equal(("a", (long)i, i), Of(await slow.NextAlertAsync()));
    }

    [Fact]
    public async Task Alerts_are_not_for_lists_of_devices_and_not_for_who_does_not_ask()
    {
        var client = new RecordingClient();
        var refused = await _feed.SubscribeAsync(new LiveArea { Kind = "devices", Devices = ["w-1"], Alerts = true }, null, client, TestContext.Current.CancellationToken);
        await using var silent = (await _feed.SubscribeAsync(new LiveArea { Kind = "district" }, null, client, TestContext.Current.CancellationToken)).Value!;

        Assert.Equal("area.alerts", Assert.Single(refused.Faults).Field);
        Assert.Empty(silent.First.AlertCursors);
    }

    private (TestAlerts, LiveFeed) Open()
    {
        var alerts = new TestAlerts(_folder);
        return (alerts, new LiveFeed(new EnrolmentIndex(_registry), alerts.Feed, TimeProvider.System, NullLogger<LiveFeed>.Instance));
    }

    private void Tell(params AlertChange[] changes) => _alerts.Board.Publish(changes);

    private async Task<LiveSubscription> SubscribeAsync(RecordingClient client, LiveCursor? resume = null) =>
        (await _feed.SubscribeAsync(District, resume, client, TestContext.Current.CancellationToken)).Value!;

    private static (long, bool) Cursor(LiveSubscription subscription, string community)
    {
        var cursor = subscription.First.AlertCursors.Single(c => c.Community == community);
        return (cursor.Ordinal, cursor.Complete);
    }

    private static (string, long, int) Of(LiveAlertChange change) => (change.Alert.Id, change.Ordinal, change.Number);
}
