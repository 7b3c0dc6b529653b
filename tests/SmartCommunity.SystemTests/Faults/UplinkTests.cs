using System.Globalization;
using System.Threading.Channels;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-05 and the short form of F-04: the way between gateway and cloud fails; devices notice nothing, and every message is stored once.</summary>
[Trait("Category", "Fault")]
public sealed class UplinkTests
{
    private const string Button = "sos-1";
    private const int BacklogEntries = 20; // Far fewer than the blocks of a cut; far more than ticks and statuses between two calls after one another.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Lost_acks_lead_to_frames_sent_again_and_to_nothing_stored_twice()
    {
        await using var line = await LineUnderTest.StartAsync();
        await using var proxy = new AckProxy(line.UplinkPort);
        await line.RestartGatewayViaAsync(proxy);
        var load = line.Load(connections: 20, rate: 1_000, Duration);
        await line.EnrolAsync(load);

        var running = LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        proxy.SwallowAnswers = true;
        await Until.TrueAsync("answers were swallowed", () => Task.FromResult(proxy.Swallowed > 0), LineUnderTest.Patience);
        proxy.CutAll();
        proxy.SwallowAnswers = false;
        var summary = await running;
        await line.WaitForDrainAsync();
        var duplicates = Prometheus.Sum(await line.Api.GetStringAsync("metrics", TestContext.Current.CancellationToken), "smartcommunity_ingest_frames_total{otel_scope_name=\"SmartCommunity.Cloud\",outcome=\"duplicate\"");
        await line.Cloud.StopAsync();

        Assert.Equal(0, summary.Unacknowledged);
        Assert.Equal(0, summary.Reconnects);
        await Oracle.CheckAsync(line, load.JournalPath!, $"acks lost, {duplicates} frames came twice");
    }

    [Fact]
    public async Task A_partition_is_not_seen_by_devices_and_its_backlog_drains_after_it()
    {
        await using var line = await LineUnderTest.StartAsync();
        await using var proxy = new AckProxy(line.UplinkPort);
        await line.RestartGatewayViaAsync(proxy);
        var load = line.Load(connections: 20, rate: 1_000, Duration);
        await line.EnrolAsync(load);

        proxy.Partitioned = true;
        proxy.CutAll();
        var summary = await LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        var backlog = Prometheus.Sum(await line.GatewayHttp.GetStringAsync("metrics", TestContext.Current.CancellationToken), "smartcommunity_gateway_outbox_depth");
        proxy.Partitioned = false;
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();

        Assert.Equal(0, summary.Unacknowledged);
        Assert.Equal(0, summary.Reconnects);
        Assert.Equal(summary.Sent, (long)backlog);
        await Oracle.CheckAsync(line, load.JournalPath!, "partition");
    }

    /// <summary>F-04: while the partition lasts devices see nothing of it; when it heals, what waited is stored once, the call for help before all else.</summary>
    [Fact]
    public async Task After_a_partition_the_call_for_help_is_an_alert_before_the_backlog_is_stored()
    {
        await using var line = await LineUnderTest.StartAsync();
        await using var proxy = new AckProxy(line.UplinkPort);
        await line.RestartGatewayViaAsync(proxy);
        var load = line.Load(connections: 40, rate: 2_000, Duration);
        await line.EnrolAsync(load);
        await line.EnrolAsync([(Button, "panicButton")]);
        using var button = await MqttDevice.ConnectAsync(line, Button, "panicButton");
        await using var hub = LiveTests.Hub(line, "messagepack");
        var changes = LiveAlertTests.Listen(hub);
        await hub.StartAsync(TestContext.Current.CancellationToken);
        await LiveAlertTests.SubscribeAsync(hub, resume: null);

        proxy.Partitioned = true;
        proxy.CutAll();
        var summary = await LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        await button.SayAsync("e-1", "sos");
        var waiting = Prometheus.Sum(await line.GatewayHttp.GetStringAsync("metrics", TestContext.Current.CancellationToken), "smartcommunity_gateway_outbox_depth");
        proxy.Partitioned = false;
        var first = await PositionAsync(changes);
        await line.WaitForDrainAsync();
        await button.SayAsync("e-2", "sos");
        var entries = await PositionAsync(changes) - first;
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"{waiting:0} messages waited; {entries} entries of the log lie between the call of then and one after it.");
        Assert.Equal(0, summary.Unacknowledged + summary.Reconnects);
        Assert.Equal(summary.Sent + 1, (long)waiting);
        Assert.True(entries > BacklogEntries, $"Only {entries} entries lie between the call for help and one after the backlog: it did not go first.");
        await Oracle.CheckAsync(line, load.JournalPath!, "partition with a call for help");
    }

    /// <summary>Where in the community's log the next call for help was raised: its id says so.</summary>
    private static async Task<long> PositionAsync(ChannelReader<LiveAlertChange> changes)
    {
        LiveAlertChange change;
        do
            change = await LiveAlertTests.NextAsync(changes);
        while (change is not { What: "raised", Alert.Rule: "sos" });
        return long.Parse(change.Alert.Id.Split('-')[^2], CultureInfo.InvariantCulture);
    }
}
