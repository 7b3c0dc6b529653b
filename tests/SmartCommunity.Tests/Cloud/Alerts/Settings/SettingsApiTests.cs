using System.Globalization;
using System.Text.Json;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Alerts.Settings;

/// <summary>A whole cloud on a folder: settings over HTTP, what they do to alerts, and over a restart.</summary>
public sealed class SettingsApiTests : IDisposable
{
    private const string Community = StartedCloud.Community, Settings = "/api/v1/alerts/settings";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-settings-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drill_waits_for_a_second_person_then_mutes_counts_and_is_ended_by_hand_over_a_restart()
    {
        string id;
        await using (var cloud = await StartAsync())
        {
            var (made, drill) = await cloud.SendAsync(Settings, New("window", ["device:sos-1"], ["sos"], hours: 2));
            id = drill.GetProperty("id").GetString()!;
            Assert.Equal((200, "waiting", true), (made, State(drill), drill.GetProperty("needsSecond").GetBoolean()));
            await cloud.TellAsync("sos-1", "panicButton", "sos", "e-1");
            await cloud.UntilAsync("/api/v1/alerts?rule=sos", page => page.GetProperty("total").GetInt32() == 1);

            var (same, problem) = await cloud.SendAsync($"{Settings}/{id}/approve", """{"actor":"l i"}""");
            var (approved, acting) = await cloud.SendAsync($"{Settings}/{id}/approve", """{"actor":"Wang"}""");
            var (twice, _) = await cloud.SendAsync($"{Settings}/{id}/approve", """{"actor":"Chen"}""");

            Assert.Equal((400, 200, 409), (same, approved, twice));
            Assert.Contains("second person", problem.GetProperty("errors").GetProperty("actor").ToString(), StringComparison.Ordinal);
            Assert.Equal(("acting", "Wang"), (State(acting), acting.GetProperty("approvedBy").GetString()));
            await cloud.TellAsync("sos-1", "panicButton", "sos", "e-2");
            var muted = await cloud.UntilAsync($"{Settings}/{id}", s => s.GetProperty("muted").GetInt32() == 1);
            Assert.Equal("sos device:sos-1#e-2", muted.GetProperty("mutedWhat").GetString());
            }

        await using var again = await StartAsync();
        await again.TellAsync("sos-1", "panicButton", "sos", "e-3");
        await again.UntilAsync($"{Settings}/{id}", s => s.GetProperty("muted").GetInt32() == 2);
        var (ended, over) = await again.SendAsync($"{Settings}/{id}/end", """{"actor":"Chen"}""");
        var (gone, conflict) = await again.SendAsync($"{Settings}/{id}/end", """{"actor":"Chen"}""");
        await again.TellAsync("sos-1", "panicButton", "sos", "e-4");
        var alerts = await again.UntilAsync("/api/v1/alerts?rule=sos", page => page.GetProperty("total").GetInt32() == 2);

        Assert.Equal((200, 409), (ended, gone));
        Assert.Equal(("ended", "person", "Chen"), (State(over), over.GetProperty("endedHow").GetString(), over.GetProperty("endedBy").GetString()));
        Assert.Contains("Chen ended it", conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(["e-1", "e-4"], alerts.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("eventId").GetString()).Order());
        // What a log holds already is not logged again at a start.
        Assert.Equal(3, await EntriesAsync(again, LogEntryKind.AlertSettings));
    }

    [Fact]
    public async Task An_alert_says_which_override_raised_it_with_the_rules_own_limit_reason_and_person()
    {
        await using var cloud = await StartAsync();
        var (_, made) = await cloud.SendAsync(Settings, New("override", ["device:w-1"], ["heartRateHigh"], hours: null, """{"limit":100,"clear":95,"readings":1,"forSeconds":0}"""));
        var (rival, conflict) = await cloud.SendAsync(Settings, New("override", ["device:w-1"], ["heartRateHigh"], hours: 3, """{"limit":110}"""));

        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await cloud.Get<StoreMeasurements>()([new Measurement("w-1", "heartRate", nowMs, nowMs, 104, Quality.Good)], Cancel);
        var page = await cloud.UntilAsync("/api/v1/alerts?rule=heartRateHigh", p => p.GetProperty("total").GetInt32() == 1);
        var (_, detail) = await cloud.SendAsync($"/api/v1/alerts/{page.GetProperty("items")[0].GetProperty("id").GetString()}");

        Assert.Equal(409, rival);
        Assert.Contains(made.GetProperty("id").GetString()!, conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(100, detail.GetProperty("alert").GetProperty("reason").GetProperty("limit").GetDouble());
        Assert.Equal(130, detail.GetProperty("ruleLimit").GetDouble());
        Assert.Equal(("Because", "Li"), (detail.GetProperty("override").GetProperty("reason").GetString(), detail.GetProperty("override").GetProperty("createdBy").GetString()));
        var (_, open) = await cloud.SendAsync($"{Settings}?community={Community}&state=open&kind=override");
        Assert.Equal(1, open.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_fault_names_its_field_and_the_limit()
    {
        await using var cloud = await StartAsync();
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
            var (status, problem) = await cloud.SendAsync(Settings, body);
            Assert.Equal(400, status);
            Assert.Contains(said, problem.GetProperty("errors").GetProperty(field).ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(404, (await cloud.SendAsync($"{Settings}/s0/end", """{"actor":"Li"}""")).Status);
        Assert.Equal(400, (await cloud.SendAsync($"{Settings}?state=closed")).Status);
        var (_, plain) = await cloud.SendAsync(Settings, New("window", ["device:sos-1"], [], 2));
        Assert.Equal(409, (await cloud.SendAsync($"{Settings}/{plain.GetProperty("id").GetString()}/approve", """{"actor":"Wang"}""")).Status);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string New(string kind, string[] targets, string[] rules, int? hours, string numbers = "null")
    {
        var until = hours is { } span ? $"\"{TimeProvider.System.GetUtcNow().AddHours(span).ToString("O", CultureInfo.InvariantCulture)}\"" : "null";
        return $$"""{"kind":"{{kind}}","community":"{{Community}}","targets":{{JsonSerializer.Serialize(targets)}},"rules":{{JsonSerializer.Serialize(rules)}},"numbers":{{numbers}},"until":{{until}},"reason":"Because","actor":"Li"}""";
    }

    private static string? State(JsonElement setting) => setting.GetProperty("state").GetString();

    private static async Task<int> EntriesAsync(StartedCloud cloud, LogEntryKind kind)
    {
        var count = 0;
        await foreach (var (entry, _) in cloud.Get<ISeriesStore>().ReadLogAsync(Community, 0, Cancel))
            count += entry.Kind == kind ? 1 : 0;
        return count;
    }

    private Task<StartedCloud> StartAsync() => StartedCloud.OfAsync(_folder, ("sos-1", "panicButton"), ("w-1", "wearable"));
}
