using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;
using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Replay;

/// <summary>A community of recorded devices: enrolled, put where they measure, and replayed so that a recording ends at an instant of the caller's.</summary>
internal sealed class RecordedCommunity(LineUnderTest line)
{
    private const string Community = $"api/v1/communities/{LineUnderTest.Community}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The community stands under the pack, as a renovation.</summary>
    internal Task StandAsync(string pack) => PutAsync($"{Community}/standing", $$"""{"pack":"{{pack}}","projectType":"renovation","claimed":["CY","JZ","JT","DT"],"enteredBy":"Li"}""");

    internal Task FactAsync(string code, double value) =>
        PutAsync($"{Community}/facts/{code}", $$"""{"value":{{value.ToString(CultureInfo.InvariantCulture)}},"asOf":"2026-01-05","source":"survey","enteredBy":"Li"}""");

    internal Task FacilityAsync(string code, string kind) =>
        PostAsync("api/v1/places", $$"""{"kind":"facility","code":"{{code}}","parent":"community:{{LineUnderTest.Community}}","nameZh":"{{code}}","facilityKind":"{{kind}}"}""");

    internal Task BuildingAsync(string code) =>
        PostAsync("api/v1/places", $$"""{"kind":"building","code":"{{code}}","parent":"community:{{LineUnderTest.Community}}","nameZh":"{{code}}"}""");

    /// <summary>Relates devices to a place: <c>isIn</c>, <c>feeds</c>.</summary>
    internal async Task RelateAsync(IEnumerable<string> devices, string relation, string place)
    {
        foreach (var device in devices)
            await PutAsync($"api/v1/twins/device:{device}/relations/{relation}/{place}", body: null);
    }

    /// <summary>The devices of a recording.</summary>
    internal ReplayPlan Plan(string folder, ReplayDataset dataset) => ReplayPlan.Load(folder, dataset, [LineUnderTest.Community], id => line.Tokens.GetValueOrDefault(id, ""));

    /// <summary>Replays as fast as acknowledged; the last recorded instant becomes <paramref name="end"/>. Every message must be acknowledged.</summary>
    internal async Task ReplayAsync(string folder, ReplayDataset dataset, DateTimeOffset end)
    {
        var plan = Plan(folder, dataset);
        var options = new ReplayOptions { Endpoint = _ => line.Mqtt, Shift = ReplayShift.LastIsNow };
        var summary = await ReplayRun.RunAsync(plan, options, new NowIs(end), progress: null, Cancel);
        Assert.Equal(plan.Counts.Messages, summary.Last.Acknowledged);
    }

    /// <summary>One message of a device that no recording has.</summary>
    internal async Task SayAsync(string device, string deviceClass, string payload)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", line.MqttPort).WithClientId(device).WithCredentials(device, line.Tokens[device]).Build(), Cancel);
        await client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic($"fc/v1/{LineUnderTest.Community}/{deviceClass}/{device}/telemetry").WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            Cancel);
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), Cancel);
    }

    /// <summary>The instant the score of now is of, and state and value of its measures.</summary>
    internal async Task<(long InstantMs, Dictionary<string, (string State, double? Value)> Measures)> ScoreAsync()
    {
        var score = await line.Api.GetFromJsonAsync<JsonElement>($"{Community}/score", Cancel);
        var measures = score.GetProperty("scenarios").EnumerateArray().SelectMany(s => s.GetProperty("indicators").EnumerateArray()).SelectMany(i => i.GetProperty("measures").EnumerateArray());
        return (
            score.GetProperty("instantMs").GetInt64(),
            measures.ToDictionary(
                m => m.GetProperty("id").GetString()!,
                m => (m.GetProperty("state").GetString()!, m.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : (double?)null)));
    }

    /// <summary>Devices that count in the first part of a measure's formula, by its explanation: above the line of a ratio, in the leaf itself where there is no part. In order.</summary>
    internal async Task<string[]> CountedAsync(string measure)
    {
        var explanation = await line.Api.GetFromJsonAsync<JsonElement>($"{Community}/score/measures/{measure}", Cancel);
        var root = explanation.GetProperty("root");
        var parts = root.GetProperty("parts");
        return [.. Counted(parts.GetArrayLength() == 0 ? root : parts[0]).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Counted(JsonElement node) =>
        node.GetProperty("inputs").EnumerateArray().Where(i => i.GetProperty("kind").GetString() == "device" && i.GetProperty("counted").GetBoolean()).Select(i => i.GetProperty("id").GetString()!)
            .Concat(node.GetProperty("parts").EnumerateArray().SelectMany(Counted));

    private async Task PutAsync(string path, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await line.Api.PutAsync(path, content, Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync(Cancel)}");
    }

    private async Task PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await line.Api.PostAsync(path, content, Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{path}: {await response.Content.ReadAsStringAsync(Cancel)}");
    }

    /// <summary>The time of day stands at an instant of the caller's; timers run as ever.</summary>
    private sealed class NowIs(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
