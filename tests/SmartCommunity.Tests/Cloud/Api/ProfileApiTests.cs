using System.Text;

namespace SmartCommunity.Tests.Cloud.Api;

public sealed class ProfileApiTests
{
    private const string Registers = """{ "registers": [{"address":0,"type":"u16","quantity":"temp"}] }""";

    [Fact]
    public async Task A_profile_is_put_read_listed_and_deleted()
    {
        await using var api = await ApiServer.StartAsync();

        var put = await api.SendAsync(HttpMethod.Put, "/api/v1/profiles/am-100?kind=modbus", Json(Registers));
        var found = await api.GetAsync("/api/v1/profiles/am-100");
        var list = await api.GetAsync("/api/v1/profiles");
        var removed = await api.SendAsync(HttpMethod.Delete, "/api/v1/profiles/am-100");

        Assert.Equal([200, 200, 200, 200], [put.Status, found.Status, list.Status, removed.Status]);
        Assert.Equal(Registers, found.Body.GetProperty("body").GetString());
        Assert.Equal(1, list.Body.GetProperty("total").GetInt32());
        Assert.Equal(404, (await api.GetAsync("/api/v1/profiles/am-100")).Status);
        Assert.Equal(404, (await api.SendAsync(HttpMethod.Delete, "/api/v1/profiles/am-100")).Status);
    }

    [Fact]
    public async Task Bad_profiles_are_problems_naming_the_field()
    {
        await using var api = await ApiServer.StartAsync();
        async Task<(int, string)> PutAsync(string path, HttpContent content)
        {
            var (status, body) = await api.SendAsync(HttpMethod.Put, path, content);
            return (status, string.Join(',', ApiServer.Fields(body)));
        }

        Assert.Equal((400, "kind"), await PutAsync("/api/v1/profiles/a", Json("{}")));
        Assert.Equal((400, "body"), await PutAsync("/api/v1/profiles/a?kind=modbus", Json("nope")));
        Assert.Equal((413, "body"), await PutAsync("/api/v1/profiles/a?kind=modbus", Json(new string(' ', 64 * 1024 + 1))));
        Assert.Equal(415, (await api.SendAsync(HttpMethod.Put, "/api/v1/profiles/a?kind=modbus", new StringContent("{}", Encoding.UTF8, "text/plain"))).Status);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
