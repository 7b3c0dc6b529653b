using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Cloud.Api;

/// <summary>Devices that a carrier names and nobody enrolled.</summary>
public sealed class AdoptionApiTests
{
    private const long ReceivedAtMs = 1_764_000_000_000;

    [Fact]
    public async Task One_call_enrols_the_device_with_its_guessed_class_and_stores_its_payloads()
    {
        await using var api = await StartAsync("""{"Flat 3":[{"ts":1763999990000,"values":{"energyImport":12.5,"voltage":230,"current":1.5}}]}""", """{"Flat 3":[{"ts":1763999999000,"values":{"energyImport":12.6}}]}""");

        var guess = await api.GetAsync("/api/v1/quarantine/1/guess");
        var (status, report) = await api.PostAsync("/api/v1/quarantine/1/adopt", "{}");

        Assert.Equal((200, 200), (guess.Status, status));
        Assert.Equal(("electricityMeter", "Flat-3"), (guess.Body.GetProperty("class").GetString(), guess.Body.GetProperty("suggestedId").GetString()));
        Assert.Equal("evCharger", guess.Body.GetProperty("classes")[1].GetProperty("class").GetString());
        var device = report.GetProperty("device");
        Assert.Equal(("Flat-3", "electricityMeter", "c-1", "Flat 3", "thingsBoard"), (Text(device, "id"), Text(device, "class"), Text(device, "via"), Text(device, "alias"), Text(device, "dialect")));
        Assert.Equal(2, report.GetProperty("rerun").GetProperty("accepted").GetInt32());
        Assert.Equal(4, await api.Series.CountAsync("Flat-3", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_adopt_of_the_same_name_is_a_conflict()
    {
        await using var api = await StartAsync("""{"A":[{"heartRate":70,"spo2":97}]}""");

        var first = await api.PostAsync("/api/v1/quarantine/1/adopt", """{"id":"w-9","class":"wearable","name":"Watch of flat 9"}""");
        var again = await api.PostAsync("/api/v1/quarantine/1/adopt", """{"id":"w-10"}""");
        var named = await api.PostAsync("/api/v1/quarantine/1/adopt", """{"id":"w-10","alias":"A"}""");

        Assert.Equal((200, 409, 409), (first.Status, again.Status, named.Status));
        Assert.Contains("A is w-9", again.Body.ToString(), StringComparison.Ordinal);
        Assert.Contains("belongs to device 'w-9' already", named.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal("Watch of flat 9", (await api.GetAsync("/api/v1/devices/w-9")).Body.GetProperty("name").GetString());
        Assert.Equal(404, (await api.GetAsync("/api/v1/devices/w-10")).Status);
    }

    [Fact]
    public async Task Of_two_adopts_at_once_one_wins()
    {
        await using var api = await StartAsync("""{"A":[{"heartRate":70,"spo2":97}]}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => api.PostAsync("/api/v1/quarantine/1/adopt", $$"""{"id":"w-{{i}}"}""")));

        Assert.Equal([200, 409, 409, 409], answers.Select(a => a.Status).Order());
    }

    [Fact]
    public async Task Of_several_unknown_devices_one_must_be_named_and_the_payload_waits_for_the_others()
    {
        await using var api = await StartAsync("""{"A":[{"heartRate":70}],"B":[{"co2":700,"hcho":0.01}]}""");

        var unnamed = await api.PostAsync("/api/v1/quarantine/1/adopt", "{}");
        var wrong = await api.PostAsync("/api/v1/quarantine/1/adopt", """{"alias":"C"}""");
        var adopted = await api.PostAsync("/api/v1/quarantine/1/adopt", """{"alias":"B"}""");

        Assert.Equal(((400, "alias"), (400, "alias")), ((unnamed.Status, ApiServer.Fields(unnamed.Body).Single()), (wrong.Status, ApiServer.Fields(wrong.Body).Single())));
        Assert.Contains("say which: A, B", unnamed.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(("indoorAir", 0), (Text(adopted.Body.GetProperty("device"), "class"), adopted.Body.GetProperty("rerun").GetProperty("accepted").GetInt32()));
        Assert.Equal(2, await api.Series.CountAsync("B", TestContext.Current.CancellationToken));
        Assert.Equal("A", Assert.Single((await api.GetAsync("/api/v1/quarantine/unknown-devices")).Body.GetProperty("items").EnumerateArray()).GetProperty("alias").GetString());
    }

    [Fact]
    public async Task Unknown_devices_are_listed_with_their_payloads_and_guess()
    {
        await using var api = await StartAsync("""{"A":[{"heartRate":70,"spo2":97}],"B":[{"nonsense":1}]}""", """{"A":[{"heartRate":71}]}""", """{"wrong":""");

        var items = (await api.GetAsync("/api/v1/quarantine/unknown-devices")).Body.GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal(["A", "B"], items.Select(i => Text(i, "alias")));
        Assert.Equal((2, "wearable", 2), (items[0].GetProperty("payloads").GetInt32(), Text(items[0], "class"), items[0].GetProperty("quarantineId").GetInt32()));
        Assert.Equal(("c-1", "baihe", JsonValueKind.Null), (Text(items[1], "carrier"), Text(items[1], "community"), items[1].GetProperty("class").ValueKind));
        Assert.True(items[0].GetProperty("firstSeen").GetDateTimeOffset() < items[0].GetProperty("lastSeen").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(99, "{}", 404, "id")]
    [InlineData(2, "{}", 409, "id")]
    [InlineData(1, """{"class":"toaster"}""", 400, "class")]
    [InlineData(1, "{}", 400, "class")]
    [InlineData(1, """{"class":"wearable","id":"not an id"}""", 400, "id")]
    [InlineData(1, """{"class":"wearable","id":"c-1"}""", 409, "id")]
    [InlineData(1, """{"klass":"wearable"}""", 400, "klass")]
    public async Task What_cannot_be_adopted_names_the_field(long id, string request, int status, string field)
    {
        await using var api = await StartAsync("""{"A":[{"nonsense":1}]}""", """{"wrong":""");

        var (found, problem) = await api.PostAsync($"/api/v1/quarantine/{id}/adopt", request);

        Assert.Equal((status, field), (found, Assert.Single(ApiServer.Fields(problem))));
    }

    private static async Task<ApiServer> StartAsync(params string[] payloads)
    {
        var api = await ApiServer.StartAsync();
        (await api.Http.PostAsJsonAsync(
            "/api/v1/devices", new NewDevice { Id = "c-1", Community = "baihe", Class = "concentrator", Dialect = "thingsBoard" }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        for (var i = 0; i < payloads.Length; i++)
        {
            var commit = new SeriesCommit();
            commit.Quarantined.Add(Row(payloads[i], ReceivedAtMs + i));
            await api.Series.CommitAsync(commit, TestContext.Current.CancellationToken);
        }

        return api;
    }

    private static QuarantineRow Row(string payload, long receivedAtMs) => new()
    {
        Id = 0, Gateway = "gw-1", Community = "baihe", Device = "c-1", DeviceClass = "concentrator", Topic = "v1/gateway/telemetry", ReceivedAtMs = receivedAtMs,
        Reason = "unknownDevice", Detail = "", Payload = Encoding.UTF8.GetBytes(payload), Truncated = false, State = "open",
    };

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
