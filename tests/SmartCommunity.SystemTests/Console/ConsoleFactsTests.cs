using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Indicators.Packs;
using SmartCommunity.SystemTests.Line;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>Facts and evidence in a real browser: entered, handed in, reviewed by keyboard, and the way from a score and back. In a community of its own.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleFactsTests(ConsoleFixture console, Chromium chromium)
{
    private const string En = "en";

    // One pixel; a whole PNG, so that the browser has nothing to complain about.
    private static readonly byte[] Photo = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private T Get<T>()
        where T : notnull => console.Services.GetRequiredService<T>();

    [Fact]
    public async Task From_a_score_to_the_entry_of_a_missing_fact_and_back()
    {
        var community = await StandAsync(1);
        await using var page = await OpenAsync($"/communities/{community}/score?measure=JK-09b");
        var entry = page.Page.Locator("aside [data-entries] a[href*='fact=healthRecords']");
        await Expect(entry).ToBeVisibleAsync();
        await entry.ClickAsync();
        await page.ArrivesAtAsync("fact=healthRecords&measure=JK-09b");
        await Expect(page.Page.Locator("#fact-value")).ToBeFocusedAsync();

        await page.Page.Locator("#fact-value").FillAsync("900");
        await page.Page.Locator("#fact-asof").FillAsync("2026-01-05");
        await page.Page.Locator("#fact-source").FillAsync("clinic");
        await page.Page.Locator("#fact-author").FillAsync("Li");
        await page.Page.Locator("#fact-author").PressAsync("Enter");

        await Expect(page.Page.Locator("tr.selected")).ToContainTextAsync("900");
        await Expect(page.Page.Locator("aside .history tbody tr")).ToHaveCountAsync(1);
        Assert.Equal(900, (await Get<FactDesk>().FindAsync(community, "healthRecords", Cancel)).Value!.Value);
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("fact-entered");
        await page.Page.Locator(".page-head a[href*='measure=JK-09b']").ClickAsync();
        await page.ArrivesAtAsync($"/communities/{community}/score?measure=JK-09b");
        Assert.Equal([], page.Complaints);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task The_page_of_a_score_has_no_fault_of_access_with_its_panels_open(string language)
    {
        var community = await StandAsync(3);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, language), $"/communities/{community}/score?panel=whatif");
        await Expect(page.Page.Locator("#whatif-target")).ToBeVisibleAsync();
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync($"whatif-{language}");
        Assert.Equal([], page.Complaints);
    }

    private const float PressAgainMs = 3_000; // A person's patience with a key.

    [Fact]
    public async Task A_photograph_is_handed_in_and_reviewed_by_keyboard()
    {
        var community = await StandAsync(2);
        await using var page = await OpenAsync($"/communities/{community}/facts?evidence=covenant");
        // The field listens once the circuit has told it to, a moment after it is drawn: faster than any person.
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#evidence-file')?._blazorInputFileNextFileId !== undefined");
        await page.Page.Locator("#evidence-file").SetInputFilesAsync(new FilePayload { Name = "board.png", MimeType = "image/png", Buffer = Photo });
        await page.Page.Locator("#evidence-dated").FillAsync("2026-01-05");
        await page.Page.Locator("#evidence-author").FillAsync("Li");
        await page.Page.Locator("aside form button.primary").ClickAsync();
        await Expect(page.Page.Locator("aside article")).ToContainTextAsync("Submitted");
        await page.Page.Locator("aside article summary").ClickAsync();
        await Expect(page.Page.Locator("aside article img")).ToBeVisibleAsync();
        Assert.Equal([], await page.ViolationsAsync());
        await SubmitAsync(community, "second");

        await page.GoAsync($"/evidence?community={community}");
        await Expect(page.Page.Locator("main tbody tr[data-row]")).ToHaveCountAsync(2);
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("j");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("aside")).ToContainTextAsync("board.png");
        await Expect(page.Page.Locator("aside img")).ToBeVisibleAsync();
        Assert.Equal(1, await page.Page.Locator("aside img").EvaluateAsync<int>("image => image.naturalWidth"));
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("review");
        await page.Page.Locator("#review-author").FillAsync("Wang");
        await page.Page.Locator("#review-author").BlurAsync();
        await page.Page.Keyboard.PressAsync("a");

        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("“board.png” was accepted");
        await Expect(page.Page.Locator("aside")).ToContainTextAsync("second");
        await PressUntilAsync(page.Page, "r", "comment is missing");
        await Expect(page.Page.Locator("#review-comment")).ToBeFocusedAsync();
        await Until.TrueAsync(
            "the second piece is refused; whoever sees nothing happen writes and presses again",
            async () =>
            {
                try
                {
                    await page.Page.Locator("#review-comment").FillAsync("no seal", new LocatorFillOptions { Timeout = PressAgainMs });
                    await page.Page.Locator("#review-comment").BlurAsync();
                    await page.Page.Keyboard.PressAsync("r");
                    await page.Page.GetByText("No evidence waits for a review").WaitForAsync(new LocatorWaitForOptions { Timeout = PressAgainMs });
                    return true;
                }
                catch (TimeoutException)
                {
                    return await page.Page.GetByText("No evidence waits for a review").IsVisibleAsync();
                }
            },
            TimeSpan.FromMinutes(1));

        var pieces = (await Get<EvidenceDesk>().ListAsync(community, "covenant", null, 1, 10, Cancel)).Value!.Items;
        Assert.Equal([("accepted", "Wang"), ("refused", "Wang")], pieces.Select(p => (p.State, p.Reviewer!)).Order());
        Assert.Equal([], page.Complaints);
    }

    /// <summary>Whoever sees nothing happen presses again.</summary>
    private static async Task PressUntilAsync(IPage page, string key, string said)
    {
        var seen = "";
        await Until.TrueAsync(
            $"'{key}' is answered by '{said}'",
            async () =>
            {
                await page.Keyboard.PressAsync(key);
                try
                {
                    await page.GetByText(said).WaitForAsync(new LocatorWaitForOptions { Timeout = PressAgainMs });
                    return true;
                }
                catch (TimeoutException)
                {
                    seen = await page.EvaluateAsync<string>("() => `Focus: ${document.activeElement?.outerHTML.slice(0, 200)}. Drawer: ${document.querySelector('main aside')?.innerText}`");
                    return false;
                }
            },
            TimeSpan.FromMinutes(1),
            () => seen);
    }

    private async Task<string> StandAsync(int index)
    {
        var community = (await Get<PlaceDirectory>().CommunitiesAsync(street: null, Cancel))[^index].Code;
        var standing = new NewStanding { Pack = Get<PackLibrary>().Packs.Single(p => p.Id == "zj-future-community").Name, ProjectType = "renovation", EnteredBy = "Li" };
        Assert.True((await Get<StandingDesk>().PutAsync(community, standing, null, Cancel)).Succeeded);
        return community;
    }

    private async Task SubmitAsync(string community, string title)
    {
        using var document = new MemoryStream(Encoding.UTF8.GetBytes($"%PDF-1.7 {title}"));
        var staged = await Get<EvidenceFiles>().StageAsync(document, Cancel);
        var evidence = new NewEvidence { Kind = "covenant", Title = title, FileName = "a.pdf", Dated = new DateOnly(2026, 1, 5), SubmittedBy = "Li" };
        Assert.True((await Get<EvidenceDesk>().SubmitAsync(community, evidence, staged.Value!, Cancel)).Succeeded);
    }

    private async Task<ConsolePage> OpenAsync(string path) => await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), path);
}
