using System.Text;
using System.Text.Json;
using SmartCommunity.Cloud.Graph;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Api;
using SmartCommunity.Tests.Telemetry.Payloads;

namespace SmartCommunity.Tests.Cloud.Models;

[Collection(nameof(ImportedClasses))]
public sealed class ModelImportTests : IDisposable
{
    private const string Import = "/api/v1/models?domain=environment&reportIntervalSeconds=300";
    private const string Id = "dtmi:acme:soilProbe;1";

    public void Dispose() => ImportedClasses.WithdrawAll();

    [Fact]
    public async Task A_dry_run_tells_what_an_import_would_do_and_writes_nothing()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, body) = await api.PostAsync(Import + "&dryRun=true", ImportedClasses.Interface());

        Assert.Equal((200, true), (status, body.GetProperty("dryRun").GetBoolean()));
        var model = Assert.Single(body.GetProperty("models").EnumerateArray());
        Assert.Equal(("added", "soilProbe", 300), (model.GetProperty("outcome").GetString(), model.GetProperty("class").GetString(), model.GetProperty("reportIntervalSeconds").GetInt32()));
        Assert.Equal(["temp", "humidity"], model.GetProperty("quantities").EnumerateArray().Select(q => q.GetString()));
        Assert.Null(DeviceClassCatalogue.Current.Find("soilProbe"));
        Assert.Equal(404, (await api.GetAsync($"/api/v1/models/{Id}")).Status);
    }

    [Fact]
    public async Task An_imported_class_is_a_class_like_any_other()
    {
        await using var api = await ApiServer.StartAsync();

        Assert.Equal(200, (await api.PostAsync(Import, ImportedClasses.Interface())).Status);
        await api.EnrolAsync("probe-1", "soilProbe");
        var (imported, report) = await api.PostAsync("/api/v1/devices/import", "id,community,class\nprobe-2,baihe,soilProbe\n", "text/csv");
        var (_, classes) = await api.GetAsync("/api/v1/catalogue/classes?pageSize=500");
        var (_, found) = await api.GetAsync("/api/v1/devices?class=soilProbe");
        var (_, models) = await api.GetAsync("/api/v1/models?pageSize=500");

        Assert.Equal((200, 0), (imported, report.GetProperty("errors").GetArrayLength()));
        var one = classes.GetProperty("items").EnumerateArray().Single(c => c.GetProperty("code").GetString() == "soilProbe");
        Assert.Equal(("imported", 2, Id), (one.GetProperty("origin").GetString(), one.GetProperty("devices").GetInt32(), one.GetProperty("modelId").GetString()));
        Assert.Equal(2, found.GetProperty("total").GetInt32());
        Assert.Equal(["imported"], models.GetProperty("items").EnumerateArray().Where(m => m.GetProperty("importedAt").ValueKind != JsonValueKind.Null).Select(m => m.GetProperty("origin").GetString()));
        var good = Decoding.Telemetry("""{"v":{"temp":18.5,"humidity":40}}"""u8, "soilProbe");
        Assert.Equal("temp=18.5 humidity=40", Assert.Single(good.Messages).Values);
        Assert.Equal(QuarantineReason.OutOfRange, Decoding.Telemetry("""{"v":{"temp":900}}"""u8, "soilProbe").Reason);
        Assert.Equal(QuarantineReason.ForeignQuantity, Decoding.Telemetry("""{"v":{"co2":400}}"""u8, "soilProbe").Reason);
    }

    [Fact]
    public async Task What_is_exported_is_what_was_imported_and_can_be_imported_again()
    {
        await using var api = await ApiServer.StartAsync();
        var given = ImportedClasses.Interface();
        await api.PostAsync(Import, $"[{given}, {ImportedClasses.Interface("dtmi:acme:soilProbe;2", """,{"@type":"Telemetry","name":"co2","schema":"double"}""")}]");

        var (_, exported) = await api.GetAsync($"/api/v1/models/{Id}");
        var (_, ofClass) = await api.GetAsync("/api/v1/catalogue/classes/soilProbe");
        var (_, all) = await api.GetAsync("/api/v1/models/imported");
        ImportedClasses.WithdrawAll();
        await using var elsewhere = await ApiServer.StartAsync();
        var (again, _) = await elsewhere.PostAsync("/api/v1/models", all.GetRawText());
        var (_, there) = await elsewhere.GetAsync("/api/v1/models/imported");

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(given), exported));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(given), ofClass));
        Assert.Equal(200, again);
        Assert.True(JsonElement.DeepEquals(all, there), there.GetRawText());
        Assert.Equal(["soilProbe", "soilProbeV2"], there.GetProperty("traits").EnumerateArray().Select(t => t.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_shipped_class_is_not_overwritten_and_one_that_devices_have_is_neither_changed_nor_removed()
    {
        await using var api = await ApiServer.StartAsync();
        var changed = ImportedClasses.Interface(more: """,{"@type":"Telemetry","name":"co2","schema":"double"}""");

        var (_, shipped) = await api.PostAsync(Import, DeviceClassCatalogue.InterfaceJson("wearable"));
        var (taken, codeOfShipped) = await api.PostAsync(Import + "&code=wearable", ImportedClasses.Interface());
        var (_, place) = await api.PostAsync(Import, ImportedClasses.Interface("dtmi:fc:twin:unit;1"));
        await api.PostAsync(Import, ImportedClasses.Interface());
        var (_, replaced) = await api.PostAsync(Import, changed);
        await api.EnrolAsync("probe-1", "soilProbe");
        var (conflict, problem) = await api.PostAsync(Import, ImportedClasses.Interface());
        var (same, unchanged) = await api.PostAsync(Import, changed);
        var (kept, why) = await api.SendAsync(HttpMethod.Delete, $"/api/v1/models/{Id}");
        var (product, _) = await api.SendAsync(HttpMethod.Delete, "/api/v1/models/dtmi:fc:device:wearable;1");

        Assert.Equal(["dtmi:fc:device:wearable;1 @id"], ApiServer.Fields(shipped));
        Assert.Equal((409, $"{Id} code"), (taken, ApiServer.Fields(codeOfShipped).Single()));
        Assert.Equal(["dtmi:fc:twin:unit;1 @id"], ApiServer.Fields(place));
        Assert.Equal("replaced", replaced.GetProperty("models")[0].GetProperty("outcome").GetString());
        Assert.Equal(409, conflict);
        Assert.Contains("dtmi:acme:soilProbe;2", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((200, "unchanged"), (same, unchanged.GetProperty("models")[0].GetProperty("outcome").GetString()));
        Assert.Equal((409, 409), (kept, product));
        Assert.Contains("1 devices", why.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_no_device_has_is_removed_and_its_class_is_refused_from_then_on()
    {
        await using var api = await ApiServer.StartAsync();
        await api.PostAsync(Import, ImportedClasses.Interface());

        var (removed, view) = await api.SendAsync(HttpMethod.Delete, $"/api/v1/models/{Id}");
        var (enrolled, problem) = await api.PostAsync("/api/v1/devices", """{"id":"probe-1","community":"baihe","class":"soilProbe"}""");

        Assert.Equal((200, "removed"), (removed, view.GetProperty("outcome").GetString()));
        Assert.Equal((400, "class"), (enrolled, ApiServer.Fields(problem).Single()));
        Assert.Null(TwinModels.Find(Id));
        Assert.Equal(404, (await api.SendAsync(HttpMethod.Delete, $"/api/v1/models/{Id}")).Status);
    }

    [Theory]
    [InlineData("nope", "body")]
    [InlineData("[]", "interfaces")]
    [InlineData("""{"interfaces":[],"traits":[{"model":"dtmi:a:b;1"}],"more":1}""", "more,interfaces,traits dtmi:a:b;1")]
    [InlineData("""{"interfaces":[],"traits":[{"model":"dtmi:a:b;1","colour":"red"}]}""", "traits[0].colour,interfaces")]
    [InlineData("""{"@context":"dtmi:dtdl:context;2","@id":"dtmi:a:b;1","@type":"Interface"}""", "dtmi:a:b;1 @context")]
    public async Task A_document_that_cannot_be_read_is_a_problem_naming_what_is_wrong(string document, string fields)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.PostAsync(Import, document);

        Assert.Equal((400, fields), (status, string.Join(',', ApiServer.Fields(problem))));
    }

    [Fact]
    public async Task One_wrong_interface_keeps_all_of_them_out_and_is_named_with_its_line()
    {
        await using var api = await ApiServer.StartAsync();
        var bad = ImportedClasses.Interface("dtmi:acme:other;1", """,{"@type":"Telemetry","name":"moisture","schema":"double"}""");

        var (status, problem) = await api.PostAsync("/api/v1/models?reportIntervalSeconds=300", $"[\n{ImportedClasses.Interface()},\n{bad}]");

        Assert.Equal((400, $"{Id} domain,dtmi:acme:other;1 domain,dtmi:acme:other;1 moisture"), (status, string.Join(',', ApiServer.Fields(problem))));
        Assert.Equal("line 23: is not in the quantity catalogue.", problem.GetProperty("errors").GetProperty("dtmi:acme:other;1 moisture")[0].GetString());
        Assert.Equal(404, (await api.GetAsync($"/api/v1/models/{Id}")).Status);
    }

    [Theory]
    [InlineData("domain=space&reportIntervalSeconds=60", "dtmi:acme:soilProbe;1 domain")]
    [InlineData("domain=energy&reportIntervalSeconds=0", "reportIntervalSeconds")]
    [InlineData("domain=energy&reportIntervalSeconds=604801", "reportIntervalSeconds")]
    [InlineData("domain=energy", "dtmi:acme:soilProbe;1 reportIntervalSeconds")]
    [InlineData("domain=energy&reportIntervalSeconds=60&code=a/b", "dtmi:acme:soilProbe;1 code")]
    [InlineData("domain=energy&reportIntervalSeconds=60&colour=red", "colour")]
    public async Task What_stands_beside_the_interface_is_checked_too(string query, string field)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.PostAsync($"/api/v1/models?{query}", ImportedClasses.Interface());

        Assert.Equal((400, field), (status, string.Join(',', ApiServer.Fields(problem))));
    }

    [Fact]
    public async Task A_document_larger_than_a_mebibyte_or_of_another_type_is_refused()
    {
        await using var api = await ApiServer.StartAsync();
        using var text = new StringContent(ImportedClasses.Interface(), Encoding.UTF8, "text/plain");

        Assert.Equal(413, (await api.PostAsync(Import, new string(' ', 1024 * 1024 + 1))).Status);
        Assert.Equal(415, (await api.SendAsync(HttpMethod.Post, Import, text)).Status);
    }
}
