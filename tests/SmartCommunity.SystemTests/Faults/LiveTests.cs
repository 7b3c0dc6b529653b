using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>The live hub over the wire: deltas chain, a gap is filled.</summary>
[Trait("Category", "Fault")]
public sealed class LiveTests
{
    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Snapshot_then_deltas_whose_versions_chain_in_either_protocol(string protocol)
    {
        await using var line = await LineUnderTest.StartAsync();
        var load = line.Load(connections: 10, rate: 200, TimeSpan.FromSeconds(4));
        await line.EnrolAsync(load);
        await using var hub = Hub(line, protocol);
        var deltas = Channel.CreateUnbounded<LiveDelta>();
        hub.On<LiveDelta>(nameof(ILiveClient.Delta), delta => deltas.Writer.TryWrite(delta));
        await hub.StartAsync(TestContext.Current.CancellationToken);

        var snapshot = await SubscribeAsync(hub, resume: null);
        await LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        var version = snapshot.Version;
        var seen = 0;
        while (deltas.Reader.TryRead(out var delta))
        {
            Assert.Equal(version, delta.FromVersion);
            Assert.True(delta.Version > version);
            version = delta.Version;
            seen++;
        }

        Assert.True(snapshot.Complete);
        Assert.Equal(10, snapshot.Devices.Count);
        Assert.True(seen > 1, $"{seen} deltas");
        var gap = await SubscribeAsync(hub, new LiveCursor { Feed = snapshot.Feed, Version = snapshot.Version });
        Assert.False(gap.Complete);
        Assert.Equal(10, gap.Devices.Count);
    }

    internal static HubConnection Hub(LineUnderTest line, string protocol)
    {
        var builder = new HubConnectionBuilder().WithUrl($"http://127.0.0.1:{line.CloudPort}/hubs/live");
        return (protocol == "json" ? builder : builder.AddMessagePackProtocol()).Build();
    }

    internal static Task<LiveSnapshot> SubscribeAsync(HubConnection hub, LiveCursor? resume) => hub.InvokeAsync<LiveSnapshot>(
        nameof(ILiveHub.Subscribe), new LiveArea { Kind = "community", Code = LineUnderTest.Community }, resume, TestContext.Current.CancellationToken);
}
