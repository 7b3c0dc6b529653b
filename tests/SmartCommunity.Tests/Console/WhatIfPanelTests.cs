using Bunit;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Text;

namespace SmartCommunity.Tests.Console;

public sealed class WhatIfPanelTests
{
    private const long DayMs = 86_400_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_supposed_fact_shows_before_and_after_can_be_removed_put_back_and_writes_nothing()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var panel = await OpenAsync(scored);

        await AddAsync(panel, "setFact", "healthRecords", "900");
        panel.WaitForAssertion(() => Assert.Contains("90 %", Row(panel, "JK-09b"), StringComparison.Ordinal), Patience);
        Assert.Contains("80 %", Row(panel, "JK-09b"), StringComparison.Ordinal);
        Assert.Contains("Supposed: nothing is written", panel.Markup, StringComparison.Ordinal);

        await panel.InvokeAsync(() => panel.Find("ul.edits button").ClickAsync(new()));
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("ul.edits")), Patience);
        await panel.InvokeAsync(() => panel.FindAll("button").Single(b => b.TextContent == "Put it back").ClickAsync(new()));
        panel.WaitForAssertion(() => Assert.Contains("90 %", Row(panel, "JK-09b"), StringComparison.Ordinal), Patience);
        await panel.InvokeAsync(() => panel.FindAll("button").Single(b => b.TextContent == "Remove all").ClickAsync(new()));

        panel.WaitForAssertion(() => Assert.DoesNotContain("JK-09b", panel.FindAll("#comparison-title").Select(h => h.TextContent)), Patience);
    }

    [Theory]
    [InlineData("setFact", "healthRecords", "many", "edits[0].value")]
    [InlineData("setFact", "healthRecords", "-1", "edits[0].value")]
    [InlineData("addDevices", "parkingSpot", "0", "edits[0].count")]
    public async Task What_cannot_be_supposed_is_refused_by_field_and_the_field_keeps_what_was_typed(string kind, string target, string value, string field)
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var panel = await OpenAsync(scored);

        await AddAsync(panel, kind, target, value);

        panel.WaitForAssertion(() => Assert.Contains(field, panel.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(value, panel.Find("#whatif-value").GetAttribute("value"));
        Assert.Empty(panel.FindAll("ul.edits"));
    }

    [Fact]
    public async Task Cost_and_days_of_an_action_are_kept_and_advice_weighs_it_or_says_why_not()
    {
        await using var scored = await ScoredCommunity.CreateAsync(new ConsoleContext());
        var panel = await OpenAsync(scored);
        panel.WaitForAssertion(() => Assert.NotEmpty(panel.FindAll("tbody input")), Patience);

        await panel.InvokeAsync(() => panel.FindAll("tbody input")[0].Change("50000"));
        await panel.InvokeAsync(() => panel.FindAll("tbody input")[1].Change("30"));
        await panel.InvokeAsync(() => panel.FindAll("tbody button").First(b => b.TextContent == "Save").ClickAsync(new()));
        await panel.InvokeAsync(() => panel.FindAll("form")[1].SubmitAsync());

        panel.WaitForAssertion(() => Assert.Contains("Impossible", panel.FindAll("p[role=status]")[^1].TextContent, StringComparison.Ordinal), Patience);
        var again = scored.Context.Render<WhatIfPanel>(p => p.Add(w => w.Community, ScoredCommunity.Code).Add(w => w.At, ConsoleContext.Start).Add(w => w.Words, new PackWords(ScoredCommunity.Pack)));
        again.WaitForAssertion(() => Assert.Contains(again.FindAll("tbody input"), i => i.GetAttribute("value") == "50000"), Patience);
    }

    private static async Task<IRenderedComponent<WhatIfPanel>> OpenAsync(ScoredCommunity scored)
    {
        await scored.CheckpointAsync(scored.State(ConsoleContext.StartMs - DayMs, ("residents", 1_000), ("healthRecords", 800)));
        return scored.Context.Render<WhatIfPanel>(p => p.Add(w => w.Community, ScoredCommunity.Code).Add(w => w.At, ConsoleContext.Start).Add(w => w.Words, new PackWords(ScoredCommunity.Pack)));
    }

    private static async Task AddAsync(IRenderedComponent<WhatIfPanel> panel, string kind, string target, string value)
    {
        await panel.InvokeAsync(() => panel.Find("#whatif-kind").Change(kind));
        await panel.InvokeAsync(() => panel.Find("#whatif-target").Change(target));
        await panel.InvokeAsync(() => panel.Find("#whatif-value").Change(value));
        await panel.InvokeAsync(() => panel.Find("form").SubmitAsync());
    }

    private static string Row(IRenderedComponent<WhatIfPanel> panel, string measure) => panel.FindAll("tbody tr").First(r => r.QuerySelector(".mono")?.TextContent == measure).TextContent;
}
