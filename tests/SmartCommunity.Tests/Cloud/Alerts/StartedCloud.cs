using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>A whole cloud on a folder, up and listening, with one gateway and one device of a community.</summary>
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

    internal static async Task<StartedCloud> OfAsync(string folder, string device, string deviceClass)
    {
        var app = await CloudHost.BuildAsync(new CloudOptions { DataFolder = folder, Port = 0, UplinkPort = 0 }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error), cancellationToken: Cancel);
        await app.StartAsync(Cancel);
        var cloud = new StartedCloud(app);
        var clock = app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<CommunityClock>().Single();
        while (!clock.IsUp)
        {
            Cancel.ThrowIfCancellationRequested();
            await cloud.Grain.RuleSetHashAsync();
        }

        await cloud.SendAsync("/api/v1/gateways", """{"id":"gw-1","name":"Gateway 1"}""");
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

    /// <summary>Asks, or with a body tells.</summary>
    internal async Task<(int Status, JsonElement Body)> SendAsync(string path, string? json = null)
    {
        using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
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
