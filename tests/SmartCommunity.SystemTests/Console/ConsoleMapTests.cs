using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Graph;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>The twin map in a real browser: drawn and clicked, and the list in its place when the browser cannot draw.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleMapTests(ConsoleFixture console, Chromium chromium)
{
    private const string En = "en";

    [Fact]
    public async Task A_device_is_clicked_on_the_map_and_its_values_lead_to_its_page()
    {
        await LocateAsync(ConsoleFixture.AirDevice);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), $"/communities/{console.Community}/map?view=2d");
        var canvas = page.Page.Locator("canvas.maplibregl-canvas");
        await Expect(canvas).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".note")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);

        // The first view has all of the community in its middle, and this device is all that has a place.
        var box = (await canvas.BoundingBoxAsync())!;
        await page.Page.Mouse.ClickAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
        await page.ArrivesAtAsync("device=" + ConsoleFixture.AirDevice);
        var drawer = page.Page.Locator("aside");
        await Expect(drawer).ToContainTextAsync("°C");
        await page.SaveScreenshotAsync("map-selected");
        await drawer.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Details" }).ClickAsync();

        await page.ArrivesAtAsync("/devices/" + ConsoleFixture.AirDevice);
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task Without_WebGL_the_same_devices_are_a_list_and_the_circuit_goes_on()
    {
        var context = await chromium.NewContextAsync(console.BaseAddress, En);
        await context.AddInitScriptAsync("HTMLCanvasElement.prototype.getContext = () => null;");
        await using var page = await ConsolePage.OpenAsync(context, $"/communities/{console.Community}/map");

        await Expect(page.Page.GetByText("This browser cannot draw the map")).ToBeVisibleAsync();
        await page.Page.Locator("[data-open]").First.ClickAsync();

        await Expect(page.Page.Locator("aside")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".circuit-error")).ToBeHiddenAsync();
        Assert.Equal([], page.Complaints);
    }

    private async Task LocateAsync(string device)
    {
        using var point = JsonDocument.Parse("""{"type":"Point","coordinates":[119.95,30.05]}""");
        Assert.True(TwinId.TryParse("device:" + device, out var id));
        var located = await console.Services.GetRequiredService<TwinDesk>().LocateAsync(id, point.RootElement, ifRevision: null, TestContext.Current.CancellationToken);
        Assert.True(located.Succeeded);
    }
}
