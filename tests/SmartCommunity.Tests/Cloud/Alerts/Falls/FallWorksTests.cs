using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Anomaly.Falls;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Alerts.Falls;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;
using SmartCommunity.Tests.Anomaly.Falls;

namespace SmartCommunity.Tests.Cloud.Alerts.Falls;

/// <summary>A whole cloud with a model learned from made trials: impacts go in, falls come out as events of the log and as alerts.</summary>
public sealed class FallWorksTests : IDisposable
{
    private const string Community = "baihe", Watch = "watch-1";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-falls-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_impact_that_is_a_fall_becomes_an_event_with_probability_and_model_and_an_alert_and_a_restart_makes_no_second()
    {
        var model = FallTraining.Run(MadeTrials.All, ["SE01"], 1, DateTimeOffset.UnixEpoch);
        await File.WriteAllBytesAsync(Path.Combine(_folder, FallModels.File), FallModelFile.Write(model), Cancel);
        await using (var cloud = await StartAsync())
        {
            var raised = Raised(cloud);
            // Judged one after the other: once the last is an alert, the others were none.
            foreach (var (id, data) in new[] { ("i-1", "{}"), ("i-2", Impacts.DataOf(Motion.Walk(12))), ("i-3", Impacts.DataOf(Motion.Fall(5, 7))) })
                await TellAsync(cloud, id, data);

            var alert = (await raised.Task.WaitAsync(_patience, Cancel)).Alert;
            var store = cloud.Services.GetRequiredService<ISeriesStore>();
            var fall = await store.FindEventAsync(Community, Watch, "i-3.fall", Cancel);

            Assert.Equal(("fall", $"device:{Watch}#i-3.fall", 1), (alert.Rule, alert.Subject, alert.Priority));
            using var told = JsonDocument.Parse(fall!.DataJson);
            Assert.Equal($"falls@{model.Version}", told.RootElement.GetProperty("model").GetString());
            Assert.InRange(told.RootElement.GetProperty("confidence").GetDouble(), model.Threshold, 1);
            Assert.Null(await store.FindEventAsync(Community, Watch, "i-2.fall", Cancel));
            await cloud.StopAsync(Cancel);
        }

        await using var again = await StartAsync();
        var second = Raised(again);
        again.Services.GetRequiredService<ImpactInbox>().Post(new Impact(Community, "fallWatch", Watch, "i-3", NowMs, NowMs, Impacts.DataOf(Motion.Fall(5, 7))));
        await TellAsync(again, "i-4", Impacts.DataOf(Motion.Fall(5, 8)));

        Assert.EndsWith("#i-4.fall", (await second.Task.WaitAsync(_patience, Cancel)).Alert.Subject, StringComparison.Ordinal);
        Assert.Equal(2, again.Services.GetRequiredService<AlertLedger>().Count(new AlertFilter([], [], 3, "fall", "")).Values.Sum());
        await again.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_cloud_that_is_given_a_damaged_model_does_not_start_without_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, FallModels.File), "no model", Cancel);

        var fault = Assert.Throws<InvalidDataException>(() => FallModels.Of(_folder));

        Assert.Contains("falls.model is no fall model", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static TaskCompletionSource<AlertChange> Raised(WebApplication cloud)
    {
        var raised = new TaskCompletionSource<AlertChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        cloud.Services.GetRequiredService<AlertBoard>().Changed += changes =>
        {
            if (changes.FirstOrDefault(c => c.Alert.Rule == "fall" && c.Transition.What == "raised") is { } change)
                raised.TrySetResult(change);
        };
        return raised;
    }

    private static Task TellAsync(WebApplication cloud, string id, string data) => cloud.Services.GetRequiredService<StoreEvents>()(
        [new DecodedEvent { Address = new DeviceAddress(Community, "fallWatch", Watch), AtMs = NowMs, ReceivedAtMs = NowMs, Quality = Quality.Good, EventId = id, Type = ImpactReader.Event, DataJson = data }],
        Cancel);

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

        using var http = new HttpClient { BaseAddress = new Uri(cloud.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        foreach (var (path, json) in new[] { ("gateways", """{"id":"gw-1","name":"Gateway 1"}"""), ("devices", $$"""{"id":"{{Watch}}","community":"{{Community}}","class":"fallWatch","name":"Watch","gateway":"gw-1"}""") })
        {
            using var body = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body, Cancel);
        }

        return cloud;
    }
}
