using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Dialects;

public sealed class HaSessionTests
{
    private const string ConfigTopic = "homeassistant/switch/plug/relay/config";
    private const string Config = """{"stat_t":"plug/state","cmd_t":"plug/set","avty_t":"plug/status","dev":{"ids":"plug-1"}}""";

    [Fact]
    public async Task A_node_is_greeted_discovered_commanded_and_missed()
    {
        var will = new MqttApplicationMessageBuilder().WithTopic("plug/status").WithPayload("offline").Build();
        await using var gateway = await StartAsync(will: will);
        await gateway.SubscribeAsync("homeassistant/status");
        await gateway.SubscribeAsync("plug/#");
        var greeting = await gateway.NextAsync("homeassistant/status");
        await gateway.SendAsync(ConfigTopic, Config);
        await gateway.SendAsync("plug/status", "online");
        await gateway.SendAsync("plug/state", "OFF");

        gateway.Command("c-1", "lamp-1", "setLamp", """{"on":true}""");
        var command = await gateway.NextAsync("plug/set");
        await gateway.SendAsync("plug/state", "ON");
        await gateway.UntilStateAsync("c-1", CommandState.Succeeded);
        gateway.Client.Dispose();
        await GatewayFixture.UntilAsync(() => gateway.StatusesAsync().GetAwaiter().GetResult().Count == 2);

        Assert.Equal(("online", true), (greeting.ConvertPayloadToString(), greeting.Retain));
        Assert.Equal("ON", command.ConvertPayloadToString());
        Assert.Equal([("lamp-1", "lampOn", 0.0), ("lamp-1", "lampOn", 1.0)], await gateway.ValuesAsync());
        Assert.Equal([("lamp-1", true), ("lamp-1", false)], await gateway.StatusesAsync());
        Assert.Empty(await gateway.ReasonsAsync());
    }

    [Fact]
    public async Task Configs_outlive_the_gateway_because_devices_send_them_once()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("discovery-").FullName;
        await using (var first = await StartAsync(folder))
            await first.SendAsync(ConfigTopic, Config);

        await using (var second = await StartAsync(folder))
        {
            await second.SendAsync("plug/state", "ON");
            Assert.Equal([("lamp-1", "lampOn", 1.0)], await second.ValuesAsync());
            await second.SendAsync(ConfigTopic, "");
        }

        await using (var third = await StartAsync(folder))
        {
            await third.SendAsync("plug/state", "OFF");
            Assert.Equal([QuarantineReason.Topic], await third.ReasonsAsync());
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_carrier_that_is_no_longer_enrolled_leaves_no_configs_behind()
    {
        await using var gateway = await StartAsync();
        var file = (DiscoveryFile)gateway.Fixture.App.Services.GetService(typeof(DiscoveryFile))!;
        await gateway.SendAsync(ConfigTopic, Config);
        Assert.Equal(ConfigTopic, Assert.Single(file.Of(DialectGateway.Carrier)).Topic);

        gateway.Fixture.Directory.Apply(new Contracts.Uplink.Directory { Version = 3, Full = true });

        Assert.Empty(file.Of(DialectGateway.Carrier));
    }

    [Fact]
    public async Task A_native_topic_is_never_its_own()
    {
        await using var gateway = await StartAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => gateway.SendAsync("fc/v1/baihe/streetLamp/lamp-1/telemetry", "{}"));
    }

    private static Task<DialectGateway> StartAsync(string? folder = null, MqttApplicationMessage? will = null) =>
        DialectGateway.StartAsync(DialectCode.HomeAssistant, [("plug-1", "lamp-1", "streetLamp")], will: will, folder: folder);
}
