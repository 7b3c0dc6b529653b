using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Devices;
using Microsoft.Extensions.DependencyInjection;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class QuotaIntakeTests
{
    private const string Measured = """{"v":{"spo2":97}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Above_its_daily_messages_a_device_is_refused_and_its_SOS_is_not()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        Limit(gateway, 2, new Quota { DailyMessages = 2 });
        using var device = await gateway.ConnectAsync("w-1");

        var results = new List<MqttClientPublishReasonCode>();
        for (var i = 0; i < 3; i++)
            results.Add(await SendAsync(device, "telemetry", Measured));
        var sos = await SendAsync(device, "event", """{"id":"s-1","type":"sos"}""");

        Assert.Equal([MqttClientPublishReasonCode.Success, MqttClientPublishReasonCode.Success, MqttClientPublishReasonCode.QuotaExceeded], results);
        Assert.Equal(MqttClientPublishReasonCode.Success, sos);
        var usage = Usage(gateway).Of("w-1").Read();
        Assert.Equal((3, 1), (usage.Messages, usage.Refused));
        Assert.Equal((2 * Measured.Length) + """{"id":"s-1","type":"sos"}""".Length, usage.Bytes);
    }

    [Fact]
    public async Task Daily_bytes_count_the_payload_and_another_device_is_untouched()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        Limit(gateway, 2, new Quota { DailyBytes = Measured.Length });
        using var device = await gateway.ConnectAsync("w-1");
        using var other = await gateway.ConnectAsync("w-2");

        Assert.Equal(MqttClientPublishReasonCode.Success, await SendAsync(device, "telemetry", Measured));
        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, await SendAsync(device, "telemetry", Measured));
        Assert.Equal(MqttClientPublishReasonCode.Success, (await other.PublishAsync(GatewayFixture.Message(GatewayFixture.Topic("w-2", "telemetry"), Measured), Cancel)).ReasonCode);
    }

    [Fact]
    public async Task A_changed_limit_counts_for_a_connected_device_from_its_next_message()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        Limit(gateway, 2, new Quota { DailyMessages = 1 });
        using var device = await gateway.ConnectAsync("w-1");
        await SendAsync(device, "telemetry", Measured);

        var before = await SendAsync(device, "telemetry", Measured);
        Limit(gateway, 3, new Quota { DailyMessages = 2 });
        var after = await SendAsync(device, "telemetry", Measured);
        Limit(gateway, 4, new Quota { MessagesPerSecond = 0.01, BurstMessages = 1 });
        var (first, second) = (await SendAsync(device, "telemetry", Measured), await SendAsync(device, "telemetry", Measured));

        Assert.Equal((MqttClientPublishReasonCode.QuotaExceeded, MqttClientPublishReasonCode.Success), (before, after));
        Assert.Equal((MqttClientPublishReasonCode.Success, MqttClientPublishReasonCode.QuotaExceeded), (first, second));
        Assert.True(device.IsConnected);
    }

    [Fact]
    public async Task An_MQTT_3_device_above_its_daily_limit_is_slowed_and_not_cut_off()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        Limit(gateway, 2, new Quota { DailyMessages = 1 });
        using var device = await gateway.ConnectAsync("w-1", MQTTnet.Formatter.MqttProtocolVersion.V311);
        await SendAsync(device, "telemetry", Measured);
        await SendAsync(device, "telemetry", Measured);
        var started = TimeProvider.System.GetTimestamp();

        await SendAsync(device, "telemetry", Measured);

        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMilliseconds(500), "The third message should have waited for the trickle of one a second.");
        Assert.True(device.IsConnected);
        Assert.Equal(3, Usage(gateway).Of("w-1").Read().Messages);
    }

    private static DailyUsage Usage(GatewayFixture gateway) => gateway.App.Services.GetRequiredService<DailyUsage>();

    private static async Task<MqttClientPublishReasonCode> SendAsync(IMqttClient device, string kind, string payload) =>
        (await device.PublishAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", kind), payload), Cancel)).ReasonCode;

    private static void Limit(GatewayFixture gateway, long version, Quota quota)
    {
        var device = GatewayFixture.Enrolled("w-1");
        device.Quota = quota;
        gateway.Directory.Apply(new Directory { Version = version, Devices = { device } });
    }
}
