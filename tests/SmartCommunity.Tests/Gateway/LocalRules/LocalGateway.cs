using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.LocalRules;
using SmartCommunity.Tests.Gateway.Mqtt;

namespace SmartCommunity.Tests.Gateway.LocalRules;

/// <summary>A real gateway without a cloud, with an SOS button, a smoke detector, a leak detector and sirens, one of them of another community.</summary>
internal sealed class LocalGateway : IAsyncDisposable
{
    internal const string Secret = "0123456789abcdef0123456789abcdef";

    private LocalGateway(GatewayFixture gateway) => Gateway = gateway;

    internal GatewayFixture Gateway { get; }

    internal static async Task<LocalGateway> StartAsync(TimeProvider? time = null, Uri? webhook = null, string? folder = null, long reserveBytes = 0)
    {
        var gateway = await GatewayFixture.StartAsync(
            o => o with
            {
                DataDirectory = folder ?? o.DataDirectory, OutboxReserveBytes = reserveBytes, Local = webhook is null ? o.Local : new LocalOptions { Webhook = webhook, WebhookSecret = Secret },
            },
            time);
        gateway.Directory.Apply(new Contracts.Uplink.Directory
        {
            Version = 2,
            Full = true,
            Devices =
            {
                Device("sos-1", "panicButton"), Device("smoke-1", "smokeDetector"), Device("leak-1", "leakDetector"), Device("siren-1", "siren"), Device("siren-2", "siren"),
                Device("siren-9", "siren", "jiangbin"),
            },
        });
        return new LocalGateway(gateway);
    }

    /// <summary>Connects a device and sends as it; the answer is awaited.</summary>
    internal async Task SendAsync(string device, string deviceClass, string kind, string payload)
    {
        using var client = await Gateway.ConnectAsync(device);
        var answer = await client.SendAsync(GatewayFixture.Message($"fc/v1/baihe/{deviceClass}/{device}/{kind}", payload));
        Assert.True(answer.IsSuccess);
    }

    internal Task PressAsync(string id) => SendAsync("sos-1", "panicButton", "event", $$"""{"id":"{{id}}","type":"sos"}""");

    /// <summary>Connects a siren; what it is told comes out here as (name, arguments), answered as carried out.</summary>
    internal async Task<Channel<string>> SirenAsync(string device = "siren-1", string community = "baihe")
    {
        var told = Channel.CreateUnbounded<string>();
        var topic = $"fc/v1/{community}/siren/{device}/";
        var client = await Gateway.ConnectAsync(device);
        client.ApplicationMessageReceivedAsync += async e =>
        {
            using var command = JsonDocument.Parse(e.ApplicationMessage.Payload);
            var id = command.RootElement.GetProperty("id").GetString();
            await client.SendAsync(GatewayFixture.Message(topic + "cmdResp", $$"""{"id":"{{id}}","ok":true}"""));
            told.Writer.TryWrite($"{command.RootElement.GetProperty("name")} {command.RootElement.GetProperty("args")}");
        };
        await client.SubscribeAsync(topic + "cmd", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return told;
    }

    internal static Task<string> NextAsync(Channel<string> told) => told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WithinPatienceAsync();

    internal async Task<List<DeviceEvent>> AlarmsAsync() => [.. (await Gateway.StoredAsync(Lane.Alarm)).SelectMany(b => b.Events)];

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private static EnrolledDevice Device(string id, string deviceClass, string community = "baihe") => new()
    {
        Community = community, Class = deviceClass, Device = id, TokenSha256 = ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(GatewayFixture.Token(id)))),
    };
}
