using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Rhythm;
using SmartCommunity.Tests.Cloud.Programme.Rhythm;
using static SmartCommunity.Tests.Cloud.Programme.Rhythm.RhythmOffice;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class ListsPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ListPeriod Week = new(Cadence.Weekly, new DateOnly(2022, 3, 7));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_drafts_changes_adds_takes_out_and_signs()
    {
        await using var office = await OfficeAsync();
        using var context = ContextOf(office);
        var page = Open(context, "");
        page.WaitForElement("[data-draft]", Patience);
        Assert.Contains("This issue has not been drafted", page.Find(".empty").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("[data-draft]").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tr[data-key='alerts/baihe']")), Patience);
        Assert.Equal("/alerts?community=baihe", page.Find("tr[data-key='alerts/baihe'] a").GetAttribute("href"));
        Assert.Contains("New", page.Find("tr[data-key='alerts/baihe']").TextContent, StringComparison.Ordinal);

        page.Find("#lists-author").Change("Zhou");
        await page.InvokeAsync(() => page.Find("tr[data-key='alerts/baihe'] [data-change]").ClickAsync(new()));
        page.WaitForElement("#line-unit", Patience).Change("health");
        await page.InvokeAsync(() => page.Find("[role=dialog] form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Equal("reason", page.Find("[role=dialog] [role=alert] code").TextContent), Patience);
        page.Find("#line-reason").Change("the street has no nurse");
        await page.InvokeAsync(() => page.Find("[role=dialog] form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("Health Bureau", page.Find("tr[data-key='alerts/baihe']").TextContent, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("[data-add]").ClickAsync(new()));
        page.WaitForElement("#line-text", Patience).Change("draw the plan");
        page.Find("#line-due").Change("2022-03-20");
        await page.InvokeAsync(() => page.Find("[role=dialog] form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("draw the plan", page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("[data-sign]").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Contains("Signed by Zhou", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll("[data-change], [data-sign], [data-draft], [data-add]"));
        var issue = (await office.StateAsync()).Rhythm.Lists[Week];
        Assert.Equal(("Zhou", "health"), (issue.Signed!.By, issue.Line("alerts/baihe")!.Unit));
    }

    [Fact]
    public async Task What_is_done_since_the_issue_before_is_shown_and_an_innovation_becomes_a_case()
    {
        await using var office = await OfficeAsync();
        office.Record("jiangbin", China(2022, 2, 27, 20), 70);
        office.Record("jiangbin", China(2022, 3, 6, 20), 74);
        await office.AtAsync(China(2022, 3, 7, 10));
        await SignAsync(office, Week);
        office.Raise(China(2022, 3, 9), community: "jiangbin");
        await office.AtAsync(China(2022, 3, 14, 8));
        using var context = ContextOf(office, Languages.Chinese);

        var next = Open(context, "?due=2022-03-14");
        next.WaitForAssertion(() => Assert.Contains("延续", next.Find("tr[data-key='alerts/baihe']").TextContent, StringComparison.Ordinal), Patience);
        // Due by this issue, and it is still there: due today is not late.
        Assert.DoesNotContain("逾期", next.Find("tr[data-key='alerts/baihe']").TextContent, StringComparison.Ordinal);
        Assert.Contains("办结", next.Find("tr[data-key='rise/jiangbin']").TextContent, StringComparison.Ordinal);
        Assert.Contains("新增", next.Find("tr[data-key='alerts/jiangbin']").TextContent, StringComparison.Ordinal);

        var signed = Open(context, "?due=2022-03-07");
        signed.WaitForElement("[data-case]", Patience);
        signed.Find("#lists-author").Change("周");
        await signed.InvokeAsync(() => signed.Find("[data-case]").ClickAsync(new()));
        signed.WaitForElement("#case-title", Patience).Change("邻里食堂");
        signed.Find("#note-text").Change("做法与成效");
        await signed.InvokeAsync(() => signed.Find("[role=dialog] form").SubmitAsync());
        signed.WaitForAssertion(() => Assert.Contains("1", signed.Find("a[href='/programme/cases']").TextContent, StringComparison.Ordinal), Patience);
        var library = context.Render<CasesPage>();
        library.WaitForAssertion(() => Assert.Contains("邻里食堂", library.Find("[data-case-entry]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("周", Assert.Single((await office.StateAsync()).Rhythm.Cases).By);
    }

    [Fact]
    public async Task Nobody_signs_without_a_name_and_another_cadence_has_its_own_issue()
    {
        await using var office = await OfficeAsync();
        await office.AtAsync(China(2022, 3, 7, 10));
        using var context = ContextOf(office);
        var page = Open(context, "?due=2022-03-07");
        page.WaitForElement("[data-sign]", Patience);
        await page.InvokeAsync(() => page.Find("[data-sign]").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Equal("actor", page.Find("[role=alert] code").TextContent), Patience);
        Assert.Null((await office.StateAsync()).Rhythm.Lists[Week].Signed);

        var half = Open(context, "?cadence=HalfMonthly");
        half.WaitForAssertion(() => Assert.Equal("page", half.Find("a[href='/programme/lists?cadence=HalfMonthly']").GetAttribute("aria-current")), Patience);
        Assert.Contains("Issue 5 of 2022", half.Find("#issue-title").TextContent, StringComparison.Ordinal);
    }

    private static async Task<RhythmOffice> OfficeAsync()
    {
        var office = await CreateAsync(China(2022, 2, 20, 9));
        office.Raise(China(2022, 3, 2));
        office.Time.SetUtcNow(China(2022, 3, 7, 9));
        return office;
    }

    private static async Task SignAsync(RhythmOffice office, ListPeriod period)
    {
        var seen = (await office.StateAsync()).Rhythm.Lists[period].Position;
        Assert.NotNull((await office.Desk.SubmitAsync(new ListsSigned(period, seen), "Zhou", Cancel)).Entry);
    }

    private static ConsoleContext ContextOf(RhythmOffice office, string culture = Languages.English)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        office.AddTo(context.Services);
        return context;
    }

    private static IRenderedComponent<Lists> Open(ConsoleContext context, string query)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/programme/lists" + query);
        return context.Render<Lists>();
    }
}
