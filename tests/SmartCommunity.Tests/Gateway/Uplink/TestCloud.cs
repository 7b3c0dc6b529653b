using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Tests.Gateway.Uplink;

/// <summary>A real gRPC server of the uplink on Kestrel with marks in memory: commits what comes, acks when the test lets it.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestCloud(WebApplication app, CloudLine line) => (_app, Line) = (app, line);

    internal CloudLine Line { get; }

    internal Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    internal static async Task<TestCloud> StartAsync(CloudLine? line = null, int port = 0)
    {
        line ??= new CloudLine();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(line);
        var app = builder.Build();
        app.MapGrpcService<UplinkEndpoint>();
        await app.StartAsync();
        return new TestCloud(app, line);
    }

    public async ValueTask DisposeAsync()
    {
        Line.EndStreams();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}

/// <summary>What the test cloud knows and how it behaves; outlives a restart of the server.</summary>
internal sealed class CloudLine : IDisposable
{
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>();
    private readonly Channel<Preview> _previews = Channel.CreateUnbounded<Preview>();
    private readonly Channel<Heartbeat> _heartbeats = Channel.CreateUnbounded<Heartbeat>();
    private readonly Channel<Hello> _hellos = Channel.CreateUnbounded<Hello>();
    /// <summary>What has not come by then does not come: the test fails, and does not hang.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private CancellationTokenSource _streams = new();

    internal Dictionary<Lane, LaneMark> Marks { get; } = [];

    internal long CreditBytes { get; set; } = 1 << 20;

    internal bool AcksFrames { get; set; } = true;

    internal string? FencedBecause { get; set; }

    internal string? Authorization { get; private set; }

    /// <summary>Sends a message to the gateway on the open stream.</summary>
    internal Channel<CloudMessage> ToGateway { get; private set; } = Channel.CreateUnbounded<CloudMessage>();

    internal ValueTask<Frame> Frame() => NextAsync(_frames);

    internal bool TryFrame(out Frame? frame) => _frames.Reader.TryRead(out frame);

    internal ValueTask<Preview> Preview() => NextAsync(_previews);

    internal int Previews => _previews.Reader.Count;

    internal ValueTask<Heartbeat> Heartbeat() => NextAsync(_heartbeats);

    internal bool TryHeartbeat() => _heartbeats.Reader.TryRead(out _);

    internal ValueTask<Hello> Hello() => NextAsync(_hellos);

    public void Dispose() => _streams.Dispose();

    private static async ValueTask<T> NextAsync<T>(Channel<T> channel) =>
        await channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(_patience, TestContext.Current.CancellationToken);

    internal void EndStreams() => Interlocked.Exchange(ref _streams, new CancellationTokenSource()).Cancel();

    internal void Ack(Frame frame) => ToGateway.Writer.TryWrite(new CloudMessage
    {
        Ack = new Ack { Lane = frame.Lane, Epoch = frame.Epoch, Sequence = frame.FirstSequence + frame.Count - 1 },
    });

    internal async Task ServeAsync(IAsyncStreamReader<GatewayMessage> requests, IServerStreamWriter<CloudMessage> responses, string? authorization)
    {
        Authorization = authorization;
        var ended = _streams.Token;
        Assert.True(await requests.MoveNext(ended));
        _hellos.Writer.TryWrite(requests.Current.Hello);
        if (FencedBecause is { } reason)
        {
            await responses.WriteAsync(new CloudMessage { Fenced = new Fenced { Reason = reason } }, ended);
            return;
        }
        ToGateway = Channel.CreateUnbounded<CloudMessage>();
        await responses.WriteAsync(new CloudMessage { Welcome = new Welcome { CreditBytes = CreditBytes, Marks = { Marks.Values } } }, ended);
        var writing = WriteAsync(responses, ToGateway.Reader, ended);
        while (await requests.MoveNext(ended))
            Take(requests.Current);
        ToGateway.Writer.TryComplete();
        await writing;
    }

    // Only reading takes the token: gRPC cancels the request for every call that carries it, and the second one would find the request gone.
    private static async Task WriteAsync(IServerStreamWriter<CloudMessage> responses, ChannelReader<CloudMessage> messages, CancellationToken ended)
    {
        await foreach (var message in messages.ReadAllAsync(ended))
            await responses.WriteAsync(message, CancellationToken.None);
    }

    private void Take(GatewayMessage message)
    {
        if (message.Heartbeat is { } heartbeat)
            _heartbeats.Writer.TryWrite(heartbeat);
        if (message.Preview is { } preview)
            _previews.Writer.TryWrite(preview);
        if (message.Frame is not { } frame)
            return;
        Assert.Equal(Crc.Of(frame.Batch.Span), frame.Crc);
        var last = frame.FirstSequence + frame.Count - 1;
        if (AcksFrames)
        {
            Marks[frame.Lane] = new LaneMark { Lane = frame.Lane, Epoch = frame.Epoch, Sequence = last };
            Ack(frame);
        }
        _frames.Writer.TryWrite(frame);
    }
}

/// <summary>The gRPC service that hands a stream to the line.</summary>
internal sealed class UplinkEndpoint(CloudLine line) : SmartCommunity.Contracts.Uplink.Uplink.UplinkBase
{
    public override async Task Stream(
        IAsyncStreamReader<GatewayMessage> requestStream, IServerStreamWriter<CloudMessage> responseStream, ServerCallContext context)
    {
        try
        {
            await line.ServeAsync(requestStream, responseStream, context.RequestHeaders.GetValue("authorization"));
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The test cut the stream."));
        }
    }
}
