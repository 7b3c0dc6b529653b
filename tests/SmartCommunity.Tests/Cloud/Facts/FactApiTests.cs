using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Facts;

public sealed class FactApiTests
{
    private const string Facts = "/api/v1/communities/baihe/facts";

    private static readonly string Pack = PackLibrary.Shipped.Packs[0].Name;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fact_is_entered_replaced_removed_and_its_history_stays()
    {
        await using var api = await ApiServer.StartAsync();

        var (created, first) = await PutAsync(api, $"{Facts}/households", Fact("1200"), ifMatch: "\"0\"");
        var (same, unchanged) = await PutAsync(api, $"{Facts}/households", Fact("1200"));
        var (replaced, second) = await PutAsync(api, $"{Facts}/households", Fact("1250", enteredBy: "王芳"), ifMatch: "\"1\"");
        var (stale, problem) = await PutAsync(api, $"{Facts}/households", Fact("9"), ifMatch: "\"1\"");
        var (_, list) = await api.GetAsync(Facts);
        var (_, missing) = await api.GetAsync($"{Facts}?missing=true&pageSize=500");
        var (removed, _) = await api.SendAsync(HttpMethod.Delete, $"{Facts}/households?enteredBy=Li");
        var (gone, _) = await api.GetAsync($"{Facts}/households");
        var (_, back) = await PutAsync(api, $"{Facts}/households", Fact("1300"));
        var (_, history) = await api.GetAsync("/api/v1/communities/baihe/changes?subject=fact:households");

        Assert.Equal((200, 200, 200, 412, 200, 404), (created, same, replaced, stale, removed, gone));
        Assert.Equal((1, 1, 2, 4), (Revision(first), Revision(unchanged), Revision(second), Revision(back)));
        Assert.Equal(["If-Match"], ApiServer.Fields(problem));
        Assert.Equal(("households", 1250, "{household}", "王芳"), (Text(list, "code"), list.GetProperty("items")[0].GetProperty("value").GetDouble(), Text(list, "unit"), Text(list, "enteredBy")));
        Assert.Equal(PackLibrary.Shipped.Packs.SelectMany(p => p.Facts).DistinctBy(f => f.Code).Count(), missing.GetProperty("total").GetInt32());
        Assert.Equal(["entered", "removed", "changed", "entered"], history.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("action").GetString()));
        Assert.Equal(1250, history.GetProperty("items")[2].GetProperty("row").GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("\"12\"")]
    [InlineData("null")]
    [InlineData("1e300")]
    public async Task A_value_outside_its_definition_is_refused_with_the_limit(string value)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await PutAsync(api, $"{Facts}/households", Fact(value));

