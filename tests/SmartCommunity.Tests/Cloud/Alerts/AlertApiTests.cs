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

/// <summary>A whole cloud on a folder: from an event to a closed alert over HTTP, and over a restart.</summary>
public sealed class AlertApiTests : IDisposable
{
    private const string Community = "baihe", Alerts = "/api/v1/alerts";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-alerts-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task An_SOS_is_an_alert_that_is_acknowledged_handled_and_closed_with_what_it_was()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);
        var told = new List<AlertChange>();
        cloud.Services.GetRequiredService<AlertBoard>().Changed += told.AddRange;
        await CallForHelpAsync(cloud, http, "e-1");
        var (_, page) = await SendAsync(http, HttpMethod.Get, $"{Alerts}?stages=firing&priority=P1&community={Community}");
        var alert = Assert.Single(page.GetProperty("items").EnumerateArray());
        var path = $"{Alerts}/{alert.GetProperty("id").GetString()}";

        var (acknowledged, first) = await ActAsync(http, path, """{"action":"acknowledge","actor":"Li","seenNumber":1}""");
        var (back, waits) = await ActAsync(http, path, """{"action":"reopen","actor":"Li"}""");
        await ActAsync(http, path, """{"action":"acknowledge","actor":"Li"}""");
        var (taken, conflict) = await ActAsync(http, path, """{"action":"acknowledge","actor":"Wang"}""");
        var (stale, _) = await ActAsync(http, path, """{"action":"handle","actor":"Wang","seenNumber":1}""");
        var (unsaid, problem) = await ActAsync(http, path, """{"action":"close","actor":" ","causeCode":"whatever"}""");
        await ActAsync(http, path, """{"action":"dispatch","actor":"Li","assignee":"Chen","comment":"has the key"}""");
        await ActAsync(http, path, """{"action":"handle","actor":"Chen"}""");
        var (closed, last) = await ActAsync(http, path, """{"action":"close","actor":"Chen","causeCode":"true"}""");

        Assert.Equal((200, 409, 412, 400, 200), (acknowledged, taken, stale, unsaid, closed));
        Assert.Equal((200, "firing"), (back, Text(waits, "stage")));
        Assert.Equal("acknowledged", first.GetProperty("alert").GetProperty("stage").GetString());
        Assert.Contains("acknowledge by Li", conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(["actor", "causeCode"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        Assert.Equal(["raised", "acknowledge", "reopen", "acknowledge", "dispatch", "handle", "close"], last.GetProperty("transitions").EnumerateArray().Select(t => t.GetProperty("what").GetString()));
        Assert.Equal(("closed", "true", "Chen"), (Text(last, "stage"), Text(last, "code"), Text(last, "assignee")));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], told.Where(c => c.Alert.Rule == "sos").Select(c => c.Transition.Number));
        // What was done about the alert was done about its event: the measures of response time see it.
        var (_, steps) = await SendAsync(http, HttpMethod.Get, $"/api/v1/communities/{Community}/events/sos-1/e-1/steps");
        Assert.Equal(["acknowledged", "onSite", "closed"], steps.EnumerateArray().Select(s => s.GetProperty("step").GetString()));
        await cloud.StopAsync(Cancel);
    }

    [Fact]
    public async Task What_people_judge_is_in_the_quality_of_the_rule_and_what_they_cannot_say_is_refused_by_name()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);
        await CallForHelpAsync(cloud, http, "e-1");
        var (_, page) = await SendAsync(http, HttpMethod.Get, Alerts);
        var path = $"{Alerts}/{page.GetProperty("items")[0].GetProperty("id").GetString()}";

        var (judged, alert) = await ActAsync(http, path, """{"action":"judge","actor":"Li","causeCode":"unsure"}""");
        await ActAsync(http, path, """{"action":"close","actor":"Li","causeCode":"true"}""");
        var (later, closed) = await ActAsync(http, path, """{"action":"judge","actor":"Wang","causeCode":"false"}""");
        var (refused, problem) = await ActAsync(http, path, """{"action":"judge","actor":"Wang","causeCode":"duplicate"}""");
        var (_, quality) = await SendAsync(http, HttpMethod.Get, "/api/v1/quality?days=1&street=fuchun");
        var (wrong, faults) = await SendAsync(http, HttpMethod.Get, "/api/v1/quality?days=2");

        Assert.Equal((200, 200, 400, 400), (judged, later, refused, wrong));
        Assert.Equal(("firing", ""), (Text(alert, "stage"), Text(alert, "code")));
        Assert.Equal(("closed", "false"), (Text(closed, "stage"), Text(closed, "code")));
        Assert.Equal(["causeCode"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Equal(["days"], faults.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        var rule = Assert.Single(quality.GetProperty("rules").EnumerateArray(), r => r.GetProperty("rule").GetString() == "sos");
        Assert.Equal((0, 1), (rule.GetProperty("precision").GetProperty("part").GetInt32(), rule.GetProperty("precision").GetProperty("all").GetInt32()));
        Assert.Equal(1, rule.GetProperty("codes").GetProperty("false").GetInt32());
        await cloud.StopAsync(Cancel);
    }

    [Fact]
    public async Task Alerts_and_what_was_done_survive_a_restart_and_nothing_is_told_twice()
    {
        await using (var cloud = await StartAsync())
        {
            using var http = HttpOf(cloud);
            await CallForHelpAsync(cloud, http, "e-1");
            await CallForHelpAsync(cloud, http, "e-2");
            var (_, page) = await SendAsync(http, HttpMethod.Get, Alerts);
            await ActAsync(http, $"{Alerts}/{page.GetProperty("items")[0].GetProperty("id").GetString()}", """{"action":"acknowledge","actor":"Li"}""");
            await cloud.StopAsync(Cancel);
        }

        await using var again = await StartAsync();
        var told = new List<AlertChange>();
        again.Services.GetRequiredService<AlertBoard>().Changed += told.AddRange;
        using var client = HttpOf(again);
        await again.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community).CatchUpAsync();
        var (_, after) = await SendAsync(client, HttpMethod.Get, $"{Alerts}?rule=sos");

        Assert.Equal((2, 1, 1), (after.GetProperty("total").GetInt32(), Count(after, "firing"), Count(after, "acknowledged")));
        Assert.DoesNotContain(told, c => c.Transition.What is "raised" or "acknowledge");
        await again.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_photo_is_handed_in_named_by_an_action_and_shown_with_its_step_alone()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);
        await CallForHelpAsync(cloud, http, "e-1");
        var (_, page) = await SendAsync(http, HttpMethod.Get, $"{Alerts}?rule=sos");
        var path = $"{Alerts}/{page.GetProperty("items")[0].GetProperty("id").GetString()}";
        byte[] png = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. new byte[64]];

        var (taken, photo) = await UploadAsync(http, $"{path}/photos", png);
        var sha256 = photo.GetProperty("sha256").GetString()!;
        var (notYet, _) = await SendAsync(http, HttpMethod.Get, $"{path}/photos/{sha256}");
        var (noPhoto, text) = await UploadAsync(http, $"{path}/photos", "<svg onload=alert(1)>"u8.ToArray());
        var (unknown, invented) = await ActAsync(http, path, $$"""{"action":"comment","actor":"Li","comment":"see","photoSha256":"{{new string('0', 64)}}"}""");
        var (said, detail) = await ActAsync(http, path, $$"""{"action":"acknowledge","actor":"Li","photoSha256":"{{sha256}}"}""");
        using var shown = await http.GetAsync(new Uri($"{path}/photos/{sha256}", UriKind.Relative), Cancel);

        Assert.Equal((201, 404, 400, 400, 200), (taken, notYet, noPhoto, unknown, said));
        Assert.Equal("file", text.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.Equal("photoSha256", invented.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.Equal(["", sha256], detail.GetProperty("transitions").EnumerateArray().Select(t => t.GetProperty("photoSha256").GetString()));
        Assert.Equal(("image/png", "nosniff"), (shown.Content.Headers.ContentType?.MediaType, shown.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(png, await shown.Content.ReadAsByteArrayAsync(Cancel));
        await cloud.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("?stages=firing,burning", "stages")]
    [InlineData("?cause=boredom", "cause")]
    [InlineData("?priority=P0", "priority")]
    [InlineData("?street=atlantis", "street")]
    [InlineData("?colour=red", "colour")]
    public async Task A_wrong_question_names_its_field(string query, string field)
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);

        var (status, problem) = await SendAsync(http, HttpMethod.Get, Alerts + query);
        var (none, _) = await SendAsync(http, HttpMethod.Get, $"{Alerts}/nothing");

        Assert.Equal((400, 404), (status, none));
        Assert.Equal(field, problem.GetProperty("errors").EnumerateObject().Single().Name);
        await cloud.StopAsync(Cancel);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task CallForHelpAsync(WebApplication cloud, HttpClient http, string id)
    {
        var happened = new DecodedEvent
        {
            Address = new DeviceAddress(Community, "panicButton", "sos-1"), AtMs = NowMs, ReceivedAtMs = NowMs, Quality = Quality.Good, EventId = id, Type = "sos", DataJson = "{}",
        };
        await cloud.Services.GetRequiredService<StoreEvents>()([happened], Cancel);
        // The fold follows the commit by itself; it is asked until it has.
        for (var found = false; !found;)
        {
            Cancel.ThrowIfCancellationRequested();
            await cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community).CatchUpAsync();
            found = (await SendAsync(http, HttpMethod.Get, $"{Alerts}?rule=sos")).Body.GetProperty("items").EnumerateArray().Any(a => a.GetProperty("eventId").GetString() == id);
        }
    }

    private static string? Text(JsonElement detail, string name) => detail.GetProperty("alert").GetProperty(name).GetString();

    private static int Count(JsonElement page, string stage) => page.GetProperty("stages").GetProperty(stage).GetInt32();

    private static Task<(int Status, JsonElement Body)> ActAsync(HttpClient http, string path, string json) => SendAsync(http, HttpMethod.Post, $"{path}/actions", json);

    private static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient http, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    private static async Task<(int Status, JsonElement Body)> UploadAsync(HttpClient http, string path, byte[] photo)
    {
        using var content = new ByteArrayContent(photo);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
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
        return cloud;
    }
}
