using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Detecting;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Cloud.Alerts.Detecting;

/// <summary>A whole cloud: from samples to an alert that detectors raised by way of the log, and to its picture over HTTP, and over a restart.</summary>
public sealed class ExpectedApiTests : IDisposable
{
    private const string Community = "baihe", Device = "air-1", Quantity = "co2";
    private const int QuartersADay = 96, Days = 8, Quarters = Days * QuartersADay;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-expected-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static long LastMs { get; } = SeriesSampler.EndOf(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    [Fact]
    public async Task What_detectors_say_goes_through_the_log_raises_one_alert_and_is_shown_beside_what_was_expected()
    {
        await using (var cloud = await StartAsync())
        {
            var raised = new TaskCompletionSource<AlertChange>(TaskCreationOptions.RunContinuationsAsynchronously);
            cloud.Services.GetRequiredService<AlertBoard>().Changed += changes =>
            {
                if (changes.FirstOrDefault(c => c.Alert.Rule == "unusualAir") is { } change)
                    raised.TrySetResult(change);
            };
            var inbox = cloud.Services.GetRequiredService<DetectorInbox>();
            for (var quarter = 0; quarter < Quarters; quarter++)
                inbox.Post(Sample(quarter, 600 + (100 * Math.Sin(quarter * Math.Tau / QuartersADay)) + (quarter * 7919 % 31)));
            inbox.Post(Sample(Quarters, 4_000));

            var alert = (await raised.Task.WaitAsync(_patience, Cancel)).Alert;
            using var http = HttpOf(cloud);
            var (status, body) = await SendAsync(http, $"/api/v1/devices/{Device}/expected?quantity={Quantity}&from={At(-Quarters)}&to={At(1)}");

            Assert.Equal((Community, $"device:{Device}", 3, Quantity, 4_000), (alert.Community, alert.Subject, alert.Priority, alert.Quantity, alert.Value));
            Assert.Equal((200, Quarters + 1), (status, body.GetProperty("points").GetArrayLength()));
            var last = body.GetProperty("points")[Quarters];
            Assert.Equal(alert.Limit, last.GetProperty("high").GetDouble());
            Assert.InRange(last.GetProperty("median").GetDouble(), last.GetProperty("low").GetDouble(), alert.Limit);
            Assert.Contains(body.GetProperty("marks").EnumerateArray(), m => m.GetProperty("at").GetDateTimeOffset() == DateTimeOffset.FromUnixTimeMilliseconds(LastMs) && m.GetProperty("strength").GetDouble() >= 1);
            await cloud.StopAsync(Cancel);
        }

        await using var again = await StartAsync();
        await again.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community).CatchUpAsync();
        using var client = HttpOf(again);
        var (_, page) = await SendAsync(client, "/api/v1/alerts?rule=unusualAir");

        Assert.Equal(1, page.GetProperty("total").GetInt32());
        await again.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("air-1", "", 400, "quantity")]
    [InlineData("air-1", "?quantity=heartRate", 404, "quantity")]
    [InlineData("nobody", "?quantity=co2", 404, "device")]
    [InlineData("air-1", "?quantity=co2&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", 400, "to")]
    [InlineData("air-1", "?quantity=co2&colour=red", 400, "colour")]
    public async Task A_wrong_question_names_its_field(string device, string query, int expected, string field)
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);

        var (status, problem) = await SendAsync(http, $"/api/v1/devices/{device}/expected{query}");

        Assert.Equal(expected, status);
        Assert.Contains(field, problem.ToString(), StringComparison.Ordinal);
        await cloud.StopAsync(Cancel);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string At(int quarters) => Uri.EscapeDataString(DateTimeOffset.FromUnixTimeMilliseconds(LastMs + (quarters * SeriesSampler.StepMs)).ToString("O", CultureInfo.InvariantCulture));

    private static CommunitySamples Sample(int quarter, double value)
    {
        var endMs = LastMs - ((Quarters - quarter) * SeriesSampler.StepMs);
        var watched = new WatchedQuantity("indoorAir", Quantity, [DetectorChannel.Series, DetectorChannel.Step]);
        return new CommunitySamples(Community, endMs, endMs - 1, 10, [new SeriesSample(Device, watched, IsRegister: false, "community:baihe/indoorAir/co2", value, endMs)]);
    }

    private static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient http, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    private static HttpClient HttpOf(WebApplication cloud) => new() { BaseAddress = new Uri(cloud.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

    private async Task<WebApplication> StartAsync()
    {
        var cloud = await CloudHost.BuildAsync(new CloudOptions { DataFolder = _folder, Port = 0, UplinkPort = 0 }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error), cancellationToken: Cancel);
        await cloud.StartAsync(Cancel);
        var clock = cloud.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<CommunityClock>().Single();
        while (!clock.IsUp)
        {
            Cancel.ThrowIfCancellationRequested();
            await cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community).RuleSetHashAsync();
        }

        using var http = HttpOf(cloud);
        await SendAsync(http, "/api/v1/gateways", """{"id":"gw-1","name":"Gateway 1"}""");
        await SendAsync(http, "/api/v1/devices", $$"""{"id":"{{Device}}","community":"{{Community}}","class":"indoorAir","name":"Air","gateway":"gw-1"}""");
        return cloud;
    }
}
