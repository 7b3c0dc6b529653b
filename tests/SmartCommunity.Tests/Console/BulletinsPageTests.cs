using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme;
using SmartCommunity.Storage.Scores;
using SmartCommunity.Tests.Cloud.Programme.Rhythm;
using static SmartCommunity.Tests.Cloud.Programme.Rhythm.RhythmOffice;

namespace SmartCommunity.Tests.Console;

public sealed class BulletinsPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly DateTimeOffset End = China(2022, 4, 1);

    [Fact]
    public async Task Before_the_first_bulletin_the_page_says_when_it_comes()
    {
        await using var office = await CreateAsync(China(2022, 3, 10, 9));
        using var context = ContextOf(office, Languages.Chinese);
        var page = Open(context, "");

        page.WaitForAssertion(() => Assert.Contains("首期通报将于 2022-04-01 8:00 冻结。", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task A_frozen_bulletin_shows_places_reasons_sources_and_takes_an_erratum_beside_it()
    {
        await using var office = await FrozenAsync();
        using var context = ContextOf(office);
        var page = Open(context, "");
        page.WaitForElement("[data-project=jiangbin]", Patience);

        var row = page.Find("[data-project=jiangbin]");
        Assert.Equal("1 / 2", row.QuerySelector("td")!.TextContent.Trim());
        Assert.Contains(row.QuerySelectorAll("a"), a => a.GetAttribute("href") == "/communities/jiangbin/facts?fact=residents" && a.GetAttribute("title") == "From census, as of 2022-03-09, entered by Li, revision 1");
        Assert.Contains("Coverage 0% is below 70%: not ranked", page.Find("[data-project=baihe]").TextContent, StringComparison.Ordinal);
        var issue = (await office.StateAsync()).Rhythm.Bulletins[new Month(2022, 3)];
        Assert.Equal(issue.Bulletin.Hash, page.Find("[data-hash]").TextContent);

        page.Find("#erratum-project").Change("jiangbin");
        page.Find("#erratum-total").Change("82.5");
        page.Find("#erratum-author").Change("Zhou");
        await page.InvokeAsync(() => page.Find("section form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Equal("reason", page.Find("[role=alert] code").TextContent), Patience);
        page.Find("#erratum-reason").Change("a facility was counted twice");
        await page.InvokeAsync(() => page.Find("section form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("The total is 82.5, not 81.2.", page.Find("[data-erratum='1']").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("corrected 82.5", page.Find("[data-project=jiangbin]").TextContent, StringComparison.Ordinal);
        Assert.Contains("81.2", page.Find("[data-project=jiangbin]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "O-04")]
    public async Task The_page_says_whether_the_bulletin_follows_from_what_it_was_made_of_and_where_not()
    {
        await using var office = await FrozenAsync();
        using (var context = ContextOf(office))
        {
            var page = Open(context, "");
            page.WaitForElement("[data-rederived=same]", Patience);
            Assert.Contains("Re-derived from snapshots and log: the same, byte for byte.", page.Find("[data-rederived]").TextContent, StringComparison.Ordinal);
        }

        office.Tamper("UPDATE change SET row_json = replace(row_json, '5200', '5201') WHERE subject = 'fact:residents'");
        using var again = ContextOf(office, Languages.Chinese);
        var other = Open(again, "");
        other.WaitForElement("[data-rederived=differs]", Patience);
        Assert.Contains("1 处不一致", other.Find("[data-rederived]").TextContent, StringComparison.Ordinal);
        Assert.Contains("rows[jiangbin].figures.facts[0].value: 冻结为 5200，推导为 5201", other.Find("[data-rederived] li").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_year_is_one_table_with_the_missing_months_named()
    {
        await using var office = await FrozenAsync();
        using var context = ContextOf(office, Languages.Chinese);
        var page = Open(context, "?tab=year");

        page.WaitForAssertion(() => Assert.Contains("81.2", page.Find("[data-project=jiangbin]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("缺：2022-01, 2022-02, 2022-04", page.Markup, StringComparison.Ordinal);
        Assert.Contains("富春街道", page.Find("[data-unit=fuchun]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_forecast_says_where_it_knows_too_little()
    {
        await using var office = await FrozenAsync();
        using var context = ContextOf(office);
        var page = Open(context, "?tab=forecast");

        page.WaitForAssertion(() => Assert.Contains("Too few days: 0 weeks, 8 are needed", page.Find("[data-project=jiangbin]").TextContent, StringComparison.Ordinal), Patience);
        Assert.NotEmpty(page.FindAll("[data-uncalibrated]"));
    }

    private static async Task<RhythmOffice> FrozenAsync()
    {
        var office = await CreateAsync(China(2022, 3, 10, 9));
        await office.EnterFactAsync("jiangbin", "residents", 5200);
        office.Snapshot("jiangbin", ScoreSnapshotKind.Month, End, 81.23);
        office.Snapshot("yicheng", ScoreSnapshotKind.Month, End, 70);
        office.Snapshot("baihe", ScoreSnapshotKind.Month, End, 90, known: false);
        await office.AtAsync(End.AddHours(8));
        return office;
    }

    private static ConsoleContext ContextOf(RhythmOffice office, string culture = Languages.English)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        office.AddTo(context.Services);
        return context;
    }

    private static IRenderedComponent<Bulletins> Open(ConsoleContext context, string query)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/programme/bulletins" + query);
        return context.Render<Bulletins>();
    }
}
