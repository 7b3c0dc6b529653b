using Microsoft.Extensions.DependencyInjection;
using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Dialects;

/// <summary>Devices and gateways written for ThingsBoard, over a real MQTT client.</summary>
public sealed class ThingsBoardSessionTests
{
    private static readonly EnrolledDevice[] Devices =
    [
        DialectLine.Enrolled("tb-1", "panicButton", "thingsBoard"), DialectLine.Enrolled("tb-gw", "concentrator", "thingsBoard"),
        DialectLine.Carried("air-1", "indoorAir", "thingsBoard", "tb-gw", "Hall"), DialectLine.Carried("w-7", "wearable", "thingsBoard", "tb-gw", "Watch"),
    ];

    [Fact]
    public async Task Telemetry_attributes_and_SOS_of_a_device_are_stored_before_they_are_acknowledged()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-1");

        await client.SendAsync(GatewayFixture.Message("v1/devices/me/telemetry", """{"ts":1763999999000,"values":{"battery":80}}"""));
        await client.SendAsync(GatewayFixture.Message("v1/devices/me/attributes", """{"firmware":"1.2","signal":60}"""));
        await client.SendAsync(GatewayFixture.Message("v1/devices/me/telemetry", """{"sos":true}"""));

        Assert.Equal(["event tb-1 reported", "tb-1 battery 80", "tb-1 signal 60"], (await gateway.LinesAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(["event tb-1 sos"], await gateway.LinesAsync(Lane.Alarm));
    }

    [Fact]
    public async Task A_gateways_devices_are_stored_under_their_own_ids_and_unknown_ones_wait_in_quarantine()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-gw");

        await client.SendAsync(GatewayFixture.Message("v1/gateway/connect", """{"device":"Hall"}"""));
        await client.SendAsync(GatewayFixture.Message("v1/gateway/telemetry", """{"Hall":[{"temp":21}],"New":[{"temp":22}],"Watch":[{"values":{"heartRate":70},"ts":1763999999000}]}"""));
        await client.SendAsync(GatewayFixture.Message("v1/gateway/disconnect", """{"device":"Hall"}"""));

        Assert.Equal(
            ["air-1 temp 21", "quarantine tb-gw unknownDevice", "status air-1 False", "status air-1 True", "w-7 heartRate 70"],
            (await gateway.LinesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_command_travels_as_RPC_and_its_answer_ends_it()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-1");
        var inbox = await client.SubscribeAsync("v1/devices/me/rpc/request/+");

        Desk(gateway).Accept(new Command { CommandId = "cmd-1", Device = "tb-1", Name = "identify", ArgsJson = """{"times":3}""", ExpiresAtMs = long.MaxValue });
        var call = await inbox.TakeAsync();
        var number = call.Split(' ')[0].Split('/')[^1];
        await client.SendAsync(GatewayFixture.Message($"v1/devices/me/rpc/response/{number}", """{"blinked":3}"""));

        Assert.EndsWith("""{"method":"identify","params":{"times":3}}""", call, StringComparison.Ordinal);
        Assert.Equal(CommandState.Succeeded, Desk(gateway).StateOf("cmd-1"));
        Assert.Contains("""command cmd-1 Succeeded {"blinked":3}""", await gateway.LinesAsync(Lane.Alarm));
    }

    [Fact]
    public async Task A_command_to_a_carried_device_goes_through_its_gateway_and_fails_when_the_answer_says_so()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-gw");
        var inbox = await client.SubscribeAsync("v1/gateway/rpc");

        Desk(gateway).Accept(new Command { CommandId = "cmd-2", Device = "w-7", Name = "locate", ArgsJson = "", ExpiresAtMs = long.MaxValue });
        var call = await inbox.TakeAsync();
        using var request = System.Text.Json.JsonDocument.Parse(call[call.IndexOf('{', StringComparison.Ordinal)..]);
        var data = request.RootElement.GetProperty("data");
        await client.SendAsync(GatewayFixture.Message("v1/gateway/rpc", $$$"""{"device":"Watch","id":{{{data.GetProperty("id")}}},"data":{"success":false}}"""));

        Assert.Equal(("Watch", "locate", "{}"), (request.RootElement.GetProperty("device").GetString(), data.GetProperty("method").GetString(), data.GetProperty("params").GetRawText()));
        Assert.Equal(CommandState.Failed, Desk(gateway).StateOf("cmd-2"));
    }

    [Fact]
    public async Task Desired_properties_travel_as_shared_attributes_and_have_arrived_when_they_are_acknowledged()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-gw");
        var inbox = await client.SubscribeAsync("v1/devices/me/attributes", "v1/gateway/attributes");

        Desk(gateway).Accept(new Command { CommandId = "set-1", Device = "tb-gw", Name = "setProperties", ArgsJson = """{"version":2,"properties":{"interval":60}}""", ExpiresAtMs = long.MaxValue });
        var own = await inbox.TakeAsync();
        Desk(gateway).Accept(new Command { CommandId = "set-2", Device = "air-1", Name = "setProperties", ArgsJson = """{"version":3,"properties":{"interval":30}}""", ExpiresAtMs = long.MaxValue });
        var carried = await inbox.TakeAsync();
        await GatewayFixture.UntilAsync(() => Desk(gateway).StateOf("set-1") == CommandState.Succeeded && Desk(gateway).StateOf("set-2") == CommandState.Succeeded);

        Assert.Equal("""v1/devices/me/attributes {"interval":60}""", own);
        Assert.Equal("""v1/gateway/attributes {"device":"Hall","data":{"interval":30}}""", carried);
    }

