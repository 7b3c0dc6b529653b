using System.Text;
using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Mqtt;

public sealed class PubackGateTests
{
    /// <summary>A payload that nobody can decode goes to quarantine whole, so it fills the outbox fastest.</summary>
    private static readonly string Bulk = new('x', 60_000);

    [Fact]
    public async Task What_was_acknowledged_is_in_the_outbox()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var client = await gateway.ConnectAsync("w-1");

        for (var seq = 1; seq <= 100; seq++)
            await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "telemetry"), $$"""{"boot":1,"v":{"spo2":97},"seq":{{seq}} }""", qos: 1 + (seq % 2)));

        Assert.Equal(Enumerable.Range(1, 100).Select(s => (long)s), (await gateway.StoredAsync()).SelectMany(b => b.Seq));
    }

    [Fact]
    public async Task PUBACKs_leave_in_the_order_of_the_messages()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var raw = await gateway.ConnectRawAsync("w-1");
        var topic = GatewayFixture.Topic("w-1", "telemetry");

        await raw.SendAsync([.. Enumerable.Range(1, 200).SelectMany(i => RawClient.Publish(topic, (byte)i, Encoding.UTF8.GetBytes($$"""{"boot":1,"v":{"spo2":97},"seq":{{i}} }""")))]);

        Assert.Equal(Enumerable.Range(1, 200).SelectMany(i => new byte[] { 0x40, 2, 0, (byte)i }), await raw.ReadAsync(800));
    }

    [Fact]
    public async Task A_full_outbox_tells_an_MQTT_5_client_0x97_and_still_takes_an_SOS()
    {
        await using var gateway = await StartSmallAsync();
        var client = await gateway.ConnectAsync("w-1");
        var telemetry = GatewayFixture.Topic("w-1", "telemetry");
        await FillAsync(gateway, client, telemetry);

        var refused = await client.SendAsync(GatewayFixture.Message(telemetry, """{"v":{"spo2":97}}"""));
        var sos = await client.SendAsync(GatewayFixture.Message(GatewayFixture.Topic("w-1", "event"), """{"id":"e-1","type":"sos"}"""));

        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, refused.ReasonCode);
        Assert.Equal(MqttClientPublishReasonCode.Success, sos.ReasonCode);
        Assert.Equal("sos", Assert.Single((await gateway.StoredAsync(Lane.Alarm)).SelectMany(b => b.Events)).Type);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task A_full_outbox_closes_an_MQTT_3_client_without_PUBACK()
    {
        await using var gateway = await StartSmallAsync();
        await FillAsync(gateway, await gateway.ConnectAsync("w-1"), GatewayFixture.Topic("w-1", "telemetry"));
        using var raw = await gateway.ConnectRawAsync("w-2");

        await raw.SendAsync(RawClient.Publish(GatewayFixture.Topic("w-2", "telemetry"), 9, """{"v":{"spo2":97}}"""u8));

        Assert.Empty(await raw.ReadToEndAsync());
        Assert.Equal(1, gateway.Meter.Closed(CloseCause.Refused));
    }

    private static Task<GatewayFixture> StartSmallAsync() => GatewayFixture.StartAsync(o => o with { OutboxQuotaBytes = 1 << 20 });

    private static async Task FillAsync(GatewayFixture gateway, IMqttClient client, string topic)
    {
        const int moreThanTheQuota = 20;
        for (var i = 0; i < moreThanTheQuota && !gateway.Outbox.DiskRefusingRoutine; i++)
            await client.SendAsync(GatewayFixture.Message(topic, Bulk));
        Assert.True(gateway.Outbox.DiskRefusingRoutine);
    }
}
