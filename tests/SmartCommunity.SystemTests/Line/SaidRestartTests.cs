using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace SmartCommunity.SystemTests.Line;

/// <summary>What people said of a community, and the score of it, survive a kill of the whole cloud.</summary>
[Trait("Category", "Line")]
public sealed class SaidRestartTests
{
    private const string Community = $"api/v1/communities/{LineUnderTest.Community}";
    private const string Pdf = "%PDF-1.7 the covenant";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facts_records_evidence_steps_standing_and_the_score_are_the_same_after_a_kill_of_the_cloud()
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
        var step = await SayAsync(line);
        // Acknowledging the alarm was said last: with it all that was said before is taken in.
        await Until.TrueAsync("everything is scored", () => IsScoredAsync(line), LineUnderTest.Patience, () => line.Cloud.Output);
        var said = await SaidAsync(line, step);
        var score = await MeasuresAsync(line);

        await line.Cloud.KillAsync();
        line.StartCloud();
        await line.WaitForCloudAsync();

        Assert.Equal(said, await SaidAsync(line, step));
        string[] after = [];
        await Until.TrueAsync(
            "the score after kill -9 equals that before", async () => (after = await MeasuresAsync(line)).SequenceEqual(score), LineUnderTest.Patience,
            () => string.Join(Environment.NewLine, score.Except(after).Concat(after.Except(score))));
        await line.Cloud.KillAsync();
        line.StartCloud();
        await line.WaitForCloudAsync();
        Assert.Equal(said, await SaidAsync(line, step));
    }

    /// <summary>Enters one of everything; the address of the steps.</summary>
    private static async Task<string> SayAsync(LineUnderTest line)
    {
        await PutAsync(line, "standing", """{"pack":"zj-future-community@2021.12-draft.1","projectType":"renovation","claimed":["CY"],"enteredBy":"Li"}""");
        await PutAsync(line, "facts/residents", """{"value":1000,"asOf":"2026-01-05","source":"census","enteredBy":"Li"}""");
        await PutAsync(line, "facts/healthRecords", """{"value":800,"asOf":"2026-01-05","source":"clinic","enteredBy":"Li"}""");
        await PutAsync(line, "facts/healthRecords", """{"value":900,"asOf":"2026-01-06","source":"clinic","inspected":true,"enteredBy":"Wang"}""");
        await PutAsync(
            line, "records/shop/shop-1", """{"fields":{"name":"早餐店","kind":"breakfast","walkMinutes":4},"asOf":"2026-01-05","source":"walk","enteredBy":"Li"}""");
        await ReviewAsync(line, "covenant", """{"decision":"accepted","reviewer":"Wang","inspected":true}""");
        await ReviewAsync(line, "councilCharter", """{"decision":"refused","reviewer":"Wang","comment":"no seal"}""");
        await AlarmAsync(line);
        var steps = await EventAsync(line);
        foreach (var name in new[] { "onSite", "acknowledged" })
        {
            using var step = await line.Api.PostAsync(steps, Json($$"""{"step":"{{name}}","actor":"Wang","comment":"at the door"}"""), Cancel);
            Assert.True(step.IsSuccessStatusCode, await step.Content.ReadAsStringAsync(Cancel));
        }

        return steps;
    }

    private static async Task PutAsync(LineUnderTest line, string path, string body)
    {
        using var response = await line.Api.PutAsync($"{Community}/{path}", Json(body), Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync(Cancel)}");
    }

    private static async Task ReviewAsync(LineUnderTest line, string kind, string review)
    {
        using var document = new StringContent(Pdf, Encoding.UTF8, "application/octet-stream");
        using var created = await line.Api.PostAsync($"{Community}/evidence?kind={kind}&dated=2026-01-05&submittedBy=Li&fileName=a.pdf", document, Cancel);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var reviewed = await line.Api.PostAsync($"{created.Headers.Location}/review", Json(review), Cancel);
        Assert.Equal(HttpStatusCode.OK, reviewed.StatusCode);
    }

    private static async Task AlarmAsync(LineUnderTest line)
    {
        using var device = new MqttClientFactory().CreateMqttClient();
        await device.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId("w-1").WithCredentials("w-1", line.Tokens["w-1"]).Build(), Cancel);
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await device.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"fc/v1/{LineUnderTest.Community}/wearable/w-1/event").WithPayload($$"""{"ts":{{nowMs}},"id":"sos-1","type":"sos","data":{} }""")
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            Cancel);
    }

    /// <summary>Where the steps of the alarm are, once it has arrived.</summary>
    private static async Task<string> EventAsync(LineUnderTest line)
    {
        string? path = null;
        await Until.TrueAsync(
            "the alarm has arrived",
            async () =>
            {
                var events = await line.Api.GetFromJsonAsync<JsonElement>("api/v1/devices/w-1/events", Cancel);
                var list = events.GetProperty("items");
                path = list.GetArrayLength() == 0 ? null : $"{Community}/events/w-1/{Uri.EscapeDataString(list[0].GetProperty("eventId").GetString()!)}/steps";
                return path is not null;
            },
            LineUnderTest.Patience,
            () => line.Cloud.Output);
        return path!;
    }

    private static async Task<bool> IsScoredAsync(LineUnderTest line)
    {
        var measures = await MeasuresAsync(line);
        string[] fed = ["\"id\":\"JK-09b\",\"value\":\"90\"", "\"badge\":\"inspected\"", "\"id\":\"FW-30a\",\"value\":\"100\""];
        return fed.All(text => measures.Any(m => m.Contains(text, StringComparison.Ordinal)));
    }

    /// <summary>The answers of the API about all that was said, as text, with the documents.</summary>
    private static async Task<string[]> SaidAsync(LineUnderTest line, string steps)
    {
        var answers = new List<string>();
        foreach (var path in new[] { $"{Community}/standing", $"{Community}/facts", $"{Community}/records/shop", $"{Community}/evidence", $"{Community}/changes", steps })
            answers.Add(await line.Api.GetStringAsync(path, Cancel));
        var evidence = JsonElement.Parse(answers[3]).GetProperty("items");
        Assert.Equal(2, evidence.GetArrayLength());
        foreach (var piece in evidence.EnumerateArray())
            answers.Add(await line.Api.GetStringAsync($"{Community}/evidence/{piece.GetProperty("id").GetString()}/document", Cancel));
        Assert.Equal([Pdf, Pdf], answers[^2..]);
        return [.. answers];
    }

    /// <summary>Every measure's id, value, state, badge and points; ages go on while the cloud is away.</summary>
    private static async Task<string[]> MeasuresAsync(LineUnderTest line)
    {
        var score = await line.Api.GetFromJsonAsync<JsonElement>($"{Community}/score", Cancel);
        var measures = score.GetProperty("scenarios").EnumerateArray().SelectMany(s => s.GetProperty("indicators").EnumerateArray()).SelectMany(i => i.GetProperty("measures").EnumerateArray())
            .Select(m => JsonSerializer.Serialize(new
            {
                id = Text(m, "id"), value = Text(m, "value"), state = Text(m, "state"), badge = Text(m, "badge"), points = Text(m, "points"), reason = Text(m, "reason"),
            }));
        return [$"total {Text(score, "total")}", .. measures];
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
