using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cli.Bench;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Storage.Alerts;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>The inbox of alerts in a real browser: an SOS comes up by itself, and is acknowledged, handled and closed by keyboard.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleAlertsTests(ConsoleFixture console, Chromium chromium)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_for_help_comes_up_by_itself_and_is_brought_to_its_end_by_keyboard()
    {
        var device = await console.NewButtonAsync();
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/alerts?community={console.Community}&priority=P1");
        var id = await console.CallForHelpAsync(device);
        var row = page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device });
        await Expect(row).ToBeVisibleAsync();
        Assert.Equal([], await page.ViolationsAsync());

        await row.Locator("[data-open]").ClickAsync();
        await Expect(page.Page.Locator("aside")).ToContainTextAsync("Call back at once");
        await page.Page.Locator("#alert-author").FillAsync("Li");
        await page.Page.Locator("#alert-author").BlurAsync();
        await page.PressAsync("a", page.Page.Locator("aside .timeline").GetByText("Acknowledged"));
        await page.Page.Locator("aside [data-do=close]").ClickAsync();
        await Expect(page.Page.Locator("aside [role=alert] code")).ToHaveTextAsync("causeCode");
        await page.Page.Locator("#alert-code").SelectOptionAsync("true");
        await page.Page.Locator("#alert-comment").FillAsync("He fell in the bath; the neighbour was there");
        Assert.Equal([], await page.ViolationsAsync());
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
        string[] devices = [await console.NewButtonAsync(), await console.NewButtonAsync()];
        string[] ids = [await console.CallForHelpAsync(devices[0]), await console.CallForHelpAsync(devices[1])];
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), $"/alerts?community={console.Community}&priority=P1");
        foreach (var device in devices)
            await page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.Page.Locator("#bulk-author").FillAsync("王芳");
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("alerts-chosen");

        await page.Page.Locator("#bulk-author").PressAsync("Enter");

        await Expect(page.Page.Locator(".bulk")).ToHaveCountAsync(0);
        Assert.All(ids, id => Assert.Equal("acknowledged", StageOf(id)));
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task Rows_are_chosen_and_acknowledged_by_keys_and_what_was_acknowledged_can_be_taken_back()
    {
        string[] devices = [await console.NewButtonAsync(), await console.NewButtonAsync()];
        string[] ids = [await console.CallForHelpAsync(devices[0]), await console.CallForHelpAsync(devices[1])];
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/alerts?community={console.Community}&priority=P1&cause=personAtRisk");
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        foreach (var device in devices)
        {
            var row = page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device });
            await row.EvaluateAsync("row => { row.tabIndex = -1; row.focus(); }");
            await page.PressAsync("x", row.Locator("[data-choose]:checked"));
        }

        // Without a name nothing is acknowledged, and what was chosen stays so.
        await page.PressAsync("Shift+A", page.Page.Locator("#bulk-author:focus"));
        await Expect(page.Page.Locator(".bulk b")).ToHaveTextAsync("2 chosen");
        await page.Page.Locator("#bulk-author").FillAsync("Li");
        await page.Page.Locator("#bulk-author").BlurAsync();
        await page.PressAsync("Shift+A", page.Page.Locator("[data-undo]"));
        Assert.All(ids, id => Assert.Equal("acknowledged", StageOf(id)));

        await page.Page.Locator("[data-undo]").PressAsync("Enter");

        await Expect(page.Page.Locator("main [role=status]").First).ToContainTextAsync("2 taken back");
        Assert.All(ids, id => Assert.Equal("firing", StageOf(id)));
        var last = page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = devices[1] });
        await last.EvaluateAsync("row => { row.tabIndex = -1; row.focus(); }");
        await page.PressAsync("a", page.Page.Locator("main [role=status]", new PageLocatorOptions { HasText = "1 acknowledged" }));
        Assert.Equal("acknowledged", StageOf(ids[1]));
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task The_inbox_shows_the_alerts_of_one_scenario_and_each_says_which_it_belongs_to()
    {
        var device = await console.NewButtonAsync();
        var id = await console.CallForHelpAsync(device);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "zh-CN"), $"/alerts?community={console.Community}&scenario=JK");
        var row = page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device });
        await Expect(row).ToBeVisibleAsync();

        await page.Page.Locator("#scenario").SelectOptionAsync("JT");
        await Expect(row).ToBeHiddenAsync();
        Assert.Contains("scenario=JT", page.Page.Url, StringComparison.Ordinal);
        Assert.Equal([], await page.ViolationsAsync());
        await page.GoAsync($"/alerts/{id}");

        await Expect(page.Page.Locator("[data-scenario]").First).ToHaveTextAsync("健康");
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task A_link_that_is_lost_without_a_word_is_said_and_connected_again_by_itself()
    {
        var device = await console.NewButtonAsync();
        await using var proxy = new AckProxy(console.BaseAddress.Port);
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(new Uri($"http://127.0.0.1:{proxy.Port}/"), "en"), $"/alerts?community={console.Community}");
        var banner = page.Page.Locator("#components-reconnect-modal");

        proxy.Partitioned = true;
        var lost = Stopwatch.GetTimestamp();
        await Expect(banner).ToBeVisibleAsync();
        var said = Stopwatch.GetElapsedTime(lost);
        proxy.Partitioned = false;
        await Expect(banner).ToBeHiddenAsync();
        await console.CallForHelpAsync(device);

        // Nine seconds by the page's own clock; a shared machine may take longer to say it. Without the setting it is half a minute.
        TestContext.Current.TestOutputHelper?.WriteLine($"The lost link was said after {said.TotalSeconds:0.0} s.");
        Assert.True(said < TimeSpan.FromSeconds(20), $"The lost link was said after {said}.");
        await Expect(page.Page.Locator("tr[data-row]", new PageLocatorOptions { HasText = device })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_alert_that_rests_on_a_value_shows_the_curve_with_its_limit_and_the_same_points_as_a_table()
    {
        const string device = "wearable-008";
        const int stepMs = 60_000;
        double[] heartRates = [138, 142, 141];
        var nowMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var writer = new BatchWriter();
        for (var i = 0; i < heartRates.Length; i++)
            writer.Message(new DeviceRef { Community = console.Community, Class = "wearable", Device = device }, nowMs - (heartRates.Length - i) * stepMs, 0, ("heartRate", heartRates[i]));
        await console.Feeder.SendAsync(Lane.Routine, writer.Batch, Cancel);
        var id = await console.AlertAsync(new AlertQuery(Device: device, Rule: "heartRateHigh"));

        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, "en"), $"/alerts/{id}");
        await Expect(page.Page.Locator(".canvas canvas").First).ToBeVisibleAsync();
        await Expect(page.Page.Locator("section [data-why]").First).ToContainTextAsync("limit 130");
        await page.Page.Locator("details summary").ClickAsync();
        await Expect(page.Page.Locator("details tbody tr")).ToHaveCountAsync(heartRates.Length);

        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync("alert-evidence");
        Assert.Equal([], page.Complaints);
        await page.GoAsync("/alerts/no-such-alert");
        await Expect(page.Page.Locator("main")).ToContainTextAsync("There is no alert");
    }

    [Theory]
    [InlineData("en", "Alerts of the district")]
    [InlineData("zh-CN", "全区告警大屏")]
    public async Task The_wall_shows_by_itself_what_waits_where_and_what_happened_last(string language, string title)
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, language), "/wall");
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync(title);
        var id = await console.CallForHelpAsync(await console.NewButtonAsync());
        var desk = console.Services.GetRequiredService<AlertDesk>();
        var street = desk.Find(id).Value!.Alert.Street;
        // Other tests' calls may wait there too.
        string Urgent() => desk.List(new AlertQuery(Street: street, Stages: [.. Enum.GetValues<AlertStage>().Where(static s => s != AlertStage.Closed)], MaxPriority: 1), 1, 1).Value!.Total.ToString(CultureInfo.InvariantCulture);

        var office = page.Page.Locator($"tr[data-office={street}]");
        await Expect(office.Locator("td").First).ToHaveTextAsync(Urgent());
        await Expect(office.Locator("[data-countdown]")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".latest li").First).ToBeVisibleAsync();
        Assert.Equal([], await page.ViolationsAsync());
        await page.SaveScreenshotAsync($"wall-{language}");
        await desk.DoAsync(id, new NewAlertAction { Action = "close", Actor = "Li", CauseCode = "true" }, Cancel);

        await Expect(office.Locator("td").First).ToHaveTextAsync(Urgent());
        Assert.Equal([], page.Complaints);
    }

    private string StageOf(string id) => console.Services.GetRequiredService<AlertDesk>().Find(id).Value!.Alert.Stage;
}
