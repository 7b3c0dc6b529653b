using System.Text;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using SmartCommunity.Gateway;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class RateTests
{
    private const string Reading = """{"v":{"spo2":97}}""";

    [Fact]
    public void A_bucket_gives_its_burst_and_then_its_rate()
    {
        var time = new FakeTimeProvider();
        var bucket = new TokenBucket(perSecond: 20, burst: 3, time);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => bucket.TryTake()));
        Assert.Equal(TimeSpan.FromMilliseconds(50), bucket.UntilNext());
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(_ => bucket.TryTake()));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, Enumerable.Range(0, 5).Count(_ => bucket.TryTake()));
    }

    [Fact]
    public async Task Above_its_rate_an_MQTT_5_device_gets_0x97_but_its_SOS_passes()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayFixture.StartAsync(Burst(2), time);
        var client = await gateway.ConnectAsync("w-1");
        var topic = GatewayFixture.Topic("w-1", "telemetry");

        var codes = new List<MqttClientPublishReasonCode>();
        for (var i = 0; i < 3; i++)
            codes.Add((await client.SendAsync(GatewayFixture.Message(topic, Reading))).ReasonCode);
        var sos = await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "event"), """{"type":"sos"}"""));
        time.Advance(TimeSpan.FromSeconds(1));
        var later = await client.SendAsync(GatewayFixture.Message(topic, Reading));

        Assert.Equal([MqttClientPublishReasonCode.Success, MqttClientPublishReasonCode.Success, MqttClientPublishReasonCode.QuotaExceeded], codes);
        Assert.Equal(MqttClientPublishReasonCode.Success, sos.ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, later.ReasonCode);
        Assert.Equal(1, gateway.Meter.Throttled);
    }

    [Fact]
    public async Task An_MQTT_3_device_is_slowed_down_and_loses_nothing()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayFixture.StartAsync(Burst(2), time);
        using var raw = await gateway.ConnectRawAsync("w-1");
        var topic = GatewayFixture.Topic("w-1", "telemetry");

        await raw.SendAsync([.. Enumerable.Range(1, 4).SelectMany(i => RawClient.Publish(topic, (byte)i, Encoding.UTF8.GetBytes(Reading)))]);
        Assert.Equal([0x40, 2, 0, 1, 0x40, 2, 0, 2], await raw.ReadAsync(8));
        Assert.Equal(2, gateway.Meter.Received);
        time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal([0x40, 2, 0, 3], await raw.ReadAsync(4));
        time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal([0x40, 2, 0, 4], await raw.ReadAsync(4));
    }

    [Fact]
    public async Task QoS_0_above_the_rate_is_dropped_and_counted()
    {
        await using var gateway = await GatewayFixture.StartAsync(Burst(1), new FakeTimeProvider());
        var client = await gateway.ConnectAsync("w-1");

        for (var i = 0; i < 3; i++)
            await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), Reading, qos: 0));
        await client.PingAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, 2), (gateway.Meter.Received, gateway.Meter.Dropped));
    }

    private static Func<GatewayOptions, GatewayOptions> Burst(int burst) =>
        o => o with { Intake = o.Intake with { MessagesPerSecond = 1, MessageBurst = burst } };
}
