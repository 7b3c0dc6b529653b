using System.Text;
using System.Text.Json;
using MiniExcelLibs;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Tests.Cloud.Api;

namespace SmartCommunity.Tests.Cloud.Facts;

public sealed class FactTableApiTests
{
    private const string Facts = "/api/v1/communities/baihe/tables/facts";
    private const string Societies = "/api/v1/communities/baihe/tables/records/society";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Good_rows_are_taken_bad_ones_named_and_a_dry_run_writes_nothing()
    {
        await using var api = await ApiServer.StartAsync();
        const string csv = """
            code,value,unit,asOf,source,inspected
            households,1200,{household},2026-01-05,register,是
            dwellings,12.5,,2026-01-05,register,
            moonbeams,1,,2026-01-05,register,
            residents,,,,,
            households,1300,,2026-01-05,register,
            residents60plus,5,m2,05.01.2026,,maybe
            children3to6,1
            """;

        var (dry, before) = await api.PostAsync($"{Facts}?enteredBy=Li&dryRun=true", csv, "text/csv");
        var (_, none) = await api.GetAsync("/api/v1/communities/baihe/facts");
        var (status, report) = await api.PostAsync($"{Facts}?enteredBy=Li", csv, "text/csv");
        var (_, again) = await api.PostAsync($"{Facts}?enteredBy=Li", csv, "text/csv");
        var (_, list) = await api.GetAsync("/api/v1/communities/baihe/facts");

        Assert.Equal((200, 200), (dry, status));
        Assert.Equal(0, none.GetProperty("total").GetInt32());
        Assert.Equal((true, 7, 1, 0, 0, 1), Counts(before));
        Assert.Equal((false, 7, 1, 0, 0, 1), Counts(report));
        Assert.Equal((false, 7, 0, 0, 1, 1), Counts(again));
        Assert.Equal(
            [(3, "value"), (4, "code"), (6, "code"), (7, "asOf"), (7, "inspected"), (7, "source"), (7, "unit"), (8, "")],
            report.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("field").GetString()!)).OrderBy(e => e.Item1).ThenBy(e => e.Item2, StringComparer.Ordinal));
        Assert.Equal(("households", true), (list.GetProperty("items")[0].GetProperty("code").GetString(), list.GetProperty("items")[0].GetProperty("inspected").GetBoolean()));
    }

    [Theory]
    [InlineData("csv", "fields")]
    [InlineData("csv", "zh")]
    [InlineData("xlsx", "fields")]
    [InlineData("xlsx", "zh")]
    public async Task What_is_exported_is_imported_again_without_a_change(string format, string headings)
    {
        await using var api = await ApiServer.StartAsync();
        var type = format == "csv" ? "text/csv" : ImportTemplate.XlsxType;
        await api.PostAsync($"{Facts}?enteredBy=Li", "code,value,asOf,source\nhouseholds,1200,2026-01-05,\"=SUM(1,2) \"\"register\"\"\"\n", "text/csv");
        await api.PostAsync($"{Societies}?enteredBy=Li", "id,name,members,lastActiveOn,asOf,source,inspected\ns-1,太极社,21.5,2026-01-02,2026-01-05,-@survey,true\n", "text/csv");

        foreach (var table in new[] { Facts, Societies })
        {
            var bytes = await api.Http.GetByteArrayAsync($"{table}?format={format}&headings={headings}", Cancel);
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new(type);
            var (status, report) = await api.SendAsync(HttpMethod.Post, $"{table}?enteredBy=Wang", content);

            Assert.Equal((200, 0), (status, report.GetProperty("errors").GetArrayLength()));
            Assert.Equal((0, 0, 1), (report.GetProperty("created").GetInt32(), report.GetProperty("changed").GetInt32(), report.GetProperty("unchanged").GetInt32()));
        }
    }

    [Fact]
    public async Task Cells_of_a_workbook_may_be_numbers_with_decimals_and_dates()
    {
        await using var api = await ApiServer.StartAsync();
        using var stream = new MemoryStream();
        stream.SaveAs(new[] { new Dictionary<string, object> { ["编号"] = "s-1", ["名称"] = "太极社", ["成员数"] = 21.5, ["最近活动日期"] = new DateTime(2026, 1, 2), ["截至日期"] = new DateTime(2026, 1, 5), ["来源"] = "survey" } });
        using var content = new ByteArrayContent(stream.ToArray());
        content.Headers.ContentType = new(ImportTemplate.XlsxType);

        var (status, report) = await api.SendAsync(HttpMethod.Post, $"{Societies}?enteredBy=Li", content);
        var (_, record) = await api.GetAsync("/api/v1/communities/baihe/records/society/s-1");

        Assert.Equal((200, 1), (status, report.GetProperty("created").GetInt32()));
        Assert.Equal("""{"lastActiveOn":"2026-01-02","members":21.5,"name":"太极社"}""", record.GetProperty("fields").GetRawText());
    }

    [Fact]
    public async Task A_template_has_every_fact_without_values_and_garbage_is_refused()
    {
        await using var api = await ApiServer.StartAsync();
        await FactApiTests.PutAsync(api, "/api/v1/communities/baihe/standing", $$"""{"pack":"{{PackLibrary.Shipped.Packs[0].Name}}","projectType":"renovation","enteredBy":"Li"}""");
        await api.PostAsync($"{Facts}?enteredBy=Li", "code,value,asOf,source\nhouseholds,1200,2026-01-05,register\n", "text/csv");

        var template = Encoding.UTF8.GetString(await api.Http.GetByteArrayAsync($"{Facts}?template=true", Cancel)).Split("\r\n");
        var (header, noHeader) = await api.PostAsync($"{Facts}?enteredBy=Li", "colour\nred\n", "text/csv");
        var (empty, _) = await api.PostAsync($"{Facts}?enteredBy=Li", "", "text/csv");
        var (zip, _) = await api.PostAsync($"{Facts}?enteredBy=Li", "PK\u0003\u0004garbage", ImportTemplate.XlsxType);
        var (nobody, actor) = await api.PostAsync(Facts, "code,value,asOf,source\n", "text/csv");
        var (kind, _) = await api.GetAsync("/api/v1/communities/baihe/tables/records/dragon");
        var (media, _) = await api.PostAsync($"{Facts}?enteredBy=Li", "{}", "application/json");

        Assert.Equal(PackLibrary.Shipped.Packs[0].Facts.Count + 2, template.Length);
        Assert.Contains("households,Households in the implementation unit,,{household},,,", template);
        Assert.Equal((400, 400, 400, 400, 404, 415), (header, empty, zip, nobody, kind, media));
        Assert.Equal([["file"], ["enteredBy"]], new[] { noHeader, actor }.Select(ApiServer.Fields));
    }

    private static (bool, int, int, int, int, int) Counts(JsonElement report) => (
        report.GetProperty("dryRun").GetBoolean(), report.GetProperty("rows").GetInt32(), report.GetProperty("created").GetInt32(), report.GetProperty("changed").GetInt32(),
        report.GetProperty("unchanged").GetInt32(), report.GetProperty("blank").GetInt32());
}
