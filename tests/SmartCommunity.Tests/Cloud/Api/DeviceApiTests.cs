using System.Text;
using System.Text.Json;

namespace SmartCommunity.Tests.Cloud.Api;

public sealed class DeviceApiTests
{
    [Fact]
    public async Task A_field_that_is_none_is_named_with_those_that_are_and_no_type_of_the_program()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.PostAsync("/api/v1/quarantine/dismiss", """{"idents":[1]}""");

        Assert.Equal(400, status);
        Assert.Equal("'idents' is no field of this body; its fields are ids.", problem.GetProperty("errors").GetProperty("idents")[0].GetString());
    }

    [Fact]
    public async Task A_device_of_the_IoT_Hub_dialect_gets_the_key_of_its_connection_string()
    {
        await using var api = await ApiServer.StartAsync();

        var (_, hub) = await api.PostAsync("/api/v1/devices", """{"id":"h-1","community":"baihe","class":"wearable","dialect":"iotHub"}""");
        var (_, native) = await api.PostAsync("/api/v1/devices", """{"id":"w-1","community":"baihe","class":"wearable"}""");

        var token = System.Text.Encoding.UTF8.GetBytes(hub.GetProperty("token").GetString()!);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(token), hub.GetProperty("sharedAccessKey").GetBytesFromBase64());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, native.GetProperty("sharedAccessKey").ValueKind);
    }

    [Fact]
    public async Task A_device_is_enrolled_found_rotated_and_retired()
    {
        await using var api = await ApiServer.StartAsync();

        var (created, body) = await api.PostAsync("/api/v1/devices", """{"id":"w-1","community":"baihe","class":"wearable","name":"张三的手环"}""");
        var (rotated, second) = await api.PostAsync("/api/v1/devices/w-1/token", "");
        var (_, found) = await api.GetAsync("/api/v1/devices/w-1");
        var (retired, last) = await api.SendAsync(HttpMethod.Delete, "/api/v1/devices/w-1");

        Assert.Equal((201, 200, 200), (created, rotated, retired));
        Assert.Equal(43, body.GetProperty("token").GetString()!.Length);
        Assert.NotEqual(body.GetProperty("token").GetString(), second.GetProperty("token").GetString());
        Assert.Equal(("张三的手环", "gw-1", true), (found.GetProperty("name").GetString(), found.GetProperty("gateway").GetString(), found.GetProperty("hasNextToken").GetBoolean()));
        Assert.False(found.TryGetProperty("token", out _));
        Assert.True(last.GetProperty("retired").GetBoolean());
        Assert.Equal(409, (await api.PostAsync("/api/v1/devices/w-1/token", "")).Status);
    }

    [Theory]
    [InlineData("{", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    [InlineData("""{"id":7,"community":"baihe","class":"wearable"}""", "id")]
    [InlineData("""{"id":null,"community":"baihe","class":"wearable"}""", "id")]
    [InlineData("""{"id":"a","id":"b","community":"baihe","class":"wearable"}""", "id")]
    [InlineData("""{"id":"a","community":"baihe","class":"wearable","colour":"red"}""", "colour")]
    [InlineData("""{"community":"baihe","class":"wearable"}""", "id")]
    [InlineData("""{"id":"a","community":"baihe","class":"wearable","gateway":"gw-9"}""", "gateway")]
    public async Task A_bad_body_is_problem_details_naming_the_field(string json, string field)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.PostAsync("/api/v1/devices", json);

        Assert.Equal(400, status);
        Assert.Equal([field], ApiServer.Fields(problem));
    }

    [Fact]
    public async Task Everything_missing_is_named_at_once()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.PostAsync("/api/v1/devices", "{}");

        Assert.Equal(400, status);
        Assert.Equal(["id", "community", "class"], ApiServer.Fields(problem));
        Assert.Equal("urn:smartcommunity:problem:invalid", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_same_id_at_once_is_created_once()
    {
        await using var api = await ApiServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsync("/api/v1/devices", """{"id":"w-1","community":"baihe","class":"wearable"}""")));

        Assert.Single(answers, a => a.Status == 201);
        Assert.Equal(7, answers.Count(a => a.Status == 409 && ApiServer.Fields(a.Body) is ["id"]));
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=abc", "page")]
    [InlineData("page=1000001", "page")]
    [InlineData("page=99999999999999999999", "page")]
    [InlineData("pageSize=0", "pageSize")]
    [InlineData("pageSize=501", "pageSize")]
    [InlineData("page=1&page=2", "page")]
    [InlineData("retired=maybe", "retired")]
    [InlineData("pagesize=10&colour=red", "colour")]
    public async Task A_bad_query_is_problem_details_naming_the_parameter(string query, string field)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.GetAsync($"/api/v1/devices?{query}");

        Assert.Equal(400, status);
        Assert.Equal([field], ApiServer.Fields(problem));
    }

    [Fact]
    public async Task Lists_page_up_to_500_rows()
    {
        await using var api = await ApiServer.StartAsync();
        var csv = "id,community,class\n" + string.Join('\n', Enumerable.Range(0, 501).Select(i => $"w-{i:000},baihe,wearable"));
        var (imported, report) = await api.PostAsync("/api/v1/devices/import", csv, "text/csv");

        var (_, first) = await api.GetAsync("/api/v1/devices?pageSize=500");
        var (_, second) = await api.GetAsync("/api/v1/devices?pageSize=500&page=2");
        var (_, usual) = await api.GetAsync("/api/v1/devices");
        var (_, beyond) = await api.GetAsync("/api/v1/devices?page=1000000&pageSize=500");

        Assert.Equal((200, 501), (imported, report.GetProperty("created").GetArrayLength()));
        Assert.Equal((500, 1, 50, 0), (Count(first), Count(second), Count(usual), Count(beyond)));
        Assert.Equal(501, beyond.GetProperty("total").GetInt32());

        static int Count(JsonElement page) => page.GetProperty("items").GetArrayLength();
    }

    [Fact]
    public async Task Imports_report_rows_and_refuse_what_is_no_csv()
    {
        await using var api = await ApiServer.StartAsync();

        var (status, report) = await api.PostAsync("/api/v1/devices/import?dryRun=true", "id,community,class\nw-1,baihe,wearable\nw-2,atlantis,wearable\n", "text/csv");

        Assert.Equal(200, status);
        Assert.True(report.GetProperty("dryRun").GetBoolean());
        var error = Assert.Single(report.GetProperty("errors").EnumerateArray());
        Assert.Equal((3, "community"), (error.GetProperty("line").GetInt32(), error.GetProperty("field").GetString()));
        Assert.Equal(404, (await api.GetAsync("/api/v1/devices/w-1")).Status);
        Assert.Equal(415, (await api.PostAsync("/api/v1/devices/import", "id", "application/json")).Status);
        Assert.Equal(["dryRun"], ApiServer.Fields((await api.PostAsync("/api/v1/devices/import?dryRun=yes", "id", "text/csv")).Body));
        Assert.Equal(["file"], ApiServer.Fields((await api.PostAsync("/api/v1/devices/import", "id,community", "text/csv")).Body));
        Assert.Equal(413, (await api.PostAsync("/api/v1/devices/import", new string('x', (10 * 1024 * 1024) + 1), "text/csv")).Status);
    }

    [Fact]
    public async Task Bodies_over_64_KiB_or_of_another_type_are_refused()
    {
        await using var api = await ApiServer.StartAsync();
        var large = $$"""{"id":"{{new string('x', 64 * 1024)}}"}""";

        Assert.Equal(413, (await api.PostAsync("/api/v1/devices", large)).Status);
        Assert.Equal(413, (await api.SendAsync(HttpMethod.Post, "/api/v1/devices", Chunked(large))).Status);
        Assert.Equal(415, (await api.PostAsync("/api/v1/devices", "id=1", "application/x-www-form-urlencoded")).Status);

        static StreamContent Chunked(string text)
        {
            var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            content.Headers.ContentType = new("application/json");
            content.Headers.ContentLength = null;
            return content;
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/devices/nobody", 404)]
    [InlineData("DELETE", "/api/v1/devices/nobody", 404)]
    [InlineData("POST", "/api/v1/devices/nobody/token", 404)]
    [InlineData("GET", "/api/v1/devices/nobody/commands", 404)]
    [InlineData("GET", "/api/v1/devices/nobody/events", 404)]
    [InlineData("GET", "/api/v1/communities/atlantis", 404)]
    [InlineData("GET", "/api/v1/communities/atlantis/events", 404)]
    [InlineData("GET", "/api/v1/commands/nothing", 404)]
    [InlineData("GET", "/api/v1/catalogue/classes/toaster", 404)]
    [InlineData("DELETE", "/api/v1/mappings/7", 404)]
    [InlineData("GET", "/api/v1/communities?street=nowhere", 400)]
    public async Task What_does_not_exist_is_named(string method, string path, int expected)
    {
        await using var api = await ApiServer.StartAsync();

        var (status, problem) = await api.SendAsync(new HttpMethod(method), path);

        Assert.Equal(expected, status);
        Assert.Single(ApiServer.Fields(problem));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nonsense", 404)]
    [InlineData("PUT", "/api/v1/devices", 405)]
    [InlineData("DELETE", "/api/v1/mappings/abc", 404)]
    public async Task Paths_and_methods_there_are_not_are_problem_details_too(string method, string path, int expected)
    {
        await using var api = await ApiServer.StartAsync();

        Assert.Equal(expected, (await api.SendAsync(new HttpMethod(method), path)).Status);
    }
}
