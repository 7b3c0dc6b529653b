using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Notify.Duty;
using SmartCommunity.Contracts.Http;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>What rosters go by and what is done to them every day, in a real browser: holidays from the announcement, alerts that a street claims, a shift that somebody takes over.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleRosterTests(ConsoleFixture console, Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Holidays_are_pasted_from_the_announcement_and_a_shift_and_the_week_go_by_them()
    {
        const string street = "dongzhou";
        await RosterAsync(street);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), "/duty/calendar?year=2031");
        await Expect(page.Page.Locator(".empty")).ToContainTextAsync("2031 年尚未录入");
        Assert.Equal([], await page.ViolationsAsync());

        await page.Page.Locator("#calendar-source").FillAsync("国办发明电〔2030〕1号");
        await page.Page.Locator("#calendar-author").FillAsync("王芳");
        await page.Page.Locator("#calendar-days").FillAsync("2031-10-01至2031-10-07 放假 国庆节\n国庆节后补班\n2031-10-11 上班 国庆节调休");
        await SaveAsync(page);
        await Expect(page.Page.Locator("main [role=alert]")).ToContainTextAsync("第 2 行“国庆节后补班”");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("#calendar-days").FillAsync("2031-10-01至2031-10-07 放假 国庆节\n2031-10-11 上班 国庆节调休");
        await SaveAsync(page);
        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("1");
        await Expect(page.Page.Locator("main tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Page.Locator("[data-source]")).ToHaveTextAsync("国办发明电〔2030〕1号");
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("calendar-zh");

        await page.GoAsync($"/duty?street={street}&week=2031-10-06");
        await Expect(page.Page.Locator("th [data-day-kind=holiday]")).ToHaveCountAsync(2);
        await Expect(page.Page.Locator("th [data-day-kind=workday]")).ToHaveTextAsync("工作日 国庆节调休");
        await page.Page.Locator("[data-edit='shift:0']").ClickAsync();
        await page.Page.Locator("#shift-kind-workday").CheckAsync();
        await page.Page.Locator("#shift-author").FillAsync("王芳");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("[role=dialog] button[type=submit]").ClickAsync();

        // Wednesday to Saturday are worked that week.
        await Expect(page.Page.Locator("[data-take-shift=li-na]")).ToHaveCountAsync(4);
        await page.SaveScreenshotAsync("duty-week-zh");
        Assert.Equal([], await page.ViolationsAsync());
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task A_street_claims_alerts_and_a_shift_is_taken_over_by_keyboard_alone()
    {
        const string street = "chunjiang";
        await RosterAsync(street);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/duty?street={street}");
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();

        await page.Page.Locator("[data-add=claim]").FocusAsync();
        await page.PressAsync("Enter", page.Page.Locator("#claim-cause"));
        await page.Page.Locator("#claim-cause").SelectOptionAsync("networkCut");
        await page.Page.Locator("#claim-domain").SelectOptionAsync("parking");
        await page.Page.Locator("#claim-author").FillAsync("Wang");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("#claim-author").PressAsync("Enter");
        await Expect(page.Page.Locator(".claims li")).ToContainTextAsync("Parking");
        await page.SaveScreenshotAsync("duty-claims");

        await page.Page.Locator("[data-take-shift=li-na]").First.FocusAsync();
        await page.PressAsync("Enter", page.Page.Locator("#sub-substitute"));
        await Expect(page.Page.Locator("#sub-contact")).ToHaveValueAsync("li-na");
        await page.Page.Locator("#sub-substitute").SelectOptionAsync("chen-wei");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("#sub-author").PressAsync("Enter");
        await Expect(page.Page.Locator("[data-take-shift=chen-wei]").First).ToBeVisibleAsync();

        await page.Page.Locator("[data-edit='claim:0'] ~ button.danger").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator(".claims li")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("#street-title")).ToBeFocusedAsync();
        var kept = (await console.Services.GetRequiredService<RosterDesk>().FindAsync(street, Cancel)).Value!.Roster;
        Assert.Empty(kept.ResponsibleFor);
        Assert.Equal(("li-na", "chen-wei"), (Assert.Single(kept.Substitutes).Contact, kept.Substitutes[0].Substitute));
        Assert.Equal([], page.Complaints);
    }

    private static Task SaveAsync(ConsolePage page) => page.Page.Locator("main form button[type=submit]").ClickAsync();

    /// <summary>Two people, of whom one is always on duty.</summary>
    private async Task RosterAsync(string street)
    {
        DutyContact[] contacts = [.. new[] { ("li-na", "Li Na"), ("chen-wei", "Chen Wei") }.Select(static p => new DutyContact { Id = p.Item1, Name = p.Item2, Channels = [new DutyAddress("in-app", "")] })];
        var roster = new Roster { Contacts = contacts, Shifts = [new DutyShift { Role = DutyRoles.Duty, Days = [1, 2, 3, 4, 5, 6, 7], From = "08:00", To = "20:00", Contacts = ["li-na"] }], Fallback = ["chen-wei"] };
        var kept = await console.Services.GetRequiredService<RosterDesk>().PutAsync(street, new NewRoster { Roster = roster, EnteredBy = "test" }, ifRevision: null, Cancel);
        Assert.True(kept.Succeeded, string.Join(' ', kept.Faults.Select(static f => f.Message)));
    }
}
