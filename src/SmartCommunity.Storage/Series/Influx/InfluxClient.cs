using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace SmartCommunity.Storage.Series;

/// <summary>InfluxDB did not do what it was asked. <see cref="IsTransient"/> tells whether trying again can help.</summary>
public sealed class InfluxRequestException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True for timeouts, refused connections and 5xx; false when the request itself was refused.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>The two endpoints every InfluxDB serves: <c>/write</c> (line protocol) and <c>/query</c> (InfluxQL). Thread-safe.</summary>
internal sealed class InfluxClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly InfluxSeriesOptions _options;
    private readonly string _target;

    public InfluxClient(InfluxSeriesOptions options)
    {
        _options = options;
        _http = new HttpClient { BaseAddress = options.Url, Timeout = options.Timeout };
        _http.DefaultRequestHeaders.Authorization = Authorization(options);
        _target = "db=" + Uri.EscapeDataString(options.Database)
            + (options.RetentionPolicy.Length == 0 ? "" : "&rp=" + Uri.EscapeDataString(options.RetentionPolicy));
    }

    /// <summary>Writes lines; returns once InfluxDB has acknowledged them. Writing the same lines again changes nothing.</summary>
    public async Task WriteAsync(string lines, CancellationToken cancellationToken)
    {
        using var content = new StringContent(lines, Encoding.UTF8, "text/plain");
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Post, $"write?{_target}&precision=ms") { Content = content }, cancellationToken);
    }

    /// <summary>Runs a statement for its effect.</summary>
    public async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await foreach (var _ in QueryAsync(statement, cancellationToken))
        {
            // A statement's rows say nothing; an error in the answer throws.
        }
    }

    /// <summary>Rows of a statement as they arrive, each as the JSON array of its values (times in epoch ms).</summary>
    public async IAsyncEnumerable<JsonElement> QueryAsync(string statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new KeyValuePair<string, string>("q", statement)]);
        using var response = await SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"query?{_target}&epoch=ms&chunked=true") { Content = form }, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(body, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            using var chunk = JsonDocument.Parse(line);
            foreach (var row in Rows(chunk.RootElement))
                yield return row;
        }
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<JsonElement> Rows(JsonElement chunk)
    {
        ThrowIfError(chunk);
        if (!chunk.TryGetProperty("results", out var results))
            yield break;
        foreach (var result in results.EnumerateArray())
        {
            ThrowIfError(result);
            if (!result.TryGetProperty("series", out var series))
                continue;
            foreach (var row in series.EnumerateArray().Where(static s => s.TryGetProperty("values", out _)).SelectMany(static s => s.GetProperty("values").EnumerateArray()))
                yield return row;
        }
    }

    private static void ThrowIfError(JsonElement element)
    {
        if (element.TryGetProperty("error", out var error))
            throw new InfluxRequestException($"InfluxDB refused a query: {error.GetString()}", isTransient: false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        const int firstServerFault = 500;
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new InfluxRequestException($"InfluxDB at {_options.Url} cannot be reached: {e.Message}", isTransient: true, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InfluxRequestException($"InfluxDB at {_options.Url} did not answer within {_options.Timeout.TotalSeconds} s.", isTransient: true, e);
        }

        if (response.IsSuccessStatusCode)
            return response;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        response.Dispose();
        throw new InfluxRequestException(
            $"InfluxDB at {_options.Url} answered {(int)response.StatusCode} to {request.Method} {request.RequestUri}: {text.Trim()}",
            isTransient: (int)response.StatusCode >= firstServerFault);
    }

    private static AuthenticationHeaderValue? Authorization(InfluxSeriesOptions options) => options switch
    {
        { Version: InfluxVersion.V3, Token: { } token } => new AuthenticationHeaderValue("Bearer", token),
        { Token: { } token } => new AuthenticationHeaderValue("Token", token),
        { User: { } user } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"))),
        _ => null,
    };
}
