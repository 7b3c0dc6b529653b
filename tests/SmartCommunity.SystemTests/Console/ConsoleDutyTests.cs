using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Notify.Duty;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>The roster in a real browser: from the empty street to a desk that is manned, changed, undone, and handed over.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleDutyTests(ConsoleFixture console, Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_street_gets_its_first_contact_and_shift_and_the_last_change_is_undone()
    {
        const string street = "xindeng";
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/duty?street={street}");
        await Expect(page.Page.Locator(".empty")).ToContainTextAsync("No roster yet");
        Assert.Equal([], await page.ViolationsAsync());

        await page.Page.Locator("[data-add=contact]").ClickAsync();
        await page.Page.Locator("#contact-name").FillAsync("Li Na");
        await page.Page.Locator("#contact-id").FillAsync("li na");
        await page.Page.Locator("#contact-author").FillAsync("Wang");
        await page.Page.Locator("#contact-author").PressAsync("Enter");
        await Expect(page.Page.Locator("[role=dialog] [role=alert] code")).ToHaveTextAsync("contacts[0].id");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("#contact-id").FillAsync("li-na");
        await page.Page.Locator("[role=dialog] [data-scenario=JK]").CheckAsync();
        await page.Page.Locator("#contact-id").PressAsync("Enter");
        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("Saved as revision 1");

        await page.Page.Locator("[data-add=shift]").ClickAsync();
        await page.Page.Locator("#shift-from").FillAsync("00:00");
        await page.Page.Locator("#shift-to").FillAsync("00:00");
        for (var day = 1; day <= 7; day++)
            await page.Page.Locator($"#shift-day-{day}").CheckAsync();
        await page.Page.Locator("#shift-who-li-na").CheckAsync();
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("[role=dialog] button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("Saved as revision 2");
        await Expect(page.Page.Locator("tr.selected")).ToContainTextAsync("Li Na");
        await page.SaveScreenshotAsync("duty");

        await page.Page.Locator("#note-text").FillAsync("The key of 3-102 is at the property office");
        await page.Page.Locator("#note-text").PressAsync("Enter");
        await page.Page.Locator("[data-take]").ClickAsync();
        await Expect(page.Page.Locator(".notes")).ToContainTextAsync("taken over by Wang");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("Revision 1 holds again");

        var kept = (await console.Services.GetRequiredService<RosterDesk>().FindAsync(street, Cancel)).Value!;
        Assert.Equal((3, 1, 0), (kept.Revision, kept.Roster.Contacts.Count, kept.Roster.Shifts.Count));
        Assert.Equal(["JK"], kept.Roster.Contacts[0].Scenarios);
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task The_roster_is_read_in_Chinese_and_opened_by_keyboard()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), "/duty");
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        await Expect(page.Page.Locator("tr[data-row]")).ToHaveCountAsync(8);

        await page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = "场口镇" }).Locator("[data-open]").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await page.ArrivesAtAsync("/duty?street=changkou");
        await Expect(page.Page.Locator("#street-title")).ToHaveTextAsync("场口镇");
        await Expect(page.Page.Locator(".warnings")).ToContainTextAsync("未指定兜底联系人");
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("duty-zh");
        Assert.Equal([], page.Complaints);
    }
}
