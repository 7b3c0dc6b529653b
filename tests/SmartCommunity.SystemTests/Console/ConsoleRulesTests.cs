using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Alerts.Rules;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>The rules in a real browser: a file with faults, then a good one is compared, back-tested and put in force, and the earlier one put back.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleRulesTests(ConsoleFixture console, Chromium chromium)
{
    [Fact]
    public async Task A_file_is_looked_at_back_tested_put_in_force_and_the_earlier_one_put_back()
    {
        var desk = console.Services.GetRequiredService<RuleDesk>();
        var shipped = (await desk.ViewAsync()).InForce;
        var text = Encoding.UTF8.GetString(RuleFile.Shipped.Span);
        var version = $"browser.{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}";
        var changed = text.Replace("\nversion: \"2026.3\"", $"\nversion: \"{version}\"", StringComparison.Ordinal).Replace("is: open, for: 30min", "is: open, for: 45min", StringComparison.Ordinal);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), "/rules?panel=trial");

        await ChooseAsync(page, "bad.yaml", changed.Replace("priority: P1", "priority: P0", StringComparison.Ordinal));
        await Expect(page.Page.Locator("main [role=alert] code").First).ToHaveTextAsync("rules[sos].priority");
        Assert.Equal([], await page.ViolationsAsync());
        await ChooseAsync(page, "good.yaml", changed);
        await Expect(page.Page.Locator("tr[data-change=doorOpen]")).ToContainTextAsync("fewer or later alerts");
        await page.Page.Locator("[data-backtest]").ClickAsync();
        await Expect(page.Page.Locator("[data-backtested]")).ToContainTextAsync("alerts in");
        await Expect(page.Page.Locator("tr[data-backtest-row=doorOpen]")).ToBeVisibleAsync();
        await page.Page.Locator("[data-put-open]").ClickAsync();
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("rules-trial");
        await PutAsync(page, "Li");

        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync($"fuyang@{version} is in force now, by Li");
        await Expect(page.Page.Locator("tr[data-row=doorOpen]")).ToContainTextAsync("45 min");
        Assert.Equal(($"fuyang@{version}", "Li"), ((await desk.ViewAsync()).InForce, (await desk.ViewAsync()).History[0].Actor));

        await page.Page.Locator("[data-panel=history]").ClickAsync();
        await page.Page.Locator($"tr[data-set='{shipped}'] [data-back]").ClickAsync();
        await PutAsync(page, "Wang");
        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync($"{shipped} is in force now, by Wang");
        await Expect(page.Page.Locator("tr[data-row=doorOpen]")).ToContainTextAsync("30 min");
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task A_rule_opens_by_keyboard_and_one_in_shadow_says_what_it_would_have_raised()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), "/rules");
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        var row = page.Page.Locator("tr[data-row=heartRateRaised]");
        await Expect(row).ToContainTextAsync("影子");

        await row.Locator("[data-open]").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator("aside h2")).ToHaveTextAsync("心率偏高");
        await Expect(page.Page.Locator("aside")).ToContainTextAsync("近期本应产生的预警");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("aside [data-close]").ClickAsync();
        await Expect(page.Page.Locator("aside")).ToHaveCountAsync(0);
        Assert.Equal([], page.Complaints);
    }

    private static async Task PutAsync(ConsolePage page, string actor)
    {
        await page.Page.Locator("#rules-author").FillAsync(actor);
        await page.Page.Locator("#rules-author").BlurAsync();
        await page.Page.Locator("#rules-sure").CheckAsync();
        await page.Page.Locator("[data-put]").ClickAsync();
    }

    private static Task ChooseAsync(ConsolePage page, string name, string text) =>
        page.Page.Locator("#rules-upload").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/yaml", Buffer = Encoding.UTF8.GetBytes(text) });
}
