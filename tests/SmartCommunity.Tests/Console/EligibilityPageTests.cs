using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Cloud.Programme.Ground;
using SmartCommunity.Console.Components.Ground;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Text;
using SmartCommunity.Programme.Eligibility;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Resources;
using SmartCommunity.Tests.Cloud.Api;
using SmartCommunity.Tests.Programme.Eligibility;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class EligibilityPageTests
{
    private const string Project = "baihe", Address = "/programme/baihe/eligibility";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_border_is_drawn_corner_by_corner_with_its_area_undone_and_saved()
    {
        await using var server = await ApiServer.StartAsync();
        using var context = ContextOf(server);
        var page = Open(context, Address);
        page.WaitForAssertion(() => Assert.Contains("The implementation unit has not been drawn", page.Markup, StringComparison.Ordinal), Patience);

        await ClickAsync(page, "Draw a border");
        var map = page.FindComponent<GroundMap>().Instance;
        foreach (var corner in Surveyor.Rectangle(0, 0, TestGround.Side, TestGround.Side).Append((900, 900)))
            await page.InvokeAsync(() => map.Click(TestGround.At(corner.Item1, corner.Item2).Longitude, TestGround.At(corner.Item1, corner.Item2).Latitude));
        await ClickAsync(page, "Undo");
        Assert.Contains("4 corners, area 20.00 ha", page.Markup, StringComparison.Ordinal);
        await ClickAsync(page, "Finish and save");
        page.WaitForElement("#border-source", Patience);
        await page.InvokeAsync(() => page.Find("aside form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("aside")), Patience);
        Assert.Equal("20.00 ha", page.Find(".tile .figure").TextContent);
        Assert.Equal("drawn on the map", ((UnitDrawn)(await Desk(server).EntriesAsync(Cancel))[^1].Act).Source);
    }

    [Fact]
    public async Task A_border_pasted_is_refused_by_field_and_rule_until_it_is_one()
    {
        await using var server = await ApiServer.StartAsync();
        using var context = ContextOf(server);
        var page = Open(context, $"{Address}?panel=border");
        page.WaitForElement("#border-text", Patience);

        await EnterBorderAsync(page, "no JSON");
        Assert.Equal("border", page.Find("aside [role=alert] code").TextContent);
        await EnterBorderAsync(page, """{"type":"Polygon","coordinates":[[[119.95,30.05],[119.96,30.06],[119.96,30.05],[119.95,30.06],[119.95,30.05]]]}""");
        Assert.Contains("crosses itself", page.Find("aside [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("[E-01]", page.Find("aside [role=alert]").TextContent, StringComparison.Ordinal);
        await EnterBorderAsync(page, TestGround.Square(0, 0, TestGround.Side).GetRawText());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("aside")), Patience);
        Assert.Equal(20, EligibilityJudge.Judge(await Desk(server).StateAsync(Cancel), (await Desk(server).StateAsync(Cancel)).Projects[Project], Desk(server).Policies.Packs.Single()).AreaHa!.Value, 0.01);
    }

    [Fact]
    public async Task Verdicts_have_their_rule_state_and_quote_in_both_languages()
    {
        await using var server = await ApiServer.StartAsync();
        await DoAsync(server, TestGround.Unit(Project), TestGround.Barriers(TestGround.Line("\"code\":\"x\",\"name\":\"杭黄铁路\",\"kind\":\"railway\"", (0, -900), (0, 900))));
        using var context = ContextOf(server, Languages.Chinese);
        var page = Open(context, Address);
        page.WaitForElement("tr[data-row]", Patience);

        Assert.Equal(["E-01", "E-02", "E-02", "E-03", "E-04", "E-05", "E-06", "E-07"], page.FindAll("table")[0].QuerySelectorAll("tr[data-row] th").Select(th => th.TextContent));
        var barrier = page.FindAll("table")[0].QuerySelectorAll("tr[data-row]")[4];
        Assert.Contains("不得申报", barrier.TextContent, StringComparison.Ordinal);
        Assert.Contains("铁路“杭黄铁路”", barrier.TextContent, StringComparison.Ordinal);
        Assert.Contains("应避免跨越铁路", barrier.QuerySelector("blockquote")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("不可申报", page.Find(".tiles").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_without_WebGL_shows_the_picture_and_takes_borders_as_text()
    {
        await using var server = await ApiServer.StartAsync();
        await DoAsync(server, TestGround.Unit(Project));
        using var context = ContextOf(server);
        context.Services.AddSingleton<IJSRuntime>(new BrowserWithoutWebGl());
        var page = Open(context, Address);

        var picture = page.WaitForElement("img.picture", Patience);

        Assert.StartsWith("/api/v1/programme/projects/baihe/eligibility/picture?format=svg&language=en", picture.GetAttribute("src"), StringComparison.Ordinal);
        Assert.True(page.FindAll("button").Single(b => b.TextContent == "Draw a border").HasAttribute("disabled"));
        await ClickAsync(page, "Border");
        Assert.NotNull(page.WaitForElement("#border-text", Patience));
    }

    [Fact]
    public async Task Nobody_enters_anything_without_a_name()
    {
        await using var server = await ApiServer.StartAsync();
        using var context = ContextOf(server, author: "");
        var page = Open(context, $"{Address}?panel=border");
        page.WaitForElement("#border-text", Patience);
        var before = (await Desk(server).StateAsync(Cancel)).Position;

        await EnterBorderAsync(page, TestGround.Square(0, 0, TestGround.Side).GetRawText());

        Assert.Contains("Say who does it", page.Find("aside [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(before, (await Desk(server).StateAsync(Cancel)).Position);
    }

    [Fact]
    public async Task A_gap_is_planned_into_the_space_that_fits_and_a_space_is_removed_with_a_reason()
    {
        await using var server = await ApiServer.StartAsync();
        var (longitude, latitude) = TestGround.At(50, 0);
        await DoAsync(
            server, TestGround.Unit(Project), new SpaceEntered(Project, "hall", new IdleSpace("publicRoom", "旧礼堂", 900, "街道办事处", false, longitude, latitude)),
            new SpaceEntered(Project, "shed", new IdleSpace("privateRoom", "库房", 20, "王某", false, longitude, latitude)));
        using var context = ContextOf(server);
        var page = Open(context, $"{Address}?view=resources");
        page.WaitForAssertion(() => Assert.Contains("is the smallest of 1 with at least 800 m²", page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("button[aria-label='Plan community service hall']").ClickAsync(new()));
        await page.InvokeAsync(() => page.FindComponent<PlanPanel>().Find("form.panel").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("planned: plan-1", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(new FacilityPlan("serviceHall", 800, "convert", null, "hall"), (await Desk(server).StateAsync(Cancel)).Projects[Project].Resources.Plans["plan-1"]);

        await page.InvokeAsync(() => page.Find("button[aria-label='Remove 旧礼堂']").ClickAsync(new()));
        page.Find("input[aria-label=Reason]").Change("sold");
        await page.InvokeAsync(() => page.Find("form:has(input[aria-label=Reason])").SubmitAsync());
        Assert.Contains("drop the plan first. [R-05]", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_is_not_in_the_pool_is_said()
    {
        await using var server = await ApiServer.StartAsync();
        using var context = ContextOf(server);
        var page = Open(context, Address, "nowhere");

        page.WaitForAssertion(() => Assert.Contains("The pool has no project “nowhere”", page.Markup, StringComparison.Ordinal), Patience);
    }

    private static ProgrammeDesk Desk(ApiServer server) => server.Services.GetRequiredService<ProgrammeDesk>();

    private static async Task DoAsync(ApiServer server, params IEnumerable<ProgrammeAct> acts)
    {
        foreach (var act in acts)
            Assert.Empty((await Desk(server).SubmitAsync(act, "wang", Cancel)).Refusals);
    }

    private static IRenderedComponent<EligibilityPage> Open(ConsoleContext context, string uri, string project = Project)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(uri);
        return context.Render<EligibilityPage>(p => p.Add(x => x.Project, project));
    }

    private static Task ClickAsync(IRenderedComponent<EligibilityPage> page, string button) => page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent.Trim() == button).ClickAsync(new()));

    private static async Task EnterBorderAsync(IRenderedComponent<EligibilityPage> page, string text)
    {
        page.Find("#border-source").Change("plan 7");
        page.Find("#border-text").Change(text);
        await page.InvokeAsync(() => page.Find("aside form").SubmitAsync());
    }

    private static ConsoleContext ContextOf(ApiServer server, string culture = Languages.English, string author = "wang")
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(Desk(server));
        context.Services.AddSingleton(server.Services.GetRequiredService<MapTakeover>());
        context.Services.AddScoped(s => new Author(s.GetRequiredService<Visitor>()) { Name = author });
        return context;
    }

    private sealed class BrowserWithoutWebGl : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => identifier == "import" ? throw new JSException("This browser has no WebGL 2.") : default;

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);
    }
}
