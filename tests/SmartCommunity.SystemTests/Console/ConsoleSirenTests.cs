using Microsoft.Playwright;
using SmartCommunity.Contracts.Uplink;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>What a siren does is seen beside the alert that let it sound, and on its own page; it is silenced from there.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleSirenTests(ConsoleFixture console, Chromium chromium)
{
    private const string Siren = "siren-001";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Sounding since", "Not acknowledged", "Acknowledged")]
    [InlineData("zh-CN", "起鸣响", "待签收", "已签收")]
    public async Task A_siren_sounds_beside_its_alert_and_is_silenced_there(string language, string sounding, string waiting, string acknowledged)
    {
        await SayAsync(sounds: true);
        var id = await console.CallForHelpAsync(await console.NewButtonAsync());
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, language), $"/alerts/{id}");
        var sirens = page.Page.Locator("[data-sirens]");
        await Expect(sirens).ToHaveAttributeAsync("data-sirens", "sounding");
        await Expect(sirens.Locator("li", new LocatorLocatorOptions { HasText = Siren })).ToContainTextAsync(sounding);
        await Expect(sirens).ToContainTextAsync(waiting);
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync($"alert-siren-{language}");

        await page.Page.Locator("#alert-author").FillAsync("Li");
        await page.Page.Locator("#alert-author").BlurAsync();
        await page.PressAsync("a", sirens.GetByText(acknowledged));
        await page.Page.Locator("[data-silence]").ClickAsync();
        var command = await console.Feeder.ReceiveCommandAsync(Siren, Cancel);
        Assert.Equal("silence", command.Name);
        await console.Feeder.ReportAsync(command, CommandState.Succeeded, "{}", Cancel);
        await SayAsync(sounds: false);

        await Expect(sirens).ToHaveAttributeAsync("data-sirens", "silent", new LocatorAssertionsToHaveAttributeOptions { Timeout = 60_000 });
        await page.GoAsync($"/devices/{Siren}");
        await Expect(page.Page.Locator("[data-sirens=silent] li")).ToHaveCountAsync(1);
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync($"device-siren-{language}");
        Assert.Equal([], page.Complaints);
    }

    private Task SayAsync(bool sounds)
    {
        var writer = new BatchWriter();
        writer.Message(
            new DeviceRef { Community = console.Community, Class = "siren", Device = Siren }, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), quality: 0, ("sounding", sounds ? 1 : 0));
        return console.Feeder.SendAsync(Lane.Routine, writer.Batch, Cancel);
    }
}
