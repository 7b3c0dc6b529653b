using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway;
using SmartCommunity.Gateway.Devices;
using SmartCommunity.Gateway.Mqtt;
using GatewayOutbox = SmartCommunity.Gateway.Outbox.Outbox;

namespace SmartCommunity.Tests.Gateway.Mqtt;

/// <summary>A real gateway on a folder of its own and on ports the system chose, with a few enrolled wearables.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    /// <summary>Nothing here takes longer on an idle machine than a tenth of a second; a busy one gets this.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly List<IMqttClient> _clients = [];

    private GatewayFixture(string folder, WebApplication app)
    {
        _folder = folder;
        App = app;
    }

    internal WebApplication App { get; }

    internal int Port => App.Services.GetRequiredService<GatewayEndpoints>().MqttPort!.Value;

    internal int TlsPort => App.Services.GetRequiredService<GatewayEndpoints>().MqttTlsPort!.Value;

    internal int HttpPort => App.Services.GetRequiredService<GatewayEndpoints>().HttpPort!.Value;

    internal ConnectedDevices Devices => App.Services.GetRequiredService<ConnectedDevices>();

    internal IntakeMeter Meter => App.Services.GetRequiredService<IntakeMeter>();

    internal GatewayOutbox Outbox => App.Services.GetRequiredService<GatewayOutbox>();

    internal DeviceDirectory Directory => App.Services.GetRequiredService<DeviceDirectory>();

    internal static async Task<GatewayFixture> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null, TimeProvider? time = null, ILoggerProvider? logs = null)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("gateway-").FullName;
        var options = new GatewayOptions
        {
            GatewayId = "gw-test", DataDirectory = folder, MqttPort = 0, MqttTlsPort = 0, MqttTlsAddress = IPAddress.Loopback, HttpPort = 0, OutboxReserveBytes = 0,
            CloudAddress = new Uri("http://127.0.0.1:9"), CloudToken = "unused: nothing answers there",
            Intake = new IntakeOptions { MessagesPerSecond = 100_000, MessageBurst = 100_000 },
        };
        var app = GatewayHost.Build(change?.Invoke(options) ?? options, time, b =>
        {
            b.Logging.ClearProviders();
            if (logs is not null)
                b.Logging.AddProvider(logs);
        });
        var fixture = new GatewayFixture(folder, app);
        fixture.Directory.Apply(new Contracts.Uplink.Directory
        {
            Version = 1, Full = true, Devices = { Enrolled("w-1"), Enrolled("w-2"), Enrolled("w-3") },
        });
        await app.StartAsync();
        return fixture;
    }

    internal static string Token(string device) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("secret of " + device))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    internal static EnrolledDevice Enrolled(string device, string? token = null) => new()
    {
        Community = "baihe", Class = "wearable", Device = device,
        TokenSha256 = ByteString.CopyFrom(SHA256.HashData(Encoding.UTF8.GetBytes(token ?? Token(device)))),
    };

    internal static string Topic(string device, string kind) => $"fc/v1/baihe/wearable/{device}/{kind}";

    internal static MqttApplicationMessage Message(string topic, string payload, int qos = 1, bool retain = false) => new MqttApplicationMessageBuilder()
        .WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel((MQTTnet.Protocol.MqttQualityOfServiceLevel)qos).WithRetainFlag(retain).Build();

    internal MqttClientOptionsBuilder OptionsFor(string device, MqttProtocolVersion version = MqttProtocolVersion.V500) => new MqttClientOptionsBuilder()
        .WithTcpServer("127.0.0.1", Port).WithProtocolVersion(version).WithClientId(device).WithCredentials(device, Token(device))
        .WithKeepAlivePeriod(TimeSpan.FromSeconds(60)).WithTimeout(Patience);

    internal Task<IMqttClient> ConnectAsync(string device, MqttProtocolVersion version = MqttProtocolVersion.V500) => ConnectAsync(OptionsFor(device, version));

    internal async Task<IMqttClient> ConnectAsync(MqttClientOptionsBuilder options)
    {
        var client = NewClient();
        await client.ConnectAsync(options.Build());
        return client;
    }

    internal IMqttClient NewClient()
    {
        var client = new MqttClientFactory().CreateMqttClient();
        _clients.Add(client);
        return client;
    }

    internal async Task<RawClient> ConnectRawAsync(string? device = null)
    {
        var raw = await RawClient.OpenAsync(Port);
        if (device is not null)
            await raw.LogInAsync(device);
        return raw;
    }

    /// <summary>Everything in a lane of the outbox.</summary>
    internal async Task<Batch[]> StoredAsync(Lane lane = Lane.Routine) =>
        [.. (await Outbox[lane].ReadAsync(0, int.MaxValue)).Select(block => Batch.Parser.ParseFrom(block.Batch.Span))];

    /// <summary>Waits for a state of the gateway that announces itself nowhere; yields the processor, never sleeps.</summary>
    internal static Task UntilAsync(Func<bool> reached) => UntilAsync(() => Task.FromResult(reached()));

    internal static async Task UntilAsync(Func<Task<bool>> reached)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await reached())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "The gateway did not reach the expected state.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A socket that speaks MQTT 3.1.1 byte by byte.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new();
    private NetworkStream? _stream;

    internal static async Task<RawClient> OpenAsync(int port)
    {
        var raw = new RawClient();
        await raw._tcp.ConnectAsync(IPAddress.Loopback, port);
        raw._stream = raw._tcp.GetStream();
        return raw;
    }

    internal static byte[] Connect(string device, string token)
    {
        byte[] body = [0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 0b1100_0010, 0, 60, .. Text(device), .. Text(device), .. Text(token)];
        return [0x10, .. Length(body.Length), .. body];
    }

    internal static byte[] Publish(string topic, byte packetId, ReadOnlySpan<byte> payload)
    {
        byte[] body = [.. Text(topic), 0, packetId, .. payload];
        return [0x32, .. Length(body.Length), .. body];
    }

    internal async Task LogInAsync(string device)
    {
        await SendAsync(Connect(device, GatewayFixture.Token(device)));
        Assert.Equal([0x20, 2, 0, 0], await ReadAsync(4));
    }

    internal async Task SendAsync(byte[] bytes) => await _stream!.WriteAsync(bytes);

    internal void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    internal async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream!.ReadExactlyAsync(bytes).AsTask().WaitAsync(GatewayFixture.Patience);
        return bytes;
    }

    /// <summary>What still comes until the gateway closes; fails when it does not close.</summary>
    internal async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            await _stream!.CopyToAsync(all).WaitAsync(GatewayFixture.Patience);
        }
        catch (IOException)
        {
            // A reset closes just as well.
        }

        return all.ToArray();
    }

    public void Dispose() => _tcp.Dispose();

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Length(int length)
    {
        var bytes = new List<byte>();
        for (var rest = length; rest > 0 || bytes.Count == 0; rest >>= 7)
            bytes.Add((byte)((rest & 0x7F) | (rest >> 7 > 0 ? 0x80 : 0)));
        return [.. bytes];
    }
}

internal static class Waiting
{
    internal static Task<MqttClientPublishResult> SendAsync(this IMqttClient client, MqttApplicationMessage message) =>
        client.PublishAsync(message, TestContext.Current.CancellationToken);

    internal static Task<T> WithinPatienceAsync<T>(this Task<T> task) => task.WaitAsync(GatewayFixture.Patience, TestContext.Current.CancellationToken);

    internal static Task WithinPatienceAsync(this Task task) => task.WaitAsync(GatewayFixture.Patience, TestContext.Current.CancellationToken);
}
