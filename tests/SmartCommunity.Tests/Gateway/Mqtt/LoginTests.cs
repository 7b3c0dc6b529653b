using MQTTnet;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class LoginTests
{
    [Theory]
    [InlineData("w-1", "w-1", "good", MqttClientConnectResultCode.Success)]
    [InlineData("w-1", "w-1", "of w-2", MqttClientConnectResultCode.NotAuthorized)]
    [InlineData("w-2", "w-1", "good", MqttClientConnectResultCode.BadUserNameOrPassword)]
    [InlineData("w-9", "w-9", "good", MqttClientConnectResultCode.NotAuthorized)]
    [InlineData("w-1", "w-1", "", MqttClientConnectResultCode.BadUserNameOrPassword)]
    [InlineData("w/1", "w/1", "good", MqttClientConnectResultCode.ClientIdentifierNotValid)]
    [InlineData("", "w-1", "good", MqttClientConnectResultCode.ClientIdentifierNotValid)]
    public async Task Only_the_device_itself_logs_in(string clientId, string userName, string password, MqttClientConnectResultCode expected)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var token = password switch { "good" => GatewayFixture.Token("w-1"), "of w-2" => GatewayFixture.Token("w-2"), _ => password };
        var options = gateway.OptionsFor("w-1").WithClientId(clientId).WithCredentials(userName, token).Build();

        var actual = await ResultAsync(gateway.NewClient(), options);

        Assert.Equal(expected, actual);
        Assert.Equal(expected == MqttClientConnectResultCode.Success ? 0 : 1, gateway.Meter.Refused("login"));
    }

    [Fact]
    public async Task An_MQTT_3_client_learns_code_5()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync();

        await raw.SendAsync(RawClient.Connect("w-1", "wrong"));

        Assert.Equal([0x20, 2, 0, 5], await raw.ReadToEndAsync());
    }

    [Fact]
    public async Task Both_tokens_are_good_while_one_is_replaced()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var device = GatewayFixture.Enrolled("w-1");
        device.NextTokenSha256 = GatewayFixture.Enrolled("w-1", "the next one").TokenSha256;
        gateway.Directory.Apply(new Directory { Version = 2, Devices = { device } });

        Assert.Equal(MqttClientConnectResultCode.Success, await ResultAsync(gateway.NewClient(), gateway.OptionsFor("w-1").Build()));
        Assert.Equal(MqttClientConnectResultCode.Success, await ResultAsync(gateway.NewClient(), gateway.OptionsFor("w-1").WithCredentials("w-1", "the next one").Build()));
    }

    [Fact]
    public async Task A_carried_device_does_not_log_in_whatever_it_brings()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var device = GatewayFixture.Enrolled("w-1");
        device.Via = "w-2";
        gateway.Directory.Apply(new Directory { Version = 2, Devices = { device } });

        var result = await ResultAsync(gateway.NewClient(), gateway.OptionsFor("w-1").Build());

        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, result);
    }

    [Fact]
    public async Task A_wrong_credential_takes_nothing_over()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var owner = await gateway.ConnectAsync("w-1");

        var result = await ResultAsync(gateway.NewClient(), gateway.OptionsFor("w-1").WithCredentials("w-1", GatewayFixture.Token("w-2")).Build());

        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, result);
        await owner.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), """{"v":{"spo2":97}}"""));
        Assert.True(owner.IsConnected);
    }

    [Fact]
    public async Task The_same_credential_takes_over_and_the_earlier_connection_ends()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var earlier = await gateway.ConnectAsync("w-1");
        var ended = new TaskCompletionSource<MqttClientDisconnectReason>();
        earlier.DisconnectedAsync += e =>
        {
            ended.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };

        var later = await gateway.ConnectAsync("w-1");

        Assert.Equal(MqttClientDisconnectReason.SessionTakenOver, await ended.Task.WithinPatienceAsync());
        await later.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), """{"v":{"spo2":97}}"""));
    }

    [Fact]
    public async Task A_withdrawn_device_is_disconnected_at_once_and_stays_out()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync("w-1");
        var ended = new TaskCompletionSource<MqttClientDisconnectReason>();
        client.DisconnectedAsync += e =>
        {
            ended.TrySetResult(e.Reason);
            return Task.CompletedTask;
        };

        gateway.Directory.Apply(new Directory { Version = 2, Removed = { "w-1" } });

        Assert.Equal(MqttClientDisconnectReason.AdministrativeAction, await ended.Task.WithinPatienceAsync());
        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await ResultAsync(gateway.NewClient(), gateway.OptionsFor("w-1").Build()));
    }

    [Fact]
    public async Task A_Last_Will_on_a_foreign_topic_is_refused_at_login()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var options = gateway.OptionsFor("w-1").WithWillTopic(GatewayFixture.Topic("w-2", "status")).WithWillPayload("""{"online":false}""").Build();

        Assert.Equal(MqttClientConnectResultCode.NotAuthorized, await ResultAsync(gateway.NewClient(), options));
    }

    [Fact]
    public async Task The_CONNACK_announces_the_limits()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var result = await gateway.NewClient().ConnectAsync(gateway.OptionsFor("w-1").WithKeepAlivePeriod(TimeSpan.Zero).WithCleanStart(false).WithSessionExpiryInterval(3600).Build(), TestContext.Current.CancellationToken);

        Assert.Equal((ushort?)1024, result.ReceiveMaximum);
        Assert.Equal(65_536u, result.MaximumPacketSize);
        Assert.Equal(0, result.TopicAliasMaximum);
        Assert.False(result.IsSessionPresent);
        Assert.False(result.SharedSubscriptionAvailable);
        Assert.False(result.WildcardSubscriptionAvailable);
        Assert.False(result.SubscriptionIdentifiersAvailable);
        Assert.Equal(1200, result.ServerKeepAlive);
    }

    internal static async Task<MqttClientConnectResultCode> ResultAsync(IMqttClient client, MqttClientOptions options) =>
        (await client.ConnectAsync(options, TestContext.Current.CancellationToken)).ResultCode;
}
