using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Scoring;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.Tests.Cloud.Programme;
using SmartCommunity.Tests.Cloud.Programme.Rhythm;

namespace SmartCommunity.Tests.Console;

/// <summary>The reviewer desk over a real registry: who sees which forms, what is listed, a sample drawn and checked.</summary>
public sealed class ReviewBoardTests
{
    private const string Project = "baihe";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sample_is_drawn_checked_and_signed_on_the_desk()
    {
        await using var office = await OfficeAsync();
        await AcceptAsync(office, "covenant");
        using var context = ContextOf(office, Languages.English, Of(Roles.Reviewer));
        var page = Open(context, $"?project={Project}");

        await SubmitAsync(page, "sampleDrawn", ("#act-count", "2"));
        page.WaitForAssertion(() => Assert.Contains("must be 1 to 1", page.Find(".refusals").TextContent, StringComparison.Ordinal), Patience);
        await SubmitAsync(page, null, ("#act-count", "1"));
        page.WaitForAssertion(() => Assert.Contains("not checked", page.Find("[data-piece]").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("sample 1", page.Find("[data-left]").TextContent, StringComparison.Ordinal);
        var piece = page.Find("[data-piece]").GetAttribute("data-piece");
        await SubmitAsync(page, "sampleChecked", ("#act-piece", $"1:{piece}"), ("#act-remark", "No signature."), ("#act-due", "2022-06-01"));
        page.WaitForAssertion(() => Assert.Contains("No signature.", page.Find("[data-finding='1']").TextContent, StringComparison.Ordinal), Patience);

        await SubmitAsync(page, "reviewSigned");
        page.WaitForAssertion(() => Assert.Contains("Findings not answered yet: 1", page.Find(".refusals").TextContent, StringComparison.Ordinal), Patience);
        using var unit = ContextOf(office, Languages.English, Of(Roles.Street));
        await SubmitAsync(Open(unit, $"?project={Project}"), "findingAnswered", ("#act-answer", "Signed."));
        await SubmitAsync(Open(context, $"?project={Project}"), "reviewSigned", ("#act-remark", "In order."));

        var signed = Assert.Single((await office.StateAsync()).Projects[Project].Review.Signatures);
        Assert.Equal("In order.", signed.Remark);
    }

    [Fact]
    public async Task Reviewers_and_the_unit_have_their_own_forms_and_finance_has_none()
    {
        await using var office = await OfficeAsync();

        Assert.Equal(["measureChallenged", "sampleDrawn"], FormsOf(office, Roles.Reviewer));
        Assert.Equal([], FormsOf(office, Roles.Street));
        Assert.Equal([], FormsOf(office, Roles.Finance));
    }

    [Theory]
    [InlineData(Languages.English, "No project is under review")]
    [InlineData(Languages.Chinese, "没有项目处于评审")]
    public async Task Only_what_the_filter_and_the_own_area_have_is_listed(string culture, string empty)
    {
        await using var office = await OfficeAsync();
        using var context = ContextOf(office, culture, Of(Roles.Reviewer));

        var all = Open(context, "");
        all.WaitForAssertion(() => Assert.Equal(Project, Assert.Single(all.FindAll("tr[data-row]")).GetAttribute("data-project")), Patience);
        var sign = Open(context, "?show=sign");
        sign.WaitForAssertion(() => Assert.Contains(empty, sign.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
        var unknown = Open(context, "?project=atlantis");
        unknown.WaitForAssertion(() => Assert.Contains("atlantis", unknown.Find(".empty").TextContent, StringComparison.Ordinal), Patience);
    }

    private static Caller Of(string role) => new(CallerKind.Account, role, role, role, [role], Area.District, "");

    private static string[] FormsOf(RhythmOffice office, string role)
    {
        using var context = ContextOf(office, Languages.English, Of(role));
        var page = Open(context, $"?project={Project}");
        page.WaitForElement("section[aria-labelledby=acts-title]", Patience);
        return [.. page.FindAll("[data-act]").Select(b => b.GetAttribute("data-act")!)];
    }

    private static async Task SubmitAsync(IRenderedComponent<ReviewBoard> page, string? act, params (string Field, string Value)[] typed)
    {
        if (act is not null)
            await page.InvokeAsync(() => page.WaitForElement($"[data-act={act}]", Patience).ClickAsync(new()));
        foreach (var (field, value) in typed)
            page.WaitForElement(field, Patience).Change(value);
        await page.InvokeAsync(() => page.Find("section[aria-labelledby=acts-title] form").SubmitAsync());
    }

    private static async Task AcceptAsync(RhythmOffice office, string kind)
    {
        using var document = new MemoryStream("%PDF-1.7 pact"u8.ToArray());
        var staged = await office.Files.StageAsync(document, Cancel);
        var submitted = await office.Evidence.SubmitAsync(
            Project, new NewEvidence { Kind = kind, Title = "公约", FileName = "pact.pdf", Dated = new DateOnly(2022, 1, 5), SubmittedBy = "Li" }, staged.Value!, Cancel);
        Assert.True((await office.Evidence.ReviewAsync(Project, submitted.Value!.Id, new NewReview { Decision = "accepted", Reviewer = "Wang" }, null, Cancel)).Succeeded);
    }

    private static async Task<RhythmOffice> OfficeAsync()
    {
        var office = await RhythmOffice.CreateAsync(RhythmOffice.China(2022, 3, 1, 9));
        await DeskWalk.ToReviewAsync(office.Desk, office.Board, Project);
        return office;
    }

    private static ConsoleContext ContextOf(RhythmOffice office, string culture, Caller caller)
    {
        var context = new ConsoleContext(culture, caller);
        office.AddTo(context.Services);
        context.Services.AddSingleton(PackLibrary.Shipped);
        context.Services.AddSingleton(new ScoreQueries(office.Board, office.Scores, null!, null!, null!));
        return context;
    }

    private static IRenderedComponent<ReviewBoard> Open(ConsoleContext context, string query)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/programme/review" + query);
        return context.Render<ReviewBoard>();
    }
}
