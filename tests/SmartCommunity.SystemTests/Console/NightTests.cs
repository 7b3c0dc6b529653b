using System.Net.Http.Json;
using Microsoft.Playwright;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>
/// A night with three emergencies, from the device to the closed alert: a call for help, smoke, and a fall while the line to the cloud is cut. Devices speak MQTT to a real gateway, cloud and gateway
/// are processes of their own, the operator has a browser with the inbox, and the wall hangs beside it.
/// </summary>
public sealed class NightTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Operator = "Li", Button = "sos-7", Smoke = "smoke-7", Radar = "radar-7";

    /// <summary>A picture as a phone sends it: PNG, one pixel.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Fact]
    public async Task Three_emergencies_of_one_night_are_seen_handled_and_closed_with_what_they_were()
    {
        await using var line = await LineUnderTest.StartAsync();
        await using var proxy = new AckProxy(line.UplinkPort);
        await line.RestartGatewayViaAsync(proxy);
        await line.EnrolAsync([(Button, "panicButton"), (Smoke, "smokeDetector"), (Radar, "fallRadar")]);
        using var button = await MqttDevice.ConnectAsync(line, Button, "panicButton");
        using var smoke = await MqttDevice.ConnectAsync(line, Smoke, "smokeDetector");
        using var radar = await MqttDevice.ConnectAsync(line, Radar, "fallRadar");
        var address = new Uri($"http://127.0.0.1:{line.CloudPort}/");
        await using var wall = await ConsolePage.OpenAsync(await chromium.NewContextAsync(address, "en"), "/wall");
        await using var inbox = await ConsolePage.OpenAsync(await chromium.NewContextAsync(address, "en"), "/alerts?priority=P1");
        await Expect(inbox.Page.Locator("h1")).ToBeFocusedAsync();

        // The first: somebody calls for help. By keyboard alone.
        await button.SayAsync("e-1", "sos");
        var row = RowOf(inbox, Button);
        await Expect(row).ToBeVisibleAsync();
        await Expect(Total(wall)).ToHaveTextAsync("1");
        await Expect(inbox.Page.Locator("[aria-live=polite]", new PageLocatorOptions { HasText = "Call for help" })).ToHaveCountAsync(1);
        await inbox.PressAsync("j", inbox.Page.Locator("tr[data-row]:focus"));
        await inbox.PressAsync("Enter", inbox.Page.Locator("aside #alert-author"));
        await SayWhoAsync(inbox);
        await inbox.PressAsync("a", inbox.Page.Locator("aside .timeline").GetByText("Acknowledged"));
        await HandleAsync(inbox, await IdOfAsync(line, Button), "true", "She had fallen in the bath");

        // The second: smoke; with a photo of what it was.
        await smoke.MeasureAsync("\"smoke\":1");
        await GoToInboxAsync(inbox);
        await Expect(RowOf(inbox, Smoke)).ToBeVisibleAsync();
        var smokeId = await IdOfAsync(line, Smoke);
        await inbox.GoAsync($"/alerts/{smokeId}");
        await SayWhoAsync(inbox);
        // The field takes a file once its script runs, a moment after it is drawn: sooner than any person chooses one.
        await inbox.Page.WaitForFunctionAsync("() => document.querySelector('#alert-photo')?._blazorInputFileNextFileId !== undefined");
        await inbox.Page.Locator("#alert-photo").SetInputFilesAsync(new FilePayload { Name = "pan.png", MimeType = "image/png", Buffer = Picture });
        await inbox.PressAsync("a", inbox.Page.Locator(".timeline .photo img"));
        await HandleAsync(inbox, smokeId, "expected", "A pan on the stove");

        // The third: a fall while nothing gets through to the cloud. It is kept, and comes first when the line is back.
        proxy.Partitioned = true;
        proxy.CutAll();
        await radar.SayAsync("f-1", "fall");
        await GoToInboxAsync(inbox);
        Assert.Equal(0, await RowOf(inbox, Radar).CountAsync());
        proxy.Partitioned = false;
        await Expect(RowOf(inbox, Radar)).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = (float)LineUnderTest.Patience.TotalMilliseconds });
        await Expect(Total(wall)).ToHaveTextAsync("1");
        var fallId = await IdOfAsync(line, Radar);
        await inbox.GoAsync($"/alerts/{fallId}");
        await SayWhoAsync(inbox);
        await inbox.PressAsync("a", inbox.Page.Locator(".timeline").GetByText("Acknowledged"));
        Assert.Equal([], await inbox.ViolationsAsync());
        await inbox.SaveScreenshotAsync("alert-page");
        await HandleAsync(inbox, fallId, "false", "The dog");

        await Expect(Total(wall)).ToHaveTextAsync("0");
        Assert.Equal([], await wall.ViolationsAsync());
        await wall.SaveScreenshotAsync("wall-after");
        await LifeAsync(line, Button, "true", hasPhoto: false);
        await LifeAsync(line, Smoke, "expected", hasPhoto: true);
        await LifeAsync(line, Radar, "false", hasPhoto: false);
        Assert.Equal([], inbox.Complaints.Concat(wall.Complaints));
    }

    private static ILocator RowOf(ConsolePage page, string device) => page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device });

    private static ILocator Total(ConsolePage wall) => wall.Page.Locator("[data-total=P1] b");

    private static async Task GoToInboxAsync(ConsolePage page) => await page.GoAsync("/alerts?priority=P1");

    /// <summary>A name is asked for once a circuit.</summary>
    private static async Task SayWhoAsync(ConsolePage page)
    {
        await page.Page.Locator("#alert-author").FillAsync(Operator);
        await page.Page.Locator("#alert-author").BlurAsync();
    }

    /// <summary>From acknowledged to closed, on the alert's page.</summary>
    private static async Task HandleAsync(ConsolePage page, string id, string cause, string comment)
    {
        if (!page.Page.Url.EndsWith(id, StringComparison.Ordinal))
        {
            await page.GoAsync($"/alerts/{id}");
            await SayWhoAsync(page);
        }

        var done = page.Page.Locator(".timeline");
        await page.Page.Locator("#alert-assignee").FillAsync("Chen");
        await page.Page.Locator("[data-do=dispatch]").PressAsync("Enter");
        await Expect(done.GetByText("Sent", new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await page.Page.Locator("[data-do=handle]").PressAsync("Enter");
        await Expect(done.GetByText("On site", new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await page.Page.Locator("[data-do=resolve]").PressAsync("Enter");
        await Expect(done.GetByText("Resolved", new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await page.Page.Locator("#alert-code").SelectOptionAsync(cause);
        await page.Page.Locator("#alert-comment").FillAsync(comment);
        await page.Page.Locator("#alert-comment").BlurAsync();
        await page.Page.Locator("[data-do=close]").PressAsync("Enter");
        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("is now: Closed");
    }

    private static async Task<string> IdOfAsync(LineUnderTest line, string device) =>
        (await line.Api.GetFromJsonAsync<AlertPage>($"api/v1/alerts?device={device}&priority=P1", TestContext.Current.CancellationToken))!.Items.Single().Id;

    /// <summary>Every step of the alert's life is there, once, with who did it.</summary>
    private static async Task LifeAsync(LineUnderTest line, string device, string cause, bool hasPhoto)
    {
        var detail = (await line.Api.GetFromJsonAsync<AlertDetail>($"api/v1/alerts/{await IdOfAsync(line, device)}", TestContext.Current.CancellationToken))!;
        // On a slow machine a minute passes before somebody presses: it is escalated then, as it should be.
        var steps = detail.Transitions.Where(t => t.What is not ("escalated" or "again")).ToArray();
        Assert.Equal(["raised", "acknowledge", "dispatch", "handle", "resolve", "close"], steps.Select(t => t.What));
        Assert.Equal(["", Operator, Operator, Operator, Operator, Operator], steps.Select(t => t.Actor));
        Assert.Equal(("closed", cause, "Chen"), (detail.Alert.Stage, detail.Alert.Code, detail.Alert.Assignee));
        Assert.Equal(Enumerable.Range(1, detail.Transitions.Count), detail.Transitions.Select(t => t.Number));
        Assert.Equal(hasPhoto ? 1 : 0, detail.Transitions.Count(t => t.PhotoSha256.Length > 0));
    }
}
