using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Tests.Cloud.Twins;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Live;

public sealed class LiveFeedTests : IDisposable
{
    private const string Community = "baihe";
    private static readonly LiveArea Area = new() { Kind = "community", Code = Community };

    private readonly string _folder = Directory.CreateTempSubdirectory("live").FullName;
    private readonly RegistryStore _registry;
    private readonly TestAlerts _alerts;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly EnrolmentIndex _enrolments;
    private readonly LiveFeed _feed;
    private readonly CommunityState _state = new(Community);
    private readonly LogWriter _log = new(Community);
    private readonly FoldChanges _changes = new();

    public LiveFeedTests()
    {
        _registry = RegistryStore.Open(Path.Combine(_folder, "registry.db"));
        _alerts = new TestAlerts(_folder);
        _enrolments = new EnrolmentIndex(_registry);
        _feed = new LiveFeed(_enrolments, _alerts.Feed, _clock, NullLogger<LiveFeed>.Instance);
        Publish(_log.Enrol("w-1", "wearable").Enrol("w-2", "wearable"));
    }

    public void Dispose()
    {
        _registry.Dispose();
        _alerts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private long NowMs => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_subscription_begins_with_a_complete_snapshot_then_deltas_chain_by_version()
    {
        var client = new RecordingClient();
        await using var subscription = await SubscribeAsync(client);

        Publish(_log.Measure("w-1", "wearable", NowMs, NowMs, ("heartRate", 72)));
        var first = await client.NextDeltaAsync(_clock);
        Publish(_log.Measure("w-2", "wearable", NowMs, NowMs, ("spo2", 97)));
        var second = await client.NextDeltaAsync(_clock);

        Assert.True(subscription.First.Complete);
        Assert.Equal(["w-1", "w-2"], subscription.First.Devices.Select(d => d.Device));
        Assert.Equal(subscription.First.Version, first.FromVersion);
        Assert.Equal(first.Version, second.FromVersion);
        Assert.Equal(["w-1"], first.Devices.Select(d => d.Device));
        Assert.Equal([("spo2", 97.0)], second.Devices.Single().Values.Select(v => (v.Quantity, v.Value)));
    }

    [Fact]
    public async Task Changes_within_one_interval_are_conflated_latest_wins()
    {
        var client = new RecordingClient();
        await using var subscription = await SubscribeAsync(client);

        Publish(_log.Measure("w-1", "wearable", NowMs, NowMs, ("heartRate", 70)));
        await client.NextDeltaAsync(_clock);
        for (var i = 1; i <= 5; i++)
            Publish(_log.Measure("w-1", "wearable", NowMs + i, NowMs + i, ("heartRate", 70 + i)));
        var conflated = await client.NextDeltaAsync(_clock);

        Assert.Equal([75.0], conflated.Devices.Single().Values.Select(v => v.Value));
        Assert.Equal(2, subscription.Sent);
    }

    [Fact]
    public void A_preview_is_shown_until_the_log_has_caught_up_and_only_for_the_gateways_own_devices()
    {
        Enrol("w-1", gateway: "gw-1");
        Enrol("w-2", gateway: "gw-2");

        _feed.Preview("gw-1", Columns(("w-1", NowMs, 80), ("w-2", NowMs, 81)));
        Publish(_log.Measure("w-1", "wearable", NowMs - 60_000, NowMs - 60_000, ("heartRate", 60)));
        var previewed = _feed.Device(Community, "w-1")!;
        Publish(_log.Measure("w-1", "wearable", NowMs + 1, NowMs + 1, ("heartRate", 90)));

        Assert.Equal(80, Assert.Single(previewed.Values).Value);
        Assert.Equal(90, Assert.Single(_feed.Device(Community, "w-1")!.Values).Value);
        Assert.Empty(_feed.Device(Community, "w-2")!.Values);
    }

    [Fact]
    public void A_device_is_online_by_its_preview_until_it_is_silent_for_too_long()
    {
        Enrol("w-1", gateway: "gw-1");
        Publish(_log.Tick(NowMs));

        _feed.Preview("gw-1", Columns(("w-1", NowMs, 80)));
        Publish(_log.Tick(NowMs + 1));
        var meanwhile = (_feed.Device(Community, "w-1")!.Online, _feed.Community(Community).Online);
        Publish(_log.Tick(NowMs + (24 * 60 * 60 * 1_000)));

        Assert.Equal((true, 1), meanwhile);
        Assert.False(_feed.Device(Community, "w-1")!.Online);
        Assert.Equal(0, _feed.Community(Community).Online);
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_the_gap_and_one_of_another_run_a_snapshot()
    {
        LiveSnapshot before;
        await using (var subscription = await SubscribeAsync(new RecordingClient()))
            before = subscription.First;
        Publish(_log.Measure("w-2", "wearable", NowMs, NowMs, ("heartRate", 72)));

        await using var gap = await SubscribeAsync(new RecordingClient(), new LiveCursor { Feed = before.Feed, Version = before.Version });
        await using var foreign = await SubscribeAsync(new RecordingClient(), new LiveCursor { Feed = "another", Version = before.Version });

        Assert.False(gap.First.Complete);
        Assert.Equal(["w-2"], gap.First.Devices.Select(d => d.Device));
        Assert.True(foreign.First.Complete);
        Assert.Equal(2, foreign.First.Devices.Count);
    }

    [Fact]
    public async Task Every_safety_event_arrives_though_deltas_wait()
    {
        var client = new RecordingClient { BlockDeltas = true };
        await using var subscription = await SubscribeAsync(client);

        for (var i = 0; i < 20; i++)
            Publish(_log.Event("w-1", "wearable", "sos", $"e-{i}", NowMs));

        for (var i = 0; i < 20; i++)
            Assert.Equal($"e-{i}", (await client.NextEventAsync()).EventId);
        client.Release();
    }

    [Fact]
    public async Task A_snapshot_lists_what_happened_within_the_hour_and_not_what_arrived_within_it()
    {
        Publish(_log.Event("w-1", "wearable", "sos", "kept-for-months", NowMs - (90 * 86_400_000L), receivedAtMs: NowMs));
        Publish(_log.Event("w-1", "wearable", "sos", "now", NowMs));

        await using var subscription = await SubscribeAsync(new RecordingClient());

        Assert.Equal("now", Assert.Single(subscription.First.Events).EventId);
    }

    [Fact]
    public async Task A_client_that_reads_no_events_is_resynced_and_its_memory_freed()
    {
        var client = new RecordingClient { BlockEvents = true };
        await using var subscription = await SubscribeAsync(client);

        for (var i = 0; i < LiveSubscription.MaxWaitingEvents + 2; i++)
            Publish(_log.Event("w-1", "wearable", "sos", $"e-{i}", NowMs));

        Assert.Contains("safety events were waiting", await client.Resynced.Task.WaitAsync(RecordingClient.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(0, _feed.Subscriptions);
        client.Release();
    }

    [Fact]
    public async Task A_slow_client_costs_the_others_nothing()
    {
        var slow = new RecordingClient { BlockDeltas = true };
        var quick = new RecordingClient();
        await using var first = await SubscribeAsync(slow);
        await using var second = await SubscribeAsync(quick);

        for (var i = 0; i < 5; i++)
        {
            Publish(_log.Measure("w-1", "wearable", NowMs + i, NowMs + i, ("heartRate", 70 + i)));
            await quick.NextDeltaAsync(_clock);
        }

        Assert.Equal(5, second.Sent);
        Assert.Equal(0, first.Sent);
        slow.Release();
    }

    [Theory]
    [InlineData("street", "nowhere", "area.code: Street 'nowhere' does not exist.")]
    [InlineData("community", "nowhere", "area.code: Community 'nowhere' does not exist.")]
    [InlineData("planet", "", "area.kind: 'planet' must be district, street, community or devices.")]
    [InlineData("devices", "", "area.devices: 0 devices; the list must hold 1 to 500.")]
    public async Task An_area_that_does_not_exist_is_refused_by_field(string kind, string code, string message)
    {
        var outcome = await _feed.SubscribeAsync(
            new LiveArea { Kind = kind, Code = code }, resume: null, new RecordingClient(), TestContext.Current.CancellationToken);

        var fault = Assert.Single(outcome.Faults);
        Assert.Equal(message, $"{fault.Field}: {fault.Message}");
    }

    [Fact]
    public async Task A_street_shows_the_numbers_of_its_communities_only()
    {
        var outcome = await _feed.SubscribeAsync(
            new LiveArea { Kind = "street", Code = "lushan" }, resume: null, new RecordingClient(), TestContext.Current.CancellationToken);

        await using var subscription = outcome.Value!;
        Assert.Equal(["shanshui", "dongwu"], subscription.First.Communities.Select(c => c.Code));
        Assert.Empty(subscription.First.Devices);
    }

    private async Task<LiveSubscription> SubscribeAsync(ILiveClient client, LiveCursor? resume = null)
    {
        var outcome = await _feed.SubscribeAsync(Area, resume, client, TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Faults);
        return outcome.Value!;
    }

    private void Enrol(string device, string gateway) =>
        _enrolments.Apply([new Enrolment(device, Community, "wearable", gateway, Retired: false, Version: _enrolments.Version + 1)]);

    private static BatchColumns Columns(params (string Device, long AtMs, double HeartRate)[] messages)
    {
        var batch = new Batch { Quantities = { "heartRate" } };
        var lastMs = 0L;
        foreach (var (device, atMs, value) in messages)
        {
            batch.Device.Add((uint)batch.Devices.Count);
            batch.Devices.Add(new DeviceRef { Community = Community, Class = "wearable", Device = device });
            batch.AtMs.Add(atMs - lastMs);
            batch.ReceivedAtMs.Add(atMs - lastMs);
            batch.Quality.Add(0);
            batch.ValueCount.Add(1);
            batch.Quantity.Add(0);
            batch.Value.Add(value);
            lastMs = atMs;
        }

        return BatchColumns.Read(batch.ToByteArray(), out _)!;
    }

    private void Publish(LogWriter log)
    {
        foreach (var entry in log.Entries.Where(e => e.Position > _state.Position).ToArray())
            CommunityFold.Apply(_state, entry, _changes);
        _feed.Publish(_state, _changes);
        _changes.Clear();
    }
}
