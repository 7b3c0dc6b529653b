using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Commands;
using SmartCommunity.Gateway.Mqtt;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Gateway.Mqtt;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Tests.Gateway.Dialects;

/// <summary>A client that speaks as the hub's documentation says, on MQTT 3.1.1.</summary>
public sealed class IotHubSessionTests
{
    private const string Host = SasTokenTests.Host;

    private const long Later = 4_000_000_000;

    [Fact]
    public async Task A_device_written_for_the_hub_logs_in_and_its_messages_are_stored()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectAsync(Options(gateway));

        await client.SendAsync(GatewayFixture.Message("devices/h-1/messages/events/$.ct=application%2Fjson&$.ce=utf-8", """{"heartRate":72}"""));

        var batch = Assert.Single(await gateway.StoredAsync());
        Assert.Equal(("h-1", 72.0), (batch.Devices[0].Device, batch.Value[0]));
    }

    [Theory]
    [InlineData("h-1", "h-1", 1, "token of another")]
    [InlineData("h-1", "h-1", 0, "secret of h-1")]
    [InlineData("h-2", "h-1", 1, "secret of h-1")]
    [InlineData("h-1", "w-1", 1, "secret of h-1")]
    public async Task A_wrong_signature_is_refused(string user, string clientId, int isFuture, string token)
    {
        await using var gateway = await StartAsync();
        var key = SHA256.HashData(Encoding.UTF8.GetBytes(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token))).TrimEnd('=').Replace('+', '-').Replace('/', '_')));
        var options = Options(gateway).WithClientId(clientId)
            .WithCredentials($"{Host}/{user}/?api-version=2021-04-12", SasTokenTests.Sign(Host, "h-1", isFuture == 1 ? Later : 1_000_000_000, key));

        var result = await gateway.NewClient().ConnectAsync(options.Build(), TestContext.Current.CancellationToken);

        Assert.NotEqual(MqttClientConnectResultCode.Success, result.ResultCode);
        Assert.Equal(1, gateway.Meter.Refused("login"));
    }

    [Fact]
    public async Task The_twin_is_asked_for_reported_to_and_changed()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectAsync(Options(gateway));
        var seen = Received(client);
        await client.SubscribeAsync("$iothub/twin/res/#", cancellationToken: TestContext.Current.CancellationToken);
        await client.SubscribeAsync("$iothub/twin/PATCH/properties/desired/#", MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);

        await client.SendAsync(GatewayFixture.Message("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"firmware":"1.2","old":1}"""));
        await ExpectAsync(seen, "$iothub/twin/res/204/?$rid=1&$version=2 ");
        await client.SendAsync(GatewayFixture.Message("$iothub/twin/PATCH/properties/reported/?$rid=2", """{"old":null}"""));
        await ExpectAsync(seen, "$iothub/twin/res/204/?$rid=2&$version=3 ");
        await client.SendAsync(GatewayFixture.Message("$iothub/twin/PATCH/properties/reported/?$rid=3", "[]"));
        await ExpectAsync(seen, """$iothub/twin/res/400/?$rid=3 {"message":"The reported properties must be one JSON object."}""");
        var set = Command("c-1", TwinProperties.SetCommand, """{"version":5,"properties":{"interval":60,"night":{"from":22}}}""");
        Assert.Equal(PublishOutcome.Ended, await gateway.Devices.PublishCommandAsync(Device, set, TestContext.Current.CancellationToken));
        var change = Command("c-2", TwinProperties.SetCommand, """{"version":6,"properties":{"night":{"from":21}}}""");
        Assert.Equal(PublishOutcome.Ended, await gateway.Devices.PublishCommandAsync(Device, change, TestContext.Current.CancellationToken));
        await ExpectAsync(seen,
            """$iothub/twin/PATCH/properties/desired/?$version=5 {"interval":60,"night":{"from":22},"$version":5}""",
            """$iothub/twin/PATCH/properties/desired/?$version=6 {"interval":null,"night":{"from":21},"$version":6}""");
        await client.SendAsync(GatewayFixture.Message("$iothub/twin/GET/?$rid=4", ""));
        await ExpectAsync(seen, """$iothub/twin/res/200/?$rid=4 {"desired":{"night":{"from":21},"$version":6},"reported":{"firmware":"1.2","$version":3}}""");
        Assert.Equal(2, (await gateway.StoredAsync()).SelectMany(b => b.Events).Count(e => e.Type == TwinProperties.ReportedEvent));
    }

    [Fact]
    public async Task A_command_is_a_direct_method_and_its_status_the_answer()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectAsync(Options(gateway));
        var seen = Received(client);
        await client.SubscribeAsync("$iothub/methods/POST/#", MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        var desk = (CommandDesk)gateway.App.Services.GetService(typeof(CommandDesk))!;

        desk.Accept(new Command { CommandId = "c-1", Device = "h-1", Name = "locate", ArgsJson = """{"seconds":5}""", ExpiresAtMs = long.MaxValue / 2 });
        Assert.Equal("""$iothub/methods/POST/locate/?$rid=1 {"seconds":5}""", await NextAsync(seen));
        await client.SendAsync(GatewayFixture.Message("$iothub/methods/res/200/?$rid=1", """{"found":true}"""));
        Assert.Equal(CommandState.Succeeded, desk.StateOf("c-1"));
        desk.Accept(new Command { CommandId = "c-2", Device = "h-1", Name = "locate", ArgsJson = "", ExpiresAtMs = long.MaxValue / 2 });
        Assert.Equal("$iothub/methods/POST/locate/?$rid=2 {}", await NextAsync(seen));
        await client.SendAsync(GatewayFixture.Message("$iothub/methods/res/404/?$rid=2", ""));
        await client.SendAsync(GatewayFixture.Message("$iothub/methods/res/200/?$rid=9", "{}"));

        Assert.Equal(CommandState.Failed, desk.StateOf("c-2"));
        Assert.Equal("$rid '9' names no method call of this connection.", Assert.Single((await gateway.StoredAsync()).SelectMany(b => b.Quarantined)).Detail);
    }

    [Fact]
    public async Task Without_methods_a_command_is_a_cloud_to_device_message_that_ends_when_acknowledged()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectAsync(Options(gateway));
        var seen = Received(client);
        await client.SubscribeAsync("devices/h-1/messages/devicebound/#", MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);

        var outcome = await gateway.Devices.PublishCommandAsync(Device, Command("c-1", "locate", ""), TestContext.Current.CancellationToken);

        Assert.Equal(PublishOutcome.Ended, outcome);
        Assert.Equal("devices/h-1/messages/devicebound/$.mid=c-1&$.to=%2Fdevices%2Fh-1%2Fmessages%2Fdevicebound&method=locate {}", await NextAsync(seen));
    }

    [Theory]
    [InlineData("devices/h-2/messages/devicebound/#")]
    [InlineData("$iothub/#")]
    [InlineData("#")]
    public async Task Other_filters_are_refused(string filter)
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectAsync(Options(gateway));

        var result = await client.SubscribeAsync(filter, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(MqttClientSubscribeResultCode.UnspecifiedError, Assert.Single(result.Items).ResultCode);
    }

    [Fact]
    public async Task QoS_2_ends_the_connection()
    {
        await using var gateway = await StartAsync();
        var client = await gateway.ConnectAsync(Options(gateway));

        await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync(GatewayFixture.Message("devices/h-1/messages/events/", """{"heartRate":72}""", qos: 2)));

        await GatewayFixture.UntilAsync(() => gateway.Meter.Closed(CloseCause.Protocol) == 1);
        Assert.Empty(await gateway.StoredAsync());
    }

    [Fact]
    public async Task The_connection_ends_with_its_signature_and_a_will_says_that_the_device_is_gone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_764_000_000));
        await using var gateway = await StartAsync(time);
        var options = Options(gateway, expiry: 1_764_000_060).WithWillTopic("devices/h-1/messages/events/").WithWillPayload("gone");
        await gateway.ConnectAsync(options);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, gateway.Meter.Closed(CloseCause.Expired));
        time.Advance(TimeSpan.FromSeconds(2));

        await GatewayFixture.UntilAsync(() => gateway.Meter.Closed(CloseCause.Expired) == 1 && gateway.Outbox.Routine.Current.BacklogItems == 1);
        Assert.False(Assert.Single((await gateway.StoredAsync()).SelectMany(b => b.Statuses)).Online);
    }

    private static readonly DeviceAddress Device = new("baihe", "wearable", "h-1");

    private static async Task<GatewayFixture> StartAsync(TimeProvider? time = null)
    {
        var gateway = await GatewayFixture.StartAsync(time: time);
        var device = GatewayFixture.Enrolled("h-1");
        device.Dialect = DialectCode.IotHub;
        gateway.Directory.Apply(new Directory { Version = 2, Devices = { device } });
        return gateway;
    }

    private static MqttClientOptionsBuilder Options(GatewayFixture gateway, long expiry = Later) => gateway.OptionsFor("h-1", MqttProtocolVersion.V311)
        .WithCredentials($"{Host}/h-1/?api-version=2021-04-12", SasTokenTests.Sign(Host, "h-1", expiry, SHA256.HashData(Encoding.UTF8.GetBytes(GatewayFixture.Token("h-1")))));

    private static StoredCommand Command(string id, string name, string args) => new(id, "h-1", name, args, long.MaxValue, CommandState.Sent, CommandState.Sent, 0, "");

    private static ChannelReader<string> Received(IMqttClient client)
    {
        var seen = Channel.CreateUnbounded<string>();
        client.ApplicationMessageReceivedAsync += e =>
        {
            seen.Writer.TryWrite($"{e.ApplicationMessage.Topic} {e.ApplicationMessage.ConvertPayloadToString()}");
            return Task.CompletedTask;
        };
        return seen.Reader;
    }

    private static async Task ExpectAsync(ChannelReader<string> seen, params string[] lines)
    {
        foreach (var line in lines)
            Assert.Equal(line, await NextAsync(seen));
    }

    private static Task<string> NextAsync(ChannelReader<string> seen) => seen.ReadAsync(TestContext.Current.CancellationToken).AsTask().WithinPatienceAsync();
}
