using MQTTnet;
using MQTTnet.Protocol;

namespace SmartCommunity.SystemTests.Line;

/// <summary>One device of a line under test, by a client of MQTT that is none of ours; what it publishes is acknowledged or the test fails.</summary>
internal sealed class MqttDevice : IDisposable
{
    private readonly IMqttClient _client;
    private readonly string _topic;

    private MqttDevice(IMqttClient client, string topic) => (_client, _topic) = (client, topic);

    internal static async Task<MqttDevice> ConnectAsync(LineUnderTest line, string device, string deviceClass)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId(device).WithCredentials(device, line.Tokens[device]).Build(),
            TestContext.Current.CancellationToken);
        return new MqttDevice(client, $"fc/v1/{LineUnderTest.Community}/{deviceClass}/{device}");
    }

    /// <summary>Says that something happened.</summary>
    internal Task SayAsync(string id, string type) => PublishAsync("event", $$"""{"id":"{{id}}","type":"{{type}}"}""");

    /// <summary>Says what it measures, as the members of a JSON object.</summary>
    internal Task MeasureAsync(string values) => PublishAsync("telemetry", $$$"""{"v":{{{{values}}}}}""");

    /// <summary>Says what it measured before, an item each millisecond, in one message.</summary>
    internal Task BackFillAsync(long firstMs, int items, string values) =>
        PublishAsync("telemetry", $"[{string.Join(',', Enumerable.Range(0, items).Select(i => $$$"""{"ts":{{{firstMs + i}}},"v":{{{{values}}}}}"""))}]");

    public void Dispose() => _client.Dispose();

    private async Task PublishAsync(string kind, string payload)
    {
        var result = await _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"{_topic}/{kind}").WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, $"{result.ReasonCode}");
    }
}
