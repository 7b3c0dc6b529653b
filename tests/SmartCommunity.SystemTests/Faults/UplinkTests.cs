using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-05 and the short form of F-04: the way between gateway and cloud fails; devices notice nothing, and every message is stored once.</summary>
[Trait("Category", "Fault")]
public sealed class UplinkTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Lost_acks_lead_to_frames_sent_again_and_to_nothing_stored_twice()
    {
        await using var line = await LineUnderTest.StartAsync();
        await using var proxy = new AckProxy(line.UplinkPort);
        await RestartGatewayViaAsync(line, proxy);
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
        await RestartGatewayViaAsync(line, proxy);
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

    private static async Task RestartGatewayViaAsync(LineUnderTest line, AckProxy proxy)
    {
        await line.Gateway.StopAsync();
        line.UplinkVia = proxy.Port;
        line.StartGateway();
        await line.WaitForGatewayAsync();
    }
}
