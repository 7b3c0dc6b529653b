using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Cloud.Scoring.WhatIf;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Indicators.Packs;

namespace SmartCommunity.Tests.Console;

public sealed class PacksPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_pack_opens_to_every_measure_with_formula_and_unofficial_numbers_marked()
    {
        await using var scored = await OpenableAsync(new ConsoleContext());
        var pack = ScoredCommunity.Pack;

        var page = Open(scored, $"?pack={Uri.EscapeDataString(pack.Name)}");

        Assert.Equal(pack.Measures.Select(m => m.Id), page.FindAll("tr[data-row] th .mono").Select(m => m.TextContent));
        Assert.Equal(pack.Measures.Count(m => m.Provenance.StartsWith("unofficial", StringComparison.Ordinal)), page.FindAll("td").Count(c => c.TextContent.Contains("Unofficial", StringComparison.Ordinal)));
        Assert.Contains("active_accounts_90d / residents≥14×100", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_packs_are_compared_point_by_point()
    {
        await using var scored = await OpenableAsync(new ConsoleContext());
        var (a, b) = (PackLibrary.Shipped.Packs[0], PackLibrary.Shipped.Packs[1]);

        var page = Open(scored, $"?pack={Uri.EscapeDataString(a.Name)}&with={Uri.EscapeDataString(b.Name)}");

        var diff = PackDiff.Of(a, b);
        page.WaitForAssertion(() => Assert.Contains($"{diff.Changes.Count} points differ", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains(page.FindAll("tr[data-row] th.mono"), r => r.TextContent == diff.Changes[^1].Path);
    }

    [Theory]
    [InlineData("?pack=no-such@1", "There is no pack no-such@1")]
    [InlineData("?with=no-such@1", "There is no pack 'no-such@1'")]
    public async Task A_pack_that_is_not_there_is_said(string query, string message)
    {
        await using var scored = await OpenableAsync(new ConsoleContext());

        var page = Open(scored, query);

        page.WaitForAssertion(() => Assert.Contains(message, page.Markup.Replace("&#x27;", "'", StringComparison.Ordinal), StringComparison.Ordinal), Patience);
    }

    private static async Task<ScoredCommunity> OpenableAsync(ConsoleContext context)
    {
        var scored = await ScoredCommunity.CreateAsync(context);
        scored.Context.Services.AddSingleton(p => new PackDesk(PackLibrary.Shipped, p.GetRequiredService<WhatIfDesk>(), p.GetRequiredService<ScoreQueries>(), scored.Index));
        return scored;
    }

    private static IRenderedComponent<Packs> Open(ScoredCommunity scored, string query)
    {
        scored.Context.Services.GetRequiredService<NavigationManager>().NavigateTo("/packs" + query);
        return scored.Context.Render<Packs>();
    }
}
