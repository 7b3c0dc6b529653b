using MQTTnet;
using MQTTnet.Protocol;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class TopicTests
{
    private const string Reading = """{"v":{"spo2":97}}""";

    public static TheoryData<string> ForeignTopics =>
    [
        "fc/v1/baihe/wearable/w-2/telemetry", "fc/v1/baihe/bedSensor/w-1/telemetry", "fc/v1/other/wearable/w-1/telemetry",
        "fc/v1/baihe/wearable/w-1/cmd", "fc/v1/baihe/wearable/w-1/TELEMETRY", "fc/v1/baihe/wearable/w-1/telemetry/x",
        "$SYS/broker", "anything",
    ];

    public static TheoryData<string> BadTopics =>
    [
        "fc/v1/baihe/wearable/w-1/\0", "fc/v1/baihe/wearable/#", "fc/v1/+/wearable/w-1/telemetry", "fc/v1//wearable/w-1/telemetry",
        "fc/v1/../wearable/w-1/telemetry", "/fc", "fc/", "",
    ];

    [Theory]
    [MemberData(nameof(ForeignTopics))]
    public async Task A_foreign_topic_is_refused_and_stores_nothing(string topic)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync("w-1");

        var refused = await client.SendAsync(GatewayFixture.Message(topic, Reading));
        var accepted = await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), Reading));

        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, refused.ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, accepted.ReasonCode);
        Assert.Equal(1, gateway.Meter.Refused("foreignTopic"));
        Assert.Equal(1, (await gateway.StoredAsync()).Sum(b => b.Device.Count));
    }

    [Fact]
    public async Task A_foreign_topic_closes_an_MQTT_3_client_without_PUBACK()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync("w-1");

        await raw.SendAsync(RawClient.Publish(GatewayFixture.Topic("w-2", "telemetry"), 1, "{}"u8));

        Assert.Empty(await raw.ReadToEndAsync());
        // Nothing of it is kept but that it happened.
        await GatewayFixture.UntilAsync(async () => (await gateway.StoredAsync()).Length > 0);
        var told = Assert.Single((await gateway.StoredAsync()).SelectMany(b => b.Events));
        Assert.Equal(("refused", "{\"what\":\"topic\"}"), (told.Type, told.DataJson));
        Assert.Equal(0, (await gateway.StoredAsync()).Sum(b => b.Device.Count));
    }

    [Fact]
    public async Task Refused_logins_under_a_devices_name_are_told_once_a_minute_and_those_of_nobody_are_not()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            foreach (var device in new[] { "w-1", "nobody" })
            {
                var answer = await gateway.NewClient().ConnectAsync(gateway.OptionsFor(device).WithCredentials(device, "wrong").Build(), TestContext.Current.CancellationToken);
                Assert.Equal(MqttClientConnectResultCode.NotAuthorized, answer.ResultCode);
            }
        }

        // What was told before it is on disk when this is acknowledged.
        await (await gateway.ConnectAsync("w-2")).SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-2", "telemetry"), """{"v":{"heartRate":72}}"""));
        var told = (await gateway.StoredAsync()).SelectMany(b => b.Events).ToArray();
        Assert.InRange(told.Length, 1, 2); // Two when the minute turns meanwhile.
        Assert.All(told, t => Assert.Equal(("refused", "{\"what\":\"login\"}"), (t.Type, t.DataJson)));
    }

    [Theory]
    [MemberData(nameof(BadTopics))]
    public async Task A_topic_that_is_not_canonical_closes_the_connection(string topic)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync("w-1");

        await raw.SendAsync(RawClient.Publish(topic, 1, "{}"u8));

        Assert.Empty(await raw.ReadToEndAsync());
        Assert.Equal(1, gateway.Meter.Refused("badTopic"));
    }

    [Fact]
    public async Task A_topic_that_is_not_UTF8_closes_the_connection()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync("w-1");

        await raw.SendAsync([0x32, 6, 0, 2, 0xC3, 0x28, 0, 1]);

        Assert.Empty(await raw.ReadToEndAsync());
        Assert.Equal(1, gateway.Meter.Refused("badTopic"));
    }

    [Theory]
    [InlineData("fc/v1/baihe/wearable/w-1/cmd", 1, MqttClientSubscribeResultCode.GrantedQoS1)]
    [InlineData("fc/v1/baihe/wearable/w-1/cmd", 2, MqttClientSubscribeResultCode.GrantedQoS1)]
    [InlineData("fc/v1/baihe/wearable/w-1/cmd", 0, MqttClientSubscribeResultCode.GrantedQoS0)]
    [InlineData("fc/v1/baihe/wearable/w-2/cmd", 1, MqttClientSubscribeResultCode.NotAuthorized)]
    [InlineData("fc/v1/baihe/wearable/w-1/telemetry", 1, MqttClientSubscribeResultCode.NotAuthorized)]
    [InlineData("fc/v1/baihe/wearable/+/cmd", 1, MqttClientSubscribeResultCode.NotAuthorized)]
    [InlineData("#", 1, MqttClientSubscribeResultCode.NotAuthorized)]
    [InlineData("$SYS/#", 0, MqttClientSubscribeResultCode.NotAuthorized)]
    public async Task A_device_subscribes_to_its_own_commands_only(string filter, int qos, MqttClientSubscribeResultCode expected)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync("w-1");

        var result = await client.SubscribeAsync(filter, (MqttQualityOfServiceLevel)qos, TestContext.Current.CancellationToken);

        Assert.Equal(expected, Assert.Single(result.Items).ResultCode);
    }

    [Fact]
    public async Task Status_and_Last_Will_are_stored_and_nothing_is_retained()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var status = GatewayFixture.Topic("w-1", "status");
        var client = await gateway.ConnectAsync(gateway.OptionsFor("w-1").WithWillTopic(status).WithWillPayload("""{"online":false}""").WithWillRetain());
        await client.SendAsync(GatewayFixture.Message(status, """{"online":true}""", retain: true));
        var willStored = new TaskCompletionSource();
        gateway.Outbox.Changed += willStored.SetResult;

        client.Dispose();

        await willStored.Task.WithinPatienceAsync();
        Assert.Equal([true, false], (await gateway.StoredAsync()).SelectMany(b => b.Statuses).Select(s => s.Online));
    }

    [Fact]
    public async Task A_goodbye_voids_the_Last_Will()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync(gateway.OptionsFor("w-1").WithWillTopic(GatewayFixture.Topic("w-1", "status")).WithWillPayload("""{"online":false}"""));

        await client.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
        // A gateway that stops before it has read the goodbye rightly takes it for a lost connection.
        await GatewayFixture.UntilAsync(() => gateway.Devices.Find("w-1") is null);
        await gateway.App.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, gateway.Meter.Received);
    }
}
