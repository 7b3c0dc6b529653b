using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>A whole cloud on a folder: rules are looked at, put in force in every community, rolled back, and stay so over a restart.</summary>
public sealed class RuleApiTests : IDisposable
{
    private const string Api = "/api/v1/rules", Community = "baihe";

    private const string One = "leak, priority: P3, condition: {event: [leak]}";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-rules-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_set_is_in_force_everywhere_and_an_earlier_one_is_put_back_over_a_restart()
    {
        await using (var cloud = await StartAsync())
        {
            using var http = HttpOf(cloud);
            var (status, put) = await SendAsync(http, HttpMethod.Post, $"{Api}?actor=Li&comment=trial", RuleFileText.Set(One));
            Assert.Equal((200, "test@1", "Li", 2), (status, put.GetProperty("name").GetString(), put.GetProperty("actor").GetString(), put.GetProperty("number").GetInt32()));
            await InForceAsync(cloud, RuleFileText.Set(One));
            var (_, view) = await SendAsync(http, HttpMethod.Get, Api);
            Assert.Equal("test@1", view.GetProperty("inForce").GetString());
            Assert.Equal("event: leak", Assert.Single(view.GetProperty("rules").EnumerateArray()).GetProperty("condition").GetProperty("en").GetString());
            await cloud.StopAsync(Cancel);
        }

        await using var again = await StartAsync();
        using var client = HttpOf(again);
        await InForceAsync(again, RuleFileText.Set(One));
        var (back, _) = await SendJsonAsync(client, $"{Api}/in-force", $$"""{"name":"{{RuleSets.Current.Name}}","actor":"Wang","comment":"too few"}""");

        await InForceAsync(again, RuleSets.Shipped);
        var (_, after) = await SendAsync(client, HttpMethod.Get, Api);
        Assert.Equal(200, back);
        Assert.Equal([(3, "Wang"), (2, "Li"), (1, "")], after.GetProperty("history").EnumerateArray().Select(h => (h.GetProperty("number").GetInt32(), h.GetProperty("actor").GetString()!)));
        await again.StopAsync(Cancel);
    }

    [Fact]
    public async Task Faults_name_line_and_field_and_nothing_is_changed_by_what_is_refused()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);
        await SendAsync(http, HttpMethod.Post, $"{Api}?actor=Li", RuleFileText.Set(One));

        var (faulty, problem) = await SendAsync(http, HttpMethod.Post, $"{Api}?actor=Li", RuleFileText.Set("leak, priority: P7, condition: {event: [leek]}"));
        var (anonymous, unsaid) = await SendAsync(http, HttpMethod.Post, Api, RuleFileText.Set(One));
        var (taken, conflict) = await SendAsync(http, HttpMethod.Post, $"{Api}?actor=Li", RuleFileText.Set(One.Replace("P3", "P2", StringComparison.Ordinal)));
        var (unknown, _) = await SendJsonAsync(http, $"{Api}/in-force", """{"name":"test@9","actor":"Li"}""");
        using var text = new StringContent("rules", Encoding.UTF8, "text/plain");
        using var wrong = await http.PostAsync(new Uri(Api, UriKind.Relative), text, Cancel);

        Assert.Equal((400, 400, 409, 404, 415), (faulty, anonymous, taken, unknown, (int)wrong.StatusCode));
        var errors = problem.GetProperty("errors");
        Assert.Contains("line 6", errors.GetProperty("rules[leak].priority")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'leak'", errors.GetProperty("rules[leak].condition.event[0]")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("actor", Assert.Single(unsaid.GetProperty("errors").EnumerateObject()).Name);
        Assert.Contains("test@1 exists", conflict.ToString(), StringComparison.Ordinal);
        var (_, view) = await SendAsync(http, HttpMethod.Get, Api);
        Assert.Equal(2, view.GetProperty("history").GetArrayLength());
        await cloud.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_file_is_tried_out_before_it_is_put_in_force()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);

        var (dry, check) = await SendAsync(http, HttpMethod.Post, $"{Api}?dryRun=true", RuleFileText.Set(One));
        var (tried, report) = await SendAsync(http, HttpMethod.Post, $"{Api}/back-test?communities={Community}", RuleFileText.Set(One));
        var (wrong, problem) = await SendAsync(http, HttpMethod.Post, $"{Api}/back-test?from=2026-03-02&to=2026-03-01", RuleFileText.Set(One));
        var (schema, published) = await SendAsync(http, HttpMethod.Get, $"{Api}/schema.json");
        var (shadows, none) = await SendAsync(http, HttpMethod.Get, $"{Api}/shadows");

        Assert.Equal((200, 200, 400, 200, 200), (dry, tried, wrong, schema, shadows));
        Assert.Equal(("test@1", 1, false), (check.GetProperty("name").GetString(), check.GetProperty("rules").GetInt32(), check.GetProperty("isKnown").GetBoolean()));
        Assert.Contains(check.GetProperty("diff").GetProperty("changes").EnumerateArray(), c => c.GetProperty("rule").GetString() == "leak" && c.GetProperty("effect").GetString() == "urgency");
        Assert.Equal("leak", Assert.Single(report.GetProperty("rules").EnumerateArray()).GetProperty("rule").GetString());
        Assert.Equal("from", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal("urn:smartcommunity:rules:1", published.GetProperty("$id").GetString());
        Assert.Equal(0, none.GetArrayLength());
        var (_, view) = await SendAsync(http, HttpMethod.Get, Api);
        Assert.Equal(RuleSets.Current.Name, view.GetProperty("inForce").GetString());
        await cloud.StopAsync(Cancel);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Waits until the community's log has a set: it is there when the call returned, and folded a moment later.</summary>
    private static async Task InForceAsync(WebApplication cloud, byte[] file)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        var grain = cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community);
        while (await grain.RuleSetHashAsync() != hash)
        {
            Cancel.ThrowIfCancellationRequested();
            await grain.CatchUpAsync();
        }
    }

    private static Task<(int Status, JsonElement Body)> SendJsonAsync(HttpClient http, string path, string json) => SendAsync(http, HttpMethod.Post, path, Encoding.UTF8.GetBytes(json), "application/json");

    private static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient http, HttpMethod method, string path, byte[]? body = null, string type = "application/yaml")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(type);
        }

        using var answer = await http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    private static HttpClient HttpOf(WebApplication cloud) => new() { BaseAddress = new Uri(cloud.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

    private async Task<WebApplication> StartAsync()
    {
        var cloud = await CloudHost.BuildAsync(new CloudOptions { DataFolder = _folder, Port = 0, UplinkPort = 0 }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error), cancellationToken: Cancel);
        await cloud.StartAsync(Cancel);
        var clock = cloud.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<CommunityClock>().Single();
        while (!clock.IsUp)
        {
            Cancel.ThrowIfCancellationRequested();
            await cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community).RuleSetHashAsync();
        }

        return cloud;
    }
}
