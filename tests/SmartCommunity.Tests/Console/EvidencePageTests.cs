using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Tests.Cloud.Facts;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class EvidencePageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reviewer_works_through_the_queue_and_nobody_reviews_their_own()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync("baihe");
        var first = await office.SubmitAsync("baihe", "covenant", "one");
        var second = await office.SubmitAsync("jiangbin", "covenant", "two");
        using var context = ContextOf(office);
        var page = Open(context, "?id=" + first.Id);
        page.WaitForElement("#review-author", Patience).Change(" li ");
        await AcceptAsync(page);
        Assert.Equal("reviewer", page.Find("aside [role=alert] code").TextContent);
        page.Find("#review-author").Change("Wang");
        page.Find("#review-inspected").Change(true);
        page.Find("#review-expires").Change("2027-06-30");
        await AcceptAsync(page);

        var accepted = (await office.Desk.FindAsync("baihe", first.Id, Cancel)).Value!;
        Assert.Equal(("accepted", "Wang", true, new DateOnly(2027, 6, 30)), (accepted.State, accepted.Reviewer, accepted.Inspected, accepted.Expires));
        page.WaitForAssertion(() => Assert.Contains("“one” was accepted", page.Markup, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Equal("two", Assert.Single(page.FindAll("tr[data-row] th")).TextContent), Patience);
        page.WaitForAssertion(() => Assert.Contains(second.Sha256, page.Find("aside").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Refusing_needs_a_reason_and_is_final()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        var piece = await office.SubmitAsync("baihe", "covenant", "one");
        using var context = ContextOf(office, Languages.Chinese);
        var page = Open(context, "?id=" + piece.Id);
        page.WaitForElement("#review-author", Patience).Change("王");
        await RefuseAsync(page);
        Assert.Equal("comment", page.Find("aside [role=alert] code").TextContent);
        page.Find("#review-comment").Change("没有盖章");
        await RefuseAsync(page);

        Assert.Equal(("refused", "没有盖章"), ((await office.Desk.FindAsync("baihe", piece.Id, Cancel)).Value!.State, (await office.Desk.FindAsync("baihe", piece.Id, Cancel)).Value!.Comment));
        page.WaitForAssertion(() => Assert.Contains("没有待审核的佐证", page.Markup, StringComparison.Ordinal), Patience);
        var refused = Open(context, "?state=refused&id=" + piece.Id);
        refused.WaitForAssertion(() => Assert.Contains("此决定不能更改", refused.Find("aside").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task An_acceptance_is_undone_by_taking_it_back_with_a_reason()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        var piece = await office.SubmitAsync("baihe", "covenant", "one");
        await office.ReviewAsync(piece, "accepted");
        using var context = ContextOf(office);
        var page = Open(context, "?state=accepted&id=" + piece.Id);
        page.WaitForElement("aside", Patience);
        await page.InvokeAsync(() => page.FindAll("aside button").Single(b => b.TextContent == "Take back").ClickAsync(new()));
        page.Find($"#withdraw-author-{piece.Id}").Change("Wang");
        page.Find($"#withdraw-{piece.Id}").Change("wrong community");
        await page.InvokeAsync(() => page.Find("aside form").SubmitAsync());

        Assert.Equal("withdrawn", (await office.Desk.FindAsync("baihe", piece.Id, Cancel)).Value!.State);
        page.WaitForAssertion(() => Assert.Contains("was taken back", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Steps_lead_to_the_neighbours_and_filters_to_a_community_or_a_measure()
    {
        await using var office = await EvidenceOffice.CreateAsync();
        await office.StandAsync("baihe");
        var first = await office.SubmitAsync("baihe", "covenant", "one");
        await office.SubmitAsync("jiangbin", "covenant", "two");
        using var context = ContextOf(office);
        var page = Open(context, "?id=" + first.Id);
        page.WaitForElement("[data-step-on]", Patience);
        Assert.True(page.Find("[data-step-back]").HasAttribute("disabled"));
        await page.InvokeAsync(() => page.Find("[data-step-on]").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.True(page.Find("[data-step-on]").HasAttribute("disabled")), Patience);

        var ofBaihe = Open(context, "?community=baihe");
        ofBaihe.WaitForAssertion(() => Assert.Equal("one", Assert.Single(ofBaihe.FindAll("tr[data-row] th")).TextContent), Patience);
        var ofOther = Open(context, "?measure=JK-13");
        ofOther.WaitForAssertion(() => Assert.Contains("No evidence waits", ofOther.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
    }

    private static Task AcceptAsync(IRenderedComponent<EvidencePage> page) => page.InvokeAsync(() => page.Find("aside form").SubmitAsync());

    private static Task RefuseAsync(IRenderedComponent<EvidencePage> page) => page.InvokeAsync(() => page.Find("[data-refuse]").ClickAsync(new()));

    private static ConsoleContext ContextOf(EvidenceOffice office, string culture = Languages.English)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        office.AddTo(context.Services);
        return context;
    }

    private static IRenderedComponent<EvidencePage> Open(ConsoleContext context, string query)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/evidence" + query);
        return context.Render<EvidencePage>();
    }
}
