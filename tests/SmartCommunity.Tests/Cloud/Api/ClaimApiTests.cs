using System.Text;

namespace SmartCommunity.Tests.Cloud.Api;

public sealed class ClaimApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Codes_are_printed_claimed_once_gone_then_and_limited()
    {
        await using var api = await ApiServer.StartAsync();
        using var printed = await api.Http.PostAsync(
            "/api/v1/claims?format=csv", new StringContent("""{"batch":"box-1","class":"pir","prefix":"p-","count":2}""", Encoding.UTF8, "application/json"), Cancel);
        var lines = (await printed.Content.ReadAsStringAsync(Cancel)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var claim = $$"""{"code":"{{lines[1].Split(',')[3]}}","community":"baihe","name":"大厅"}""";

        var first = await api.PostAsync("/api/v1/claim", claim);
        var second = await api.PostAsync("/api/v1/claim", claim);
        for (var i = 0; i < 9; i++)
            Assert.Equal(400, (await api.PostAsync("/api/v1/claim", """{"code":"x","community":"baihe"}""")).Status);
        using var limited = await api.Http.PostAsync("/api/v1/claim", new StringContent(claim, Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal("device,class,batch,code,expiresAt", lines[0]);
        Assert.Equal(3, lines.Length);
        Assert.Equal((200, "p-1"), (first.Status, first.Body.GetProperty("device").GetProperty("id").GetString()));
        Assert.Equal(43, first.Body.GetProperty("token").GetString()!.Length);
        Assert.Equal(410, second.Status);
        Assert.Equal("urn:smartcommunity:problem:gone", second.Body.GetProperty("type").GetString());
        Assert.Equal(429, (int)limited.StatusCode);
        Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        Assert.Equal(2, (await api.GetAsync("/api/v1/claims?batch=box-1")).Body.GetProperty("total").GetInt32());
        Assert.Equal(409, (await api.SendAsync(HttpMethod.Delete, "/api/v1/claims/p-1")).Status);
        Assert.Equal("claim", (await api.GetAsync("/api/v1/audit?subject=p-1")).Body.GetProperty("items")[0].GetProperty("action").GetString());
    }
}
