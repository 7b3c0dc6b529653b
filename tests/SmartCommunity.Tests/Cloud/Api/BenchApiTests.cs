using System.Text;
using System.Text.Json;

namespace SmartCommunity.Tests.Cloud.Api;

public sealed class BenchApiTests
{
    private const string Profile = """{"topics":["up/{device}"],"values":[{"pointer":"/t","quantity":"temp","unit":"degF"}]}""";

    [Fact]
    public async Task A_payload_becomes_canonical_measurements_and_nothing_is_stored()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");

        var (status, report) = await api.PostAsync("/api/v1/bench", """{"device":"w-1","text":"{\"ts\":1763999999000,\"v\":{\"heartRate\":72,\"wearState\":\"on\",\"hr\":1}}","receivedAt":"2025-11-24T16:00:00Z"}""");

        Assert.Equal(200, status);
        Assert.Equal("fc/v1/baihe/wearable/w-1/telemetry", report.GetProperty("topic").GetString());
        Assert.Equal(("unknownQuantity", false), (report.GetProperty("reason").GetString(), report.GetProperty("clean").GetBoolean()));
        Assert.Equal(
            ["w-1 heartRate 72 /min  2025-11-24T15:59:59+00:00 0", "w-1 wearState 1 1 on 2025-11-24T15:59:59+00:00 0"],
            report.GetProperty("measurements").EnumerateArray().Select(Line));
        Assert.Equal(0, await api.Series.CountAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await api.GetAsync("/api/v1/quarantine")).Body.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("""{"class":"indoorAir","community":"baihe","dialect":"thingsBoard","text":"{\"temp\":21}"}""", "bench-device temp 21 Cel  2025-11-24T16:00:00+00:00 4")]
    [InlineData("""{"class":"indoorAir","community":"baihe","dialect":"vendorJson","profileBody":PROFILE,"device":"x","text":"{\"t\":68}"}""", "x temp 20 Cel  2025-11-24T16:00:00+00:00 4")]
    [InlineData("""{"class":"indoorAir","community":"baihe","dialect":"vendorJson","profile":"p","hex":"7b 22 74 22 3a 36 38 7d"}""", "bench-device temp 20 Cel  2025-11-24T16:00:00+00:00 4")]
    [InlineData("""{"class":"indoorAir","community":"baihe","base64":"eyJ2Ijp7InRlbXAiOjIxfX0="}""", "bench-device temp 21 Cel  2025-11-24T16:00:00+00:00 4")]
    public async Task Every_dialect_is_read_with_the_gateways_own_decoder(string request, string line)
    {
        await using var api = await ApiServer.StartAsync();
        await PutProfileAsync(api);

        var body = request.Replace("PROFILE", Profile, StringComparison.Ordinal).Replace("\"class\"", "\"receivedAt\":\"2025-11-24T16:00:00Z\",\"class\"", StringComparison.Ordinal);
        var (status, report) = await api.PostAsync("/api/v1/bench", body);

        Assert.True(status == 200, report.ToString());
        Assert.Equal([line], report.GetProperty("measurements").EnumerateArray().Select(Line));
        Assert.True(report.GetProperty("clean").GetBoolean());
    }

    [Fact]
    public async Task Unknown_carried_names_and_statuses_are_listed()
    {
        await using var api = await ApiServer.StartAsync();
        const string Gateway = """{"class":"concentrator","community":"baihe","dialect":"thingsBoard","topic":"v1/gateway/telemetry","text":"{\"A\":[{\"temp\":1}],\"B\":[{\"temp\":2}]}"}""";

        var (_, report) = await api.PostAsync("/api/v1/bench", Gateway);

        Assert.Equal(["A", "B"], report.GetProperty("unknownDevices").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("unknownDevice", report.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("""{"text":"{}"}""", "device")]
    [InlineData("""{"device":"nobody","text":"{}"}""", "device")]
    [InlineData("""{"class":"toaster","community":"baihe","text":"{}"}""", "class")]
    [InlineData("""{"class":"indoorAir","text":"{}"}""", "community")]
    [InlineData("""{"class":"indoorAir","community":"baihe","dialect":"smoke signals","text":"{}"}""", "dialect")]
    [InlineData("""{"class":"indoorAir","community":"baihe","dialect":"vendorJson","text":"{}"}""", "profile")]
    [InlineData("""{"class":"indoorAir","community":"baihe","dialect":"vendorJson","profile":"none","text":"{}"}""", "profile")]
    [InlineData("""{"class":"indoorAir","community":"baihe","dialect":"vendorJson","profileBody":{"topics":[]},"text":"{}"}""", "profileBody")]
    [InlineData("""{"class":"indoorAir","community":"baihe"}""", "text")]
    [InlineData("""{"class":"indoorAir","community":"baihe","text":"{}","hex":"7b7d"}""", "text")]
    [InlineData("""{"class":"indoorAir","community":"baihe","hex":"7b7"}""", "hex")]
    [InlineData("""{"class":"indoorAir","community":"baihe","base64":"*"}""", "base64")]
    [InlineData("""{"class":"indoorAir","community":"baihe","text":7}""", "text")]
    public async Task A_bad_request_names_its_field(string request, string field)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.PostAsync("/api/v1/bench", request);

        Assert.Equal((400, field), (status, Assert.Single(ApiServer.Fields(problem))));
    }

    [Fact]
    public async Task The_schema_of_mapping_files_is_served()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, schema) = await api.GetAsync("/api/v1/profile-schemas/vendorJson");

        Assert.Equal((200, "urn:smartcommunity:profile:vendorJson:1"), (status, schema.GetProperty("$id").GetString()));
        Assert.Equal(404, (await api.GetAsync("/api/v1/profile-schemas/native")).Status);
    }

    private static async Task PutProfileAsync(ApiServer api) =>
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Put, "/api/v1/profiles/p?kind=vendorJson", new StringContent(Profile, Encoding.UTF8, "application/json"))).Status);

    private static string Line(JsonElement m) =>
        $"{m.GetProperty("device")} {m.GetProperty("quantity")} {m.GetProperty("value")} {m.GetProperty("unit")} {m.GetProperty("code")} {m.GetProperty("at")} {m.GetProperty("quality")}";
}
