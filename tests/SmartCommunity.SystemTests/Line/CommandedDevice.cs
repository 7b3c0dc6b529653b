using System.Collections.Concurrent;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace SmartCommunity.SystemTests.Line;

/// <summary>A device that carries out every command it receives, notes its id each time, and answers it.</summary>
internal sealed class CommandedDevice : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<string> _received;
    private readonly string _topic;

    private CommandedDevice(string id, string deviceClass, ConcurrentQueue<string> received)
    {
        _received = received;
        _topic = $"fc/v1/{LineUnderTest.Community}/{deviceClass}/{id}/";
        _client.ApplicationMessageReceivedAsync += OnCommandAsync;
    }

    /// <summary>Connects and subscribes; ids of commands go to <paramref name="received"/> in the order they came.</summary>
    internal static async Task<CommandedDevice> ConnectAsync(LineUnderTest line, string id, string deviceClass, ConcurrentQueue<string> received)
    {
        var device = new CommandedDevice(id, deviceClass, received);
        await device._client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId(id).WithCredentials(id, line.Tokens[id]).Build(),
            TestContext.Current.CancellationToken);
        await device._client.SubscribeAsync(device._topic + "cmd", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return device;
    }

    public void Dispose() => _client.Dispose();

    private async Task OnCommandAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        using var command = JsonDocument.Parse(e.ApplicationMessage.Payload);
        var id = command.RootElement.GetProperty("id").GetString()!;
        _received.Enqueue(id);
        await _client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic(_topic + "cmdResp")
                .WithPayload(JsonSerializer.Serialize(new { id, ok = true }))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build(),
            TestContext.Current.CancellationToken);
    }
}
