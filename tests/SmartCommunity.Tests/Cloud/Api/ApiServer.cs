using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Api;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Notify;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Cloud.Api;

/// <summary>The API on a real Kestrel, with the registry and the series store in a temporary folder and one gateway. Disposing deletes it.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private ApiServer(string folder, WebApplication app, ISeriesStore series)
    {
        _folder = folder;
        _app = app;
        Series = series;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    internal HttpClient Http { get; }

    internal ISeriesStore Series { get; }

    internal IServiceProvider Services => _app.Services;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="channelsJson">Channels of notifications; null = none.</param>
    internal static async Task<ApiServer> StartAsync(string? channelsJson = null)
    {
        var folder = Directory.CreateTempSubdirectory("sc-api-").FullName;
        if (channelsJson is not null)
            await File.WriteAllTextAsync(Path.Combine(folder, "channels.json"), channelsJson, Cancel);
        var series = await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = Path.Combine(folder, "series") }, TimeProvider.System, NullLogger.Instance, Cancel);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRegistry(new RegistryOptions { Path = Path.Combine(folder, "registry.db") });
        builder.Services.AddAlerts(folder);
        builder.Services.AddNotify(folder);
        builder.Services.AddScoring(folder);
        builder.Services.AddProgramme(folder);
        builder.Services.AddApi();
        builder.Services.AddSignIn(new SignInOptions { KeyFolder = Path.Combine(folder, "keys"), AsksForAccounts = false });
        builder.Services.AddSingleton<ISeriesStore>(series);
        builder.Services.AddSingleton<StoreMeasurements>((measurements, cancellationToken) => StoreAsync(series, measurements, cancellationToken));
        builder.Services.AddSingleton<StoreEvents>((events, cancellationToken) => StoreAsync(series, events, cancellationToken));
        var app = builder.Build();
        app.UseApiProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapApi();
        await app.StartAsync(Cancel);
        await app.Services.GetRequiredService<GatewayEnrolment>().EnsureGatewayAsync("gw-1", "Gateway 1", "gateway-token", Cancel);
        return new ApiServer(folder, app, series);
    }

    internal static Task StoreAsync(ISeriesStore series, IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken)
    {
        var commit = new SeriesCommit();
        commit.Rows.AddRange(measurements.Select(m => new SeriesRow(series.SeriesIdOf(m.Device, m.Quantity), m.AtMs, m.ReceivedAtMs, m.Value, m.Quality)));
        return series.CommitAsync(commit, cancellationToken);
    }

    internal static Task StoreAsync(ISeriesStore series, IReadOnlyList<DecodedEvent> events, CancellationToken cancellationToken)
    {
        var commit = new SeriesCommit();
        commit.Events.AddRange(events.Select(e => new StoredEvent(e.Address.Community, e.Address.Device, e.Type, e.EventId, e.AtMs, e.ReceivedAtMs, e.Quality, e.DataJson)));
        return series.CommitAsync(commit, cancellationToken);
    }

    /// <summary>The path of every operation that is mapped, without constraints, once for each of its methods.</summary>
    internal IEnumerable<string> Operations => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
        .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(_ => e.RoutePattern.RawText!.Replace(":long}", "}", StringComparison.Ordinal)));

    internal async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await Http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        if ((int)response.StatusCode >= 400)
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    internal Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    internal Task<(int Status, JsonElement Body)> PostAsync(string path, string json, string contentType = "application/json") =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, contentType));

    internal async Task EnrolAsync(string id, string @class = "wearable") =>
        (await Http.PostAsJsonAsync("/api/v1/devices", new NewDevice { Id = id, Community = "baihe", Class = @class }, Cancel)).EnsureSuccessStatusCode();

    /// <summary>The fields a problem names.</summary>
    internal static string[] Fields(JsonElement problem) => [.. problem.GetProperty("errors").EnumerateObject().Select(field => field.Name)];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Series.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
