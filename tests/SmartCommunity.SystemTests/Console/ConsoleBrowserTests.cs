using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Registry;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>The console in a real browser over a real host: every page, both languages, keyboard, flows.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleBrowserTests(ConsoleFixture console, Chromium chromium)
{
    private const string Zh = "zh-CN";
    private const string En = "en";

    /// <summary>A common phone, in CSS pixels.</summary>
    private static readonly (int Width, int Height) Phone = (390, 844);

    public static TheoryData<string, string, string> Pages()
    {
        var pages = new TheoryData<string, string, string>();
        foreach (var culture in new[] { Zh, En })
        {
            pages.Add(culture, "overview", "/");
            pages.Add(culture, "community", "/communities/{community}");
            pages.Add(culture, "scores", "/scores");
            pages.Add(culture, "rules", "/rules?rule=doorOpen");
            pages.Add(culture, "rulesShadow", "/rules?rule=airStale");
            pages.Add(culture, "rulesUnknown", "/rules?rule=nothing");
            pages.Add(culture, "rulesTrial", "/rules?panel=trial");
            pages.Add(culture, "rulesHistory", "/rules?panel=history");
            pages.Add(culture, "packs", "/packs");
            pages.Add(culture, "packsDiff", "/packs?pack=zj-future-community@2021.12-draft.1&with=fc-2023-inclusive-leading@2023.1-draft.1");
            pages.Add(culture, "score", "/communities/{community}/score");
            pages.Add(culture, "facts", "/communities/{community}/facts");
            pages.Add(culture, "fact", "/communities/{community}/facts?fact=households&measure=JK-09b");
            pages.Add(culture, "records", "/communities/{community}/facts?record=shop&id=~new");
            pages.Add(culture, "factEvidence", "/communities/{community}/facts?evidence=covenant");
            pages.Add(culture, "factImport", "/communities/{community}/facts?panel=import");
            pages.Add(culture, "evidence", "/evidence");
            pages.Add(culture, "device", "/communities/{community}?device=" + ConsoleFixture.AirDevice);
            pages.Add(culture, "map", "/communities/{community}/map?device=" + ConsoleFixture.AirDevice);
            pages.Add(culture, "mapList", "/communities/{community}/map?view=list");
            pages.Add(culture, "devicePage", "/devices/" + ConsoleFixture.AirDevice + "?range=7d");
            pages.Add(culture, "devices", "/devices?device=" + ConsoleFixture.AirDevice);
            pages.Add(culture, "enrol", "/devices?panel=enrol");
            pages.Add(culture, "import", "/devices?panel=import");
            pages.Add(culture, "classes", "/classes");
            pages.Add(culture, "classImport", "/classes?panel=import");
            pages.Add(culture, "noClasses", "/classes?origin=imported");
            pages.Add(culture, "gateways", "/gateways");
            pages.Add(culture, "quarantine", "/quarantine");
            pages.Add(culture, "bench", "/bench?device=" + ConsoleFixture.AirDevice + "&text=%7B%22v%22:%7B%22temp%22:21.5%7D%7D");
            pages.Add(culture, "commands", "/commands");
            pages.Add(culture, "care", "/care");
            pages.Add(culture, "careOverride", "/care?panel=override&rule=heartRateHigh");
            pages.Add(culture, "careAway", "/care?panel=away");
            pages.Add(culture, "careWindow", "/care?panel=window&rule=sos");
            pages.Add(culture, "notifications", "/notifications");
            pages.Add(culture, "notificationsTest", "/notifications?panel=test");
            pages.Add(culture, "claims", "/claims");
            pages.Add(culture, "claimsPrepare", "/claims?panel=prepare");
            pages.Add(culture, "claimsClaim", "/claims?panel=claim");
            pages.Add(culture, "certificates", "/certificates?community={community}");
            pages.Add(culture, "simulator", "/simulator");
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_is_accessible_and_the_browser_has_nothing_to_complain_about(string culture, string name, string path)
    {
        await using var page = await ConsolePage.OpenSharedAsync(await chromium.SharedContextAsync(console.BaseAddress, culture), PathOf(path));
        await Expect(page.Page.Locator("main h1")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".loading")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator("[role=alert]:visible")).ToHaveCountAsync(0);
        await page.SaveScreenshotAsync($"{name}-{culture}");

        var axe = await page.Page.RunAxe();

        Assert.Equal([], axe.Violations.Select(v => $"{v.Id}: {v.Help} ({v.Nodes.Length}×, first {v.Nodes[0].Html})"));
        Assert.Equal(culture, await page.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal([], page.Complaints);
    }

    [Theory]
    [InlineData(Zh, "claims", "/claims")]
    [InlineData(En, "claims", "/claims")]
    [InlineData(Zh, "claimsPrepare", "/claims?panel=prepare")]
    [InlineData(Zh, "certificates", "/certificates?community={community}")]
    [InlineData(En, "certificates", "/certificates?community={community}")]
    public async Task Provisioning_fits_a_phone(string culture, string name, string path)
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, culture), PathOf(path));
        await page.Page.SetViewportSizeAsync(Phone.Width, Phone.Height);
        await Expect(page.Page.Locator("main tbody tr").First).ToBeVisibleAsync();
        await page.SaveScreenshotAsync($"{name}-{culture}-phone");

        Assert.Equal(Phone.Width, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal([], await page.ViolationsAsync());
    }

    [Fact]
    public async Task A_code_is_revoked_and_a_certificate_opened_by_keyboard_alone()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), "/");
        var keyboard = page.Page.Keyboard;
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("l");
        await page.ArrivesAtAsync("/claims");
        // The heading takes the focus after a navigation, on a busy machine a moment after the page is there.
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the code of box-smoke-12" }).FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("[role=dialog]")).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("[role=dialog]")).ToHaveCountAsync(0);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the code of box-smoke-12" }).FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("[role=dialog]")).ToBeFocusedAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the code", Exact = true }).FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByText("The code of box-smoke-12 was revoked.")).ToBeVisibleAsync();

        await page.Page.Locator("h1").FocusAsync();
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("k");
        await page.ArrivesAtAsync("/certificates");
        await Expect(page.Page.Locator("tr[data-row] th").First).ToHaveTextAsync(ConsoleFixture.RadarDevice);
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("Enter");
        await page.ArrivesAtAsync("/devices/" + ConsoleFixture.RadarDevice);
        Assert.Equal([], page.Complaints);
    }

    [Theory]
    [InlineData("/", "overview-light")]
    [InlineData("/communities/{community}?device=" + ConsoleFixture.AirDevice, "device-light")]
    public async Task Light_colours_have_contrast_too(string path, string name)
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, Zh, ColorScheme.Light), PathOf(path));
        await page.SaveScreenshotAsync(name);

        var axe = await page.Page.RunAxe();

        Assert.Equal([], axe.Violations.Select(v => $"{v.Id}: {v.Nodes[0].Html}"));
    }

    [Fact]
    public async Task Pages_carry_the_security_policy_and_assets_are_whole()
    {
        using var client = new HttpClient { BaseAddress = console.BaseAddress };
        var stop = TestContext.Current.CancellationToken;
        var page = await client.GetAsync(new Uri("/", UriKind.Relative), stop);
        var html = await page.Content.ReadAsStringAsync(stop);
        var assets = Regex.Matches(html, "(?:href|src)=\"([^\"]+\\.(?:css|js|svg|mjs))\"").Select(m => m.Groups[1].Value)
            .Append("_content/SmartCommunity.Console/lib/echarts/echarts.esm.min.mjs").Append("_content/SmartCommunity.Console/charts.js")
            .Append("_content/SmartCommunity.Console/twin-map.js")
            .Concat(new[] { "maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css" }.Select(file => "_content/SmartCommunity.Console/lib/maplibre-gl/" + file)).ToArray();

        Assert.Contains("default-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.True(assets.Length >= 12, $"Only {assets.Length} assets: {string.Join(' ', assets)}");
        foreach (var asset in assets)
        {
            var response = await client.GetAsync(new Uri(asset, UriKind.Relative), stop);
            var bytes = await response.Content.ReadAsByteArrayAsync(stop);
            Assert.True(response.IsSuccessStatusCode && bytes.Length > 100, $"{asset}: {response.StatusCode}, {bytes.Length} bytes");
        }
    }

    [Fact]
    public async Task Keys_move_between_pages_rows_search_and_help()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, Zh), "/");
        var keyboard = page.Page.Keyboard;
        await Expect(page.Page.Locator("main tbody tr[data-row]")).ToHaveCountAsync(17);

        await keyboard.PressAsync("?");
        await Expect(page.Page.Locator("#help")).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("#help")).ToBeHiddenAsync();

        await keyboard.PressAsync("j");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("k");
        await keyboard.PressAsync("Enter");
        await page.ArrivesAtAsync("/communities/" + console.Community);

        await Expect(page.Page.Locator("#search")).ToBeVisibleAsync();
        // The heading takes the focus after a navigation, on a busy machine a moment after the page is there.
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        await keyboard.PressAsync("/");
        await Expect(page.Page.Locator("#search")).ToBeFocusedAsync();
        await keyboard.TypeAsync("gd?");
        await Expect(page.Page.Locator("#search")).ToHaveValueAsync("gd?");
        await Expect(page.Page.Locator("#help")).ToBeHiddenAsync();

        await page.Page.Locator("#search").FillAsync("");
        await page.Page.Locator("h1").FocusAsync();
        await keyboard.PressAsync("g");
        await keyboard.PressAsync("d");
        await page.ArrivesAtAsync("/devices");
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task Language_and_theme_are_switched_and_remembered()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, Zh), "/gateways");
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("网关");
        await page.Page.Locator("[data-language]").ClickAsync();
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("Gateways");
        await page.Page.Locator("[data-theme-switch]").ClickAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");

        await page.GoAsync("/gateways");

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("Gateways");
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task The_clock_is_of_Asia_Shanghai_whatever_the_browsers_zone()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, Zh), "/");
        var clock = page.Page.Locator(".clock");

        await Expect(clock).ToContainTextAsync("实时");

        var shown = Regex.Match(await clock.InnerTextAsync(), @"数据截至 (\d\d:\d\d:\d\d) CST");
        Assert.True(shown.Success);
        var now = TimeOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime);
        Assert.True((now - TimeOnly.Parse(shown.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).TotalSeconds < 30, shown.Value);
    }

    [Fact]
    public async Task A_device_is_enrolled_with_a_token_shown_once_and_then_retired()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), "/devices?panel=enrol");
        await page.Page.Locator("#enrol-id").FillAsync("browser-001");
        await page.Page.Locator("#enrol-community").SelectOptionAsync(console.Community);
        await page.Page.Locator("#enrol-class").SelectOptionAsync("indoorAir");
        await page.Page.Locator("form button[type=submit]").ClickAsync();

        await Expect(page.Page.Locator("#token-line")).ToContainTextAsync($"-t 'fc/v1/{console.Community}/indoorAir/browser-001/telemetry'");
        var token = await page.Page.Locator("#token-text").InnerTextAsync();
        Assert.Equal(43, token.Length);
        await page.SaveScreenshotAsync("enrolled");

        await page.GoAsync("/devices?device=browser-001");
        Assert.DoesNotContain(token, await page.Page.ContentAsync(), StringComparison.Ordinal);
        await page.Page.Locator("aside button.danger").ClickAsync();
        await Expect(page.Page.Locator("[role=alertdialog]")).ToContainTextAsync("cannot be undone");
        await page.Page.Locator("[role=alertdialog] button.danger").ClickAsync();
        await Expect(page.Page.Locator("aside")).ToContainTextAsync("Retired at");
        Assert.True((await Registry.FindAsync("browser-001", TestContext.Current.CancellationToken))!.Retired);
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task An_import_is_tried_first_and_names_its_bad_rows()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), "/devices?panel=import");
        var csv = $"id,community,class,name\nimported-1,{console.Community},pir,Hall\nimported 2,{console.Community},pir,Bad id\nimported-3,nowhere,pir,Bad place\n";
        await page.Page.WaitForFunctionAsync("() => document.querySelector('#import-file')?._blazorInputFileNextFileId !== undefined");
        await page.Page.Locator("#import-file").SetInputFilesAsync(
            new FilePayload { Name = "devices.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(csv) });

        await Expect(page.Page.Locator("[role=dialog]")).ToContainTextAsync("3 rows, 1 can be enrolled, 2 with errors");
        await page.SaveScreenshotAsync("import-checked");
        Assert.Null(await Registry.FindAsync("imported-1", TestContext.Current.CancellationToken));
        await page.Page.Locator("[role=dialog] button.primary").ClickAsync();
        await Expect(page.Page.Locator("[role=dialog]")).ToContainTextAsync("3 rows: 1 enrolled, 2 with errors");

        Assert.NotNull(await Registry.FindAsync("imported-1", TestContext.Current.CancellationToken));
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator("[role=dialog] button.primary").ClickAsync());
        Assert.Contains("imported-1," + console.Community, await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task A_device_opens_with_its_chart_and_the_same_points_as_a_table()
    {
        await using var page = await ConsolePage.OpenAsync(
            await chromium.NewContextAsync(console.BaseAddress, En), $"/communities/{console.Community}?device={ConsoleFixture.AirDevice}");

        await Expect(page.Page.Locator("aside .canvas canvas")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("[id^=chart-summary]")).ToContainTextAsync("°C");
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show table" }).ClickAsync();
        await Expect(page.Page.Locator("aside .points tbody tr").Nth(3)).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("aside")).ToHaveCountAsync(0);
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task A_dropped_circuit_shows_a_banner_and_comes_back()
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, Zh), "/gateways");
        var banner = page.Page.Locator("#components-reconnect-modal");
        await Expect(banner).ToBeHiddenAsync();

        await page.Page.RouteAsync("**/_blazor/negotiate**", route => route.AbortAsync());
        await page.Page.EvaluateAsync("Blazor._internal.forceCloseConnection()");
        await Expect(banner).ToBeVisibleAsync();
        await page.SaveScreenshotAsync("reconnecting");
        await page.Page.Locator("[data-reconnect]").ClickAsync();
        await Expect(banner).ToBeVisibleAsync();
        await page.Page.UnrouteAsync("**/_blazor/negotiate**");

        await Expect(banner).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_device_list_is_downloaded_as_it_is_filtered()
    {
        using var client = new HttpClient { BaseAddress = console.BaseAddress };

        var csv = await client.GetStringAsync(new Uri("/console/devices.csv?class=fallRadar", UriKind.Relative), TestContext.Current.CancellationToken);

        var lines = csv.TrimEnd().Split("\r\n");
        Assert.StartsWith("id,community,class,name,gateway", lines[0].TrimStart('\ufeff'), StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.Contains(",fallRadar,", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(ConsoleFixture.RadarDevice + ",", StringComparison.Ordinal));
    }

    private DeviceRegistry Registry => console.Services.GetRequiredService<DeviceRegistry>();

    private string PathOf(string path) => path.Replace("{community}", console.Community, StringComparison.Ordinal);
}