    [Theory]
    [InlineData("v1/devices/me/rpc/response/1", """{"ok":1}""", "shape")]
    [InlineData("v1/devices/me/rpc/response/1", "{", "malformed")]
    [InlineData("v1/gateway/rpc", """{"device":"Nobody","id":1,"data":{}}""", "unknownDevice")]
    [InlineData("v1/gateway/rpc", """{"id":1}""", "shape")]
    [InlineData("v1/gateway/rpc", """{"device":"Watch","id":"x"}""", "shape")]
    public async Task An_answer_to_no_command_goes_to_quarantine(string topic, string payload, string reason)
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-gw");

        await client.SendAsync(GatewayFixture.Message(topic, payload));

        Assert.Equal([$"quarantine tb-gw {reason}"], await gateway.LinesAsync());
    }

    [Fact]
    public async Task Attribute_requests_are_answered_with_what_the_device_reported_since_it_connected()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-gw");
        var inbox = await client.SubscribeAsync("v1/devices/me/attributes/response/+", "v1/gateway/attributes/response");
        await client.SendAsync(GatewayFixture.Message("v1/devices/me/attributes", """{"firmware":"1.2","place":{"floor":3}}"""));
        await client.SendAsync(GatewayFixture.Message("v1/gateway/attributes", """{"Hall":{"serial":"x-1"}}"""));

        await client.SendAsync(GatewayFixture.Message("v1/devices/me/attributes/request/7", """{"clientKeys":"firmware,none","sharedKeys":"limit"}"""));
        await client.SendAsync(GatewayFixture.Message("v1/devices/me/attributes/request/8", "{}"));
        await client.SendAsync(GatewayFixture.Message("v1/gateway/attributes/request", """{"id":1,"device":"Hall","client":true,"key":"serial"}"""));
        await client.SendAsync(GatewayFixture.Message("v1/gateway/attributes/request", """{"id":2,"device":"Hall","client":true,"keys":["serial","none"]}"""));
        await client.SendAsync(GatewayFixture.Message("v1/gateway/attributes/request", """{"id":3,"device":"Nobody","client":true,"key":"serial"}"""));

        Assert.Equal("""v1/devices/me/attributes/response/7 {"client":{"firmware":"1.2"},"shared":{}}""", await inbox.TakeAsync());
        Assert.Equal("""v1/devices/me/attributes/response/8 {"client":{"firmware":"1.2","place":{"floor":3}},"shared":{}}""", await inbox.TakeAsync());
        Assert.Equal("""v1/gateway/attributes/response {"id":1,"device":"Hall","value":"x-1"}""", await inbox.TakeAsync());
        Assert.Equal("""v1/gateway/attributes/response {"id":2,"device":"Hall","values":{"serial":"x-1"}}""", await inbox.TakeAsync());
        Assert.StartsWith("""v1/gateway/attributes/response {"id":3,"device":"Nobody","error":""", await inbox.TakeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_devices_own_call_is_answered_with_an_error_and_a_foreign_filter_is_refused()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectBoardAsync("tb-1");
        var inbox = await client.SubscribeAsync("v1/devices/me/rpc/response/+");

        await client.SendAsync(GatewayFixture.Message("v1/devices/me/rpc/request/5", """{"method":"getTime","params":{}}"""));
        var refused = await client.SubscribeAsync("v1/devices/#", cancellationToken: TestContext.Current.CancellationToken);

        Assert.StartsWith("""v1/devices/me/rpc/response/5 {"error":""", await inbox.TakeAsync(), StringComparison.Ordinal);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, Assert.Single(refused.Items).ResultCode);
    }

    private static CommandDesk Desk(GatewayFixture gateway) => gateway.App.Services.GetRequiredService<CommandDesk>();

    private static async Task<GatewayFixture> StartAsync()
    {
        var gateway = await GatewayFixture.StartAsync();
        gateway.Enrol(Devices);
        return gateway;
    }
}
