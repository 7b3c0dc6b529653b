using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Tests.Gateway.LocalRules;

/// <summary>A call as the receiver got it.</summary>
internal sealed record ReceivedCall(string Signature, byte[] Body);

/// <summary>A webhook's receiver on Kestrel: answers what the test says, and holds answers back until it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<ReceivedCall> _calls = Channel.CreateUnbounded<ReceivedCall>();
    private readonly ConcurrentQueue<int> _answers = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Holds every answer until <see cref="Release"/>.</summary>
    internal bool Holds { get; init; }

    internal Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/alarm");

    internal int Waiting => _calls.Reader.Count;

    /// <summary>Starts it; the answers are given in turn, then 204.</summary>
    internal static async Task<WebhookReceiver> StartAsync(bool holds = false, params int[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new WebhookReceiver(builder.Build()) { Holds = holds };
        foreach (var answer in answers)
            receiver._answers.Enqueue(answer);
        receiver._app.MapPost("/alarm", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    internal Task<ReceivedCall> CallAsync() => _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Mqtt.GatewayFixture.Patience);

    internal void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _calls.Writer.TryWrite(new ReceivedCall(context.Request.Headers["X-SmartCommunity-Signature"].ToString(), body.ToArray()));
        if (Holds)
            await _released.Task.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = _answers.TryDequeue(out var answer) ? answer : StatusCodes.Status204NoContent;
    }
}
