using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Tests.Cloud.Live;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Console;

/// <summary>What a wall keeps of alerts, for as long as it is shown.</summary>
public sealed class AlertWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("alert-watch").FullName;
    private readonly RegistryStore _registry;
    private readonly TestAlerts _alerts;
    private readonly LiveFeed _feed;
    private readonly SemaphoreSlim _news = new(0);

    public AlertWatchTests()
    {
        _registry = RegistryStore.Open(Path.Combine(_folder, "registry.db"));
        _alerts = new TestAlerts(_folder);
        _feed = new LiveFeed(new EnrolmentIndex(_registry), _alerts.Feed, TimeProvider.System, NullLogger<LiveFeed>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _registry.Dispose();
        _alerts.Dispose();
        _news.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_begins_with_what_is_open_follows_each_transition_and_forgets_what_is_closed()
    {
        Tell(TestAlerts.Change("a", 1, AlertStage.Firing));
        await using var watch = Watch();
        await watch.KeepOpenAsync(Cancel);

        Tell(TestAlerts.Change("b", 1, AlertStage.Firing), TestAlerts.Change("a", 2, AlertStage.Acknowledged), TestAlerts.Change("b", 2, AlertStage.Closed));
        await UntilAsync(() => watch.Latest.Count == 3);

        Assert.Equal([("a", "acknowledged")], watch.Open.Select(a => (a.Id, a.Stage)));
        Assert.Equal(["b", "a", "b"], watch.Latest.Select(c => c.Alert.Id));
        Assert.Equal(["b"], watch.TakeRaised().Select(a => a.Id));
        Assert.Empty(watch.TakeRaised());
    }

    [Fact]
    public async Task A_subscription_that_was_ended_is_opened_again_and_nothing_is_missed_or_told_twice()
    {
        await using var watch = Watch();
        await watch.KeepOpenAsync(Cancel);
        Tell(TestAlerts.Change("a", 1, AlertStage.Firing));
        await UntilAsync(() => watch.Latest.Count == 1);

        await watch.Resync("", "it fell behind");
        Tell(TestAlerts.Change("b", 1, AlertStage.Firing));
        await watch.KeepOpenAsync(Cancel);
        Tell(TestAlerts.Change("c", 1, AlertStage.Firing));
        await UntilAsync(() => watch.Open.Count == 3);

        Assert.Equal(["c", "b", "a"], watch.Latest.Select(c => c.Alert.Id));
        Assert.Equal(1, _feed.Subscriptions);
    }

    [Fact]
    public async Task However_much_happens_it_keeps_what_is_open_and_the_latest_few()
    {
        const int storm = 3_000;
        await using var watch = Watch();
        await watch.KeepOpenAsync(Cancel);

        for (var i = 1; i <= storm; i++)
            Tell(TestAlerts.Change($"a-{i}", 1, AlertStage.Firing), TestAlerts.Change($"a-{i}", 2, AlertStage.Closed));
        await UntilAsync(() => watch.Latest.Count > 0 && watch.Latest[0].Ordinal == storm + storm);

        Assert.Empty(watch.Open);
        Assert.Equal(AlertWatch.MaxLatest, watch.Latest.Count);
        Assert.True(watch.TakeRaised().Count <= AlertWatch.MaxLatest);
    }

    [Fact]
    public void Units_where_something_waits_come_first_the_most_urgent_and_longest_due_on_top()
    {
        CommunityView[] places = [Place("x", "one"), Place("y", "two"), Place("z", "three"), Place("w", "three")];
        LiveAlert[] open = [Alert("1", "y", "two", "P2", "firing", dueAtMs: 5), Alert("2", "z", "three", "P1", "firing", dueAtMs: 9), Alert("3", "w", "three", "P1", "firing", dueAtMs: 7), Alert("4", "x", "one", "P1", "handling", dueAtMs: 1)];

        var offices = WallOffice.Of(places, open, [new LiveCommunity { Code = "z", Devices = 4, Online = 3, LastAtMs = 0, MessagesPerSecond = 0, Position = 0 }]);

        Assert.Equal([("three", "3", 2, 0), ("two", "1", 0, 1), ("one", null, 1, 0)], offices.Select(o => (o.Street, o.Oldest?.Id, o.Urgent, o.Soon)));
        Assert.Equal([Condition.Alarm, Condition.Warning, Condition.Alarm], offices.Select(o => o.Condition));
        Assert.Equal((3, 4), (offices[0].Online, offices[0].Devices));
    }

    private AlertWatch Watch() => new(_feed, new LiveArea { Kind = "district", Alerts = true }, () => _news.Release(), NullLogger.Instance);

    private void Tell(params AlertChange[] changes) => _alerts.Board.Publish(changes);

    /// <summary>Looks again after each news.</summary>
    private async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
            Assert.True(await _news.WaitAsync(Patience, Cancel), "No news came.");
    }

    private static CommunityView Place(string code, string street) => new(code, code, code, street, street, street, 0);

    private static LiveAlert Alert(string id, string community, string street, string priority, string stage, long dueAtMs) => new()
    {
        Id = id, Community = community, Street = street, Rule = "sos", TitleZh = "", TitleEn = "", Subject = "", Device = "", Place = "", EventId = "", Priority = priority, Cause = "personAtRisk", Stage = stage,
        MeasuredAtMs = 0, RaisedAtMs = 0, DueAtMs = dueAtMs, Occurrences = 1, Level = 0, Assignee = "",
    };
}
