using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-04 at the edge: with the cloud killed, an SOS sounds the siren and reaches the receiver on the LAN; when the cloud is back it has the event once, ahead of the backlog.</summary>
[Trait("Category", "Fault")]
public sealed class LocalRulesTests
{
    private const int Backlog = 300;
    private const string Secret = "0123456789abcdef0123456789abcdef";

    /// <summary>The promise is 1 s on a machine of its own; this one is shared, and the time is printed.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task With_the_cloud_killed_an_sos_sounds_at_once_and_is_delivered_first_and_once_when_it_is_back()
    {
        await using var lan = await LanReceiver.StartAsync();
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable"), ("sos-1", "panicButton"), ("siren-1", "siren")]);
        await line.Gateway.StopAsync();
        await line.Cloud.KillAsync();
        StartGateway(line, lan);
        await line.WaitForGatewayAsync();

        var told = Channel.CreateUnbounded<(long At, string Command)>();
        using var siren = await SirenAsync(line, told);
        using var wearable = await ConnectAsync(line, "w-1");
        using var button = await ConnectAsync(line, "sos-1");
        await Task.WhenAll(Enumerable.Range(0, Backlog).Select(seq => PublishAsync(wearable, "wearable", "w-1", "telemetry", $$$"""{"boot":1,"seq":{{{seq}}},"v":{"heartRate":72}}""")));
        var pressed = Stopwatch.GetTimestamp();
        await PressAsync(button, "e-1");
        var first = await NextAsync(told);
        var (toSiren, toLan) = (Stopwatch.GetElapsedTime(pressed, first.At), Stopwatch.GetElapsedTime(pressed, await lan.NextAsync()));
        TestContext.Current.TestOutputHelper?.WriteLine($"SOS with the cloud away: the siren was told after {toSiren.TotalMilliseconds:0} ms, the LAN after {toLan.TotalMilliseconds:0} ms.");
        await CountedAsync(line);

        // Pressed once, sent again: a device that lost its PUBACK does that. Then kill -9, and again.
        await PressAsync(button, "e-1");
        Assert.Equal(["e-1"], lan.Events);
        await line.Gateway.KillAsync();
        StartGateway(line, lan);
        await line.WaitForGatewayAsync();
        using var sirenAgain = await SirenAsync(line, told);
        using var buttonAgain = await ConnectAsync(line, "sos-1");
        await PressAsync(buttonAgain, "e-1");
        await PressAsync(buttonAgain, "e-2");
        var second = await NextAsync(told);
        while (!lan.Events.Contains("e-2"))
            await lan.NextAsync();

        Assert.Equal("""sound {"seconds":600,"pattern":"attention","cause":"sos"}""", first.Command);
        Assert.Equal(first.Command, second.Command);
        Assert.Equal(0, told.Reader.Count);
        Assert.Equal(["e-1", "e-2"], lan.Events.Distinct());
        Assert.True(toSiren < Limit, $"The siren was told after {toSiren}.");
        Assert.True(toLan < Limit, $"The receiver was called after {toLan}.");

        line.StartCloud();
        await line.WaitForCloudAsync();
        await line.WaitForDrainAsync();
        using var issued = await line.Api.PostAsJsonAsync("api/v1/devices/siren-1/commands", new NewCommand { Name = "silence", Id = "hush-1" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, issued.StatusCode);
        Assert.Equal("silence {}", (await NextAsync(told)).Command);
        await line.Cloud.StopAsync();
        await DeliveredFirstAndOnceAsync(line);
    }

    private static void StartGateway(LineUnderTest line, LanReceiver lan) => line.StartGateway(
        environment: null, wrapper: null, "--local-webhook", lan.Address, "--local-webhook-secret-file", lan.SecretFile, "--siren-seconds", "600");

    /// <summary>One event, one command, one call, and none of them failed.</summary>
    private static async Task CountedAsync(LineUnderTest line)
    {
        var metrics = "";
        await Until.TrueAsync(
            "the gateway counted the siren's and the receiver's answer",
            async () => Prometheus.Sum(metrics = await line.GatewayHttp.GetStringAsync("metrics"), "smartcommunity_gateway_local_delivered") == 2,
            LineUnderTest.Patience, () => line.Gateway.Output);
        Assert.Equal(1, Prometheus.Sum(metrics, "smartcommunity_gateway_local_triggered"));
        Assert.Equal(2, Prometheus.Sum(metrics, "smartcommunity_gateway_local_latency_seconds_count"));
        Assert.Equal(0, Prometheus.Sum(metrics, "smartcommunity_gateway_local_failed"));
    }

    private static async Task DeliveredFirstAndOnceAsync(LineUnderTest line)
    {
        await using var store = await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = line.SeriesFolder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var (events, measured, at) = (new List<(string Id, int At)>(), new List<int>(), 0);
        await foreach (var (entry, block) in store.ReadLogAsync(LineUnderTest.Community, 0, CancellationToken.None))
        {
            if (entry.Kind != LogEntryKind.Batch)
                continue;
            var columns = BatchColumns.Read(block.Span, out var fault);
            Assert.True(columns is not null, fault);
            at++;
            events.AddRange(columns.Batch.Events.Where(e => e.Type == "sos").Select(e => (e.EventId, at)));
            measured.AddRange(Enumerable.Repeat(at, columns.Messages));
        }

        Assert.Equal(["e-1", "e-2"], events.Select(e => e.Id));
        Assert.Equal(Backlog, measured.Count);
        Assert.All(events, e => Assert.True(e.At < measured[0], $"Event {e.Id} is batch {e.At}, the backlog begins with batch {measured[0]}."));
    }

    private static async Task<IMqttClient> SirenAsync(LineUnderTest line, Channel<(long At, string Command)> told)
    {
        var siren = await ConnectAsync(line, "siren-1");
        siren.ApplicationMessageReceivedAsync += async e =>
        {
            var came = Stopwatch.GetTimestamp();
            using var command = JsonDocument.Parse(e.ApplicationMessage.Payload);
            await PublishAsync(siren, "siren", "siren-1", "cmdResp", JsonSerializer.Serialize(new { id = command.RootElement.GetProperty("id").GetString(), ok = true }));
            told.Writer.TryWrite((came, $"{command.RootElement.GetProperty("name")} {command.RootElement.GetProperty("args")}"));
        };
        await siren.SubscribeAsync($"fc/v1/{LineUnderTest.Community}/siren/siren-1/cmd", MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return siren;
    }

    private static Task PressAsync(IMqttClient button, string id) => PublishAsync(button, "panicButton", "sos-1", "event", $$"""{"id":"{{id}}","type":"sos"}""");

    private static async Task<IMqttClient> ConnectAsync(LineUnderTest line, string device)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId(device).WithCredentials(device, line.Tokens[device]).Build(),
            TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task PublishAsync(IMqttClient client, string deviceClass, string device, string kind, string payload)
    {
        var result = await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"fc/v1/{LineUnderTest.Community}/{deviceClass}/{device}/{kind}").WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, $"{result.ReasonCode}");
    }

