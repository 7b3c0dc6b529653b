using Bunit;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Tests.Console;

public sealed class ScoresPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Without_any_standing_the_page_says_what_to_do()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());

        var page = scored.Context.Render<Scores>();

        page.WaitForAssertion(() => Assert.Contains("No community has a score yet", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("PUT /api/v1/communities/CODE/standing", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public async Task A_community_without_data_shows_no_share_and_counts_what_is_missing()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var score = scored.Publish(scored.State(ConsoleContext.StartMs));

        var page = scored.Context.Render<Scores>();

        page.WaitForAssertion(() => Assert.Equal("/communities/baihe/score", page.Find("tbody th a").GetAttribute("href")), Patience);
        var row = page.Find("tbody tr").TextContent;
        Assert.Contains("Not ready", row, StringComparison.Ordinal);
        Assert.Contains(score.GateFailures.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), row, StringComparison.Ordinal);
        Assert.Contains("No data", row, StringComparison.Ordinal);
        Assert.Contains("Optional, not claimed", row, StringComparison.Ordinal);
        Assert.DoesNotContain("0 %", row, StringComparison.Ordinal);
        Assert.Equal(score.Scenarios.Count + 7, page.FindAll("thead th").Count);
    }

    [Fact]
    public async Task A_change_is_seen_at_the_next_second_and_not_before()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext(Languages.Chinese));
        scored.Publish(scored.State(ConsoleContext.StartMs));
        var page = scored.Context.Render<Scores>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody tr")), Patience);
        Assert.Contains("门槛未过", page.Markup, StringComparison.Ordinal);

        var better = scored.Publish(scored.State(ConsoleContext.StartMs, ("households", 400), ("residents", 1000), ("healthRecords", 900)));
        Assert.True(better.Total > 0);
        var shown = ScoreText.Total(better.Total);
        Assert.NotEqual(shown, page.Find("tbody td b").TextContent);
        scored.Context.Time.Advance(Scores.RefreshInterval);

        page.WaitForAssertion(() => Assert.Equal(shown, page.Find("tbody td b").TextContent), Patience);
    }
}
