using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>A whole cloud on a folder, up and listening, with one gateway and some devices of a community.</summary>
internal sealed class StartedCloud : IAsyncDisposable
{
    internal const string Community = "baihe";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private StartedCloud(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static Task<StartedCloud> OfAsync(string folder, params (string Device, string Class)[] devices) => OfAsync(folder, configure: null, devices);

    internal static async Task<StartedCloud> OfAsync(string folder, Action<IServiceCollection>? configure, params (string Device, string Class)[] devices)
    {
        var app = await CloudHost.BuildAsync(
            new CloudOptions { DataFolder = folder, Port = 0, UplinkPort = 0 },
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                configure?.Invoke(builder.Services);
            },
            cancellationToken: Cancel);
        await app.StartAsync(Cancel);
        var cloud = new StartedCloud(app);
        var clock = app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<CommunityClock>().Single();
        await UntilAsync("the clock is up", async () =>
        {
            await cloud.Grain.RuleSetHashAsync();
            return clock.IsUp;
        });
        await cloud.SendAsync("/api/v1/gateways", """{"id":"gw-1","name":"Gateway 1"}""");
        foreach (var (device, deviceClass) in devices)
            await cloud.SendAsync("/api/v1/devices", $$"""{"id":"{{device}}","community":"{{Community}}","class":"{{deviceClass}}","name":"{{device}}","gateway":"gw-1"}""");
        return cloud;
    }

    internal ICommunityGrain Grain => Get<IGrainFactory>().GetGrain<ICommunityGrain>(Community);

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>The next alert that a rule raises; listened for from now on, awaited at most a minute.</summary>
    internal Task<AlertChange> NextRaisedAsync(string rule)
    {
        var raised = new TaskCompletionSource<AlertChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        Get<AlertBoard>().Changed += changes =>
        {
            if (changes.FirstOrDefault(c => c.Alert.Rule == rule && c.Transition.What == "raised") is { } change)
                raised.TrySetResult(change);
        };
        return raised.Task.WaitAsync(_patience, Cancel);
    }

    /// <summary>A device says that something happened, now. It is in the log when the call returns.</summary>
    internal async Task TellAsync(string device, string deviceClass, string type, string id, string data = "{}")
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await Get<StoreEvents>()(
            [new DecodedEvent { Address = new DeviceAddress(Community, deviceClass, device), AtMs = nowMs, ReceivedAtMs = nowMs, Quality = Quality.Good, EventId = id, Type = type, DataJson = data }], Cancel);
    }

    /// <summary>What a path answers once something is so of it: a fold follows its commit by itself, a moment later. Asked at most a minute.</summary>
    internal async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isSo)
    {
        var body = default(JsonElement);
        await UntilAsync(path, async () =>
        {
            (_, body) = await SendAsync(path);
            return isSo(body);
        });
        return body;
    }

    /// <summary>Asks until something is so, at most a minute.</summary>
    internal static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Cancel.ThrowIfCancellationRequested();
            Assert.True(Stopwatch.GetElapsedTime(since) < _patience, $"Not within {_patience}: {what}.");
        }
    }

    /// <summary>Asks.</summary>
    internal Task<(int Status, JsonElement Body)> SendAsync(string path) => SendAsync(path, content: null);

    /// <summary>Tells, in JSON.</summary>
    internal Task<(int Status, JsonElement Body)> SendAsync(string path, string json) => SendAsync(path, Encoding.UTF8.GetBytes(json), "application/json");

    /// <summary>Tells.</summary>
    internal Task<(int Status, JsonElement Body)> SendAsync(string path, byte[] body, string type) => SendAsync(path, new ByteArrayContent(body) { Headers = { ContentType = new(type) } });

    /// <summary>The answer as it is; the caller disposes it.</summary>
    internal Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

    private async Task<(int Status, JsonElement Body)> SendAsync(string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = content };
        using var answer = await _http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
