using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Tests.Cloud.Alerts.Settings;

/// <summary>A whole cloud on a folder: settings over HTTP, what they do to alerts, and over a restart.</summary>
public sealed class SettingsApiTests : IDisposable
{
    private const string Community = "baihe", Settings = "/api/v1/alerts/settings";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-settings-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drill_waits_for_a_second_person_then_mutes_counts_and_is_ended_by_hand_over_a_restart()
    {
        string id;
        await using (var cloud = await StartAsync())
        {
            using var http = HttpOf(cloud);
            var (made, drill) = await PostAsync(http, Settings, New("window", ["device:sos-1"], ["sos"], hours: 2));
            id = drill.GetProperty("id").GetString()!;
            Assert.Equal((200, "waiting", true), (made, State(drill), drill.GetProperty("needsSecond").GetBoolean()));
            await CallForHelpAsync(cloud, "e-1");
            await UntilAsync(http, "/api/v1/alerts?rule=sos", page => page.GetProperty("total").GetInt32() == 1);

            var (same, problem) = await PostAsync(http, $"{Settings}/{id}/approve", """{"actor":"l i"}""");
            var (approved, acting) = await PostAsync(http, $"{Settings}/{id}/approve", """{"actor":"Wang"}""");
            var (twice, _) = await PostAsync(http, $"{Settings}/{id}/approve", """{"actor":"Chen"}""");

            Assert.Equal((400, 200, 409), (same, approved, twice));
            Assert.Contains("second person", problem.GetProperty("errors").GetProperty("actor").ToString(), StringComparison.Ordinal);
            Assert.Equal(("acting", "Wang"), (State(acting), acting.GetProperty("approvedBy").GetString()));
            await CallForHelpAsync(cloud, "e-2");
            var muted = await UntilAsync(http, $"{Settings}/{id}", s => s.GetProperty("muted").GetInt32() == 1);
            Assert.Equal("sos device:sos-1#e-2", muted.GetProperty("mutedWhat").GetString());
            await cloud.StopAsync(Cancel);
        }

        await using var again = await StartAsync();
        using var client = HttpOf(again);
        await CallForHelpAsync(again, "e-3");
        await UntilAsync(client, $"{Settings}/{id}", s => s.GetProperty("muted").GetInt32() == 2);
        var (ended, over) = await PostAsync(client, $"{Settings}/{id}/end", """{"actor":"Chen"}""");
        var (gone, conflict) = await PostAsync(client, $"{Settings}/{id}/end", """{"actor":"Chen"}""");
        await CallForHelpAsync(again, "e-4");
        var alerts = await UntilAsync(client, "/api/v1/alerts?rule=sos", page => page.GetProperty("total").GetInt32() == 2);

        Assert.Equal((200, 409), (ended, gone));
        Assert.Equal(("ended", "person", "Chen"), (State(over), over.GetProperty("endedHow").GetString(), over.GetProperty("endedBy").GetString()));
        Assert.Contains("Chen ended it", conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(["e-1", "e-4"], alerts.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("eventId").GetString()).Order());
        // What a log holds already is not logged again at a start.
        Assert.Equal(3, await EntriesAsync(again, LogEntryKind.AlertSettings));
        await again.StopAsync(Cancel);
    }

