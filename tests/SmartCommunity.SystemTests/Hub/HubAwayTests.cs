using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Hub;

/// <summary>The IoT Hub is away for longer than its spool is deep: what is dropped for it is counted and said, and neither the devices nor the cloud notice.</summary>
[Trait("Category", "Fault")]
public sealed class HubAwayTests
{
    private const int QuotaMib = 1;
    private const int Connections = 20;

    // 60,000 messages are several times what a spool of 1 MiB holds, on a slow machine too.
    private const int Rate = 5_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(12);
    private const int DrainPatience = 3; // A whole spool goes message by message; on a loaded machine that took more than one patience.

    [Fact]
    public async Task A_full_spool_drops_the_oldest_routine_data_for_the_hub_alone_and_the_rest_arrives_when_it_returns()
    {
        await using var hub = await HubInPlace.PrepareAsync();
        await using var site = await LineUnderTest.StartAsync();
        await RestartGatewayAsync(site, hub.Arguments(site.Folder, QuotaMib));
        var load = site.Load(Connections, Rate, Duration);
        await site.EnrolAsync([.. load.Devices().Select(d => (d.Id, d.Address.Class)), ("p-1", "panicButton")]);
        await CallForHelpAsync(site);

        var summary = await LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        await site.WaitForDrainAsync();
        var (lost, waiting) = (0d, 0d);
        // Each message of the load, the call for help, and what the devices' connections said of themselves: nothing is uncounted.
        await Until.TrueAsync(
            "everything waits or was dropped",
            async () =>
            {
                (lost, waiting) = (await CountAsync(site, "lost"), await CountAsync(site, "backlog"));
                return lost + waiting == await StoredAsync(site);
            },
            LineUnderTest.Patience,
            () => $"{lost} lost, {waiting} wait\n{site.Gateway.Output}");

        Assert.Equal(0, summary.Unacknowledged);
        Assert.Equal(0, summary.Reconnects);
        Assert.True(lost > 0, $"The spool never filled: {waiting} items wait.");
        Assert.Equal(0, await CountAsync(site, "messages"));
        Assert.Contains(site.Gateway.Output.Split('\n'), l => l.Contains("made room in the spool of the IoT Hub (quota 1048576 bytes)", StringComparison.Ordinal));

        await hub.ReturnAsync();
        await Until.TrueAsync("what waits has arrived at the hub", async () => await CountAsync(site, "backlog") == 0, LineUnderTest.Patience * DrainPatience, () => $"{hub.Gateway.Output}\n{site.Gateway.Output}");
        await Until.TrueAsync(
            "the call for help has arrived at the hub", async () => (await hub.ArrivedAsync()).Any(m => m.PayloadText.Contains("\"event\":\"sos\"", StringComparison.Ordinal)),
            LineUnderTest.Patience, () => hub.Gateway.Output);

        Assert.Equal(lost, await CountAsync(site, "lost"));
        Assert.True(await CountAsync(site, "messages") > 0);
        await site.Cloud.StopAsync();
        await Oracle.CheckAsync(site, load.JournalPath!, $"the hub was away, {lost} items were dropped for it");
    }

    private static async Task CallForHelpAsync(LineUnderTest site)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", site.MqttPort).WithClientId("p-1").WithCredentials("p-1", site.Tokens["p-1"]).Build(), TestContext.Current.CancellationToken);
        await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"fc/v1/{LineUnderTest.Community}/panicButton/p-1/event").WithPayload("""{"id":"e-1","type":"sos"}""")
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), TestContext.Current.CancellationToken);
        client.Dispose();
    }

    private static async Task RestartGatewayAsync(LineUnderTest site, string[] more)
    {
        await site.Gateway.StopAsync();
        site.StartGateway(environment: null, wrapper: null, more);
        await site.WaitForGatewayAsync();
    }

    private static async Task<double> CountAsync(LineUnderTest site, string name) =>
        Prometheus.Sum(await site.GatewayHttp.GetStringAsync("metrics", TestContext.Current.CancellationToken), $"smartcommunity_gateway_iothub_{name}");

    private static async Task<double> StoredAsync(LineUnderTest site) => Prometheus.Sum(
        await site.GatewayHttp.GetStringAsync("metrics", TestContext.Current.CancellationToken), "smartcommunity_gateway_messages_total{otel_scope_name=\"SmartCommunity.Gateway\",outcome=\"stored\"");
}
