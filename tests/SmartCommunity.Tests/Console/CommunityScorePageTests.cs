using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Tests.Console;

public sealed class CommunityScorePageTests
{
    private const string HealthRecords = "JK-09b";
    private const long DayMs = 86_400_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_community_without_a_standing_says_what_to_do()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());

        var page = Open(scored, "");

        page.WaitForAssertion(() => Assert.Contains("PUT /api/v1/communities/baihe/standing", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Totals_dimensions_measures_and_what_to_fix_are_named_and_missing_ones_say_why()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var score = scored.Publish(Healthy(scored, ConsoleContext.StartMs, 900));

        var page = Open(scored, "");

        page.WaitForAssertion(() => Assert.Equal(score.Measures.Count(), page.FindAll("tbody button[data-open]").Count), Patience);
        Assert.Contains(ScoreText.Total(score.Total), page.Find(".tiles").TextContent, StringComparison.Ordinal);
        Assert.Contains("Scene response", page.Markup, StringComparison.Ordinal);
        var records = Row(page, HealthRecords);
        Assert.Contains("90 %", records, StringComparison.Ordinal);
        Assert.Contains("Declared", records, StringComparison.Ordinal);
        var missing = score.Measures.First(m => m.Reason.StartsWith(MissingReason.NoFact, StringComparison.Ordinal));
        Assert.Contains("No value", Row(page, missing.Id), StringComparison.Ordinal);
        Assert.Contains("Never entered: ", Row(page, missing.Id), StringComparison.Ordinal);
        Assert.Contains("Shuts the gate", page.Find("ol li").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suppressed_share_shows_neither_value_nor_points()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var score = scored.Publish(scored.State(ConsoleContext.StartMs, ("residents", 4), ("healthRecords", 3)));
        Assert.True(score.Measures.Single(m => m.Id == HealthRecords).IsSuppressed);

        var page = Open(scored, "");

        page.WaitForAssertion(() => Assert.Contains("Hidden", Row(page, HealthRecords), StringComparison.Ordinal), Patience);
        Assert.DoesNotContain("75", Row(page, HealthRecords), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_instant_in_the_URL_takes_the_page_and_its_drawer_back()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var then = Healthy(scored, ConsoleContext.StartMs - DayMs, 800);
        await scored.CheckpointAsync(then);
        scored.Publish(Healthy(scored, ConsoleContext.StartMs, 900));

        var page = Open(scored, "?at=2026-11-23T00:00:00&measure=" + HealthRecords);

        page.WaitForAssertion(() => Assert.Contains("80 %", Row(page, HealthRecords), StringComparison.Ordinal), Patience);
        Assert.Contains("The past, as of 2026-11-23 00:00:00 CST", page.Find(".past-frame").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("= 80", page.Find("aside .equation").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("healthRecords", Deepest(page), StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("form button.primary").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("90 %", Row(page, HealthRecords), StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll(".past-frame"));
    }

    [Fact]
    public async Task What_is_no_instant_is_said_and_the_latest_is_shown()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        scored.Publish(Healthy(scored, ConsoleContext.StartMs, 900));

        var page = Open(scored, "?at=yesterday");

        page.WaitForAssertion(() => Assert.Contains("“yesterday” must be an ISO 8601 instant", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("90 %", Row(page, HealthRecords), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_revisions_are_compared_by_the_measures_that_differ()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var first = scored.Publish(Healthy(scored, ConsoleContext.StartMs, 800));
        var second = scored.Publish(Healthy(scored, ConsoleContext.StartMs, 850));
        var endMs = ConsoleContext.StartMs - DayMs;
        scored.Snapshot(first, endMs, 1, "");
        scored.Snapshot(second, endMs, 2, "late: 3 of 2026-11-21 from w-1");

        var page = Open(scored, $"?left=Day.{endMs}.1&right=Day.{endMs}.2");

        page.WaitForAssertion(() => Assert.Contains("1 measures differ", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("late: 3 of 2026-11-21 from w-1", page.Markup, StringComparison.Ordinal);
        Assert.Contains(ScoreText.Hash(second.ResultHash), page.Markup, StringComparison.Ordinal);
        var changed = page.FindAll("section[aria-labelledby=comparison-title] tbody tr")[^1].TextContent;
        Assert.Contains("80", changed, StringComparison.Ordinal);
        Assert.Contains("85", changed, StringComparison.Ordinal);
    }

    private static CommunityState Healthy(ScoredCommunity scored, long atMs, double records) => scored.State(atMs, ("residents", 1000), ("healthRecords", records));

    private static IRenderedComponent<CommunityScorePage> Open(ScoredCommunity scored, string query)
    {
        scored.Context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/communities/{ScoredCommunity.Code}/score{query}");
        return scored.Context.Render<CommunityScorePage>(p => p.Add(c => c.Code, ScoredCommunity.Code));
    }

    private static string Row(IRenderedComponent<CommunityScorePage> page, string measure) =>
        page.FindAll("tbody tr[data-row]").Single(r => r.QuerySelector("button[data-open] .mono")?.TextContent == measure).TextContent;

    // Opens every node of the drawer's tree that is closed, a level at a time.
    private static string Deepest(IRenderedComponent<CommunityScorePage> page)
    {
        while (page.FindAll("aside .node button[aria-expanded=false]") is [var closed, ..])
            closed.Click();
        return page.Find("aside").TextContent;
    }
}
