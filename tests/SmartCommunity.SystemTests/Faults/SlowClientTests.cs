using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-18: slow clients of the live hub cost the others nothing, an SOS reaches everybody who reads.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Fault")]
public sealed class SlowClientTests
{
    private const int SlowClients = 50;
    private const long MaxGrowthBytes = 50L * 1024 * 1024;
    private const char RecordSeparator = '\u001e';

    [Fact]
    public async Task Fifty_clients_that_do_not_read_do_not_hold_up_the_one_that_does()
    {
        await using var line = await LineUnderTest.StartAsync();
        var load = line.Load(connections: 100, rate: 2_000, TimeSpan.FromSeconds(10)) with { SosProbes = 1 };
        await line.EnrolAsync(load);
        await using var hub = LiveTests.Hub(line, "json");
        var events = Channel.CreateUnbounded<LiveEvent>();
        var deltas = 0;
        hub.On<string, LiveEvent>(nameof(ILiveClient.Event), (_, happened) => events.Writer.TryWrite(happened));
        hub.On<LiveDelta>(nameof(ILiveClient.Delta), _ => Interlocked.Increment(ref deltas));
        await hub.StartAsync(TestContext.Current.CancellationToken);
        await LiveTests.SubscribeAsync(hub, resume: null);
        // What the load itself makes the cloud take is taken before.
        await LoadRun.RunAsync(load with { Duration = TimeSpan.FromSeconds(6), SosProbes = 0, JournalPath = null }, progress: null, TestContext.Current.CancellationToken);
        var before = line.Cloud.ResidentBytes;
        var slow = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => SlowClientAsync(line)));

        var summary = await LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);

        var growth = line.Cloud.ResidentBytes - before;
        foreach (var call in summary.SosCalls)
            Assert.Equal(call.Id, (await events.Reader.ReadAsync(new CancellationTokenSource(LineUnderTest.Patience).Token)).EventId);
        Assert.True(deltas > 1, $"{deltas} deltas");
        Assert.True(growth < MaxGrowthBytes, $"The cloud grew by {growth / 1024 / 1024} MiB.");
        Array.ForEach(slow, client => client.Dispose());
    }

    private static async Task<ClientWebSocket> SlowClientAsync(LineUnderTest line)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{line.CloudPort}/hubs/live"), TestContext.Current.CancellationToken);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await SendAsync(socket, """{"type":1,"invocationId":"1","target":"Subscribe","arguments":[{"kind":"community","code":"baihe"},null]}""");
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text + RecordSeparator), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
}
