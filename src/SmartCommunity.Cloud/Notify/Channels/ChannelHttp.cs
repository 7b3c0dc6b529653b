using System.Globalization;
using System.Net;
using System.Text;

namespace SmartCommunity.Cloud.Notify.Channels;

/// <summary>What a server answered: its status and the first part of its body.</summary>
internal sealed record HttpReply(HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    internal bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>The result of an answer that is no success, by its status alone.</summary>
    internal SendResult Fault() => Status switch
    {
        HttpStatusCode.TooManyRequests => SendResult.Throttled($"HTTP {(int)Status}", RetryAfter ?? ChannelHttp.ThrottledFor),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => SendResult.Failed($"HTTP {(int)Status} {ChannelHttp.Shown(Body)}".TrimEnd(), RetryAfter),
        _ => SendResult.Refused($"HTTP {(int)Status} {ChannelHttp.Shown(Body)}".TrimEnd()),
    };
}

/// <summary>
/// The HTTP of all channels. Redirections are not followed, as an address holds secrets; a client of its own and not the host's factory, which logs addresses. Thread-safe.
/// </summary>
internal sealed class ChannelHttp(TimeProvider time) : IDisposable
{
    /// <summary>How long a server is left alone that says "too many" without saying for how long.</summary>
    internal static readonly TimeSpan ThrottledFor = TimeSpan.FromMinutes(1);

    private const int MaxReplyBytes = 4 * 1024; // A receipt or an error is a line or two.
    private const int MaxShownLength = 200;

    // A server that asks for more is treated as one that asks for this: the next address is waiting.
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5); // Names are looked up again.

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = ConnectionLifetime })
    {
        Timeout = Timeout.InfiniteTimeSpan, // Each attempt has its channel's.
    };

    /// <summary>Sends and reads the answer; a fault instead when there was none.</summary>
    internal async Task<(HttpReply? Reply, SendResult Fault)> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response, either.Token);
            return (new HttpReply(response.StatusCode, body, RetryAfterOf(response)), default);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, SendResult.Failed(string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds} s")));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (null, SendResult.Failed(fault.Message));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxReplyBytes];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
        return wait is not { } asked || asked <= TimeSpan.Zero ? null : asked < MaxRetryAfter ? asked : MaxRetryAfter;
    }

    /// <summary>The beginning of an answer, on one line, for a receipt or an error.</summary>
    internal static string Shown(string body)
    {
        var line = body.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxShownLength ? line : $"{line.AsSpan(0, MaxShownLength)}…";
    }
}
