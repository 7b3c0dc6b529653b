using Microsoft.Playwright;
using SmartCommunity.Programme.Log;
using SmartCommunity.Programme.Policies;
using SmartCommunity.Programme.Process;
using SmartCommunity.SystemTests.Console;
using SmartCommunity.SystemTests.Line;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Programme;

/// <summary>
/// The life of one project in browsers of the people it takes, each with an account of their role: declared, returned with numbered findings, put right, listed, built, accepted and paid for. What the rules want of a file
/// beyond one piece of each kind is handed in by the API, as the same person.
/// </summary>
[Collection(nameof(ProgrammeSuite))]
public sealed class ProgrammeStoryTests(ProgrammeFixture programme, Chromium chromium)
{
    private const string Project = "baihe", Path = $"/programme/{Project}";

    private static PolicyPack Policy => ShippedPolicies.Fuyang;

    private static string Today => ProgrammeEntry.DayOf(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_street_declares_is_returned_puts_it_right_is_accepted_and_finance_pays()
    {
        await using var street = await programme.OpenAsync(chromium, ProgrammeFixture.Unit, Path);
        await using var office = await programme.OpenAsync(chromium, ProgrammeFixture.Office, Path);
        await using var reviewer = await programme.OpenAsync(chromium, ProgrammeFixture.Reviewer, Path);
        await using var bureau = await programme.OpenAsync(chromium, ProgrammeFixture.Bureau, Path);
        await using var finance = await programme.OpenAsync(chromium, ProgrammeFixture.Finance, $"/programme/ledger?project={Project}");

        await DeclareAsync(street, office);
        await ReturnAndMendAsync(reviewer, street);
        await ListAsync(office, reviewer, street);
        await BuildAndAcceptAsync(street, office, bureau);
        await PayAsync(street, finance);

        await office.GoAsync(Path);
        await Expect(office.Page.Locator("[data-stage=Named]")).ToHaveAttributeAsync("aria-current", "step");
        await Expect(office.Page.Locator("ol.steps li.done")).ToHaveCountAsync(8);
        var history = office.Page.Locator("ol.history > li");
        await Expect(history.First).ToContainTextAsync("钱会计 (qian.finance)");
        foreach (var (act, who) in new[] { ("申报", "王芳 (wang.street)"), ("退回", "赵敏 (zhao.reviewer)"), ("公布", "林主任 (lin.office)"), ("会签", "孙民政 (sun.bureau)") })
            await Expect(history.Filter(new LocatorFilterOptions { HasText = act }).Filter(new LocatorFilterOptions { HasText = who }).First).ToBeVisibleAsync();
        await office.SaveScreenshotAsync("story-named");
        foreach (var page in new[] { street, office, reviewer, bureau, finance })
            Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task A_street_sees_its_own_projects_papers_and_money_and_only_what_it_may_do()
    {
        await using var street = await programme.OpenAsync(chromium, ProgrammeFixture.Unit, "/");
        await Expect(street.Page.Locator(".war tbody tr")).ToHaveCountAsync(7);
        await Expect(street.Page.Locator(".war [data-project=yicheng]")).ToHaveCountAsync(0);

        await street.GoAsync("/programme/papers");
        await Expect(street.Page.Locator(".filters option")).ToHaveCountAsync(7);
        var papers = await street.Page.Locator("tr[data-row] a.button").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        Assert.NotEmpty(papers);
        foreach (var paper in papers.Where(static p => p.Contains("format=html", StringComparison.Ordinal)))
            Assert.Equal(200, (await street.Page.APIRequest.GetAsync(paper)).Status);

        await street.GoAsync("/programme/ledger");
        await Expect(street.Page.Locator("tr[data-row]")).ToHaveCountAsync(7);
        Assert.Equal(403, (await street.Page.APIRequest.GetAsync("/api/v1/programme/money")).Status);
        Assert.Equal(403, (await street.Page.APIRequest.GetAsync($"/api/v1/programme/money?project={ProgrammePast.Returned}")).Status);
        Assert.Equal(200, (await street.Page.APIRequest.GetAsync($"/api/v1/programme/money?project={ProgrammePast.Rich}")).Status);

        // What belongs to the office and to finance is not offered.
        await street.GoAsync($"/programme/ledger?project={ProgrammePast.Rich}");
        await Expect(street.Page.Locator("aside [data-act=cost]")).ToBeVisibleAsync();
        await Expect(street.Page.Locator("aside [data-act=decide]")).ToHaveCountAsync(0);
        await street.GoAsync($"/programme/{ProgrammePast.Rich}");
        await Expect(street.Page.Locator("[data-act=acceptanceApplied]")).ToBeVisibleAsync();
        await Expect(street.Page.Locator("[data-act=projectWithdrawn]")).ToHaveCountAsync(0);
        Assert.Equal(403, (await street.GoAsync($"/programme/{ProgrammePast.Returned}")).Status);
    }

    [Fact]
    public async Task Word_by_word_the_glossary_answers_and_a_page_leads_to_its_word()
    {
        await using var page = await programme.OpenAsync(chromium, ProgrammeFixture.Neighbours, $"/programme/{ProgrammePast.Rich}");
        await page.Page.Locator("[data-term=communityFile]").ClickAsync();
        await page.ArrivesAtAsync("/glossary?term=communityFile");
        await Expect(page.Page.Locator("tr[data-row]")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("tr[data-row] th")).ToHaveTextAsync("一社一档");

        await page.Page.Locator("#term").FillAsync("M-09");
        await page.Page.Locator("#term").PressAsync("Enter");
        await page.ArrivesAtAsync("/glossary?q=M-09");
        await Expect(page.Page.Locator("tr[data-row] th")).ToHaveTextAsync("首付70%与后付30%");
        await page.Page.Locator("#term").FillAsync("没有这个词");
        await page.Page.Locator("#term").PressAsync("Enter");
        await Expect(page.Page.Locator(".empty")).ToBeVisibleAsync();
        Assert.Equal([], await page.ViolationsAsync());
        Assert.Equal([], page.Complaints);
    }

    private static async Task DeclareAsync(ConsolePage street, ConsolePage office)
    {
        // Layers of the whole district are the office's to enter.
        foreach (var act in ProgrammePast.Ground(Project))
            await (act.Subject is null ? office : street).SubmitAsync(act);
        foreach (var head in Policy.File.SurveyHeads.Skip(1))
            await street.SubmitAsync(new SmartCommunity.Programme.Files.SurveyWritten(Project, head.Code, $"{head.Name.Zh}现状"));
        foreach (var section in Policy.File.Sections.Skip(1))
            await street.HandInAsync(Project, section.Code);

        Assert.Contains("社区区位", await street.RefusedAsync("projectDeclared", ("lead", "陈主任")), StringComparison.Ordinal);
        await street.DoAsync("surveyWritten", ("head", Policy.File.SurveyHeads[0].Code), ("text", "富春街道中心，临富春江"));
        await street.Page.WaitForFunctionAsync("() => document.querySelector('#document-file')?._blazorInputFileNextFileId !== undefined");
        await street.Page.Locator("#document-title").FillAsync("储备摸排表");
        await street.Page.Locator("#document-file").SetInputFilesAsync(new FilePayload { Name = "survey.txt", MimeType = "text/plain", Buffer = "储备摸排"u8.ToArray() });
        await street.Page.Locator("form:has(#document-file) button.primary").ClickAsync();
        await Expect(street.Page.Locator("[data-complete]")).ToHaveTextAsync("10 / 10");
        await street.DoAsync("projectDeclared", ("lead", "陈主任"));
        await Expect(street.Page.Locator("[data-stage=Declared]")).ToHaveAttributeAsync("aria-current", "step");
    }

    private static async Task ReturnAndMendAsync(ConsolePage reviewer, ConsolePage street)
    {
        await reviewer.GoAsync(Path);
        await reviewer.DoAsync("projectReturned", ("findings", "补充居民意见征询记录\n更正实施单元面积说明"), ("due", Today));
        await Expect(reviewer.Page.Locator("tr[data-finding]")).ToHaveCountAsync(2);

        await street.GoAsync(Path);
        await Expect(street.Page.Locator("tr[data-finding='2']")).ToContainTextAsync("更正实施单元面积说明");
        Assert.Contains("1、2", await street.RefusedAsync("projectResubmitted"), StringComparison.Ordinal);
        await street.DoAsync("findingAnswered", ("no", "1"), ("answer", "已补充 312 户征询表"));
        await street.DoAsync("findingAnswered", ("no", "2"), ("answer", "面积按测绘成果更正"));
        await street.SaveScreenshotAsync("story-answered");
        Assert.Equal([], await street.ViolationsAsync());
        await street.DoAsync("projectResubmitted");
        await Expect(street.Page.Locator("[data-stage=Declared]")).ToHaveAttributeAsync("aria-current", "step");
    }

    private static async Task ListAsync(ConsolePage office, ConsolePage reviewer, ConsolePage street)
    {
        await office.GoAsync(Path);
        await office.DoAsync("projectSelected", ("rank", "1"), ("documentNo", "富未来办 5号"));
        foreach (var plan in Policy.File.Plans)
            await street.HandInAsync(Project, plan.Code);
        await reviewer.GoAsync(Path);
        foreach (var plan in Policy.File.Plans)
            await reviewer.DoAsync("planReviewed", ("plan", plan.Code), ("passed", "yes"), ("minutes", "专家评审会纪要"));
        await office.GoAsync(Path);
        await office.DoAsync("projectListed", ("documentNo", "浙风貌办 9号"), ("level", nameof(Level.City)));
        await Expect(office.Page.Locator("[data-stage=Listed]")).ToHaveAttributeAsync("aria-current", "step");
    }

    private static async Task BuildAndAcceptAsync(ConsolePage street, ConsolePage office, ConsolePage bureau)
    {
        await street.GoAsync(Path);
        await street.DoAsync("buildingStarted");
        // It is refused until the community is scored and what is binding is there.
        Assert.Contains("尚无评分", await street.RefusedAsync("acceptanceApplied", ("inspector", "周验收")), StringComparison.Ordinal);
        await ScoreAsync(office, street);
        Assert.Contains("不得为项目负责人", await street.RefusedAsync("acceptanceApplied", ("inspector", "陈主任")), StringComparison.Ordinal);
        await street.DoAsync("acceptanceApplied", ("inspector", "周验收"));
        await street.DoAsync("selfAcceptanceReported", ("reportNo", "自验 2号"));

        await bureau.GoAsync(Path);
        await bureau.DoAsync("departmentSigned", ("department", "civilAffairs"), ("remark", "同意"));
        await Expect(bureau.Page.Locator("[data-act=departmentSigned]")).ToHaveCountAsync(0);
        await office.GoAsync(Path);
        Assert.Contains("区住建局", await office.RefusedAsync("projectForwarded"), StringComparison.Ordinal);
        foreach (var department in Policy.Acceptance.Departments.Where(static d => d.Code != "civilAffairs"))
            await office.SubmitAsync(new DepartmentSigned(Project, department.Code, ""));
        await office.GoAsync(Path);
        await office.DoAsync("projectForwarded");
        await office.DoAsync("acceptancePassed", ("documentNo", "杭风貌办 3号"));
        await office.DoAsync("projectNamed", ("documentNo", "浙政函 1号"));
    }

    // The district's own pack asks for one binding fact: the office says that the community stands under it, the street enters the fact.
    private static async Task ScoreAsync(ConsolePage office, ConsolePage street)
    {
        var standing = await office.Page.APIRequest.PutAsync($"/api/v1/communities/{Project}/standing", new APIRequestContextOptions { DataObject = new { pack = StreetPack.Name, projectType = "renovation", enteredBy = "-" } });
        Assert.True(standing.Ok, await standing.TextAsync());
        var fact = await street.Page.APIRequest.PutAsync($"/api/v1/communities/{Project}/facts/{StreetPack.Fact}", new APIRequestContextOptions { DataObject = new { value = 12, asOf = Today, source = "房产台账", enteredBy = "-" } });
        Assert.True(fact.Ok, await fact.TextAsync());
        await Until.TrueAsync(
            "the community is scored", async () => await street.Page.APIRequest.GetAsync($"/api/v1/programme/projects/{Project}/readiness") is { Ok: true } answer && (await answer.TextAsync()).Contains("\"items\":[]", StringComparison.Ordinal),
            LineUnderTest.Patience);
    }

    private static async Task PayAsync(ConsolePage street, ConsolePage finance)
    {
        await street.GoAsync($"/programme/{Project}");
        await street.Page.Locator("nav a[href^='/programme/ledger']").Last.ClickAsync();
        await street.ArrivesAtAsync($"/programme/ledger?project={Project}");
        await street.PayAsync("cost", ("class", "works"), ("amount", "8,000,000"), ("document", "合同 17"), ("reason", "邻里中心改造"));
        await street.PayAsync("request", ("evaluation", "Other"), ("reference", "杭风貌办 3号"));
        await Expect(street.Page.Locator("li[data-payment='1'] [data-act]")).ToHaveCountAsync(0);

        await finance.GoAsync($"/programme/ledger?project={Project}");
        await finance.PayAsync("approve");
        await finance.PayAsync("pay", ("document", "凭证 0902"));
        await Expect(finance.Page.Locator("li[data-payment='1']")).ToContainTextAsync("钱会计 (qian.finance)");
        await Expect(finance.Page.Locator($"tr[data-project={Project}]")).ToContainTextAsync("800 万元");
        await finance.SaveScreenshotAsync("story-paid");
        Assert.Equal([], await finance.ViolationsAsync());
    }
}
