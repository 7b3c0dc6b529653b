using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Playwright;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>What happens on the line while a page is open: measurements, events, commands and repaired payloads reach it without a reload.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleFlowTests(ConsoleFixture console, Chromium chromium)
{
    private const string Zh = "zh-CN";
    private const string En = "en";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_newer_measurement_reaches_the_open_drawer_its_chart_and_its_table()
    {
        await using var page = await OpenDrawerAsync(En, ConsoleFixture.AirDevice);
        var drawer = page.Page.Locator("aside");
        await Expect(drawer.Locator(".canvas canvas")).ToBeVisibleAsync();

        await SendTemperatureAsync(31.4);

        await Expect(drawer.Locator("tr.selected")).ToContainTextAsync("31.4");
        await Expect(drawer.Locator("[id^=chart-summary]")).ToContainTextAsync("last 31.4 °C");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show table" }).ClickAsync();
        var newest = drawer.Locator(".points tbody tr").Filter(new LocatorFilterOptions { Has = page.Page.Locator("td") }).First;
        await Expect(newest).ToContainTextAsync("31.4");

        await SendTemperatureAsync(32.6);

        await Expect(newest).ToContainTextAsync("32.6");
        await Expect(drawer.Locator("[id^=chart-summary]")).ToContainTextAsync("last 32.6 °C");
        Assert.Equal([], page.Complaints);
    }

    [Theory]
    [InlineData(Zh, "indoorAir-001", "排队", "成功")]
    [InlineData(En, "indoorAir-002", "queued", "succeeded")]
    public async Task A_command_is_followed_from_the_form_to_its_success(string culture, string device, string queued, string succeeded)
    {
        await using var page = await OpenDrawerAsync(culture, device);
        var followed = await SendCommandAsync(page);
        await Expect(followed).ToContainTextAsync(queued);
        var command = await console.Feeder.ReceiveCommandAsync(device, Stop);
        await Expect(followed).ToContainTextAsync(command.CommandId);

        await console.Feeder.ReportAsync(command, CommandState.Sent, "", Stop);
        await Expect(followed.Locator("li.done")).ToHaveCountAsync(2);
        await console.Feeder.ReportAsync(command, CommandState.Delivered, "", Stop);
        await Expect(followed.Locator("li.done")).ToHaveCountAsync(3);
        await console.Feeder.ReportAsync(command, CommandState.Succeeded, "{\"interval\":60}", Stop);

        await Expect(followed.Locator("li.done")).ToHaveCountAsync(4);
        await Expect(followed.Locator("p").First).ToContainTextAsync(succeeded);
        await Expect(followed.Locator("pre")).ToHaveTextAsync("{\"interval\":60}");
        await followed.ScrollIntoViewIfNeededAsync();
        await AssertCleanAsync(page, $"command-succeeded-{culture}");
    }

    [Theory]
    [InlineData(Zh, "indoorAir-003", CommandState.Failed, "失败")]
    [InlineData(En, "indoorAir-004", CommandState.Failed, "failed")]
    [InlineData(Zh, "indoorAir-005", CommandState.Expired, "已失效")]
    [InlineData(En, "indoorAir-006", CommandState.Expired, "expired")]
    public async Task A_command_that_fails_or_expires_is_shown_as_such(string culture, string device, CommandState end, string word)
    {
        await using var page = await OpenDrawerAsync(culture, device);
        await SendCommandAsync(page);
        var command = await console.Feeder.ReceiveCommandAsync(device, Stop);
        await page.GoAsync("/commands?device=" + device);
        var row = page.Page.Locator("main tbody tr");
        await Expect(row).ToHaveCountAsync(1);

        await console.Feeder.ReportAsync(command, CommandState.Sent, "", Stop);
        await Expect(row.Locator("li.done")).ToHaveCountAsync(2);
        await console.Feeder.ReportAsync(command, end, "{\"reason\":\"no answer\"}", Stop);

        await Expect(row.Locator("td").First).ToContainTextAsync(word);
        await Expect(row).ToContainTextAsync("no answer");
        await AssertCleanAsync(page, $"command-{end.ToString().ToLowerInvariant()}-{culture}");
    }

    [Fact]
    public async Task A_quarantined_field_is_mapped_and_its_payload_stored()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), "/quarantine");
        var row = page.Page.Locator("main tr[data-row]").Filter(new LocatorFilterOptions { HasText = "wendu" });
        await row.Locator("button").ClickAsync();
        var dialog = page.Page.Locator("[role=dialog]");
        await dialog.Locator("#map-field").SelectOptionAsync("wendu");
        await dialog.Locator("#map-quantity").SelectOptionAsync("temp");
        await dialog.Locator("#map-scale").FillAsync("0.1");
        await Expect(dialog.Locator("tbody")).ToContainTextAsync("23.5");
        await AssertCleanAsync(page, "quarantine-map");
        await dialog.Locator("button.primary").ClickAsync();
        await Expect(page.Page.Locator("main")).ToContainTextAsync("Field wendu is mapped to temp");

        await row.Locator("input[type=checkbox]").CheckAsync();
        await page.Page.Locator(".actions button").First.ClickAsync();

        await Expect(page.Page.Locator(".report")).ToContainTextAsync("1 payloads accepted, 2 measurements and 0 events stored; 0 still refused");
        await Expect(row).ToHaveCountAsync(0);
        await AssertCleanAsync(page, "quarantine-rerun");
        using var client = new HttpClient { BaseAddress = console.BaseAddress };
        var from = Uri.EscapeDataString(DateTimeOffset.FromUnixTimeMilliseconds(NowMs).AddHours(-1).ToString("O", CultureInfo.InvariantCulture));
        var series = await client.GetFromJsonAsync<SeriesView>(new Uri($"/api/v1/devices/{ConsoleFixture.AirDevice}/series/temp?from={from}", UriKind.Relative), Stop);
        Assert.Contains(series!.Points, p => Math.Abs(p.Value - 23.5) < 1e-9);
    }

    [Theory]
    [InlineData(Zh, "fallRadar-002", "跌倒", "3 天前")]
    [InlineData(En, "fallRadar-003", "Fall", "3 d ago")]
    public async Task The_drawer_shows_the_latest_events_whatever_their_age(string culture, string device, string fall, string age)
    {
        await SendFallAsync(device, NowMs - 3 * 24 * 3600 * 1000L - 60_000, "old");
        await using var page = await OpenDrawerAsync(culture, device);
        var events = page.Page.Locator("aside section[aria-labelledby=device-events-title]");
        await Expect(events.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(events).ToContainTextAsync(fall);
        await Expect(events).ToContainTextAsync(age);

        await SendFallAsync(device, NowMs, "new");

        await Expect(events.Locator("tbody tr")).ToHaveCountAsync(2);
        await events.ScrollIntoViewIfNeededAsync();
        await AssertCleanAsync(page, $"device-events-{culture}");
    }

    [Theory]
    [InlineData(Zh, "这台设备没有发生过事件。")]
    [InlineData(En, "No event has arrived from this device.")]
    public async Task A_device_without_events_says_so(string culture, string text)
    {
        await using var page = await OpenDrawerAsync(culture, ConsoleFixture.AirDevice);

        await Expect(page.Page.Locator("aside section[aria-labelledby=device-events-title]")).ToContainTextAsync(text);
    }

    private async Task<ConsolePage> OpenDrawerAsync(string culture, string device) =>
        await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, culture), $"/communities/{console.Community}?device={device}");

    private static async Task<ILocator> SendCommandAsync(ConsolePage page)
    {
        await page.Page.Locator("aside section[aria-labelledby=command-title] button.primary").ClickAsync();
        var followed = page.Page.Locator("aside section[aria-labelledby=command-title] [role=status]");
        await Expect(followed).ToBeVisibleAsync();
        return followed;
    }

    private static async Task AssertCleanAsync(ConsolePage page, string screenshot)
    {
        await page.SaveScreenshotAsync(screenshot);
        Assert.Equal([], await page.ViolationsAsync());
        Assert.Equal([], page.Complaints);
    }

    private Task SendTemperatureAsync(double celsius)
    {
        var writer = new BatchWriter();
        writer.Message(new DeviceRef { Community = console.Community, Class = "indoorAir", Device = ConsoleFixture.AirDevice }, NowMs, 0, ("temp", celsius));
        return console.Feeder.SendAsync(Lane.Routine, writer.Batch, Stop);
    }

    private Task SendFallAsync(string device, long atMs, string id)
    {
        var writer = new BatchWriter();
        var radar = writer.DeviceIndex(new DeviceRef { Community = console.Community, Class = "fallRadar", Device = device });
        writer.Batch.Events.Add(new DeviceEvent { Device = radar, AtMs = atMs, ReceivedAtMs = atMs + 400, EventId = id, Type = "fall", DataJson = "{}" });
        return console.Feeder.SendAsync(Lane.Alarm, writer.Batch, Stop);
    }
}
