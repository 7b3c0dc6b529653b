using System.Text;
using System.Text.Json;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Cloud.Api;

public sealed class ResourceApiTests
{
    private const long AtMs = 1_764_000_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_are_the_districts_17_communities_under_their_units()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");

        var (_, streets) = await api.GetAsync("/api/v1/streets");
        var (_, communities) = await api.GetAsync("/api/v1/communities");
        var (_, fuchun) = await api.GetAsync("/api/v1/communities?street=fuchun");
        var (_, baihe) = await api.GetAsync("/api/v1/communities/baihe");

        Assert.Equal((8, 17, 7), (Total(streets), Total(communities), Total(fuchun)));
        Assert.Equal(17, streets.GetProperty("items").EnumerateArray().Sum(s => s.GetProperty("communities").GetInt32()));
        Assert.Equal(("百合社区", "Baihe Community", "富春街道", 1), (
            baihe.GetProperty("nameZh").GetString(), baihe.GetProperty("nameEn").GetString(), baihe.GetProperty("streetZh").GetString(), baihe.GetProperty("devices").GetInt32()));
    }

    [Fact]
    public async Task History_is_read_by_range_rollup_and_consumption()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("m-1", "electricityMeter");
        await ApiServer.StoreAsync(api.Series, [.. Enumerable.Range(0, 4).Select(i => new Measurement("m-1", "energyImport", AtMs + (i * 60_000), AtMs, 10 + i, Quality.Good))], Cancel);
        var range = $"from={AtMs}&to={AtMs + 3_600_000}";

        var (_, series) = await api.GetAsync($"/api/v1/devices/m-1/series/energyImport?{range}&downsampling=none");
        var (_, rollups) = await api.GetAsync($"/api/v1/devices/m-1/series/energyImport/rollups?{range}&bucket=day");
        var (_, consumption) = await api.GetAsync($"/api/v1/devices/m-1/series/energyImport/consumption?{range}&bucket=day");
        var (tooMany, problem) = await api.GetAsync($"/api/v1/devices/m-1/series/energyImport?{range}&downsampling=none&maxPoints=2");

        Assert.Equal([10.0, 11, 12, 13], series.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("value").GetDouble()));
        Assert.Equal(("kW.h", AtMs), (series.GetProperty("unit").GetString(), series.GetProperty("points")[0].GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds()));
        Assert.Equal(4, Assert.Single(rollups.GetProperty("rows").EnumerateArray()).GetProperty("count").GetInt32());
        Assert.Equal(3, Assert.Single(consumption.GetProperty("rows").EnumerateArray()).GetProperty("delta").GetDouble(), precision: 9);
        Assert.Equal(400, tooMany);
        Assert.Equal(["maxPoints"], ApiServer.Fields(problem));
    }

    [Theory]
    [InlineData("w-1/series/heartRate?from=yesterday", 400, "from")]
    [InlineData("w-1/series/heartRate?from=2026-01-01T00:00:00", 400, "from")]
    [InlineData("w-1/series/heartRate?from=2026-01-02&to=2026-01-01", 400, "from")]
    [InlineData("w-1/series/heartRate?from=2025-01-01&to=2026-02-06", 400, "to")]
    [InlineData("w-1/series/heartRate?to=99999999999999999", 400, "to")]
    [InlineData("w-1/series/heartRate?maxPoints=1", 400, "maxPoints")]
    [InlineData("w-1/series/heartRate?maxPoints=20001", 400, "maxPoints")]
    [InlineData("w-1/series/heartRate?downsampling=magic", 400, "downsampling")]
    [InlineData("w-1/series/heartRate/rollups?bucket=year", 400, "bucket")]
    [InlineData("w-1/series/heartRate/consumption", 400, "quantity")]
    [InlineData("w-1/series/co2", 404, "quantity")]
    [InlineData("w-9/series/heartRate", 404, "device")]
    public async Task A_bad_question_about_history_names_field_and_limit(string path, int expected, string field)
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");

        var (status, problem) = await api.GetAsync($"/api/v1/devices/{path}");

        Assert.Equal(expected, status);
        Assert.Equal([field], ApiServer.Fields(problem));
    }

    [Fact]
    public async Task Ranges_take_iso_dates_and_unescaped_plus_signs()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");

        Assert.Equal(200, (await api.GetAsync("/api/v1/devices/w-1/series/heartRate?from=2026-01-01T00:00:00+08:00&to=2026-01-02T00:00Z")).Status);
        Assert.Equal(200, (await api.GetAsync("/api/v1/devices/w-1/series/heartRate?from=2025-01-01&to=2026-02-05")).Status);
    }

    [Fact]
    public async Task Events_are_listed_newest_first_and_page()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");
        var commit = new SeriesCommit();
        commit.Events.AddRange(Enumerable.Range(0, 3).Select(i => new StoredEvent("baihe", "w-1", "sos", $"e-{i}", AtMs + i, AtMs + i, Quality.Good, """{"n":1}""")));
        await api.Series.CommitAsync(commit, Cancel);
        var range = $"from={AtMs}&to={AtMs + 1000}";

        var (_, first) = await api.GetAsync($"/api/v1/communities/baihe/events?{range}&pageSize=2");
        var (_, second) = await api.GetAsync($"/api/v1/devices/w-1/events?{range}&pageSize=2&page=2");

        Assert.Equal(["e-2", "e-1"], first.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("eventId").GetString()));
        Assert.True(first.GetProperty("more").GetBoolean());
        Assert.Equal("e-0", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("eventId").GetString());
        Assert.False(second.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task Exports_are_files_and_leave_nothing_behind()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");
        await ApiServer.StoreAsync(api.Series, [new Measurement("w-1", "heartRate", AtMs, AtMs, 72, Quality.Good)], Cancel);
        var url = $"/api/v1/export?devices=w-1&from={AtMs}&to={AtMs + 1}";

        var csv = await api.Http.GetStringAsync(url, Cancel);
        var parquet = await api.Http.GetByteArrayAsync($"{url}&format=parquet", Cancel);

        Assert.Equal(["device,quantity,at,receivedAt,value,quality", "w-1,heartRate"], csv.Split('\n').Take(2).Select((line, i) => i == 0 ? line.TrimEnd() : line[..13]));
        Assert.Equal("PAR1"u8.ToArray(), parquet[..4]);
        Assert.Equal(["devices"], ApiServer.Fields((await api.GetAsync("/api/v1/export")).Body));
        Assert.Equal(["device"], ApiServer.Fields((await api.GetAsync("/api/v1/export?devices=w-9")).Body));
        Assert.Equal(["quantities"], ApiServer.Fields((await api.GetAsync("/api/v1/export?devices=w-1&quantities=magic")).Body));
        Assert.Equal(["format"], ApiServer.Fields((await api.GetAsync("/api/v1/export?devices=w-1&format=xml")).Body));
    }

    [Fact]
    public async Task Commands_are_issued_and_found()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");

        var (issued, command) = await api.PostAsync("/api/v1/devices/w-1/commands", """{"name":"locate","id":"c-1","args":{"seconds":5}}""");
        var (again, _) = await api.PostAsync("/api/v1/devices/w-1/commands", """{"name":"locate","id":"c-1","args":{"seconds":5}}""");
        var (different, problem) = await api.PostAsync("/api/v1/devices/w-1/commands", """{"name":"setReportInterval","id":"c-1"}""");
        var (_, found) = await api.GetAsync("/api/v1/commands/c-1");

        Assert.Equal((202, 202, 409), (issued, again, different));
        Assert.Equal("queued", command.GetProperty("state").GetString());
        Assert.Equal(["id"], ApiServer.Fields(problem));
        Assert.Equal(5, found.GetProperty("args").GetProperty("seconds").GetInt32());
        Assert.Equal(1, Total((await api.GetAsync("/api/v1/devices/w-1/commands?state=queued")).Body));
        Assert.Equal(0, Total((await api.GetAsync("/api/v1/commands?device=w-1&state=sent")).Body));
        Assert.Equal(["state"], ApiServer.Fields((await api.GetAsync("/api/v1/commands?state=lost")).Body));
        Assert.Equal(["name"], ApiServer.Fields((await api.PostAsync("/api/v1/devices/w-1/commands", "{}")).Body));
        Assert.Equal(["ttlSeconds"], ApiServer.Fields((await api.PostAsync("/api/v1/devices/w-1/commands", """{"name":"locate","ttlSeconds":"long"}""")).Body));
    }

    [Fact]
    public async Task A_quarantined_payload_is_listed_mapped_and_run_again()
    {
        await using var api = await ApiServer.StartAsync();
        await api.EnrolAsync("w-1");
        await QuarantineAsync(api, $$$"""{"ts":{{{AtMs}}},"v":{"hr":72}}""", "fc/v1/baihe/wearable/w-1/telemetry");
        await QuarantineAsync(api, "{", "fc/v1/baihe/wearable/w-1/telemetry");
        await QuarantineAsync(api, $$$"""{"ts":{{{AtMs + 1}}},"v":{"hr":73,"foo":1}}""", "fc/v1/baihe/wearable/w-1/telemetry");
        await QuarantineAsync(api, """{"v":{"hr":72}}""", "fc/v1/dengyun/wearable/w-1/telemetry");

        var (_, before) = await api.PostAsync("/api/v1/quarantine/rerun", "{}");
        var (mapped, mapping) = await api.PostAsync("/api/v1/mappings", """{"class":"wearable","device":"","field":"hr","quantity":"heartRate","scale":1,"offset":0}""");
        var (_, after) = await api.PostAsync("/api/v1/quarantine/rerun", """{"community":"baihe"}""");
        var (_, again) = await api.PostAsync("/api/v1/quarantine/rerun", """{"community":"baihe"}""");

        Assert.Equal((0, 4), (before.GetProperty("accepted").GetInt32(), before.GetProperty("stillRefused").GetArrayLength()));
        Assert.Equal(200, mapped);
        Assert.Equal((1, 2), (after.GetProperty("accepted").GetInt32(), after.GetProperty("measurements").GetInt32()));
        Assert.Equal(["malformed", "topic", "unknownQuantity"], after.GetProperty("stillRefused").EnumerateArray().Select(r => r.GetProperty("reason").GetString()).Order());
        Assert.Equal(0, again.GetProperty("accepted").GetInt32());
        Assert.Equal(2, await api.Series.CountAsync("w-1", Cancel));
        Assert.Equal([72.0, 73], (await api.Series.RangeAsync("w-1", "heartRate", AtMs, AtMs + 2, Downsampling.None, 10, Cancel)).Select(p => p.Value));
        Assert.Equal((3, 1), (Total((await api.GetAsync("/api/v1/quarantine")).Body), Total((await api.GetAsync("/api/v1/quarantine?state=rerun")).Body)));
        Assert.Equal(200, (await api.SendAsync(HttpMethod.Delete, $"/api/v1/mappings/{mapping.GetProperty("id").GetInt64()}")).Status);
        Assert.Equal(0, Total((await api.GetAsync("/api/v1/mappings")).Body));
    }

    [Fact]
    public async Task A_quarantined_event_is_run_again_and_stored_once()
    {
        await using var api = await ApiServer.StartAsync();
        await QuarantineAsync(api, $$$"""{"ts":{{{AtMs}}},"id":"e-1","type":"sos","data":{"x":1}}""", "fc/v1/baihe/wearable/w-1/event");
        await QuarantineAsync(api, $$$"""{"ts":{{{AtMs}}},"id":"e-2","type":"sos","where":"here"}""", "fc/v1/baihe/wearable/w-1/event");

        var (_, unknown) = await api.PostAsync("/api/v1/quarantine/rerun", "{}");
        await api.EnrolAsync("w-1");
        var (_, first) = await api.PostAsync("/api/v1/quarantine/rerun", "{}");
        var (_, second) = await api.PostAsync("/api/v1/quarantine/rerun", "{}");

        Assert.Equal((0, 0, 2), Counts(unknown));
        Assert.Equal((1, 2, 1), Counts(first));
        Assert.Equal((0, 0, 1), Counts(second));
        var stored = await api.Series.EventsAsync("baihe", "w-1", AtMs, AtMs + 1, 10, 0, Cancel);
        Assert.Equal([("e-1", """{"x":1}"""), ("e-2", "")], stored.Select(e => (e.EventId, e.DataJson)).Order());

        static (int Accepted, int Events, int Refused) Counts(JsonElement report) =>
            (report.GetProperty("accepted").GetInt32(), report.GetProperty("events").GetInt32(), report.GetProperty("stillRefused").GetArrayLength());
    }

    [Fact]
    public async Task Payloads_are_dismissed_by_id()
    {
        await using var api = await ApiServer.StartAsync();
        await QuarantineAsync(api, "{", "fc/v1/baihe/wearable/w-1/telemetry");
        var (_, list) = await api.GetAsync("/api/v1/quarantine?device=w-1&reason=malformed&community=baihe");
        var row = Assert.Single(list.GetProperty("items").EnumerateArray());

        var (_, report) = await api.PostAsync("/api/v1/quarantine/dismiss", $$"""{"ids":[{{row.GetProperty("id").GetInt64()}}]}""");

        Assert.Equal("{", row.GetProperty("payloadText").GetString());
        Assert.Equal(1, report.GetProperty("dismissed").GetInt32());
        Assert.Equal(0, Total((await api.GetAsync("/api/v1/quarantine")).Body));
        Assert.Equal(["ids"], ApiServer.Fields((await api.PostAsync("/api/v1/quarantine/dismiss", """{"ids":[]}""")).Body));
        Assert.Equal(["ids"], ApiServer.Fields((await api.PostAsync("/api/v1/quarantine/dismiss", "{}")).Body));
        Assert.Equal(["state"], ApiServer.Fields((await api.GetAsync("/api/v1/quarantine?state=gone")).Body));
    }

    [Fact]
    public async Task A_bad_mapping_names_every_field()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.PostAsync("/api/v1/mappings", """{"class":"wearable","device":"w-9","field":"","quantity":"co2","scale":0,"offset":0}""");

        Assert.Equal(400, status);
        Assert.Equal(["device", "field", "quantity", "scale"], ApiServer.Fields(problem));
    }

    [Fact]
    public async Task Gateways_are_registered_once_with_a_token()
    {
        await using var api = await ApiServer.StartAsync();

        var (created, gateway) = await api.PostAsync("/api/v1/gateways", """{"id":"gw-2"}""");

        Assert.Equal((201, 43), (created, gateway.GetProperty("token").GetString()!.Length));
        Assert.Equal(409, (await api.PostAsync("/api/v1/gateways", """{"id":"gw-2"}""")).Status);
        Assert.Equal(["id"], ApiServer.Fields((await api.PostAsync("/api/v1/gateways", "{}")).Body));
    }

    [Fact]
    public async Task The_catalogue_lists_quantities_and_classes_and_gives_dtdl()
    {
        await using var api = await ApiServer.StartAsync();

        var (_, quantities) = await api.GetAsync("/api/v1/catalogue/quantities?pageSize=500");
        var (_, classes) = await api.GetAsync("/api/v1/catalogue/classes");
        var (_, dtdl) = await api.GetAsync("/api/v1/catalogue/classes/wearable");

        Assert.Equal(QuantityCatalogue.Default.All.Count, Total(quantities));
        Assert.Equal(DeviceClassCatalogue.Default.All.Count, Total(classes));
        Assert.Equal("dtmi:fc:device:wearable;1", dtdl.GetProperty("@id").GetString());
    }

    [Fact]
    public async Task The_OpenAPI_document_describes_every_endpoint_with_tag_summary_and_parameters()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, document) = await api.GetAsync("/openapi/v1.json");

        Assert.Equal(200, status);
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(o => (path.Name, o.Value))).ToArray();
        Assert.Equal(api.Operations.Order(), operations.Select(o => o.Name).Order());
        Assert.All(operations, o => Assert.True(o.Value.TryGetProperty("summary", out _) && o.Value.GetProperty("tags").GetArrayLength() == 1, o.Name));
        var devices = document.GetProperty("paths").GetProperty("/api/v1/devices").GetProperty("get").GetProperty("parameters");
        Assert.Equal(["community", "street", "class", "gateway", "retired", "search", "page", "pageSize"], devices.EnumerateArray().Select(p => p.GetProperty("name").GetString()));
    }

    private static int Total(JsonElement page) => page.GetProperty("total").GetInt32();

    private static Task QuarantineAsync(ApiServer api, string payload, string topic)
    {
        var commit = new SeriesCommit();
        commit.Quarantined.Add(new QuarantineRow
        {
            Gateway = "gw-1", Community = "baihe", Device = "w-1", DeviceClass = "wearable", Topic = topic, ReceivedAtMs = AtMs, Reason = "malformed", Detail = "detail",
            Payload = Encoding.UTF8.GetBytes(payload), Truncated = false,
        });
        return api.Series.CommitAsync(commit, Cancel);
    }
}
