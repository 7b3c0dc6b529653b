using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Dialects;

/// <summary>A vendor's device with a mapping file, over a real MQTT client.</summary>
public sealed class VendorJsonSessionTests
{
    private const string Mapping = """
        {"topics":["v/{device}/up"],"values":[{"pointer":"/b","quantity":"battery"}],"events":[{"pointer":"/alarm","equals":"SOS","type":"sos"}]}
        """;

    [Fact]
    public async Task Measurements_and_SOS_are_stored_and_only_the_profiles_topics_are_its_own()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        gateway.Enrol([DialectLine.Enrolled("v-1", "panicButton", "vendorJson", "p")], ProfileOf(Mapping));
        var client = await gateway.ConnectVendorAsync("v-1");

        await client.SendAsync(GatewayFixture.Message("v/v-1/up", """{"b":77}"""));
        await client.SendAsync(GatewayFixture.Message("v/v-1/up", """{"alarm":"SOS"}"""));
        var foreign = await client.SendAsync(GatewayFixture.Message("v/v-2/up", """{"b":1}"""));

        // That it was refused is told, in its own time; nothing of it is kept.
        Assert.Equal(["v-1 battery 77"], (await gateway.LinesAsync()).Where(l => l != "event v-1 refused"));
        Assert.Equal(["event v-1 sos"], await gateway.LinesAsync(Lane.Alarm));
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, foreign.ReasonCode);
    }

    [Fact]
    public async Task A_changed_profile_is_used_by_the_connection_that_is_open()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        EnrolledDevice[] devices = [DialectLine.Enrolled("v-1", "panicButton", "vendorJson", "p")];
        gateway.Enrol(devices, ProfileOf("""{"topics":["v/{device}/up"],"values":[{"pointer":"/x","quantity":"battery"}]}"""));
        var client = await gateway.ConnectVendorAsync("v-1");

        await client.SendAsync(GatewayFixture.Message("v/v-1/up", """{"b":77}"""));
        gateway.Enrol(devices, ProfileOf(Mapping));
        await client.SendAsync(GatewayFixture.Message("v/v-1/up", """{"b":77}"""));

        Assert.Equal(["quarantine v-1 shape", "v-1 battery 77"], (await gateway.LinesAsync()).Order(StringComparer.Ordinal));
    }

    private static Profile ProfileOf(string body) => new() { Name = "p", Kind = "vendorJson", Body = body };
}
