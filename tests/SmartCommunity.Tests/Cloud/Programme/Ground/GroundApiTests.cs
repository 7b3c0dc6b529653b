using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Tests.Cloud.Api;
using SmartCommunity.Tests.Programme.Eligibility;

namespace SmartCommunity.Tests.Cloud.Programme.Ground;

public sealed class GroundApiTests
{
    private const string Baihe = "/api/v1/programme/projects/baihe";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_border_that_is_drawn_by_API_is_judged_and_pictured()
    {
        await using var server = await ApiServer.StartAsync();

        var (drawn, _) = await server.PostAsync("/api/v1/programme/acts?actor=wang", ActJson.Write(TestGround.Unit("baihe")));
        await SubmitAsync(server, TestGround.Barriers(TestGround.Line("\"code\":\"x\",\"name\":\"杭黄铁路\",\"kind\":\"railway\"", (0, -900), (0, 900))));
        var (status, view) = await server.GetAsync($"{Baihe}/eligibility");
        var (_, picture) = await server.GetAsync($"{Baihe}/eligibility/picture");
        var svg = XElement.Parse(await server.Http.GetStringAsync($"{Baihe}/eligibility/picture?format=svg&language=en", Cancel));

        Assert.Equal((201, 200), (drawn, status));
        Assert.Equal(20, view.GetProperty("report").GetProperty("areaHa").GetDouble(), 0.001);
        Assert.Equal(["E-03", "E-04"], view.GetProperty("stops").EnumerateArray().Select(s => s.GetString()));
        var crossing = view.GetProperty("report").GetProperty("crossings")[0];
        Assert.Equal("LineString", crossing.GetProperty("pieces").GetProperty("type").GetString());
        Assert.Equal("杭黄铁路", crossing.GetProperty("barrier").GetProperty("name").GetString());
        Assert.Contains("应避免跨越铁路", view.GetProperty("rules").EnumerateArray().Single(r => r.GetProperty("id").GetString() == "E-04").GetProperty("quote").GetString(), StringComparison.Ordinal);
        Assert.Contains("crossing", picture.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("properties").GetProperty("layer").GetString()));
        Assert.Contains("Crossing without proof", svg.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_drawn_later_was_not_there_before()
    {
        await using var server = await ApiServer.StartAsync();
        var desk = server.Services.GetRequiredService<ProgrammeDesk>();
        var before = (await desk.EntriesAsync(Cancel))[^1].At;
        await SubmitAsync(server, TestGround.Unit("baihe") with { On = null });

        var (_, then) = await server.GetAsync($"{Baihe}/eligibility?at={Uri.EscapeDataString(before.AddMilliseconds(-1).ToString("O"))}");
        var (_, now) = await server.GetAsync($"{Baihe}/eligibility");

        Assert.True(now.GetProperty("report").TryGetProperty("areaHa", out _));
        Assert.False(then.TryGetProperty("report", out var report) && report.TryGetProperty("areaHa", out _));
    }

    [Fact]
    public async Task Bad_questions_are_refused_by_field()
    {
        await using var server = await ApiServer.StartAsync();

        Assert.Equal(404, (await server.GetAsync("/api/v1/programme/projects/nowhere/eligibility")).Status);
        Assert.Equal(404, (await server.GetAsync("/api/v1/programme/projects/nowhere/resources")).Status);
        Assert.Equal(["format"], ApiServer.Fields((await server.GetAsync($"{Baihe}/eligibility/picture?format=bmp")).Body));
        Assert.Equal(["kind"], ApiServer.Fields((await server.GetAsync($"{Baihe}/eligibility/picture?kind=casino")).Body));
        Assert.Equal(["actor"], ApiServer.Fields((await server.SendAsync(HttpMethod.Post, $"{Baihe}/ground/from-map")).Body));
        Assert.Equal(404, (await server.SendAsync(HttpMethod.Post, "/api/v1/programme/projects/nowhere/ground/from-map?actor=wang")).Status);
    }

    [Fact]
    public async Task Resources_show_gaps_and_the_space_that_would_close_one()
    {
        await using var server = await ApiServer.StartAsync();
        var (longitude, latitude) = TestGround.At(50, 0);
        await SubmitAsync(server, TestGround.Unit("baihe"));
        await SubmitAsync(server, new SmartCommunity.Programme.Resources.SpaceEntered("baihe", "s", new("publicRoom", "旧礼堂", 900, "街道办事处", false, longitude, latitude)));

        var (status, view) = await server.GetAsync($"{Baihe}/resources");

        Assert.Equal(200, status);
        var match = view.GetProperty("matches").EnumerateArray().Single(m => m.TryGetProperty("space", out var space) && space.ValueKind == JsonValueKind.String);
        Assert.Equal(("serviceHall", "s"), (match.GetProperty("gap").GetProperty("kind").GetString(), match.GetProperty("space").GetString()));
        Assert.Equal(800, match.GetProperty("gap").GetProperty("missingM2").GetDouble());
        Assert.NotEmpty(view.GetProperty("requirements").EnumerateArray());
    }

    [Fact]
    public async Task Buildings_and_facilities_come_from_the_communitys_map_once_and_what_people_said_stays()
    {
        await using var server = await ApiServer.StartAsync();
        const string map = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[119.953,30.057],[119.9534,30.057],[119.9534,30.0572],[119.953,30.0572],[119.953,30.057]]]},
             "properties":{"kind":"building","code":"b-1","nameZh":"1幢","nameEn":"Building 1","floors":11}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[119.9531,30.0575]},
             "properties":{"kind":"facility","code":"f-1","nameZh":"智慧健康站","areaM2":120,"openingHours":"Mo-Su 08:00-17:00","facilityKind":"healthStation"}},
            {"type":"Feature","geometry":{"type":"Point","coordinates":[119.9532,30.0575]},"properties":{"kind":"facility","code":"f-2","nameZh":"台球室","facilityKind":"billiards"}}]}
            """;
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Put, "/api/v1/communities/baihe/geojson", new StringContent(map, Encoding.UTF8, "application/geo+json"))).Status);

        var (_, first) = await server.SendAsync(HttpMethod.Post, $"{Baihe}/ground/from-map?actor=wang");
        await SubmitAsync(server, new BuildingsTyped("baihe", ["b-1"], "apartment", 44));
        var (_, second) = await server.SendAsync(HttpMethod.Post, $"{Baihe}/ground/from-map?actor=wang");

        Assert.Equal((1, 1, "billiards"), (first.GetProperty("buildings").GetInt32(), first.GetProperty("facilities").GetInt32(), first.GetProperty("skipped")[0].GetString()));
        Assert.Equal(0, second.GetProperty("facilities").GetInt32());
        Assert.Empty(first.GetProperty("refusals").EnumerateArray());
        Assert.Empty(second.GetProperty("refusals").EnumerateArray());
        var ground = (await server.Services.GetRequiredService<ProgrammeDesk>().StateAsync(Cancel)).Projects["baihe"].Ground;
        var building = Assert.Single(ground.Buildings!.Value);
        Assert.Equal(("1幢", "apartment", 44), (building.Name, building.Type, building.Dwellings));
        Assert.Equal(new Facility("communityHealthStation", "智慧健康站", 120, 119.9531, 30.0575, "Mo-Su 08:00-17:00"), ground.Facilities["f-1"]);
    }

    [Fact]
    public async Task An_import_beyond_what_an_act_may_hold_is_too_large()
    {
        await using var server = await ApiServer.StartAsync();
        var line = string.Join(",", Enumerable.Range(0, 60_000).Select(_ => "[119.9530000,30.0570000]"));

        var (status, _) = await server.PostAsync(
            "/api/v1/programme/acts?actor=wang", $$$"""{"act":"walkwaysImported","project":"baihe","source":"survey","features":{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[{{{line}}}]}}]}}""");

        Assert.Equal(413, status);
    }

    private static async Task SubmitAsync(ApiServer server, ProgrammeAct act)
    {
        var submission = await server.Services.GetRequiredService<ProgrammeDesk>().SubmitAsync(act, "wang", Cancel);
        Assert.True(submission.Entry is not null, JsonSerializer.Serialize(submission.Refusals));
    }
}
