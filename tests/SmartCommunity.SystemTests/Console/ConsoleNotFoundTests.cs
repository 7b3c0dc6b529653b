using System.Net;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>Addresses nobody serves: people get the console's page, programs keep their own answers.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleNotFoundTests(ConsoleFixture console, Chromium chromium)
{
    [Theory]
    [InlineData("zh-CN", "/no-such-page", "页面不存在")]
    [InlineData("en", "/no-such-page", "Page not found")]
    [InlineData("en", "/communities/one/too-deep", "Page not found")]
    public async Task An_unknown_address_is_a_page_of_the_console_with_status_404(string culture, string path, string title)
    {
        await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(console.BaseAddress, culture), "/");
        var response = await page.GoAsync(path);

        Assert.Equal((int)HttpStatusCode.NotFound, response.Status);
        Assert.Contains("default-src 'self'", await response.HeaderValueAsync("content-security-policy"), StringComparison.Ordinal);
        await Expect(page.Page.Locator("main h1")).ToHaveTextAsync(title);
        Assert.Equal(culture, await page.Page.Locator("html").GetAttributeAsync("lang"));
        await page.SaveScreenshotAsync($"not-found-{culture}");
        Assert.Equal([], await page.ViolationsAsync());
        // The browser itself notes the status of the page.
        Assert.Contains("404", Assert.Single(page.Complaints), StringComparison.Ordinal);

        await page.Page.Locator("main a").ClickAsync();
        await Expect(page.Page.Locator("main tbody tr[data-row]")).ToHaveCountAsync(17);
    }

    [Theory]
    [InlineData("/api/v1/no-such-thing", "application/problem+json")]
    [InlineData("/api/v1/devices/no-such-device", "application/problem+json")]
    [InlineData("/api/v2/devices", null)]
    [InlineData("/hubs/no-such-hub", null)]
    [InlineData("/health/no-such-check", null)]
    [InlineData("/metrics/no-such-meter", null)]
    [InlineData("/_content/SmartCommunity.Console/no-such.css", null)]
    public async Task Addresses_of_programs_keep_their_own_answers_even_in_a_browser(string path, string? contentType)
    {
        var response = await GetAsync(path, "text/html, */*;q=0.8");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_program_that_asks_for_no_page_gets_none()
    {
        var response = await GetAsync("/no-such-page", "*/*");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var client = new HttpClient { BaseAddress = console.BaseAddress };
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        return await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}
