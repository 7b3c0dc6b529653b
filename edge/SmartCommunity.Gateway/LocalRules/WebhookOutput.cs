using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts;

namespace SmartCommunity.Gateway.LocalRules;

/// <summary>
/// Posts safety matters to the webhook in the local network, signed, each up to three times. Queuing never waits: beyond the bound a matter is dropped, counted and logged. What is
/// under way at the end of the process is not done, and comes again at its next start. Thread-safe.
/// </summary>
internal sealed class WebhookOutput : BackgroundService
{
    /// <summary>Matters that may wait. The district is planned for 50 of them a day; a receiver that is away for an hour of a disaster's calls is behind by fewer.</summary>
    internal const int Capacity = 256;

    /// <summary>Calls at a time, so that one slow answer holds back no other matter.</summary>
    private const int Parallel = 4;

    /// <summary>How long one try may take: the receiver is in the same network.</summary>
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(3);

    /// <summary>Waits between the tries: past a dropped packet, then past a restart of the receiver's process.</summary>
    internal static readonly TimeSpan[] BackOffs = [TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    private readonly Channel<(SafetyMatter Matter, Action Done)> _queue = Channel.CreateBounded<(SafetyMatter, Action)>(
        new BoundedChannelOptions(Capacity) { SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly HttpClient _client;
    private readonly GatewayOptions _options;
    private readonly LocalMeter _meter;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookOutput> _logger;

    public WebhookOutput(GatewayOptions options, LocalMeter meter, TimeProvider time, ILogger<WebhookOutput> logger)
    {
        (_options, _meter, _time, _logger) = (options, meter, time, logger);
        // Neither a proxy nor a redirect: the call stays in the network it was meant for.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TryLimit }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private Uri? Address => _options.Local.Webhook;

    /// <summary>Queues a matter; <paramref name="done"/> is called once it needs no further try. False when it will not be called: there is no webhook, or no room.</summary>
    internal bool TryQueue(SafetyMatter matter, Action done)
    {
        if (Address is null)
            return false;
        if (_queue.Writer.TryWrite((matter, done)))
            return true;
        _meter.Kept(LocalOutput.Webhook, NotSent.Dropped);
        LocalLog.Dropped(_logger, matter.Type, matter.EventId, Capacity);
        return false;
    }

    public override void Dispose()
    {
        base.Dispose();
        _client.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Address is null)
            return;
        try
        {
            await System.Threading.Tasks.Parallel.ForEachAsync(
                _queue.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = stoppingToken },
                async (queued, cancel) =>
                {
                    await GuardedAsync(queued.Matter, cancel);
                    queued.Done();
                });
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not done is on disk.
        }
    }

    /// <summary>The one place where everything is caught: what nobody foresaw costs one call and never the gateway.</summary>
    private async Task GuardedAsync(SafetyMatter matter, CancellationToken cancellationToken)
    {
        try
        {
            await DeliverAsync(matter, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            _meter.Failed(LocalOutput.Webhook);
            LocalLog.Faulted(_logger, LocalOutput.Webhook, matter.Type, matter.EventId, error);
        }
    }

    private async Task DeliverAsync(SafetyMatter matter, CancellationToken cancellationToken)
    {
        var body = WebhookCall.Body(_options.GatewayId, matter);
        for (var attempt = 0; ; attempt++)
        {
            var (isFinal, fault) = await PostAsync(body, cancellationToken);
            if (fault is null)
            {
                _meter.Delivered(LocalOutput.Webhook, matter.ReceivedAtMs);
                return;
            }

            if (isFinal || attempt == BackOffs.Length)
            {
                _meter.Failed(LocalOutput.Webhook);
                LocalLog.NotTaken(_logger, matter.Type, matter.EventId, attempt + 1, fault);
                return;
            }

            await Task.Delay(BackOffs[attempt], _time, cancellationToken);
        }
    }

    /// <summary>One try; the fault is null when the webhook took it, and final when another try would change nothing.</summary>
    private async Task<(bool IsFinal, string? Fault)> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TryLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(_options.Local.WebhookSecret!, _time.GetUtcNow(), body));
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? (true, null) : (IsFinal(response.StatusCode), $"it answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException error)
        {
            return (false, error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, $"it did not answer within {TryLimit.TotalSeconds:0} s");
        }
    }

    /// <summary>A server's fault, too many calls and a request that came too slowly may pass; any other answer says what it says again.</summary>
    private static bool IsFinal(HttpStatusCode status) =>
        status < HttpStatusCode.InternalServerError && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);
}
