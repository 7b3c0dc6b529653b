using System.Text.Json;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>A whole cloud on a folder: from an event to a closed alert over HTTP, and over a restart.</summary>
public sealed class AlertApiTests : IDisposable
{
    private const string Community = StartedCloud.Community, Alerts = "/api/v1/alerts";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-alerts-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_SOS_is_an_alert_that_is_acknowledged_handled_and_closed_with_what_it_was()
    {
        await using var cloud = await StartAsync();
        var told = new List<AlertChange>();
        cloud.Get<AlertBoard>().Changed += told.AddRange;
        await CallForHelpAsync(cloud, "e-1");
        var (_, page) = await cloud.SendAsync($"{Alerts}?stages=firing&priority=P1&community={Community}");
        var alert = Assert.Single(page.GetProperty("items").EnumerateArray());
        var path = $"{Alerts}/{alert.GetProperty("id").GetString()}";

        var (acknowledged, first) = await ActAsync(cloud, path, """{"action":"acknowledge","actor":"Li","seenNumber":1}""");
        var (back, waits) = await ActAsync(cloud, path, """{"action":"reopen","actor":"Li"}""");
        await ActAsync(cloud, path, """{"action":"acknowledge","actor":"Li"}""");
        var (taken, conflict) = await ActAsync(cloud, path, """{"action":"acknowledge","actor":"Wang"}""");
        var (stale, _) = await ActAsync(cloud, path, """{"action":"handle","actor":"Wang","seenNumber":1}""");
        var (unsaid, problem) = await ActAsync(cloud, path, """{"action":"close","actor":" ","causeCode":"whatever"}""");
        await ActAsync(cloud, path, """{"action":"dispatch","actor":"Li","assignee":"Chen","comment":"has the key"}""");
        await ActAsync(cloud, path, """{"action":"handle","actor":"Chen"}""");
        var (closed, last) = await ActAsync(cloud, path, """{"action":"close","actor":"Chen","causeCode":"true"}""");

        Assert.Equal((200, 409, 412, 400, 200), (acknowledged, taken, stale, unsaid, closed));
        Assert.Equal((200, "firing"), (back, Text(waits, "stage")));
        Assert.Equal("acknowledged", first.GetProperty("alert").GetProperty("stage").GetString());
        Assert.Contains("acknowledge by Li", conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(["actor", "causeCode"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        Assert.Equal(["raised", "acknowledge", "reopen", "acknowledge", "dispatch", "handle", "close"], last.GetProperty("transitions").EnumerateArray().Select(t => t.GetProperty("what").GetString()));
        Assert.Equal(("closed", "true", "Chen"), (Text(last, "stage"), Text(last, "code"), Text(last, "assignee")));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], told.Where(c => c.Alert.Rule == "sos").Select(c => c.Transition.Number));
        // What was done about the alert was done about its event: the measures of response time see it.
        var (_, steps) = await cloud.SendAsync($"/api/v1/communities/{Community}/events/sos-1/e-1/steps");
        Assert.Equal(["acknowledged", "onSite", "closed"], steps.EnumerateArray().Select(s => s.GetProperty("step").GetString()));
    }

    [Fact]
    public async Task Alerts_can_be_asked_for_by_the_scenario_of_their_rule()
    {
        await using var cloud = await StartAsync();
        await CallForHelpAsync(cloud, "e-1");

        var (_, health) = await cloud.SendAsync($"{Alerts}?scenario=JK");
        var (_, transport) = await cloud.SendAsync($"{Alerts}?scenario=JT");
        var (_, education) = await cloud.SendAsync($"{Alerts}?scenario=JY");
        var (refused, problem) = await cloud.SendAsync($"{Alerts}?scenario=health");

        Assert.Equal("JK", Assert.Single(health.GetProperty("items").EnumerateArray()).GetProperty("scenario").GetString());
        Assert.Equal((0, 0, 400), (transport.GetProperty("total").GetInt32(), education.GetProperty("total").GetInt32(), refused));
        Assert.Equal(["scenario"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task What_people_judge_is_in_the_quality_of_the_rule_and_what_they_cannot_say_is_refused_by_name()
    {
        await using var cloud = await StartAsync();
        await CallForHelpAsync(cloud, "e-1");
        var (_, page) = await cloud.SendAsync(Alerts);
        var path = $"{Alerts}/{page.GetProperty("items")[0].GetProperty("id").GetString()}";

        var (judged, alert) = await ActAsync(cloud, path, """{"action":"judge","actor":"Li","causeCode":"unsure"}""");
        await ActAsync(cloud, path, """{"action":"close","actor":"Li","causeCode":"true"}""");
        var (later, closed) = await ActAsync(cloud, path, """{"action":"judge","actor":"Wang","causeCode":"false"}""");
        var (refused, problem) = await ActAsync(cloud, path, """{"action":"judge","actor":"Wang","causeCode":"duplicate"}""");
        var (_, quality) = await cloud.SendAsync("/api/v1/quality?days=1&street=fuchun");
        var (wrong, faults) = await cloud.SendAsync("/api/v1/quality?days=2");

        Assert.Equal((200, 200, 400, 400), (judged, later, refused, wrong));
        Assert.Equal(("firing", ""), (Text(alert, "stage"), Text(alert, "code")));
        Assert.Equal(("closed", "false"), (Text(closed, "stage"), Text(closed, "code")));
        Assert.Equal(["causeCode"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Equal(["days"], faults.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        var rule = Assert.Single(quality.GetProperty("rules").EnumerateArray(), r => r.GetProperty("rule").GetString() == "sos");
        Assert.Equal((0, 1), (rule.GetProperty("precision").GetProperty("part").GetInt32(), rule.GetProperty("precision").GetProperty("all").GetInt32()));
        Assert.Equal(1, rule.GetProperty("codes").GetProperty("false").GetInt32());
    }

    [Fact]
    public async Task Alerts_and_what_was_done_survive_a_restart_and_nothing_is_told_twice()
    {
        await using (var cloud = await StartAsync())
        {
            await CallForHelpAsync(cloud, "e-1");
            await CallForHelpAsync(cloud, "e-2");
            var (_, page) = await cloud.SendAsync(Alerts);
            await ActAsync(cloud, $"{Alerts}/{page.GetProperty("items")[0].GetProperty("id").GetString()}", """{"action":"acknowledge","actor":"Li"}""");
        }

        await using var again = await StartAsync();
        var told = new List<AlertChange>();
        again.Get<AlertBoard>().Changed += told.AddRange;
        await again.Grain.CatchUpAsync();
        var (_, after) = await again.SendAsync($"{Alerts}?rule=sos");

        Assert.Equal((2, 1, 1), (after.GetProperty("total").GetInt32(), Count(after, "firing"), Count(after, "acknowledged")));
        Assert.DoesNotContain(told, c => c.Transition.What is "raised" or "acknowledge");
    }

    [Fact]
    public async Task A_photo_is_handed_in_named_by_an_action_and_shown_with_its_step_alone()
    {
        await using var cloud = await StartAsync();
        await CallForHelpAsync(cloud, "e-1");
        var (_, page) = await cloud.SendAsync($"{Alerts}?rule=sos");
        var path = $"{Alerts}/{page.GetProperty("items")[0].GetProperty("id").GetString()}";
        byte[] png = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. new byte[64]];

        var (taken, photo) = await UploadAsync(cloud, $"{path}/photos", png);
        var sha256 = photo.GetProperty("sha256").GetString()!;
        var (notYet, _) = await cloud.SendAsync($"{path}/photos/{sha256}");
        var (noPhoto, text) = await UploadAsync(cloud, $"{path}/photos", "<svg onload=alert(1)>"u8.ToArray());
        var (unknown, invented) = await ActAsync(cloud, path, $$"""{"action":"comment","actor":"Li","comment":"see","photoSha256":"{{new string('0', 64)}}"}""");
        var (said, detail) = await ActAsync(cloud, path, $$"""{"action":"acknowledge","actor":"Li","photoSha256":"{{sha256}}"}""");
        using var shown = await cloud.GetAsync($"{path}/photos/{sha256}");

        Assert.Equal((201, 404, 400, 400, 200), (taken, notYet, noPhoto, unknown, said));
        Assert.Equal("file", text.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.Equal("photoSha256", invented.GetProperty("errors").EnumerateObject().Single().Name);
        Assert.Equal(["", sha256], detail.GetProperty("transitions").EnumerateArray().Select(t => t.GetProperty("photoSha256").GetString()));
        Assert.Equal(("image/png", "nosniff"), (shown.Content.Headers.ContentType?.MediaType, shown.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal(png, await shown.Content.ReadAsByteArrayAsync(Cancel));
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

        var (status, problem) = await cloud.SendAsync(Alerts + query);
        var (none, _) = await cloud.SendAsync($"{Alerts}/nothing");

        Assert.Equal((400, 404), (status, none));
        Assert.Equal(field, problem.GetProperty("errors").EnumerateObject().Single().Name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task CallForHelpAsync(StartedCloud cloud, string id)
    {
        await cloud.TellAsync("sos-1", "panicButton", "sos", id);
        await cloud.UntilAsync($"{Alerts}?rule=sos", page => page.GetProperty("items").EnumerateArray().Any(a => a.GetProperty("eventId").GetString() == id));
    }

    private static string? Text(JsonElement detail, string name) => detail.GetProperty("alert").GetProperty(name).GetString();

    private static int Count(JsonElement page, string stage) => page.GetProperty("stages").GetProperty(stage).GetInt32();

    private static Task<(int Status, JsonElement Body)> ActAsync(StartedCloud cloud, string path, string json) => cloud.SendAsync($"{path}/actions", json);

    private static Task<(int Status, JsonElement Body)> UploadAsync(StartedCloud cloud, string path, byte[] photo) => cloud.SendAsync(path, photo, "application/octet-stream");

    private Task<StartedCloud> StartAsync() => StartedCloud.OfAsync(_folder, ("sos-1", "panicButton"));
}
