using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Facts;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class FactsPageTests
{
    private const string Code = "baihe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fact_is_entered_changed_removed_and_put_back_and_every_value_stays_in_its_history()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync(Code);
        using var context = ContextOf(office);
        var page = Open(context, "?fact=households&measure=JK-09b");
        Fill(page, "1200", "2026-03-01", "census");
        await SubmitAsync(page);
        Assert.Equal(1200, (await FactAsync(office))!.Value);
        page.WaitForAssertion(() => Assert.Contains("1,200", Row(page, "census"), StringComparison.Ordinal), Patience);
        Fill(page, "1250", "2026-04-01", "register");
        await SubmitAsync(page);
        await page.InvokeAsync(() => page.Find("aside button.danger").ClickAsync(new()));

        Assert.Null(await FactAsync(office));
        page.WaitForAssertion(() => Assert.Contains("was removed", page.Find("p[role=status]").TextContent, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Undo").ClickAsync(new()));

        Assert.Equal((1250, "register", 4), ((await FactAsync(office))!.Value, (await FactAsync(office))!.Source, (await FactAsync(office))!.Revision));
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll("aside section tbody tr").Count), Patience);
        var history = page.Find("aside section").TextContent;
        Assert.Contains("1,200", history, StringComparison.Ordinal);
        Assert.Contains("2026-03-01", history, StringComparison.Ordinal);
        Assert.Contains("/communities/baihe/score?measure=JK-09b", page.Find(".page-head").InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_names_its_field_and_its_limit_and_what_was_typed_stays()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync(Code);
        using var context = ContextOf(office);
        var page = Open(context, "?fact=households");
        Fill(page, "12.5", "2999-01-01", " ");
        await SubmitAsync(page);

        Assert.Equal(["asOf", "source", "value"], page.FindAll("aside [role=alert] code").Select(c => c.TextContent).Order());
        Assert.Contains("must be a whole number from", page.Find("aside [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(("true", "12.5"), (page.Find("#fact-value").GetAttribute("aria-invalid"), page.Find("#fact-value").GetAttribute("value")));
        Fill(page, "many", "2026-01-01", "x");
        await SubmitAsync(page);
        Assert.Contains("\"many\" must be", page.Find("aside [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Null(await FactAsync(office));
    }

    [Fact]
    public async Task Missing_facts_come_first_old_ones_say_so_and_only_what_lacks_can_be_shown()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync(Code);
        await PutAsync(office, "households", 1200, new DateOnly(2026, 11, 1));
        await PutAsync(office, "residents", 3000, new DateOnly(1999, 1, 1));
        using var context = ContextOf(office);
        var page = Open(context, "");
        page.WaitForElement("tr[data-row]", Patience);

        foreach (var group in page.FindAll(".table-frame[aria-label^='Facts of'] tbody"))
        {
            var entered = group.QuerySelectorAll("tr[data-row]").Select(r => r.TextContent.Contains("Missing", StringComparison.Ordinal)).ToList();
            Assert.Equal(entered.OrderByDescending(m => m), entered);
        }

        Assert.Contains("Too old", Row(page, "1999-01-01"), StringComparison.Ordinal);
        Assert.Contains("Entered", Row(page, "2026-11-01"), StringComparison.Ordinal);
        var lacking = Open(context, "?show=lacking");
        lacking.WaitForElement("tr[data-row]", Patience);
        Assert.DoesNotContain("2026-11-01", lacking.Markup, StringComparison.Ordinal);
        Assert.Contains("1999-01-01", lacking.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_is_typed_by_its_definition_entered_listed_and_put_back_after_removal()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync(Code);
        using var context = ContextOf(office);
        var page = Open(context, "?record=shop&id=~new");
        page.WaitForElement("#record-id", Patience).Change("shop-1");
        page.Find("#field-name").Change("早餐店");
        page.Find("#field-walkMinutes").Change("far");
        page.Find("#record-asof").Change("2026-05-01");
        page.Find("#record-source").Change("walk");
        page.Find("#record-author").Change("Li");
        await SubmitAsync(page);
        Assert.Equal(["fields.kind", "fields.walkMinutes"], page.FindAll("aside [role=alert] code").Select(c => c.TextContent).Order());
        page.Find("#field-kind").Change("breakfast");
        page.Find("#field-walkMinutes").Change("4");
        await SubmitAsync(page);

        page.WaitForAssertion(() => Assert.Contains("早餐店", page.Find("section[aria-labelledby=records-of] tbody").TextContent, StringComparison.Ordinal), Patience);
        var open = Open(context, "?record=shop&id=shop-1");
        open.WaitForElement("aside button.danger", Patience);
        await open.InvokeAsync(() => open.Find("aside button.danger").ClickAsync(new()));
        Assert.False((await office.Records.FindAsync(Code, "shop", "shop-1", Cancel)).Succeeded);
        open.WaitForAssertion(() => Assert.Contains(open.FindAll("button"), b => b.TextContent == "Undo"), Patience);
        await open.InvokeAsync(() => open.FindAll("button").Single(b => b.TextContent == "Undo").ClickAsync(new()));

        var back = (await office.Records.FindAsync(Code, "shop", "shop-1", Cancel)).Value!;
        Assert.Equal(("早餐店", 4, 3), (back.Fields.GetProperty("name").GetString(), back.Fields.GetProperty("walkMinutes").GetDouble(), back.Revision));
    }

    [Fact]
    public async Task A_table_is_tried_first_names_its_bad_rows_and_is_then_taken_over()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync(Code);
        using var context = ContextOf(office, Languages.Chinese);
        var page = Open(context, "?panel=import");
        page.WaitForElement("#table-author", Patience).Change("李");
        Assert.Contains("/tables/facts?template=true&format=xlsx&headings=zh", page.FindAll("[role=dialog] a[download]")[0].GetAttribute("href"), StringComparison.Ordinal);
        var csv = "code,value,asOf,source\nhouseholds,1200,2026-01-01,普查\nresidents,-3,2026-01-01,普查\n";

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(csv, "facts.csv"));

        page.WaitForAssertion(() => Assert.Contains("试读 2 行：将新增 1，修改 0，未变 0，空白 0，错误 1。", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(["3", "value", "-3"], page.FindAll("[role=dialog] tbody td").Take(3).Select(c => c.TextContent));
        Assert.Null(await FactAsync(office));
        await page.InvokeAsync(() => page.Find("[role=dialog] button.primary").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Contains("共 2 行：新增 1", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(1200, (await FactAsync(office))!.Value);
    }

    [Fact]
    public async Task A_document_is_handed_in_shown_with_its_hash_and_taken_back()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync(Code);
        using var context = ContextOf(office);
        var page = Open(context, "?evidence=covenant");
        page.WaitForElement("#evidence-author", Patience).Change("Li");
        await SubmitAsync(page);
        Assert.Equal("file", page.Find("aside [role=alert] code").TextContent);
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("not a picture", "a.png"));
        page.Find("#evidence-dated").Change("2026-01-05");
        await SubmitAsync(page);
        Assert.Contains("named .png", page.Find("aside [role=alert]").TextContent, StringComparison.Ordinal);
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("%PDF-1.7 covenant", "covenant.pdf"));
        await SubmitAsync(page);

        page.WaitForAssertion(() => Assert.Contains("Submitted", page.Find("article").TextContent, StringComparison.Ordinal), Patience);
        var piece = Assert.Single((await office.Desk.ListAsync(Code, "covenant", null, 1, 10, Cancel)).Value!.Items);
        Assert.Contains(piece.Sha256, page.Find("article").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/api/v1/communities/baihe/evidence/{piece.Id}/document?inline=true", page.Find("article iframe").GetAttribute("src"));
        Assert.Contains("Waits for review", page.FindAll("tr[data-row].selected")[0].TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll("article button").Single(b => b.TextContent == "Take back").ClickAsync(new()));
        page.Find($"#withdraw-{piece.Id}").Change("wrong year");
        await page.InvokeAsync(() => page.Find("article form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("Taken back", page.Find("article").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task A_standing_is_said_and_changing_it_warns_of_what_changes()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        using var context = ContextOf(office);
        var page = Open(context, "");
        page.WaitForAssertion(() => Assert.Contains("No standing yet", page.Find(".standing").TextContent, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.Find(".standing button").ClickAsync(new()));
        page.Find("#standing-pack").Change(EvidenceOffice.Pack.Name);
        page.Find("#standing-type").Change("renovation");
        page.Find("#standing-author").Change("Li");
        Assert.Contains("86 measures", page.Find(".effects").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".standing form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains(EvidenceOffice.Pack.Name, page.Find(".standing").TextContent, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find(".standing button").ClickAsync(new()));
        Assert.Empty(page.FindAll(".effects"));
        var claim = page.Find(".standing fieldset input");
        claim.Change(true);

        Assert.Contains("will score", page.Find(".effects").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".standing form").SubmitAsync());
        Assert.Single((await office.Standings.FindAsync(Code, Cancel)).Value!.Claimed);
    }

    [Fact]
    public async Task An_unknown_community_is_said_to_be_unknown()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        using var context = ContextOf(office);

        var page = Open(context, "", "nowhere");

        page.WaitForAssertion(() => Assert.Contains("nowhere", page.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
    }

    private static ConsoleContext ContextOf(EvidenceOffice office, string culture = Languages.English)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        office.AddTo(context.Services);
        return context;
    }

    private static IRenderedComponent<FactsPage> Open(ConsoleContext context, string query, string code = Code)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo($"/communities/{code}/facts{query}");
        return context.Render<FactsPage>(p => p.Add(c => c.Code, code));
    }

    private static void Fill(IRenderedComponent<FactsPage> page, string value, string asOf, string source)
    {
        page.WaitForElement("#fact-value", Patience).Change(value);
        page.Find("#fact-asof").Change(asOf);
        page.Find("#fact-source").Change(source);
        page.Find("#fact-author").Change("Li");
    }

    private static Task SubmitAsync(IRenderedComponent<FactsPage> page) => page.InvokeAsync(() => page.Find("aside form").SubmitAsync());

    private static string Row(IRenderedComponent<FactsPage> page, string with) =>
        page.FindAll(".table-frame[aria-label^='Facts of'] tr[data-row]").Single(r => r.TextContent.Contains(with, StringComparison.Ordinal)).TextContent;

    private static async Task<FactView?> FactAsync(EvidenceOffice office) => (await office.Facts.FindAsync(Code, "households", Cancel)).Value;

    private static async Task PutAsync(EvidenceOffice office, string code, int value, DateOnly asOf) => Assert.True((await office.Facts.PutAsync(
        Code, code, new NewFact { Value = JsonElement.Parse($"{value}"), AsOf = asOf, Source = "register", EnteredBy = "Li" }, null, Cancel)).Succeeded);
}
