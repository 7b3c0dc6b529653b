using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>The console by keyboard alone, on a phone, and with addresses that name what is not there.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleUseTests(ConsoleFixture console, Chromium chromium)
{
    private const string En = "en";
    private const int PhoneWidth = 390;
    private const int PhoneHeight = 844;

    /// <summary>More stops than any dialog here has: the Tab key has gone round at least once.</summary>
    private const int ManyStops = 20;

    [Fact]
    public async Task The_tab_key_stays_in_a_dialog_and_the_focus_goes_back_to_what_opened_it()
    {
        await using var page = await OpenAsync("/devices");
        var opener = page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Enrol device" });
        await opener.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("[role=dialog]")).ToBeFocusedAsync();

        for (var stop = 0; stop < ManyStops; stop++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            await Expect(page.Page.Locator("[role=dialog] :focus")).ToHaveCountAsync(1);
        }

        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("[role=dialog]")).ToHaveCountAsync(0);
        await Expect(opener).ToBeFocusedAsync();
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task A_drawer_opened_by_keyboard_has_the_focus_and_gives_it_back_to_its_row()
    {
        await using var page = await OpenAsync($"/communities/{console.Community}");
        var row = page.Page.Locator("main tbody tr[data-row]").First;
        await Expect(row).ToBeVisibleAsync();
        await Expect(page.Page.Locator("h1")).ToBeFocusedAsync();
        // The first live state draws the rows anew.
        await Expect(page.Page.Locator(".clock")).ToContainTextAsync("live");
        await page.Page.Keyboard.PressAsync("j");
        await Expect(row).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("main aside")).ToBeFocusedAsync();

        await page.Page.Keyboard.PressAsync("Escape");

        await Expect(page.Page.Locator("main aside")).ToHaveCountAsync(0);
        await Expect(row).ToBeFocusedAsync();
        Assert.Equal([], page.Complaints);
    }

    [Theory]
    [InlineData("/devices?device=no-such", "aside", "There is no device no-such")]
    [InlineData("/communities/{community}?device=no-such", "aside", "There is no device no-such here")]
    [InlineData("/communities/{community}/map?view=list&device=no-such", "aside", "There is no device no-such here")]
    [InlineData("/communities/{community}/facts?fact=no-such", "main", "The pack does not ask for no-such")]
    [InlineData("/communities/{community}/facts?evidence=no-such", "main", "The pack does not ask for no-such")]
    [InlineData("/quarantine?map=999999", "main", "There is no payload 999999 in quarantine")]
    [InlineData("/commands?device=no-such", "main", "No command matches")]
    public async Task An_address_that_names_what_is_not_there_is_answered(string path, string where, string text)
    {
        await using var page = await OpenAsync(path);

        await Expect(page.Page.Locator(where)).ToContainTextAsync(text);
        Assert.Equal([], page.Complaints);
    }

    [Fact]
    public async Task The_charted_quantity_is_in_the_address()
    {
        await using var page = await OpenAsync($"/communities/{console.Community}?device={ConsoleFixture.AirDevice}");
        await Expect(page.Page.Locator("aside .canvas canvas")).ToBeVisibleAsync();
        await page.Page.Locator("aside table button").Filter(new LocatorFilterOptions { HasText = "Humidity" }).ClickAsync();
        await page.ArrivesAtAsync("quantity=humidity");

        await page.GoAsync(new Uri(page.Page.Url).PathAndQuery);

        await Expect(page.Page.Locator("aside h3").First).ToContainTextAsync("umidity");
    }

    [Fact]
    public async Task Payloads_that_are_not_open_offer_nothing_that_would_reach_beyond_them()
    {
        await using var page = await OpenAsync("/quarantine?state=all");

        await Expect(page.Page.Locator("main")).ToContainTextAsync("Only open payloads can be run again or dismissed.");
        await Expect(page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run all again" })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/communities/{community}?device=" + ConsoleFixture.AirDevice)]
    [InlineData("/communities/{community}/map?device=" + ConsoleFixture.AirDevice)]
    [InlineData("/devices/" + ConsoleFixture.AirDevice)]
    [InlineData("/devices?device=" + ConsoleFixture.AirDevice)]
    [InlineData("/communities/{community}/facts?fact=households")]
    [InlineData("/alerts")]
    [InlineData("/evidence")]
    [InlineData("/gateways")]
    [InlineData("/quarantine")]
    [InlineData("/bench?device=" + ConsoleFixture.AirDevice + "&text=%7B%22v%22:%7B%22temp%22:21.5%7D%7D")]
    [InlineData("/commands")]
    [InlineData("/simulator")]
    public async Task On_a_phone_no_page_is_wider_than_the_screen_and_a_drawer_is_seen(string path)
    {
        var context = await chromium.NewContextAsync(console.BaseAddress, En);
        await using var page = await ConsolePage.OpenAsync(context, "/");
        await page.Page.SetViewportSizeAsync(PhoneWidth, PhoneHeight);
        await page.GoAsync(PathOf(path));
        await Expect(page.Page.Locator(".loading")).ToHaveCountAsync(0);

        Assert.Equal(PhoneWidth, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        if (path.Contains("?device=", StringComparison.Ordinal) && !path.StartsWith("/bench", StringComparison.Ordinal))
            await Expect(page.Page.Locator("main aside h2").First).ToBeInViewportAsync();
        Assert.Equal([], page.Complaints);
    }

    private async Task<ConsolePage> OpenAsync(string path) => await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, En), PathOf(path));

    private string PathOf(string path) => path.Replace("{community}", console.Community, StringComparison.Ordinal);
}
