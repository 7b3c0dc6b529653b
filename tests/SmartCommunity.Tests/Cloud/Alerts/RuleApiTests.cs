using System.Text.Json;
using SmartCommunity.Cloud.Alerts.Rules;

namespace SmartCommunity.Tests.Cloud.Alerts;

/// <summary>A whole cloud on a folder: rules are looked at, put in force in every community, rolled back, and stay so over a restart.</summary>
public sealed class RuleApiTests : IDisposable
{
    private const string Api = "/api/v1/rules", Community = StartedCloud.Community;

    private const string One = "leak, priority: P3, condition: {event: [leak]}";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-rules-").FullName;

    [Fact]
    public async Task A_new_set_is_in_force_everywhere_and_an_earlier_one_is_put_back_over_a_restart()
    {
        await using (var cloud = await StartAsync())
        {
            var (status, put) = await PutAsync(cloud, $"{Api}?actor=Li&comment=trial", RuleFileText.Set(One));
            Assert.Equal((200, "test@1", "Li", 2), (status, put.GetProperty("name").GetString(), put.GetProperty("actor").GetString(), put.GetProperty("number").GetInt32()));
            await InForceAsync(cloud, RuleFileText.Set(One));
            var (_, view) = await cloud.SendAsync(Api);
            Assert.Equal("test@1", view.GetProperty("inForce").GetString());
            Assert.Equal("event: Water leak alarm", Assert.Single(view.GetProperty("rules").EnumerateArray()).GetProperty("condition").GetProperty("en").GetString());
        }

        await using var again = await StartAsync();
        await InForceAsync(again, RuleFileText.Set(One));
        var (back, _) = await again.SendAsync($"{Api}/in-force", $$"""{"name":"{{RuleSets.Current.Name}}","actor":"Wang","comment":"too few"}""");

        await InForceAsync(again, RuleSets.Shipped);
        var (_, after) = await again.SendAsync(Api);
        Assert.Equal(200, back);
        Assert.Equal([(3, "Wang"), (2, "Li"), (1, "")], after.GetProperty("history").EnumerateArray().Select(h => (h.GetProperty("number").GetInt32(), h.GetProperty("actor").GetString()!)));
    }

    [Fact]
    public async Task Faults_name_line_and_field_and_nothing_is_changed_by_what_is_refused()
    {
        await using var cloud = await StartAsync();
        await PutAsync(cloud, $"{Api}?actor=Li", RuleFileText.Set(One));

        var (faulty, problem) = await PutAsync(cloud, $"{Api}?actor=Li", RuleFileText.Set("leak, priority: P7, condition: {event: [leek]}"));
        var (anonymous, unsaid) = await PutAsync(cloud, Api, RuleFileText.Set(One));
        var (taken, conflict) = await PutAsync(cloud, $"{Api}?actor=Li", RuleFileText.Set(One.Replace("P3", "P2", StringComparison.Ordinal)));
        var (unknown, _) = await cloud.SendAsync($"{Api}/in-force", """{"name":"test@9","actor":"Li"}""");
        var (wrong, _) = await cloud.SendAsync(Api, "rules"u8.ToArray(), "text/plain");

        Assert.Equal((400, 400, 409, 404, 415), (faulty, anonymous, taken, unknown, wrong));
        var errors = problem.GetProperty("errors");
        Assert.Contains("line 6", errors.GetProperty("rules[leak].priority")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'leak'", errors.GetProperty("rules[leak].condition.event[0]")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("actor", Assert.Single(unsaid.GetProperty("errors").EnumerateObject()).Name);
        Assert.Contains("test@1 exists", conflict.ToString(), StringComparison.Ordinal);
        var (_, view) = await cloud.SendAsync(Api);
        Assert.Equal(2, view.GetProperty("history").GetArrayLength());
    }

    [Fact]
    public async Task A_file_is_tried_out_before_it_is_put_in_force()
    {
        await using var cloud = await StartAsync();

        var (dry, check) = await PutAsync(cloud, $"{Api}?dryRun=true", RuleFileText.Set(One));
        var (tried, report) = await PutAsync(cloud, $"{Api}/back-test?communities={Community}", RuleFileText.Set(One));
        var (wrong, problem) = await PutAsync(cloud, $"{Api}/back-test?from=2026-03-02&to=2026-03-01", RuleFileText.Set(One));
        var (schema, published) = await cloud.SendAsync($"{Api}/schema.json");
        var (shadows, none) = await cloud.SendAsync($"{Api}/shadows");

        Assert.Equal((200, 200, 400, 200, 200), (dry, tried, wrong, schema, shadows));
        Assert.Equal(("test@1", 1, false), (check.GetProperty("name").GetString(), check.GetProperty("rules").GetInt32(), check.GetProperty("isKnown").GetBoolean()));
        Assert.Contains(check.GetProperty("diff").GetProperty("changes").EnumerateArray(), c => c.GetProperty("rule").GetString() == "leak" && c.GetProperty("effect").GetString() == "urgency");
        Assert.Equal("leak", Assert.Single(report.GetProperty("rules").EnumerateArray()).GetProperty("rule").GetString());
        Assert.Equal("from", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal("urn:smartcommunity:rules:1", published.GetProperty("$id").GetString());
        Assert.Equal(0, none.GetArrayLength());
        var (_, view) = await cloud.SendAsync(Api);
        Assert.Equal(RuleSets.Current.Name, view.GetProperty("inForce").GetString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Waits until the community's log has a set: it is there when the call returned, and folded a moment later.</summary>
    private static Task InForceAsync(StartedCloud cloud, byte[] file)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        return StartedCloud.UntilAsync($"rules {hash} are in force", async () =>
        {
            await cloud.Grain.CatchUpAsync();
            return await cloud.Grain.RuleSetHashAsync() == hash;
        });
    }

    private static Task<(int Status, JsonElement Body)> PutAsync(StartedCloud cloud, string path, byte[] rules) => cloud.SendAsync(path, rules, "application/yaml");

    private Task<StartedCloud> StartAsync() => StartedCloud.OfAsync(_folder);
}
