using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Programme;
using SmartCommunity.Programme.Eligibility;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>A project's ground in a real browser: a border drawn by clicks and saved, and the picture in the map's place when the browser cannot draw.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleGroundTests(ConsoleFixture console, Chromium chromium)
{
    private const string En = "en";

    // Each test draws a project of its own: what is drawn stays.
    private const string Drawn = "xinmin", Pictured = "longtan";

    // A community's reach at the zoom the map begins with is a pixel or two; some steps nearer a unit can be drawn.
    private const int StepsNearer = 5;

    [Fact]
    public async Task A_border_is_drawn_by_clicks_on_the_map_saved_and_judged()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), $"/programme/{Drawn}/eligibility");
        var canvas = page.Page.Locator("canvas.maplibregl-canvas");
        await Expect(canvas).ToBeVisibleAsync();
        await Expect(page.Page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        var nearer = page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Zoom in" });
        for (var step = 0; step < StepsNearer; step++)
            await nearer.ClickAsync();

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Draw a border" }).ClickAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        var corners = 0;
        foreach (var (x, y) in new[] { (-60, -60), (60, -60), (60, 60), (-60, 60) })
        {
            await page.Page.Mouse.ClickAsync(box.X + (box.Width / 2) + x, box.Y + (box.Height / 2) + y);
            await Expect(page.Page.GetByText($"{++corners} corners")).ToBeVisibleAsync();
        }

        await page.SaveScreenshotAsync("ground-drawing");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Finish and save" }).ClickAsync();
        await page.Page.Locator("#border-author").FillAsync("wang");
        await page.Page.Locator("aside").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save the border" }).ClickAsync();

        await Expect(page.Page.Locator("aside")).ToHaveCountAsync(0);
        await Expect(page.Page.GetByText("The reference is 20 ha").Or(page.Page.GetByText("the reference is 20 ha"))).ToBeVisibleAsync();
        var state = await console.Services.GetRequiredService<ProgrammeDesk>().StateAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, state.Projects[Drawn].Ground.Implementation!.NumPoints);
        await page.SaveScreenshotAsync("ground-drawn");
        Assert.Equal([], await page.ViolationsAsync());
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task Without_WebGL_the_picture_is_shown_and_borders_come_as_text()
    {
        var context = await chromium.NewContextAsync(console.BaseAddress, En);
        await context.AddInitScriptAsync("HTMLCanvasElement.prototype.getContext = () => null;");
        await using var page = await ConsolePage.OpenAsync(context, $"/programme/{Pictured}/eligibility");
        await Expect(page.Page.GetByText("This browser cannot show the map")).ToBeVisibleAsync();

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Border", Exact = true }).ClickAsync();
        await page.Page.Locator("#border-text").FillAsync("""{"type":"Polygon","coordinates":[[[119.7200,29.9600],[119.7246,29.9600],[119.7246,29.9640],[119.7200,29.9640],[119.7200,29.9600]]]}""");
        await page.Page.Locator("#border-source").FillAsync("survey 7");
        await page.Page.Locator("#border-author").FillAsync("wang");
        await page.Page.Locator("aside").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save the border" }).ClickAsync();

        await Expect(page.Page.Locator("aside")).ToHaveCountAsync(0);
        var isDrawn = await page.Page.Locator("img.picture").EvaluateAsync<bool>("async image => { await image.decode(); return image.naturalWidth > 0; }");
        Assert.True(isDrawn);
        var project = (await console.Services.GetRequiredService<ProgrammeDesk>().StateAsync(TestContext.Current.CancellationToken)).Projects[Pictured];
        Assert.Equal(Outcome.Green, AreaRule.Judge(SmartCommunity.Programme.Eligibility.Shapes.EqualAreaPlane.AreaHa(project.Ground.Implementation!), console.Services.GetRequiredService<ProgrammeDesk>().Policies.Packs.Single().Eligibility).Outcome);
        await page.SaveScreenshotAsync("ground-picture");
        Assert.Equal([], page.Complaints);
    }
}
