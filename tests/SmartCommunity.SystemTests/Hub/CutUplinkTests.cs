using System.Net.Http.Json;
using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Live;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Hub;

/// <summary>The uplink to the cloud is cut for longer than a reconnect takes: twins say that nobody knows, the IoT Hub goes on, and everything is there afterwards.</summary>
[Trait("Category", "Fault")]
public sealed class CutUplinkTests
{
    private const string Device = "w-1", Unheard = "w-2";
    private const int HubQuotaMib = 64;

    [Fact]
    public async Task Twins_say_that_their_gateway_is_away_while_the_hub_gets_on_and_come_back_with_what_was_measured_meanwhile()
    {
        await using var hub = await HubInPlace.PrepareAsync();
        await hub.ReturnAsync();
        await using var site = await LineUnderTest.StartAsync();
        await using var proxy = new AckProxy(site.UplinkPort);
        await site.RestartGatewayViaAsync(proxy, hub.Arguments(site.Folder, HubQuotaMib));
        await site.EnrolAsync([(Device, "wearable"), (Unheard, "wearable")]);
        using var device = await ConnectAsync(site);
        await PublishAsync(device, 71);
        await UntilStateAsync(site, DevicePresence.Online);

        proxy.Partitioned = true;
        proxy.CutAll();
        await PublishAsync(device, 72);
        await UntilStateAsync(site, DevicePresence.GatewayAway);

        // The device's link is up, and so is the other uplink.
        Assert.True(device.IsConnected);
        Assert.Equal(DevicePresence.Unheard, (await TwinAsync(site, Unheard)).State);
        await Until.TrueAsync(
            "the hub has what the cloud has not", async () => (await hub.ArrivedAsync()).Any(m => m.PayloadText.Contains("\"heartRate\":72", StringComparison.Ordinal)),
            LineUnderTest.Patience, () => site.Gateway.Output);
        Assert.Equal([71.0], await StoredAsync(site));

        proxy.Partitioned = false;
        await site.WaitForDrainAsync();
        await PublishAsync(device, 73);
        await UntilStateAsync(site, DevicePresence.Online);
        await Until.TrueAsync("all three are stored", async () => (await StoredAsync(site)).Count() == 3, LineUnderTest.Patience, () => site.Cloud.Output);
        Assert.Equal([71.0, 72.0, 73.0], await StoredAsync(site));
    }

    private static async Task<IMqttClient> ConnectAsync(LineUnderTest site)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", site.MqttPort).WithClientId(Device).WithCredentials(Device, site.Tokens[Device]).Build(), TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task PublishAsync(IMqttClient device, int heartRate)
    {
        var result = await device.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"fc/v1/{LineUnderTest.Community}/wearable/{Device}/telemetry").WithPayload($$$"""{"v":{"heartRate":{{{heartRate}}}}}""")
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, $"{result.ReasonCode}");
    }

    private static async Task UntilStateAsync(LineUnderTest site, string state)
    {
        var seen = "";
        await Until.TrueAsync($"the twin is {state}", async () => (seen = (await TwinAsync(site, Device)).State) == state, LineUnderTest.Patience, () => $"It is {seen}. {site.Cloud.Output}");
    }

    private static async Task<TwinDetailView> TwinAsync(LineUnderTest site, string device) =>
        (await site.Api.GetFromJsonAsync<TwinDetailView>($"api/v1/twins/device:{device}", TestContext.Current.CancellationToken))!;

    private static async Task<IEnumerable<double>> StoredAsync(LineUnderTest site) =>
        (await site.Api.GetFromJsonAsync<SeriesView>($"api/v1/devices/{Device}/series/heartRate?downsampling=none", TestContext.Current.CancellationToken))!.Points.Select(p => p.Value);
}
