using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>
/// Keeps a stream to the cloud open: drains the outbox through it and brings back directory and commands. Without a cloud it only tries again;
/// nothing else of the gateway waits for it.
/// </summary>
internal sealed class UplinkService(
    Outbox.Outbox outbox, UplinkInbox inbox, UplinkState state, IOptions<UplinkOptions> options, TimeProvider time, ILogger<UplinkService> logger)
    : BackgroundService
{
    /// <summary>Silent heartbeats after which the connection counts as dead.</summary>
    private const int MissedHeartbeats = 3;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly string Version = typeof(UplinkService).Assembly.GetName().Version!.ToString();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var o = options.Value;
        var backOff = new BackOff(o.BackOffFirst, o.BackOffMost, Random.Shared);
        using var channel = Connect(o);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await RunOnceAsync(channel, o, backOff, stoppingToken);
            try
            {
                await Task.Delay(wait, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>One stream from its opening to its end; returns how long to wait before the next.</summary>
    private async Task<TimeSpan> RunOnceAsync(GrpcChannel channel, UplinkOptions o, BackOff backOff, CancellationToken stoppingToken)
    {
        try
        {
            using var call = new Contracts.Uplink.Uplink.UplinkClient(channel).Stream(
                new Metadata { { "authorization", $"Bearer {o.Token}" } }, cancellationToken: stoppingToken);
            await new UplinkStream(call, outbox, inbox, o, state, time, logger).RunAsync(Version, stoppingToken);
            return TimeSpan.Zero;
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (FencedException fenced)
        {
            UplinkLog.Fenced(logger, fenced.Message, (long)o.FencedWait.TotalMilliseconds);
            return o.FencedWait;
        }
        catch (Exception error)
        {
            // The one place where everything is retried: no failure of the cloud or the network may end the uplink.
            if (state.IsConnected)
                backOff.Reset();
            var wait = backOff.Next();
            var reason = error is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : error.ToString();
            UplinkLog.Down(logger, o.Address!, reason, (long)wait.TotalMilliseconds);
            return wait;
        }
        finally
        {
            state.Ended();
        }
    }

    private static GrpcChannel Connect(UplinkOptions o) => GrpcChannel.ForAddress(o.Address!, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            KeepAlivePingDelay = o.Heartbeat < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : o.Heartbeat,
            KeepAlivePingTimeout = o.Heartbeat < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : o.Heartbeat * MissedHeartbeats,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            EnableMultipleHttp2Connections = false,
        },
        DisposeHttpClient = true,
        // Back-off is ours: the channel's own would keep a new try waiting for up to two minutes.
        MaxReconnectBackoff = o.BackOffMost,
        InitialReconnectBackoff = o.BackOffFirst,
    });
}
