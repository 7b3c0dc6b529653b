using SmartCommunity.SystemTests.Console;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Programme;

/// <summary>Every page of the programme with data in it, in both languages: accessible, without a complaint of the browser, and no wider than a phone.</summary>
[Collection(nameof(ProgrammeSuite))]
public sealed class ProgrammePagesTests(ProgrammeFixture programme, Chromium chromium)
{
    /// <summary>A common phone and a desk, in CSS pixels.</summary>
    private static readonly (int Width, int Height) _phone = (390, 844), _desk = (1440, 900);

    /// <summary>Name of each page and its address, and something of its data that must be there.</summary>
    private static readonly (string Name, string Path, string Data)[] _pages =
    [
        ("pool", "/programme", "[data-lease]"),
        ("project", $"/programme/{ProgrammePast.Rich}", "ol.history li"),
        ("returned", $"/programme/{ProgrammePast.Returned}", "tr[data-finding='2']"),
        ("ground", $"/programme/{ProgrammePast.Rich}/eligibility", "canvas.maplibregl-canvas"),
        ("resources", $"/programme/{ProgrammePast.Rich}/eligibility?view=resources", "details[open] .panel strong"),
        ("ledger", "/programme/ledger", "tr[data-row]"),
        ("ledgerOpen", $"/programme/ledger?project={ProgrammePast.Rich}", "li[data-payment='1']"),
        ("lists", "/programme/lists?cadence=Monthly", "tbody tr"),
        ("bulletin", "/programme/bulletins", "[data-rederived=same]"),
        ("year", "/programme/bulletins?tab=year", "tbody tr"),
        ("forecast", "/programme/bulletins?tab=forecast", "tbody tr"),
        ("papers", $"/programme/papers?project={ProgrammePast.Rich}", "tr[data-row]"),
        ("cases", "/programme/cases", "[data-case-entry]"),
        ("glossary", "/glossary", "tr[data-row]"),
        ("review", "/programme/review", "main tbody tr, main .empty"),
        ("people", "/people", "tr[data-person]"),
        ("tokens", "/people/tokens", "main p"),
        ("public", "/public", "tr[data-project]"),
        ("warMap", "/", ".war svg a"),
        ("wall", "/wall?view=programme", ".war svg a"),
    ];

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Every_page_with_data_is_accessible_and_fits_a_phone(string culture)
    {
        await using var page = await programme.OpenAsync(chromium, ProgrammeFixture.Everything, "/programme", culture);
        var wrong = new List<string>();
        foreach (var (name, path, data) in _pages)
        {
            await page.Page.SetViewportSizeAsync(_desk.Width, _desk.Height);
            // The public page has no circuit to wait for.
            if (name == "public")
                await page.Page.GotoAsync(path);
            else
                await page.GoAsync(path);
            await Expect(page.Page.Locator(data).First).ToBeVisibleAsync();
            await Expect(page.Page.Locator("h1")).ToBeVisibleAsync();
            await Expect(page.Page.Locator(".loading, [aria-busy=true]")).ToHaveCountAsync(0);
            await Expect(page.Page.Locator("[role=alert]:visible")).ToHaveCountAsync(0);
            await page.SaveScreenshotAsync($"programme-{name}-{culture}");
            wrong.AddRange((await page.ViolationsAsync()).Select(v => $"{path}: {v}"));

            await page.Page.SetViewportSizeAsync(_phone.Width, _phone.Height);
            await page.SaveScreenshotAsync($"programme-{name}-{culture}-phone");
            if (await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var width && width != _phone.Width)
                wrong.Add($"{path}: {width} px wide on a phone: {await WidestAsync(page)}");
        }

        Assert.Equal(culture, await page.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.Equal([], page.Complaints);
    }

    // What reaches beyond the screen, for the message.
    private static Task<string> WidestAsync(ConsolePage page) => page.Page.EvaluateAsync<string>(
        "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-frame, nav')).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')");
}