    [Fact]
    public async Task An_alert_says_which_override_raised_it_with_the_rules_own_limit_reason_and_person()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);
        var (_, made) = await PostAsync(http, Settings, New("override", ["device:w-1"], ["heartRateHigh"], hours: null, """{"limit":100,"clear":95,"readings":1,"forSeconds":0}"""));
        var (rival, conflict) = await PostAsync(http, Settings, New("override", ["device:w-1"], ["heartRateHigh"], hours: 3, """{"limit":110}"""));

        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await cloud.Services.GetRequiredService<StoreMeasurements>()([new Measurement("w-1", "heartRate", nowMs, nowMs, 104, Quality.Good)], Cancel);
        var page = await UntilAsync(http, "/api/v1/alerts?rule=heartRateHigh", p => p.GetProperty("total").GetInt32() == 1);
        var (_, detail) = await SendAsync(http, HttpMethod.Get, $"/api/v1/alerts/{page.GetProperty("items")[0].GetProperty("id").GetString()}");

        Assert.Equal(409, rival);
        Assert.Contains(made.GetProperty("id").GetString()!, conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(100, detail.GetProperty("alert").GetProperty("reason").GetProperty("limit").GetDouble());
        Assert.Equal(130, detail.GetProperty("ruleLimit").GetDouble());
        Assert.Equal(("Because", "Li"), (detail.GetProperty("override").GetProperty("reason").GetString(), detail.GetProperty("override").GetProperty("createdBy").GetString()));
        var (_, open) = await SendAsync(http, HttpMethod.Get, $"{Settings}?community={Community}&state=open&kind=override");
        Assert.Equal(1, open.GetProperty("total").GetInt32());
        await cloud.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_fault_names_its_field_and_the_limit()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);
        (string Body, string Field, string Said)[] wrong =
        [
            (New("mute", ["device:sos-1"], [], 2), "kind", "override, away, window"),
            (New("window", ["device:sos-1"], [], 24 * 8), "until", "at most 7 days"),
            (New("window", ["device:sos-1"], [], null), "until", "at most 7 days"),
            (New("window", [], [], 2), "targets", "1 to 50"),
            (New("window", ["device:nobody"], [], 2), "targets[0]", "no device or place of community 'baihe'"),
            (New("window", ["device:sos-1"], ["soss"], 2), "rules", "there are: sos, fall"),
            (New("away", ["device:sos-1"], [], 2), "targets[0]", "must be a unit"),
            (New("override", ["device:sos-1"], ["sos"], 2, """{"off":true}"""), "rules", "safety rule"),
            (New("override", ["device:w-1"], ["heartRateHigh"], 2, """{"limit":900}"""), "numbers.limit", "0 to 350"),
            (New("override", ["device:w-1"], [], 2, """{"limit":100}"""), "rules", "exactly one"),
            (New("override", ["device:w-1"], ["quietHome"], 2, """{"dayMinutes":600}"""), "targets[0]", "about a home"),
            (New("window", ["device:sos-1"], [], 2).Replace("Because", " ", StringComparison.Ordinal), "reason", "1 to 500"),
            (New("window", ["device:sos-1"], [], 2).Replace("\"Li\"", "\"\"", StringComparison.Ordinal), "actor", "1 to 60"),
        ];
        foreach (var (body, field, said) in wrong)
        {
            var (status, problem) = await PostAsync(http, Settings, body);
            Assert.Equal(400, status);
            Assert.Contains(said, problem.GetProperty("errors").GetProperty(field).ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(404, (await PostAsync(http, $"{Settings}/s0/end", """{"actor":"Li"}""")).Status);
        Assert.Equal(400, (await SendAsync(http, HttpMethod.Get, $"{Settings}?state=closed")).Status);
        var (_, plain) = await PostAsync(http, Settings, New("window", ["device:sos-1"], [], 2));
        Assert.Equal(409, (await PostAsync(http, $"{Settings}/{plain.GetProperty("id").GetString()}/approve", """{"actor":"Wang"}""")).Status);
        await cloud.StopAsync(Cancel);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string New(string kind, string[] targets, string[] rules, int? hours, string numbers = "null")
    {
        var until = hours is { } span ? $"\"{TimeProvider.System.GetUtcNow().AddHours(span).ToString("O", CultureInfo.InvariantCulture)}\"" : "null";
        return $$"""{"kind":"{{kind}}","community":"{{Community}}","targets":{{JsonSerializer.Serialize(targets)}},"rules":{{JsonSerializer.Serialize(rules)}},"numbers":{{numbers}},"until":{{until}},"reason":"Because","actor":"Li"}""";
    }

    private static string? State(JsonElement setting) => setting.GetProperty("state").GetString();

    private static DecodedEvent Sos(string id, long nowMs) => new()
    {
        Address = new DeviceAddress(Community, "panicButton", "sos-1"), AtMs = nowMs, ReceivedAtMs = nowMs, Quality = Quality.Good, EventId = id, Type = "sos", DataJson = "{}",
    };

    private static async Task CallForHelpAsync(WebApplication cloud, string id) =>
        await cloud.Services.GetRequiredService<StoreEvents>()([Sos(id, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())], Cancel);

    /// <summary>The fold follows the commit by itself; it is asked until it has.</summary>
    private static async Task<JsonElement> UntilAsync(HttpClient http, string path, Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            var (_, body) = await SendAsync(http, HttpMethod.Get, path);
            if (isSo(body))
                return body;
            Cancel.ThrowIfCancellationRequested();
        }
    }

    private static async Task<int> EntriesAsync(WebApplication cloud, LogEntryKind kind)
    {
        var count = 0;
        await foreach (var (entry, _) in cloud.Services.GetRequiredService<ISeriesStore>().ReadLogAsync(Community, 0, Cancel))
            count += entry.Kind == kind ? 1 : 0;
        return count;
    }

    private static Task<(int Status, JsonElement Body)> PostAsync(HttpClient http, string path, string json) => SendAsync(http, HttpMethod.Post, path, json);

    private static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient http, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
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
        await SendAsync(http, HttpMethod.Post, "/api/v1/gateways", """{"id":"gw-1","name":"Gateway 1"}""");
        await SendAsync(http, HttpMethod.Post, "/api/v1/devices", """{"id":"sos-1","community":"baihe","class":"panicButton","name":"SOS","gateway":"gw-1"}""");
        await SendAsync(http, HttpMethod.Post, "/api/v1/devices", """{"id":"w-1","community":"baihe","class":"wearable","name":"Wearable","gateway":"gw-1"}""");
        return cloud;
    }
}
