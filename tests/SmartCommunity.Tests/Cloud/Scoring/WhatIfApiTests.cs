using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartCommunity.Cli;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Ingest;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Storage.Series;

namespace SmartCommunity.Tests.Cloud.Scoring;

/// <summary>A whole cloud on a folder whose one community has a standing and two facts.</summary>
public sealed class WhatIfApiTests : IDisposable
{
    private const string Community = "baihe", Score = $"/api/v1/communities/{Community}/score";

    private static readonly string _zhejiang = PackLibrary.Shipped.Packs[0].Name, _inclusive = PackLibrary.Shipped.Packs[1].Name;

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-whatif-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_what_if_tells_before_after_and_what_differs_and_changes_no_state()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);
        var before = await CopyAsync(cloud);

        var (status, outcome) = await PostAsync(http, $"{Score}/what-if", """{"edits":[{"kind":"setFact","fact":"healthRecords","value":900},{"kind":"acceptEvidence","evidence":"covenant","inspected":true}]}""");
        var (bad, problem) = await PostAsync(http, $"{Score}/what-if", """{"edits":[{"kind":"setFact","fact":"healthRecords","value":"many"}]}""");
        var (none, missing) = await PostAsync(http, $"{Score}/what-if", "{}");
        var (nowhere, _) = await PostAsync(http, "/api/v1/communities/atlantis/score/what-if", """{"edits":[{"kind":"removeFact","fact":"residents"}]}""");
        var (without, _) = await PostAsync(http, "/api/v1/communities/dengyun/score/what-if", """{"edits":[{"kind":"removeFact","fact":"residents"}]}""");

        Assert.Equal((200, 400, 400, 404, 404), (status, bad, none, nowhere, without));
        Assert.Equal(["edits[0].value", "edits"], new[] { problem, missing }.Select(static p => p.GetProperty("errors").EnumerateObject().Single().Name));
        var records = outcome.GetProperty("differences").EnumerateArray().Single(static d => d.GetProperty("measure").GetString() == "JK-09b");
        Assert.Equal((80, 90), (Number(records.GetProperty("before"), "value"), Number(records.GetProperty("after"), "value")));
        Assert.True(Number(records, "pointsGained") > 0);
        Assert.Contains("LL-03a", outcome.GetProperty("differences").EnumerateArray().Select(static d => d.GetProperty("measure").GetString()));
        Assert.Equal(0, outcome.GetProperty("after").GetProperty("position").GetInt64());
        Assert.NotEqual(Hash(outcome, "before"), Hash(outcome, "after"));
        // Ticks go on; what people said stays as it was, and so does the registry.
        Assert.Equal(FactsOf(before), FactsOf(await CopyAsync(cloud)));
        var past = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var (then, same) = await PostAsync(http, $"{Score}/what-if?at={past}", """{"edits":[{"kind":"setFact","fact":"healthRecords","value":900}]}""");
        Assert.Equal((200, 90), (then, Number(same.GetProperty("differences")[0].GetProperty("after"), "value")));
        await cloud.StopAsync(Cancel);
    }

    [Fact]
    public async Task Costs_and_days_survive_a_restart_and_advice_chooses_among_them_or_says_why_not()
    {
        string code;
        await using (var cloud = await StartAsync())
        {
            using var http = HttpOf(cloud);
            var proposed = JsonElement.Parse(await http.GetStringAsync($"{Score}/actions", Cancel)).EnumerateArray().ToArray();
            Assert.NotEmpty(proposed);
            Assert.All(proposed, static a => Assert.Equal((true, JsonValueKind.Null), (a.GetProperty("isProposed").GetBoolean(), a.GetProperty("cost").ValueKind)));
            code = proposed[0].GetProperty("code").GetString()!;
            var path = $"{Score}/actions/{Uri.EscapeDataString(code)}";
            Assert.Equal(200, (await SendAsync(http, HttpMethod.Put, path, """{"cost":1200.5,"days":14,"enteredBy":"Li"}""")).Status);
            var (wrong, problem) = await SendAsync(http, HttpMethod.Put, path, """{"cost":0.001,"days":-1,"enteredBy":""}""");
            Assert.Equal((400, "cost days enteredBy"), (wrong, string.Join(' ', problem.GetProperty("errors").EnumerateObject().Select(static e => e.Name).Order())));
            await cloud.StopAsync(Cancel);
        }

        await using (var cloud = await StartAsync())
        {
            using var http = HttpOf(cloud);
            var saved = JsonElement.Parse(await http.GetStringAsync($"{Score}/actions", Cancel)).EnumerateArray().Single(a => a.GetProperty("code").GetString() == code);
            Assert.Equal((1200.5, 14, 1), (Number(saved, "cost"), (int)Number(saved, "days"), (int)Number(saved, "revision")));
            var (status, plan) = await PostAsync(http, $"{Score}/advice", "{}");
            Assert.Equal((200, "gateStaysShut", 1), (status, plan.GetProperty("outcome").GetString(), (int)Number(plan, "weighed")));
            Assert.NotEqual(0, plan.GetProperty("shutGates").GetArrayLength());
            Assert.Contains("Impossible", plan.GetProperty("why").GetProperty("en").GetString(), StringComparison.Ordinal);
            var (bad, problem) = await PostAsync(http, $"{Score}/advice", """{"schedule":"never","daysBudget":-1,"actions":[{"code":"a b","cost":1,"days":1,"edits":[]}]}""");
            Assert.Equal((400, "actions[0].code daysBudget schedule"), (bad, string.Join(' ', problem.GetProperty("errors").EnumerateObject().Select(static e => e.Name).Order())));
            var (moved, instant) = await PostAsync(http, $"{Score}/advice", """{"actions":[{"code":"a","cost":1,"days":1,"edits":[{"kind":"moveInstant","to":"2027-01-01T00:00:00Z"}]}]}""");
            Assert.Equal((400, "actions[0].edits[0].kind"), (moved, instant.GetProperty("errors").EnumerateObject().Single().Name));
            await cloud.StopAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_packs_difference_is_told_for_all_17_communities_by_api_and_verb()
    {
        await using var cloud = await StartAsync();
        using var http = HttpOf(cloud);

        var difference = JsonElement.Parse(await http.GetStringAsync($"/api/v1/packs/{_zhejiang}/diff/{_inclusive}?communities=true", Cancel));
        var rows = difference.GetProperty("communities").EnumerateArray().ToArray();

        Assert.Equal(17, rows.Length);
        var own = rows.Single(static r => r.GetProperty("community").GetString() == Community);
        var (a, b) = (own.GetProperty("a"), own.GetProperty("b"));
        Assert.Equal(("renovation", false, "inclusive", true), (a.GetProperty("projectType").GetString(), a.GetProperty("isTypeAssumed").GetBoolean(), b.GetProperty("projectType").GetString(), b.GetProperty("isTypeAssumed").GetBoolean()));
        Assert.Equal(Number(b, "total") - Number(a, "total"), Number(own, "totalDifference"), 9);
        Assert.All(rows.Where(static r => r.GetProperty("community").GetString() != Community), static r => Assert.Contains("has no score", r.GetProperty("fault").GetString(), StringComparison.Ordinal));
        var (exit, table) = await RunAsync("pack", "diff", _zhejiang, _inclusive, "--cloud", http.BaseAddress!.ToString());
        Assert.Equal((0, 1), (exit, table.Split('\n').Count(static l => l.StartsWith("baihe ", StringComparison.Ordinal) && l.Contains('*', StringComparison.Ordinal))));
        var (whatIf, text) = await RunAsync("whatif", Community, "fact:healthRecords=900", "--cloud", http.BaseAddress.ToString());
        Assert.Equal(0, whatIf);
        Assert.Contains("JK-09b      80 -> 90", text, StringComparison.Ordinal);
        var (advise, advice) = await RunAsync("advise", Community, "--lang", "en", "--cloud", http.BaseAddress.ToString());
        Assert.Equal(0, advise);
        Assert.Contains("gateStaysShut: 0 actions weighed", advice, StringComparison.Ordinal);
        await cloud.StopAsync(Cancel);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var exit = await CommandLine.Build().Parse(arguments).InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false }, Cancel);
        return (exit, output.ToString());
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static string Hash(JsonElement outcome, string side) => outcome.GetProperty(side).GetProperty("resultHash").GetString()!;

    private static byte[] FactsOf(byte[] state) => MessagePack.MessagePackSerializer.Serialize(FactsRecord.Of(CommunitySnapshot.Read(state).Facts), cancellationToken: Cancel);

    private static Task<byte[]> CopyAsync(WebApplication cloud) => cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community).CopyAsync();

    private static HttpClient HttpOf(WebApplication cloud) => new() { BaseAddress = new Uri(cloud.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

    private static Task<(int Status, JsonElement Body)> PostAsync(HttpClient http, string path, string json) => SendAsync(http, HttpMethod.Post, path, json);

    private static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient http, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, Cancel);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
    }

    private async Task<WebApplication> StartAsync()
    {
        var cloud = await CloudHost.BuildAsync(new CloudOptions { DataFolder = _folder, Port = 0, UplinkPort = 0 }, builder => builder.Logging.SetMinimumLevel(LogLevel.Error), cancellationToken: Cancel);
        await cloud.StartAsync(Cancel);
        await cloud.Services.GetRequiredService<FactsIntoLog>().BringUpAsync(Community, Cancel);
        var standing = new NewStanding { Pack = _zhejiang, ProjectType = "renovation", EnteredBy = "Li" };
        Assert.True((await cloud.Services.GetRequiredService<StandingDesk>().PutAsync(Community, standing, null, Cancel)).Succeeded);
        foreach (var (code, value) in new[] { ("residents", 1000), ("healthRecords", 800) })
        {
            var fact = new NewFact { Value = JsonElement.Parse($"{value}"), AsOf = new DateOnly(2026, 11, 1), Source = "register", EnteredBy = "Li" };
            Assert.True((await cloud.Services.GetRequiredService<FactDesk>().PutAsync(Community, code, fact, null, Cancel)).Succeeded);
        }

        var last = new LogItem([Community], LogEntryKind.Tick, []);
        await cloud.Services.GetRequiredService<IngestQueue>().EnqueueAsync(last, Cancel);
        await last.Committed;
        // The board has the score a moment after the grain.
        while (cloud.Services.GetRequiredService<ScoreBoard>().Latest(Community) is null)
            await cloud.Services.GetRequiredService<IGrainFactory>().GetGrain<ICommunityGrain>(Community).CatchUpAsync();
        return cloud;
    }
}
