using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Commands;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Graph;

public sealed class TwinApiTests
{
    private const string Building = """{"kind":"building","code":"b-1","parent":"community:baihe","nameZh":"1幢","nameEn":"Building 1","floors":18}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_are_created_listed_replaced_and_removed()
    {
        await using var server = await ApiServer.StartAsync();
        var (created, building) = await server.PostAsync("/api/v1/places", Building);
        await server.PostAsync("/api/v1/places", """{"kind":"unit","code":"u-1","parent":"building:b-1","nameZh":"1单元","floor":3}""");

        var (_, list) = await server.GetAsync("/api/v1/places?community=baihe&pageSize=1");
        var (inUse, problem) = await server.SendAsync(HttpMethod.Delete, "/api/v1/places/building:b-1");
        var (replaced, changed) = await PutAsync(server, "/api/v1/places/building:b-1", """{"parent":"community:baihe","nameZh":"一幢","heightM":50.5}""", revision: 1);
        var (stale, _) = await PutAsync(server, "/api/v1/places/building:b-1", """{"parent":"community:baihe","nameZh":"二幢"}""", revision: 1);
        var removed = (await server.SendAsync(HttpMethod.Delete, "/api/v1/places/unit:u-1")).Status;
        var gone = (await server.GetAsync("/api/v1/places/unit:u-1")).Status;
        var (again, back) = await server.PostAsync("/api/v1/places", """{"kind":"unit","code":"u-1","parent":"building:b-1","nameZh":"1单元"}""");

        Assert.Equal((201, 54.0, 1), (created, building.GetProperty("heightM").GetDouble(), building.GetProperty("revision").GetInt64()));
        Assert.Equal((2, "building:b-1"), (list.GetProperty("total").GetInt32(), list.GetProperty("items")[0].GetProperty("id").GetString()));
        Assert.Equal((409, "1 twins still refer to 'building:b-1', such as 'unit:u-1' by partOf; move or remove them first."), (inUse, Message(problem, "id")));
        Assert.Equal((200, 2, 50.5), (replaced, changed.GetProperty("revision").GetInt64(), changed.GetProperty("heightM").GetDouble()));
        Assert.Equal((412, 200, 404, 201), (stale, removed, gone, again));
        Assert.Equal(3, back.GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task A_bad_place_is_refused_naming_the_field()
    {
        await using var server = await ApiServer.StartAsync();
        (string Place, string Field)[] cases =
        [
            ("""{"kind":"room","code":"r","parent":"community:baihe","nameZh":"x"}""", "kind"),
            ("""{"kind":"building","code":"b 1","parent":"community:baihe","nameZh":"x"}""", "code"),
            ("""{"kind":"building","code":"b","parent":"community:nowhere","nameZh":"x"}""", "parent"),
            ("""{"kind":"building","code":"b","parent":"street:fuchun","nameZh":"x"}""", "parent"),
            ("""{"kind":"building","code":"b","parent":"community:baihe"}""", "nameZh"),
            ("""{"kind":"building","code":"b","parent":"community:baihe","nameZh":"x","floors":201}""", "floors"),
            ("""{"kind":"building","code":"b","parent":"community:baihe","nameZh":"x","areaM2":5}""", "areaM2"),
            ("""{"kind":"building","code":"b","parent":"community:baihe","nameZh":"x","geometry":{"type":"Point","coordinates":[200,0]}}""", "geometry"),
            ("""{"kind":"building","code":"b","parent":"community:baihe","nameZh":"x","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,0]]]}}""", "geometry"),
            ("""{"kind":"facility","code":"f","parent":"community:baihe","nameZh":"x","geometry":{"type":"Circle"}}""", "geometry"),
        ];
        foreach (var (place, field) in cases)
        {
            var (status, problem) = await server.PostAsync("/api/v1/places", place);

            Assert.InRange(status, 400, 404);
            Assert.Equal((place, field), (place, Assert.Single(ApiServer.Fields(problem))));
        }
    }

    [Fact]
    public async Task A_device_is_in_exactly_one_place_and_relationships_stay_within_their_community()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        await server.PostAsync("/api/v1/places", Building);
        await server.PostAsync("/api/v1/places", """{"kind":"building","code":"b-2","parent":"community:baihe","nameZh":"2幢"}""");
        await server.PostAsync("/api/v1/places", """{"kind":"building","code":"b-3","parent":"community:shanshui","nameZh":"3幢"}""");

        var before = await RelationsAsync(server, "device:w-1");
        var first = (await server.SendAsync(HttpMethod.Put, "/api/v1/twins/device:w-1/relations/isIn/building:b-1")).Status;
        var second = (await server.SendAsync(HttpMethod.Put, "/api/v1/twins/device:w-1/relations/isIn/building:b-2")).Status;
        var after = await RelationsAsync(server, "device:w-1");
        var (foreign, problem) = await server.SendAsync(HttpMethod.Put, "/api/v1/twins/device:w-1/relations/isIn/building:b-3");
        var (loose, _) = await server.SendAsync(HttpMethod.Delete, "/api/v1/twins/building:b-1/relations/partOf/community:baihe");
        var (_, target) = await server.GetAsync("/api/v1/twins/building:b-2");
        await server.SendAsync(HttpMethod.Delete, "/api/v1/twins/device:w-1/relations/isIn/building:b-2");
        var atLast = await RelationsAsync(server, "device:w-1");

        Assert.Equal(["isIn community:baihe"], before);
        Assert.Equal((200, 200), (first, second));
        Assert.Equal(["isIn building:b-2"], after);
        Assert.Equal((409, "'device:w-1' is in community 'baihe', 'building:b-3' in 'shanshui'; relationships stay within a community."), (foreign, Message(problem, "target")));
        Assert.Equal(409, loose);
        Assert.Equal("device:w-1", target.GetProperty("incoming")[0].GetProperty("source").GetString());
        Assert.Equal(["isIn community:baihe"], atLast);
    }

    [Fact]
    public async Task Desired_properties_have_a_version_are_guarded_by_the_revision_and_go_to_the_device()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");

        var (first, twin) = await PatchAsync(server, "device:w-1", """{"interval":60,"mode":"eco"}""", revision: 1);
        var (stale, problem) = await PatchAsync(server, "device:w-1", """{"interval":30}""", revision: 1);
        var (same, unchanged) = await PatchAsync(server, "device:w-1", """{"mode":"eco"}""", revision: 2);
        var (second, changed) = await PatchAsync(server, "device:w-1", """{"mode":null}""", revision: null);
        var waiting = await server.Services.GetRequiredService<CommandDesk>().WaitingAsync("gw-1", Cancel);

        Assert.Equal((200, 412, 200, 200), (first, stale, same, second));
        Assert.Equal(["If-Match"], ApiServer.Fields(problem));
        Assert.Equal((2, 1, """["interval","mode"]"""), (twin.GetProperty("revision").GetInt32(), Desired(twin).GetProperty("version").GetInt32(), twin.GetProperty("pending").GetRawText()));
        Assert.Equal((2, 1), (unchanged.GetProperty("revision").GetInt32(), Desired(unchanged).GetProperty("version").GetInt32()));
        Assert.Equal((3, 2, """{"interval":60}"""), (changed.GetProperty("revision").GetInt32(), Desired(changed).GetProperty("version").GetInt32(), Desired(changed).GetProperty("values").GetRawText()));
        Assert.Equal(
            [("w-1", "setProperties", """{"version":1,"properties":{"interval":60,"mode":"eco"}}"""), ("w-1", "setProperties", """{"version":2,"properties":{"interval":60}}""")],
            waiting.Select(c => (c.Device, c.Name, c.ArgsJson)));
    }

    [Fact]
    public async Task What_the_device_reports_ends_pending()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        await PatchAsync(server, "device:w-1", """{"interval":60}""", revision: null);
        var pendingBefore = (await server.GetAsync("/api/v1/twins?pending=true")).Body.GetProperty("total").GetInt32();

        Report(server, "w-1", """{"interval":60,"firmware":"1.2"}""");
        var (_, twin) = await server.GetAsync("/api/v1/twins/device:w-1");
        var pendingAfter = (await server.GetAsync("/api/v1/twins?pending=true")).Body.GetProperty("total").GetInt32();

        // Not in the index before its first fold.
        Assert.Equal((0, 0), (pendingBefore, pendingAfter));
        Assert.Equal("[]", twin.GetProperty("pending").GetRawText());
        Assert.Equal((1, """{"firmware":"1.2","interval":60}"""), (twin.GetProperty("reported").GetProperty("version").GetInt32(), twin.GetProperty("reported").GetProperty("values").GetRawText()));
    }

    [Fact]
    public async Task A_bad_query_is_refused_naming_the_parameter()
    {
        await using var server = await ApiServer.StartAsync();
        (string Query, string Field)[] cases =
        [
            ("type=planet", "type"),
            ("place=building:none", "place"),
            ("place=here", "place"),
            ("class=toaster", "class"),
            ("state=asleep", "state"),
            ("property=battery", "property"),
            ("at=2020-01-01", "place"),
            ("at=yesterday", "at"),
            ("pageSize=501", "pageSize"),
            ("colour=red", "colour"),
        ];
        foreach (var (query, field) in cases)
        {
            var (status, problem) = await server.GetAsync($"/api/v1/twins?{query}");

            Assert.InRange(status, 400, 404);
            Assert.Equal((query, field), (query, Assert.Single(ApiServer.Fields(problem))));
        }
    }

    [Fact]
    public async Task Twins_are_found_by_type_place_class_and_property()
    {
        await using var server = await ApiServer.StartAsync();
        await server.PostAsync("/api/v1/places", Building);
        await server.PostAsync("/api/v1/places", """{"kind":"unit","code":"u-1","parent":"building:b-1","nameZh":"1单元"}""");
        foreach (var id in new[] { "w-3", "w-1", "w-2" })
        {
            await server.EnrolAsync(id);
            Hear(server, id, ("battery", id == "w-2" ? 80 : 15));
        }

        await server.SendAsync(HttpMethod.Put, "/api/v1/twins/device:w-1/relations/isIn/unit:u-1");

        var ofStreet = await IdsAsync(server, "place=street:fuchun");

        Assert.Equal(["building:b-1", "community:baihe"], ofStreet.Where(id => id is "community:baihe" or "building:b-1").ToArray());
        await AssertIdsAsync(server, "class=wearable", "device:w-1", "device:w-2", "device:w-3");
        await AssertIdsAsync(server, "property=battery%3C20", "device:w-1", "device:w-3");
        await AssertIdsAsync(server, "place=building:b-1", "device:w-1", "unit:u-1");
        await AssertIdsAsync(server, "place=building:b-1&property=battery%3C20&type=device", "device:w-1");
        await AssertIdsAsync(server, "property=floors%3E=18", "building:b-1");
        await AssertIdsAsync(server, "class=wearable&page=2&pageSize=1", "device:w-2");
        await AssertIdsAsync(server, "place=street:lushan&class=wearable");
        await AssertIdsAsync(server, "place=district:fuyang&state=unheard", "device:w-1", "device:w-2", "device:w-3");
    }

    internal static void Hear(ApiServer server, string id, params (string Quantity, double Value)[] values)
    {
        var twin = Twin(id);
        foreach (var (quantity, value) in values)
            twin.LatestOf(CommunityFold.SlotOf(twin.Class, quantity)) = new LatestValue { Value = value, AtMs = 1_000, ReceivedAtMs = 1_000, IsSet = true };
        server.Services.GetRequiredService<TwinIndex>().Update("baihe", [twin]);
    }

    private static void Report(ApiServer server, string id, string json)
    {
        var twin = Twin(id);
        GraphFold.Report(twin, new SmartCommunity.Contracts.Uplink.DeviceEvent { AtMs = 1, DataJson = json });
        server.Services.GetRequiredService<TwinIndex>().Update("baihe", [twin]);
    }

    private static DeviceTwin Twin(string id) => CommunityFold.NewTwin(id, DeviceClassCatalogue.Default.Find("wearable")!);

    private static JsonElement Desired(JsonElement twin) => twin.GetProperty("desired");

    private static async Task AssertIdsAsync(ApiServer server, string query, params string[] expected) => Assert.Equal(expected, await IdsAsync(server, query));

    private static async Task<string[]> IdsAsync(ApiServer server, string query)
    {
        var (status, body) = await server.GetAsync($"/api/v1/twins?{query}");
        Assert.Equal(200, status);
        return [.. body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    private static async Task<string[]> RelationsAsync(ApiServer server, string id)
    {
        var (_, twin) = await server.GetAsync($"/api/v1/twins/{id}");
        return [.. twin.GetProperty("relations").EnumerateArray().Select(r => $"{r.GetProperty("kind").GetString()} {r.GetProperty("target").GetString()}")];
    }

    private static Task<(int, JsonElement)> PatchAsync(ApiServer server, string id, string json, long? revision) =>
        SendAsync(server, HttpMethod.Patch, $"/api/v1/twins/{id}/desired", json, "application/merge-patch+json", revision);

    private static Task<(int, JsonElement)> PutAsync(ApiServer server, string path, string json, long? revision) =>
        SendAsync(server, HttpMethod.Put, path, json, "application/json", revision);

    private static async Task<(int, JsonElement)> SendAsync(ApiServer server, HttpMethod method, string path, string json, string type, long? revision)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, type) };
        if (revision is { } known)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{known}\""));
        using var response = await server.Http.SendAsync(request, Cancel);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel)));
    }

    internal static string? Message(JsonElement problem, string field) => problem.GetProperty("errors").GetProperty(field)[0].GetString();
}
