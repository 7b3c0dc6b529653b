using System.Net.Http.Json;
using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Telemetry;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-12: poison is acknowledged, kept with its reason and counted; the stream goes on, and what gets a mapping is stored after all.</summary>
[Collection(nameof(SharedLineSuite))]
[Trait("Category", "Fault")]
public sealed class PoisonTests(SharedLine shared)
{
    private const string Device = "w-1"; // On a line of its own.

    // The field a vendor calls differently; no other message of the test sets this quantity.
    private const string VendorPayload = """{"v":{"schritte":4321}}""";

    [Fact]
    public async Task Every_poison_is_acknowledged_and_quarantined_with_its_reason_and_the_messages_around_it_are_stored()
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([(Device, "wearable")]);
        using var client = await ConnectAsync(line, Device);

        var good = 0;
        foreach (var (name, payload, _) in PoisonCorpus.All)
        {
            await PublishAsync(client, Device, "before " + name, Good(good++));
            await PublishAsync(client, Device, name, payload);
        }

        await PublishAsync(client, Device, "vendor's field", System.Text.Encoding.UTF8.GetBytes(VendorPayload));
        await PublishAsync(client, Device, "the last", Good(good++));
        await line.WaitForDrainAsync();

        (string, string)[] expected = [.. PoisonCorpus.All.Select(p => (p.Name, p.Reason)), ("vendor's field", QuarantineReason.UnknownQuantity)];
        var quarantine = await QuarantineAsync(line, Device, "open");
        Assert.Equal(expected, expected.Zip(quarantine.Items.OrderBy(q => q.Id), (p, q) => (p.Item1, q.Reason)));
        Assert.Equal(expected.Length, quarantine.Total);
        Assert.All(quarantine.Items, q => Assert.Equal((Device, TopicOf(Device), false), (q.Device, q.Topic, string.IsNullOrEmpty(q.Detail))));
        await AssertCountsAsync(line, good, expected.Length);
        await AssertMappedFieldIsStoredAsync(line, expected.Length);
        Assert.Empty(line.Gateway.Alarms);
        Assert.Empty(line.Cloud.Alarms);
    }

    [Theory]
    [InlineData("fc/v1/baihe/wearable/{device}/tele\0metry")]
    [InlineData("fc/v1/baihe/wearable/{device}/😀")]
    [InlineData("fc/v1/baihe/wearable/+/telemetry")]
    [InlineData("")]
    public async Task A_poisoned_topic_closes_the_connection_and_nothing_else(string topic)
    {
        var line = shared.Line;
        var id = await shared.EnrolAsync("wearable");
        using var device = await RawDevice.OpenAsync(line.MqttPort);
        await device.LogInAsync(id, line.Tokens[id]);

        await device.SendAsync(RawDevice.Publish(topic.Replace("{device}", id, StringComparison.Ordinal), packetId: 7, Good(0)));

        Assert.Empty(await device.ReadToEndAsync(LineUnderTest.Patience));
        using var again = await ConnectAsync(line, id);
        await PublishAsync(again, id, "after it", Good(1));
        await line.WaitForDrainAsync();
        Assert.Equal(0, (await QuarantineAsync(line, id, "all")).Total);
        Assert.Single((await SeriesAsync(line, id, "heartRate")).Points);
        Assert.Empty(line.Gateway.Alarms);
        Assert.Empty(line.Cloud.Alarms);
    }

    private static async Task AssertCountsAsync(LineUnderTest line, int good, int poison)
    {
        var points = (await SeriesAsync(line, Device, "heartRate")).Points;
        Assert.Equal(Enumerable.Range(0, good).Select(i => (double)HeartRate(i)), points.Select(p => p.Value));
        var metrics = await line.GatewayHttp.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        Assert.Equal(poison, Prometheus.Sum(metrics, "smartcommunity_gateway_quarantined"));
        GatewayView? view = null;
        await Until.TrueAsync(
            "the gateway's counts agree with the quarantine",
            async () => (view = await line.GatewayViewAsync()).MessagesQuarantined == poison,
            LineUnderTest.Patience,
            () => $"{view}");
    }

    private static async Task AssertMappedFieldIsStoredAsync(LineUnderTest line, int poison)
    {
        var mapping = new FieldMappingView(0, "wearable", "", "schritte", "steps", Scale: 1, Offset: 0);
        using var mapped = await line.Api.PostAsJsonAsync("api/v1/mappings", mapping, TestContext.Current.CancellationToken);
        Assert.True(mapped.IsSuccessStatusCode, await mapped.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var rerun = await line.Api.PostAsJsonAsync("api/v1/quarantine/rerun", new RerunRequest { Device = Device }, TestContext.Current.CancellationToken);
        var report = await rerun.Content.ReadFromJsonAsync<RerunReport>(TestContext.Current.CancellationToken);

        Assert.Equal((1, 1, poison - 1), (report!.Accepted, report.Measurements, report.StillRefused.Count));
        Assert.Equal(poison - 1, (await QuarantineAsync(line, Device, "open")).Total);
        Assert.Equal(VendorPayload, Assert.Single((await QuarantineAsync(line, Device, "rerun")).Items).PayloadText);
        Assert.Equal(4321, Assert.Single((await SeriesAsync(line, Device, "steps")).Points).Value);
        await Until.TrueAsync(
            "the mapped value is in the twin",
            async () => (await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{Device}/latest"))!.Values.Any(v => v is { Quantity: "steps", Value: 4321 }),
            LineUnderTest.Patience,
            () => line.Cloud.Output);
    }

    // Each a minute of its own, so that every good message is a point of its own.
    private static byte[] Good(int i) => System.Text.Encoding.UTF8.GetBytes(
        $$$"""{"ts":{{{TimeProvider.System.GetUtcNow().AddMinutes(i - 60).ToUnixTimeMilliseconds()}}},"v":{"heartRate":{{{HeartRate(i)}}}}}""");

    private static string TopicOf(string device) => $"fc/v1/{LineUnderTest.Community}/wearable/{device}/telemetry";

    private static int HeartRate(int i) => 60 + i;

    private static async Task<Page<QuarantineView>> QuarantineAsync(LineUnderTest line, string device, string state) =>
        (await line.Api.GetFromJsonAsync<Page<QuarantineView>>($"api/v1/quarantine?device={device}&state={state}&pageSize=100", TestContext.Current.CancellationToken))!;

    private static async Task<SeriesView> SeriesAsync(LineUnderTest line, string device, string quantity) =>
        (await line.Api.GetFromJsonAsync<SeriesView>($"api/v1/devices/{device}/series/{quantity}?downsampling=none", TestContext.Current.CancellationToken))!;

    private static async Task<IMqttClient> ConnectAsync(LineUnderTest line, string device)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId(device).WithCredentials(device, line.Tokens[device]).Build(),
            TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task PublishAsync(IMqttClient client, string device, string name, byte[] payload)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(TopicOf(device)).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        var result = await client.PublishAsync(message, TestContext.Current.CancellationToken);
        Assert.True(result.ReasonCode == MqttClientPublishReasonCode.Success, $"{name}: {result.ReasonCode}");
    }
}