        Assert.Equal(400, status);
        Assert.Equal(["value"], ApiServer.Fields(problem));
        Assert.Contains("a whole number from 0 to 1000000 ({household})", problem.GetProperty("errors").GetProperty("value")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_an_entry_names_its_field()
    {
        await using var api = await ApiServer.StartAsync();

        var (all, problem) = await PutAsync(api, $"{Facts}/households", """{"value":1,"unit":"m2","asOf":"2999-01-01","source":" ","enteredBy":""}""");
        var (none, bare) = await PutAsync(api, $"{Facts}/households", "{}");
        var (day, malformed) = await PutAsync(api, $"{Facts}/households", """{"value":1,"asOf":"yesterday"}""");
        var (unknown, code) = await PutAsync(api, $"{Facts}/moonbeams", Fact("1"));
        var (nowhere, community) = await PutAsync(api, "/api/v1/communities/atlantis/facts/households", Fact("1"));
        var (nobody, actor) = await api.SendAsync(HttpMethod.Delete, $"{Facts}/households");

        Assert.Equal((400, 400, 400, 404, 404, 400), (all, none, day, unknown, nowhere, nobody));
        Assert.Equal(["asOf", "enteredBy", "source", "unit"], ApiServer.Fields(problem).Order());
        Assert.Equal(["asOf", "enteredBy", "source", "value"], ApiServer.Fields(bare).Order());
        Assert.Equal([["asOf"], ["fact"], ["code"], ["enteredBy"]], new[] { malformed, code, community, actor }.Select(ApiServer.Fields));
    }

    [Fact]
    public async Task A_record_is_typed_by_its_definition()
    {
        await using var api = await ApiServer.StartAsync();
        const string path = "/api/v1/communities/baihe/records/communityEvent";
        const string rest = "\"asOf\":\"2026-01-05\",\"source\":\"register\",\"enteredBy\":\"Li\"";

        var (status, record) = await PutAsync(api, $"{path}/e-1", $$"""{"fields":{"type":"culture","name":"灯会","heldOn":"2026-01-04"},{{rest}}}""");
        var (bad, problem) = await PutAsync(api, $"{path}/e-2", $$"""{"fields":{"type":"dance","heldOn":"04.01.2026","price":3},{{rest}}}""");
        var (id, wrongId) = await PutAsync(api, $"{path}/e%202", $$"""{"fields":{"type":"culture","name":"灯会","heldOn":"2026-01-04"},{{rest}}}""");
        var (_, list) = await api.GetAsync(path);
        var (kind, unknown) = await api.GetAsync("/api/v1/communities/baihe/records/dragon");
        var (removed, _) = await api.SendAsync(HttpMethod.Delete, $"{path}/e-1?enteredBy=Li");
        var (_, empty) = await api.GetAsync(path);

        Assert.Equal((200, 400, 400, 404, 200), (status, bad, id, kind, removed));
        Assert.Equal("""{"heldOn":"2026-01-04","name":"灯会","type":"culture"}""", record.GetProperty("fields").GetRawText());
        Assert.Equal(["fields.heldOn", "fields.name", "fields.price", "fields.type"], ApiServer.Fields(problem).Order());
        Assert.Equal([["id"], ["kind"]], new[] { wrongId, unknown }.Select(ApiServer.Fields));
        Assert.Equal((1, 0), (list.GetProperty("total").GetInt32(), empty.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task A_standing_names_an_installed_pack_one_of_its_types_and_optional_scenarios()
    {
        await using var api = await ApiServer.StartAsync();
        const string path = "/api/v1/communities/baihe/standing";

        var (none, _) = await api.GetAsync(path);
        var (status, standing) = await PutAsync(api, path, $$"""{"pack":"{{Pack}}","projectType":"旧改类","listedOn":"2022-01-01","claimed":["JT","CY","JT"],"enteredBy":"Li"}""");
        var (same, again) = await PutAsync(api, path, $$"""{"pack":"{{Pack}}","projectType":"renovation","listedOn":"2022-01-01","claimed":["CY","JT"],"enteredBy":"Li"}""");
        var (pack, noPack) = await PutAsync(api, path, """{"pack":"moon@1","projectType":"renovation","enteredBy":"Li"}""");
        var (bad, problem) = await PutAsync(api, path, $$"""{"pack":"{{Pack}}","projectType":"renovation","listedOn":"2019-01-01","claimed":["LL"]}""");
        var (type, noType) = await PutAsync(api, path, $$"""{"pack":"{{Pack}}","projectType":"castle","enteredBy":"Li"}""");

        Assert.Equal((404, 200, 200, 400, 400, 400), (none, status, same, pack, bad, type));
        Assert.Equal(("renovation", 1, 1), (standing.GetProperty("projectType").GetString(), Revision(standing), Revision(again)));
        Assert.Equal(["CY", "JT"], standing.GetProperty("claimed").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(["pack"], ApiServer.Fields(noPack));
        Assert.Equal(["claimed", "enteredBy", "listedOn"], ApiServer.Fields(problem).Order());
        Assert.Equal(["projectType"], ApiServer.Fields(noType));
    }

    internal static async Task<(int Status, JsonElement Body)> PutAsync(ApiServer api, string path, string json, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        using var response = await api.Http.SendAsync(request, Cancel);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancel)));
    }

    internal static string Fact(string value, string enteredBy = "李明") => $$"""{"value":{{value}},"asOf":"2026-01-05","source":"街道台账","enteredBy":"{{enteredBy}}"}""";

    private static long Revision(JsonElement view) => view.GetProperty("revision").GetInt64();

    private static string? Text(JsonElement page, string name) => page.GetProperty("items")[0].GetProperty(name).GetString();
}
