using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Cloud.Quarantine;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Payloads;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>The inbox of alerts in a real browser: an SOS comes up by itself, and is acknowledged, handled and closed by keyboard.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleAlertsTests(ConsoleFixture console, Chromium chromium)
{
    private const float PressAgainMs = 3_000; // A person's patience with a key.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_for_help_comes_up_by_itself_and_is_brought_to_its_end_by_keyboard()
    {
        const string device = "panicButton-003";
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/alerts?community={console.Community}&priority=P1");
        var id = await CallForHelpAsync(device);
        var row = page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device });
        await Expect(row).ToBeVisibleAsync();
        Assert.Equal([], (await page.Page.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Nodes[0].Html}"));

        await row.Locator("[data-open]").ClickAsync();
        await Expect(page.Page.Locator("aside")).ToContainTextAsync("Call back at once");
        await page.Page.Locator("#alert-author").FillAsync("Li");
        await page.Page.Locator("#alert-author").BlurAsync();
        await PressAsync(page, "a", page.Page.Locator("aside .timeline").GetByText("Acknowledged"));
        await page.Page.Locator("aside [data-do=close]").ClickAsync();
        await Expect(page.Page.Locator("aside [role=alert] code")).ToHaveTextAsync("causeCode");
        await page.Page.Locator("#alert-code").SelectOptionAsync("true");
        await page.Page.Locator("#alert-comment").FillAsync("He fell in the bath; the neighbour was there");
        Assert.Equal([], (await page.Page.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Nodes[0].Html}"));
        await page.SaveScreenshotAsync("alert-open");
        await page.Page.Locator("aside [data-do=close]").ClickAsync();

        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("is now: Closed");
        await Expect(row).ToHaveCountAsync(0);
        var closed = console.Services.GetRequiredService<AlertDesk>().Find(id).Value!;
        Assert.Equal(("closed", "true"), (closed.Alert.Stage, closed.Alert.Code));
        Assert.Equal(["raised", "acknowledge", "close"], closed.Transitions.Select(t => t.What).Where(w => w != "escalated"));
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task Several_are_acknowledged_together_in_Chinese()
    {
        string[] devices = ["panicButton-005", "panicButton-006"];
        string[] ids = [await CallForHelpAsync(devices[0]), await CallForHelpAsync(devices[1])];
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), $"/alerts?community={console.Community}&priority=P1");
        foreach (var device in devices)
            await page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Page.Locator("#bulk-author").FillAsync("王芳");
        Assert.Equal([], (await page.Page.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Nodes[0].Html}"));
        await page.SaveScreenshotAsync("alerts-chosen");

        await page.Page.Locator("#bulk-author").PressAsync("Enter");

        await Expect(page.Page.Locator(".bulk")).ToHaveCountAsync(0);
        Assert.All(ids, id => Assert.Equal("acknowledged", console.Services.GetRequiredService<AlertDesk>().Find(id).Value!.Alert.Stage));
        Assert.Equal([], page.Complaints);
    }

    private static async Task PressAsync(ConsolePage page, string key, ILocator seen) => await Until.TrueAsync(
        $"'{key}' does what it says; whoever sees nothing happen presses again",
        async () =>
        {
            await page.Page.Keyboard.PressAsync(key);
            try
            {
                await seen.First.WaitForAsync(new LocatorWaitForOptions { Timeout = PressAgainMs });
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        },
        TimeSpan.FromMinutes(1));

    /// <summary>Presses a button; returns the id of the alert.</summary>
    private async Task<string> CallForHelpAsync(string device)
    {
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var happened = new DecodedEvent
        {
            Address = new DeviceAddress(console.Community, "panicButton", device), AtMs = nowMs, ReceivedAtMs = nowMs, Quality = Quality.Good, EventId = $"e-{nowMs}", Type = "sos", DataJson = "{}",
        };
        await console.Services.GetRequiredService<StoreEvents>()([happened], Cancel);
        var desk = console.Services.GetRequiredService<AlertDesk>();
        string? id = null;
        await Until.TrueAsync(
            "the call is an alert", () => Task.FromResult((id = desk.List(new AlertQuery(Device: device), 1, 10).Value!.Items.FirstOrDefault(a => a.EventId == happened.EventId)?.Id) is not null), TimeSpan.FromMinutes(1));
        return id!;
    }
}
