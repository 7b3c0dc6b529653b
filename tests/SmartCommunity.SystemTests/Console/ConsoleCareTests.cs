using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.Telemetry;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>Overrides and maintenance windows in a real browser: set, agreed to by a second person, counted, ended; an alert shows whose limit raised it.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleCareTests(ConsoleFixture console, Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_drill_is_set_by_keyboard_waits_for_a_second_person_counts_what_it_mutes_and_is_ended()
    {
        var device = await console.NewButtonAsync();
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/care?community={console.Community}");
        await page.Page.Locator("[data-new=window]").PressAsync("Enter");
        await page.Page.Locator("#set-targets").FillAsync($"device:{device}");
        await page.Page.Locator("#set-rules").SelectOptionAsync(["sos"]);
        await Expect(page.Page.Locator("[role=dialog] [role=note]")).ToContainTextAsync("second person");
        await page.Page.Locator("#set-reason").FillAsync("Drill of the fire brigade");
        await page.Page.Locator("#set-author").FillAsync("Li");
        await page.Page.Locator("#set-until").FillAsync("2031-01-01T00:00");
        await page.Page.Locator("#set-author").PressAsync("Enter");
        await Expect(page.Page.Locator("[role=dialog] [role=alert]")).ToContainTextAsync("at most 7 days");
        Assert.Equal([], await page.ViolationsAsync());
        await page.Page.Locator("#set-until").FillAsync(Field(TimeSpan.FromHours(1)));
        await page.Page.Locator("#set-author").PressAsync("Enter");

        var row = page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device });
        await Expect(row).ToContainTextAsync("Waits for the second person");
        await row.Locator("[data-approve]").PressAsync("Enter");
        await Expect(page.Page.Locator("main [role=alert]")).ToContainTextAsync("needs a second person");
        await page.Page.Locator("#care-author").FillAsync("Wang");
        await page.Page.Locator("#care-author").BlurAsync();
        await row.Locator("[data-approve]").PressAsync("Enter");
        await Expect(row).ToContainTextAsync("Second person: Wang");
        await Expect(row).ToContainTextAsync("ends in");
        await console.PressAsync(device);
        await Expect(row.Locator("td.number")).ToContainTextAsync("1");
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("care-acting");
        await row.Locator("[data-end]").PressAsync("Enter");

        await Expect(row).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("Maintenance: Ended.");
        Assert.Equal(0, console.Services.GetRequiredService<AlertDesk>().List(new AlertQuery(Device: device), 1, 1).Value!.Total);
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task An_alert_shows_in_Chinese_whose_limit_raised_it_and_why()
    {
        const string device = "wearable-007";
        await using var page = await ConsolePage.OpenAsync(
            await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), $"/care?community={console.Community}&panel=override&target=device:{device}&rule=oxygenLow");
        await page.Page.Locator("#set-limit").FillAsync("96");
        await page.Page.Locator("#set-readings").FillAsync("1");
        await page.Page.Locator("#set-reason").FillAsync("慢阻肺患者，医生建议");
        await page.Page.Locator("#set-author").FillAsync("王芳");
        await page.Page.Locator("#set-author").PressAsync("Enter");
        await Expect(page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device })).ToContainTextAsync("限值 96");
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await console.Services.GetRequiredService<StoreMeasurements>()([new Measurement(device, "spo2", nowMs, nowMs, 95, Quality.Good)], Cancel);
        var id = await console.AlertAsync(new AlertQuery(Device: device, Rule: "oxygenLow"));

        await page.GoAsync($"/alerts?id={id}");

        await Expect(page.Page.Locator("aside [data-override]")).ToContainTextAsync("限值 96");
        await Expect(page.Page.Locator("aside [data-override]")).ToContainTextAsync("90");
        await Expect(page.Page.Locator("aside [data-override]")).ToContainTextAsync("慢阻肺患者，医生建议，王芳");
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("alert-override");
        Assert.Equal([], page.Complaints);
    }

    private static string Field(TimeSpan ahead) =>
        ChinaTime.From((TimeProvider.System.GetUtcNow() + ahead).ToUnixTimeMilliseconds()).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
