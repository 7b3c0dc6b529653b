using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Cloud.Registry;
using static Microsoft.Playwright.Assertions;

namespace SmartCommunity.SystemTests.Console;

/// <summary>Signing in, in a real browser over a host that asks for accounts: from the link of the first start to a street office that sees its street only.</summary>
[Collection(nameof(ConsoleSuite))]
public sealed class ConsoleSignInTests(ConsoleFixture demo, Chromium chromium) : IAsyncLifetime
{
    private const string Password = AccountHost.Password, Street = "fuchun";

    private readonly AccountHost _host = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_first_administrator_comes_by_a_link_and_makes_a_street_user_who_sees_her_street_only()
    {
        var first = (await _host.Get<SignInLinks>().FirstAsync(Cancel))!;
        await using var admin = await OpenAsync("zh-CN", first);
        Assert.Empty(await admin.ViolationsAsync());
        await FillAsync(admin.Page, ("#name", "admin.one"), ("#display", "管理员"), ("#password", Password));
        await admin.Page.ClickAsync("button[type=submit]");
        await SignedInAsync(admin.Page, "管理员");
        // An administrator makes accounts, and sees nothing else.
        await admin.ArrivesAtAsync("/people");
        Assert.Equal(403, (await admin.GoAsync("/scores")).Status);
        await Expect(admin.Page.Locator("[data-refused]")).ToContainTextAsync("您的角色：管理员");
        await admin.GoAsync("/people");
        await admin.Page.ClickAsync("[data-new]");
        await FillAsync(admin.Page, ("#person-name", "wang.fang"), ("#person-display", "王芳"));
        await admin.Page.SelectOptionAsync("#person-area", $"street:{Street}");
        await admin.Page.CheckAsync("[data-role=street]");
        Assert.Empty(await admin.ViolationsAsync());
        await admin.Page.ClickAsync("[role=dialog] button[type=submit]");
        var link = await admin.Page.Locator("[data-link] code").TextContentAsync();
        Assert.Empty(await admin.ViolationsAsync());
        Assert.DoesNotContain(admin.Complaints, static c => !c.Contains("403", StringComparison.Ordinal));

        await using var street = await OpenAsync("zh-CN", new Uri(link!).PathAndQuery);
        await FillAsync(street.Page, ("#password", Password));
        await street.Page.ClickAsync("button[type=submit]");
        await SignedInAsync(street.Page, "王芳");
        var places = await _host.Get<PlaceDirectory>().CommunitiesAsync(Street, Cancel);
        await Expect(street.Page.Locator("tbody tr[data-row]")).ToHaveCountAsync(places.Count);
        await Expect(street.Page.Locator("nav.groups a")).ToHaveCountAsync(5);
        await Expect(street.Page.Locator("[data-demo]")).ToHaveCountAsync(0);
        Assert.Empty(await street.ViolationsAsync());

        // Another community is refused by its address, within the circuit and by the API.
        var other = (await _host.Get<PlaceDirectory>().CommunitiesAsync(null, Cancel)).First(static p => p.Street != Street);
        Assert.Equal(403, (await street.GoAsync($"/communities/{other.Code}")).Status);
        await Expect(street.Page.Locator("[data-refused]")).ToContainTextAsync("不在您的辖区内");
        Assert.Equal(403, (await street.Page.APIRequest.GetAsync($"/api/v1/communities/{other.Code}")).Status);
        Assert.Equal(200, (await street.GoAsync($"/communities/{places[0].Code}")).Status);
        Assert.Equal(403, (await street.GoAsync("/people")).Status);

        await TokenSeenAndRevokedAsync(admin, street);

        // A lock ends what is open, at once.
        await street.GoAsync("/");
        await admin.Page.ClickAsync("[data-person='wang.fang'] [data-lock]");
        await Expect(street.Page.Locator("[data-refused]")).ToContainTextAsync("已退出登录");

        // Signing out ends it for the browser.
        await admin.Page.ClickAsync("[data-sign-out]");
        await Expect(admin.Page).ToHaveURLAsync(new Regex("/sign-in$"));
        await admin.Page.GotoAsync("/people");
        await Expect(admin.Page).ToHaveURLAsync(new Regex("/sign-in\\?back=%2Fpeople$"));
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_the_fifth_in_a_row_locks_for_a_while()
    {
        var first = (await _host.Get<SignInLinks>().FirstAsync(Cancel))!.Split("token=")[1];
        Assert.True((await _host.Get<SignInLinks>().MakeFirstAsync(first, "admin.one", "Admin", Password, Cancel)).Succeeded);
        await using var page = await OpenAsync("en", "/people");
        await Expect(page.Page).ToHaveURLAsync(new Regex("/sign-in\\?back=%2Fpeople$"));
        Assert.Empty(await page.ViolationsAsync());

        for (var i = 1; i <= SignInDesk.MaxFailures; i++)
        {
            await FillAsync(page.Page, ("#name", "admin.one"), ("#password", $"wrong {i}"));
            await page.Page.ClickAsync("button[type=submit]");
            await Expect(page.Page.Locator(".faults")).ToContainTextAsync(i < SignInDesk.MaxFailures ? "Name or password is wrong" : "none is taken for 15 minutes");
            Assert.Empty(await page.ViolationsAsync());
        }

        await FillAsync(page.Page, ("#name", "admin.one"), ("#password", Password));
        await page.Page.ClickAsync("button[type=submit]");
        await Expect(page.Page.Locator(".faults")).ToContainTextAsync("An administrator can unlock it");
        var admin = (await _host.Get<PeopleDesk>().ListAsync(Cancel)).Single();
        Assert.True((await _host.Get<PeopleDesk>().UnlockAsync(admin.Id, "test", Cancel)).Succeeded);
        await FillAsync(page.Page, ("#name", "admin.one"), ("#password", Password));
        await page.Page.ClickAsync("button[type=submit]");
        await Expect(page.Page.Locator("[data-person='admin.one']")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task The_demo_operator_is_said_on_every_page(string culture)
    {
        foreach (var path in new[] { "/", "/alerts", "/people" })
        {
            await using var page = await ConsolePage.OpenAsync(await chromium.NewContextAsync(demo.BaseAddress, culture), path);
            await Expect(page.Page.Locator("[data-demo]")).ToContainTextAsync("演示登录 / demo sign-in");
            await Expect(page.Page.Locator("[data-sign-out]")).ToHaveCountAsync(0);
            Assert.Empty(await page.ViolationsAsync());
            Assert.Empty(page.Complaints);
        }
    }

    /// <summary>A token of hers is seen, and revoked, where her account is.</summary>
    private async Task TokenSeenAndRevokedAsync(ConsolePage admin, ConsolePage street)
    {
        await street.GoAsync("/people/tokens");
        await street.Page.FillAsync("#token-name", "周报");
        await street.Page.ClickAsync("[data-tokens] button[type=submit]");
        var token = await street.Page.Locator("#token-text").TextContentAsync();
        Assert.Empty(await street.ViolationsAsync());
        Assert.Equal(200, await StatusByAsync(token!));
        await admin.GoAsync("/people");
        await admin.Page.ClickAsync("[data-person='wang.fang'] [data-open]");
        var listed = admin.Page.Locator("[role=dialog] [data-token='周报']");
        await Expect(listed).ToContainTextAsync("最近使用");
        Assert.Empty(await admin.ViolationsAsync());
        await admin.SaveScreenshotAsync("account-tokens-zh-CN");
        await listed.Locator("[data-revoke]").ClickAsync();
        await Expect(listed).ToHaveCountAsync(0);
        Assert.Equal(401, await StatusByAsync(token!));
        await admin.GoAsync("/people");
    }

    private async Task<int> StatusByAsync(string token)
    {
        using var http = new HttpClient { BaseAddress = _host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me") { Headers = { Authorization = new("Bearer", token) } };
        using var answer = await http.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    private static async Task FillAsync(IPage page, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields)
            await page.FillAsync(field, text);
    }

    private static async Task SignedInAsync(IPage page, string name)
    {
        await page.Locator("header[data-ready=true]").WaitForAsync();
        await Expect(page.Locator("[data-signed-in]")).ToHaveTextAsync(name);
    }

    private async Task<ConsolePage> OpenAsync(string culture, string path) => await ConsolePage.OpenWithoutCircuitAsync(await chromium.NewContextAsync(_host.Address, culture), path);
}
