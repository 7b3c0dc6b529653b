using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace SmartCommunity.Tests.Cloud.Notify;

/// <summary>One request that a receiver got.</summary>
internal sealed record Received(string Method, string Path, IQueryCollection Query, IHeaderDictionary Headers, string Body);

/// <summary>What a receiver answers; null as the answer cuts the connection. With <paramref name="Rest"/> the answer does not end before that does.</summary>
internal sealed record Answer(int Status, string Body = "", string? RetryAfter = null, Task? Rest = null);

/// <summary>Stands for a webhook's receiver, a robot's server or an SMS gateway: a real Kestrel that keeps what it got and answers as the test says.</summary>
internal sealed class ReceivingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReceivingServer(WebApplication app) => _app = app;

    /// <summary>Decides the answer; the default says 200 to everything.</summary>
    internal Func<Received, Task<Answer?>> Reply { get; set; } = _ => Task.FromResult<Answer?>(new Answer(200));

    internal ConcurrentQueue<Received> Requests { get; } = [];

    internal string Url { get; private set; } = "";

    internal static async Task<ReceivingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new ReceivingServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Url = app.Urls.Single();
        return server;
    }

    internal void Answers(params Answer[] answers)
    {
        var queue = new ConcurrentQueue<Answer>(answers);
        Reply = _ => Task.FromResult<Answer?>(queue.TryDequeue(out var next) ? next : answers[^1]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        // The server uses its dictionary again for the next request.
        var received = new Received(context.Request.Method, context.Request.Path, context.Request.Query, new HeaderDictionary(new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase)), await reader.ReadToEndAsync(CancellationToken.None));
        Requests.Enqueue(received);
        if (await Reply(received) is not { } answer)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait;
        await context.Response.WriteAsync(answer.Body, CancellationToken.None);
        await (answer.Rest ?? Task.CompletedTask);
    }
}
