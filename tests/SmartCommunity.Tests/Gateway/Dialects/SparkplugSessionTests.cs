using System.Buffers;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Dialects;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects.SparkplugB;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.Dialects;

public sealed class SparkplugSessionTests
{
    private const string Node = "spBv1.0/baihe";
    private const string NodeCommands = $"{Node}/NCMD/carrier-1";
    private const string DeviceCommands = $"{Node}/DCMD/carrier-1/relay 1";

    private static readonly SparkplugValue BirthDeathSeq = new("bdSeq", SparkplugType.Int64, 0L);

    [Fact]
    public async Task A_node_is_born_commanded_and_dies_with_its_devices()
    {
        var will = new MqttApplicationMessageBuilder().WithTopic($"{Node}/NDEATH/carrier-1").WithPayload(Payload(null, BirthDeathSeq)).Build();
        await using var gateway = await DialectGateway.StartAsync(DialectCode.SparkplugB, [("relay 1", "meter-1", "electricityMeter")], will: will);
        await gateway.SubscribeAsync("spBv1.0/STATE/host-1");
        await gateway.SubscribeAsync(NodeCommands);
        await gateway.SubscribeAsync($"{Node}/DCMD/carrier-1/#");
        var state = await gateway.NextAsync("spBv1.0/STATE/host-1");
        await BirthAsync(gateway);

        gateway.Command("c-1", "meter-1", "setRelay", """{"relay":false}""");
        var command = Assert.Single(Metrics(await gateway.NextAsync(DeviceCommands)));
        await gateway.SendAsync($"{Node}/DDATA/carrier-1/relay 1", Payload(2, new SparkplugValue(null, SparkplugType.Boolean, false) { Alias = 7, HidesType = true }));
        await gateway.UntilStateAsync("c-1", CommandState.Succeeded);
        gateway.Client.Dispose();
        await GatewayFixture.UntilAsync(() => gateway.StatusesAsync().GetAwaiter().GetResult().Count == 4);

        Assert.Contains("\"online\":true", state.ConvertPayloadToString(), StringComparison.Ordinal);
        Assert.True(state.Retain);
        Assert.Equal("Outputs/relay false", command);
        Assert.Equal([("meter-1", "relay", 1.0), ("meter-1", "relay", 0.0)], await gateway.ValuesAsync());
        Assert.Equal([("carrier-1", true), ("meter-1", true), ("carrier-1", false), ("meter-1", false)], await gateway.StatusesAsync());
    }

    [Fact]
    public async Task Data_before_its_birth_is_answered_by_the_request_for_one_at_a_bounded_rate()
    {
        await using var gateway = await DialectGateway.StartAsync(DialectCode.SparkplugB, [("relay 1", "meter-1", "electricityMeter")]);
        await gateway.SubscribeAsync(NodeCommands);

        await gateway.SendAsync($"{Node}/DDATA/carrier-1/relay 1", Payload(4, new SparkplugValue("relay", SparkplugType.Boolean, true)));
        await gateway.SendAsync($"{Node}/DDATA/carrier-1/relay 1", Payload(5, new SparkplugValue("relay", SparkplugType.Boolean, true)));
        var asked = Assert.Single(Metrics(await gateway.NextAsync(NodeCommands)));
        await BirthAsync(gateway);

        Assert.Equal("Node Control/Rebirth true", asked);
        Assert.Single(gateway.Received(NodeCommands));
        Assert.Equal([QuarantineReason.BeforeBirth, QuarantineReason.BeforeBirth], await gateway.ReasonsAsync());
    }

    [Fact]
    public async Task A_gap_that_stays_open_is_answered_by_the_request_for_a_birth()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(55));
        await using var gateway = await DialectGateway.StartAsync(DialectCode.SparkplugB, [("relay 1", "meter-1", "electricityMeter")], time);
        await gateway.SubscribeAsync(NodeCommands);
        await BirthAsync(gateway, qos: 0);

        await DataAsync(gateway, seq: 3, received: 3);
        await DataAsync(gateway, seq: 2, received: 4); // Late, but in time.
        time.Advance(SparkplugSession.ReorderTimeout);
        Assert.Empty(gateway.Received(NodeCommands));
        await DataAsync(gateway, seq: 6, received: 5);
        time.Advance(SparkplugSession.ReorderTimeout);
        await gateway.NextAsync(NodeCommands);
        await DataAsync(gateway, seq: 7, received: 6);
        time.Advance(SparkplugSession.ReorderTimeout); // Too soon to ask again.
        time.Advance(SparkplugSession.RebirthInterval);
        await DataAsync(gateway, seq: 8, received: 7);
        time.Advance(SparkplugSession.ReorderTimeout);
        await gateway.NextAsync(NodeCommands, count: 2);

        Assert.Equal(2, gateway.Received(NodeCommands).Count);
    }

    private static async Task DataAsync(DialectGateway gateway, int seq, int received)
    {
        await gateway.SendAsync($"{Node}/DDATA/carrier-1/relay 1", Payload(seq, new SparkplugValue(null, SparkplugType.Boolean, true) { Alias = 7, HidesType = true }), qos: 0);
        await GatewayFixture.UntilAsync(() => gateway.Fixture.Meter.Received == received);
        await gateway.SubscribeAsync("spBv1.0/STATE/barrier"); // Its answer comes when the reader is done with the message before it.
    }

    private static async Task BirthAsync(DialectGateway gateway, int qos = 1)
    {
        await gateway.SendAsync($"{Node}/NBIRTH/carrier-1", Payload(0, BirthDeathSeq, new SparkplugValue("Node Control/Rebirth", SparkplugType.Boolean, false)), qos);
        await gateway.SendAsync($"{Node}/DBIRTH/carrier-1/relay 1", Payload(1, new SparkplugValue("Outputs/relay", SparkplugType.Boolean, true) { Alias = 7 }), qos);
    }

    private static byte[] Payload(int? seq, params SparkplugValue[] metrics) => SparkplugWriter.Write(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), seq, metrics);

    private static List<string> Metrics(MqttApplicationMessage message)
    {
        var found = new List<string>();
        var reader = new ProtoReader(message.Payload.ToArray());
        while (reader.Next())
        {
            if (reader.Field == SparkplugField.PayloadMetric && SparkplugMetric.TryRead(reader.Bytes, out var metric))
                found.Add($"{System.Text.Encoding.UTF8.GetString(metric.Name)} {(metric.IsTrue ? "true" : "false")}");
        }

        return found;
    }
}
