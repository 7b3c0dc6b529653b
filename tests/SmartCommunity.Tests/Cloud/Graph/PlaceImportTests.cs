using System.Text;
using System.Text.Json;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Graph;

public sealed class PlaceImportTests
{
    private const string Collection = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[119.95,30.05],[119.951,30.05],[119.951,30.051],[119.95,30.051],[119.95,30.05]]]},
         "properties":{"kind":"building","code":"b-1","nameZh":"1幢","nameEn":"Building 1","floors":11,"heightM":33.5}},
        {"type":"Feature","geometry":null,"properties":{"kind":"unit","code":"u-1","parent":"building:b-1","nameZh":"1单元","floor":1}},
        {"type":"Feature","geometry":{"type":"Point","coordinates":[119.9512345,30.0504]},
         "properties":{"kind":"facility","code":"f-1","parent":"unit:u-1","nameZh":"健康站","areaM2":80.25,"openingHours":"Mo-Su 08:00-17:00","facilityKind":"healthStation"}},
        {"type":"Feature","geometry":null,"properties":{"kind":"device","code":"w-1","place":"unit:u-1"}}]}
        """;

    [Fact]
    public async Task What_is_exported_imports_without_a_change_and_exports_the_same_again()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");
        var (_, imported) = await PutAsync(server, "/api/v1/communities/baihe/geojson", Collection);

        var (_, exported) = await server.GetAsync("/api/v1/communities/baihe/geojson");
        var (_, again) = await PutAsync(server, "/api/v1/communities/baihe/geojson", exported.GetRawText());
        var (_, exportedAgain) = await server.GetAsync("/api/v1/communities/baihe/geojson");

        Assert.Equal((3, 0, 0, 1, 0), Counts(imported));
        Assert.Equal((0, 0, 4, 0, 0), Counts(again));
        Assert.Equal(exported.GetRawText(), exportedAgain.GetRawText());
        var features = exported.GetProperty("features").EnumerateArray().ToDictionary(f => f.GetProperty("id").GetString()!);
        Assert.Equal(["building:b-1", "unit:u-1", "facility:f-1", "device:w-1"], features.Keys);
        Assert.Equal(33.5, features["building:b-1"].GetProperty("properties").GetProperty("heightM").GetDouble());
        Assert.Equal("[119.9505,30.0505]", features["device:w-1"].GetProperty("geometry").GetProperty("coordinates").GetRawText());
        Assert.Equal("building:b-1", features["device:w-1"].GetProperty("properties").GetProperty("positionFrom").GetString());
    }

    [Fact]
    public async Task A_dry_run_counts_the_same_and_writes_nothing()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("w-1");

        var (_, dry) = await PutAsync(server, "/api/v1/communities/baihe/geojson?dryRun=true", Collection);
        var (_, places) = await server.GetAsync("/api/v1/places");
        var (_, wet) = await PutAsync(server, "/api/v1/communities/baihe/geojson", Collection);

        Assert.Equal((3, 0, 0, 1, 0), Counts(dry));
        Assert.Equal(0, places.GetProperty("total").GetInt32());
        Assert.Equal(Counts(dry), Counts(wet));
    }

    [Fact]
    public async Task Good_features_are_taken_and_bad_ones_named()
    {
        await using var server = await ApiServer.StartAsync();
        const string mixed = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":null,"properties":{"kind":"building","code":"b-1","nameZh":"1幢"}},
            {"type":"Feature","geometry":null,"properties":{"kind":"building","code":"b-1","nameZh":"2幢"}},
            {"type":"Feature","geometry":null,"properties":{"kind":"building","code":"b-3","nameZh":"3幢","floors":"many"}},
            {"type":"Feature","geometry":null,"properties":{"kind":"unit","code":"u-1","parent":"building:none","nameZh":"1单元"}},
            {"type":"Feature","geometry":null,"properties":{"kind":"device","code":"none"}},
            {"type":"Feature","geometry":null,"properties":{"kind":"building","code":"b-4","parent":"community:shanshui","nameZh":"4幢"}},
            7]}
            """;

        var (status, report) = await PutAsync(server, "/api/v1/communities/baihe/geojson", mixed);

        Assert.Equal(200, status);
        Assert.Equal((1, 0, 0, 0, 6), Counts(report));
        Assert.Equal(
            [(2, "code"), (3, "floors"), (4, "parent"), (5, "code"), (6, "code"), (7, "properties")],
            report.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("field").GetString()!)));
    }

    [Fact]
    public async Task What_a_device_feeds_is_said_replaced_left_alone_and_taken_away()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("m-1");
        const string places = """{"type":"Feature","geometry":null,"properties":{"kind":"building","code":"b-1","nameZh":"1幢"}},{"type":"Feature","geometry":null,"properties":{"kind":"facility","code":"f-1","nameZh":"食堂"}}""";
        static string With(string feeds) => $$$"""{"type":"FeatureCollection","features":[{{{places}}},{"type":"Feature","geometry":null,"properties":{"kind":"device","code":"m-1"{{{feeds}}}}}]}""";

        var (_, dry) = await PutAsync(server, "/api/v1/communities/baihe/geojson?dryRun=true", With(""","feeds":["facility:f-1","building:b-1"]"""));
        var (_, said) = await PutAsync(server, "/api/v1/communities/baihe/geojson", With(""","feeds":["facility:f-1","building:b-1"]"""));
        var both = await FeedsAsync(server);
        var (_, alone) = await PutAsync(server, "/api/v1/communities/baihe/geojson", With(""));
        await PutAsync(server, "/api/v1/communities/baihe/geojson", With(""","feeds":["community:baihe"]"""));
        var replaced = await FeedsAsync(server);
        await PutAsync(server, "/api/v1/communities/baihe/geojson", With(""","feeds":[]"""));

        Assert.Equal((2, 0, 0, 1, 0), Counts(dry));
        Assert.Equal((2, 0, 0, 1, 0), Counts(said));
        Assert.Equal("""["building:b-1","facility:f-1"]""", both);
        Assert.Equal((0, 0, 3, 0, 0), Counts(alone));
        Assert.Equal("""["community:baihe"]""", replaced);
        Assert.Null(await FeedsAsync(server));
    }

    [Fact]
    public async Task What_a_gate_serves_is_read_and_told_as_what_a_meter_feeds()
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("m-1");
        await server.EnrolAsync("site-1");
        static string With(string served) => $$$"""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"kind":"device","code":"m-1","serves":["{{{served}}}"]}}]}""";

        await PutAsync(server, "/api/v1/communities/baihe/geojson", With("device:site-1"));
        var (_, report) = await PutAsync(server, "/api/v1/communities/baihe/geojson", With("device:none"));

        Assert.Equal("""["device:site-1"]""", await TargetsAsync(server, "serves"));
        Assert.Equal("serves", Assert.Single(report.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("""["street:s-1"]""")]
    [InlineData("""["building:none"]""")]
    [InlineData("""["nowhere"]""")]
    [InlineData("""[1]""")]
    [InlineData("\"building:b-1\"")]
    public async Task What_cannot_be_fed_is_named(string feeds)
    {
        await using var server = await ApiServer.StartAsync();
        await server.EnrolAsync("m-1");

        var (_, report) = await PutAsync(server, "/api/v1/communities/baihe/geojson", $$$"""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"kind":"device","code":"m-1","feeds":{{{feeds}}}}}]}""");

        Assert.Equal("feeds", Assert.Single(report.GetProperty("errors").EnumerateArray()).GetProperty("field").GetString());
        Assert.Null(await FeedsAsync(server));
    }

    private static Task<string?> FeedsAsync(ApiServer server) => TargetsAsync(server, "feeds");

    private static async Task<string?> TargetsAsync(ApiServer server, string kind)
    {
        var (_, exported) = await server.GetAsync("/api/v1/communities/baihe/geojson");
        var device = exported.GetProperty("features").EnumerateArray().Single(static f => f.GetProperty("id").GetString() == "device:m-1").GetProperty("properties");
        return device.TryGetProperty(kind, out var targets) ? targets.GetRawText() : null;
    }

    [Fact]
    public async Task Csv_creates_places_and_names_bad_rows()
    {
        await using var server = await ApiServer.StartAsync();
        const string csv = """
            kind,code,parent,nameZh,floors,longitude,latitude
            building,b-1,community:baihe,1幢,6,119.95,30.05
            unit,u-1,building:b-1,1单元,,,
            building,b-2,community:baihe,2幢,2.5,,
            building,b-3,community:baihe
            """;

        var (status, report) = await server.PostAsync("/api/v1/places/import", csv, "text/csv");
        var (_, building) = await server.GetAsync("/api/v1/places/building:b-1");

        Assert.Equal(200, status);
        Assert.Equal((2, 0, 0, 0, 2), Counts(report));
        Assert.Equal([4, 5], report.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("line").GetInt32()));
        Assert.Equal("""{"type":"Point","coordinates":[119.95,30.05]}""", building.GetProperty("geometry").GetRawText());
        Assert.Equal(18, building.GetProperty("heightM").GetDouble());
    }

    [Theory]
    [InlineData("/api/v1/communities/nowhere/geojson", """{"type":"FeatureCollection","features":[]}""", 404, "code")]
    [InlineData("/api/v1/communities/baihe/geojson", """{"type":"Feature"}""", 400, "type")]
    [InlineData("/api/v1/communities/baihe/geojson", "{", 400, "body")]
    public async Task What_is_no_collection_is_refused(string path, string body, int status, string field)
    {
        await using var server = await ApiServer.StartAsync();

        var (answered, problem) = await PutAsync(server, path, body);

        Assert.Equal(status, answered);
        Assert.Equal([field], ApiServer.Fields(problem));
    }

    private static Task<(int Status, JsonElement Body)> PutAsync(ApiServer server, string path, string json) =>
        server.SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/geo+json"));

    private static (int Created, int Changed, int Unchanged, int Placed, int Errors) Counts(JsonElement report) => (
        report.GetProperty("created").GetInt32(), report.GetProperty("changed").GetInt32(), report.GetProperty("unchanged").GetInt32(), report.GetProperty("placed").GetInt32(),
        report.GetProperty("errors").GetArrayLength());
}