    private static Task<T> NextAsync<T>(Channel<T> channel) => channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(LineUnderTest.Patience);

    /// <summary>What a property's office runs on the LAN: checks every call's signature, as its own program would.</summary>
    private sealed class LanReceiver : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly Channel<long> _calls = Channel.CreateUnbounded<long>();
        private readonly ConcurrentQueue<string> _events = new();

        private LanReceiver(WebApplication app, int port) => (_app, Address) = (app, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/alarm"));

        internal string Address { get; }

        internal string SecretFile { get; } = Path.GetTempFileName();

        internal IReadOnlyCollection<string> Events => _events;

        internal static async Task<LanReceiver> StartAsync()
        {
            var port = FreePorts.Take(1)[0];
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
            var receiver = new LanReceiver(builder.Build(), port);
            await File.WriteAllTextAsync(receiver.SecretFile, Secret);
            receiver._app.MapPost("/alarm", receiver.TakeAsync);
            await receiver._app.StartAsync();
            return receiver;
        }

        /// <summary>When the next call came, by the monotonic clock.</summary>
        internal Task<long> NextAsync() => LocalRulesTests.NextAsync(_calls);

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            File.Delete(SecretFile);
        }

        private async Task TakeAsync(HttpContext context)
        {
            var came = Stopwatch.GetTimestamp();
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var parts = context.Request.Headers["X-SmartCommunity-Signature"].ToString().Split(',');
            byte[] signed = [.. Encoding.UTF8.GetBytes(parts[0]["t=".Length..] + "."), .. body.ToArray()];
            if (parts[1]["v1=".Length..] != Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed)))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            using var call = JsonDocument.Parse(body.ToArray());
            _events.Enqueue(call.RootElement.GetProperty("id").GetString()!);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            _calls.Writer.TryWrite(came);
        }
    }
}
