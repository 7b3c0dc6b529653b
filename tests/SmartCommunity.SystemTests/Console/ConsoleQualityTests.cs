using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>What alerts were worth, in a real browser: a judgement from the desk is in the rule's precision, in both languages, and in the table for spreadsheets.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleQualityTests(ConsoleFixture console, Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_judgement_in_one_press_is_in_the_rules_precision_and_in_the_table()
    {
        var id = await console.CallForHelpAsync(await console.NewButtonAsync());
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/alerts?community={console.Community}&id={Uri.EscapeDataString(id)}");
        await page.Page.Locator("#alert-author").FillAsync("Li");
        await page.Page.Locator("#alert-author").BlurAsync();
        await page.Page.Locator("aside [data-judge-as=false]").ClickAsync();
        await Expect(page.Page.Locator("aside .timeline")).ToContainTextAsync("Judged");

        await page.Page.GotoAsync("/quality?days=1");

        var rule = page.Page.Locator("[data-quality-rules] tr[data-row=sos]");
        await Expect(rule).ToContainTextAsync("False alarm");
        await Expect(page.Page.Locator("[data-quality-tiles]")).ToContainTextAsync("an office and hour");
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("quality");
        using var http = new HttpClient { BaseAddress = console.BaseAddress };
        var export = await page.Page.Locator("[data-export]").GetAttributeAsync("href");
        var csv = await http.GetStringAsync(new Uri(export!, UriKind.Relative), Cancel);
        Assert.Contains("\r\nrule,sos,", csv, StringComparison.Ordinal);
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task Period_and_office_are_chosen_by_keyboard_and_stand_in_the_address_in_Chinese()
    {
        await console.CallForHelpAsync(await console.NewButtonAsync());
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), "/quality");
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("预警质量");
        await Expect(page.Page.Locator("[data-days='7']")).ToHaveAttributeAsync("aria-pressed", "true");

        await page.Page.Locator("[data-days='30']").FocusAsync();
        await page.Page.Locator("[data-days='30']").PressAsync("Enter");

        await Expect(page.Page.Locator("[data-days='30']")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Contains("days=30", page.Page.Url, StringComparison.Ordinal);
        await Expect(page.Page.Locator("[data-quality-rules]")).ToContainTextAsync("紧急呼救");
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("quality-zh");
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task An_office_without_alerts_says_so_and_one_that_is_none_too()
    {
        // A cloud of its own: in the others' a gateway is soon away for longer than is allowed.
        await using var quiet = new ConsoleFixture();
        await quiet.InitializeAsync();
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(quiet.BaseAddress, "en"), "/quality?street=changkou&days=1");
        await Expect(page.Page.Locator(".empty")).ToContainTextAsync("No alerts in this time");
        Assert.Equal([], await page.ViolationsAsync());

        await page.Page.GotoAsync("/quality?street=nowhere");

        await Expect(page.Page.Locator(".empty")).ToContainTextAsync("No such office");
        Assert.Equal([], page.Complaints);
    }
}
