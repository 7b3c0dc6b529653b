using System.Text;
using System.Text.Json;
using SmartCommunity.Tests.Cloud.Api;
using SmartCommunity.Tests.Cloud.Graph;

namespace SmartCommunity.Tests.Cloud.NgsiLd;

public sealed class NgsiLdApiTests
{
    private static readonly string[] Types = ["Building", "BuildingUnit", "Facility", "ParkingSpot", "Device"];

    [Fact]
    public async Task What_one_district_exports_another_imports_and_exports_the_same()
    {
        await using var first = await ApiServer.StartAsync();
        await using var second = await ApiServer.StartAsync();
        foreach (var server in new[] { first, second })
        {
            await server.EnrolAsync("w-1");
            await server.EnrolAsync("spot-1", "parkingSpot");
            await server.EnrolAsync("site-1", "parkingSite");
        }

        await first.PostAsync("/api/v1/places", """{"kind":"building","code":"b-1","parent":"community:baihe","nameZh":"1幢","floors":11,"geometry":{"type":"Point","coordinates":[119.9,30.1]}}""");
        await first.PostAsync("/api/v1/places", """{"kind":"unit","code":"u-1","parent":"building:b-1","nameZh":"1单元"}""");
        await first.PostAsync("/api/v1/places", """{"kind":"facility","code":"f-1","parent":"unit:u-1","nameZh":"健康站","areaM2":80.5,"openingHours":"24/7"}""");
        foreach (var relation in new[] { "device:w-1/relations/isIn/unit:u-1", "device:spot-1/relations/partOf/device:site-1", "facility:f-1/relations/serves/community:baihe", "facility:f-1/relations/serves/building:b-1" })
            Assert.Equal(200, (await first.SendAsync(HttpMethod.Put, $"/api/v1/twins/{relation}")).Status);
        var exported = await ExportAsync(first);

        var (status, result) = await UpsertAsync(second, exported);
        var (again, _) = await UpsertAsync(second, exported);

        Assert.Equal((200, 200), (status, again));
        Assert.Equal(0, result.GetProperty("errors").GetArrayLength());
        Assert.Equal(exported, await ExportAsync(second));
        Assert.Equal(1, (await second.GetAsync("/api/v1/places/unit:u-1")).Body.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Values_with_their_time_are_stored_once()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        const string entity = """
            {"id":"urn:ngsi-ld:Device:w-1","type":"Device","battery":{"type":"Property","value":55.5,"unitCode":"P1","observedAt":"1970-01-01T00:00:01.000Z"}}
            """;

        var (first, _) = await server.PostAsync("/api/v1/ngsi-ld/entities", entity, "application/ld+json");
        var stored = await server.Series.CountAsync("w-1", TestContext.Current.CancellationToken);
        TwinApiTests.Hear(server, "w-1", ("battery", 55.5));
        var (_, exported) = await server.GetAsync("/api/v1/ngsi-ld/entities/urn:ngsi-ld:Device:w-1");

        Assert.Equal((204, 1), (first, stored));
        Assert.Equal("""{"type":"Property","value":55.5,"observedAt":"1970-01-01T00:00:01.000Z","unitCode":"P1"}""", exported.GetProperty("battery").GetRawText());
    }

    [Fact]
    public async Task Bad_entities_of_a_batch_are_named_and_good_ones_taken()
    {
        await using var server = await ApiServer.StartAsync();
        const string batch = """
            [{"id":"urn:ngsi-ld:Device:nobody","type":"Device"},
             {"id":"urn:ngsi-ld:Building:b-1","type":"Building","name":{"type":"Property","value":"1幢"},"partOf":{"type":"Relationship","object":"urn:ngsi-ld:Community:baihe"}},
             {"id":"urn:ngsi-ld:Building:b-2","type":"Building","partOf":{"type":"Relationship","object":"urn:ngsi-ld:Community:baihe"}},
             3]
            """;

        var (status, result) = await UpsertAsync(server, batch);
        var (wrong, _) = await UpsertAsync(server, "{}");
        var (missing, _) = await server.GetAsync("/api/v1/ngsi-ld/entities/urn:ngsi-ld:Building:none");
        var (untyped, problem) = await server.GetAsync("/api/v1/ngsi-ld/entities");

        Assert.Equal(207, status);
        Assert.Equal(["urn:ngsi-ld:Building:b-1"], result.GetProperty("success").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(
            [("urn:ngsi-ld:Device:nobody", "id"), ("urn:ngsi-ld:Building:b-2", "nameZh"), ("[4]", "entity")],
            result.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("entityId").GetString()!, e.GetProperty("errors").EnumerateObject().First().Name)));
        Assert.Equal((400, 404, 400), (wrong, missing, untyped));
        Assert.Equal(["type"], ApiServer.Fields(problem));
    }

    private static async Task<string> ExportAsync(ApiServer server)
    {
        var entities = new List<string>();
        foreach (var type in Types)
            entities.AddRange((await server.GetAsync($"/api/v1/ngsi-ld/entities?type={type}&community=baihe")).Body.EnumerateArray().Select(e => e.GetRawText()));
        return $"[{string.Join(',', entities)}]";
    }

    private static Task<(int Status, JsonElement Body)> UpsertAsync(ApiServer server, string json) =>
        server.SendAsync(HttpMethod.Post, "/api/v1/ngsi-ld/entityOperations/upsert", new StringContent(json, Encoding.UTF8, "application/ld+json"));
}
