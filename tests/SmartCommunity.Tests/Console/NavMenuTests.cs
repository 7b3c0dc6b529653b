using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Console;
using SmartCommunity.Console.Components.Layout;

namespace SmartCommunity.Tests.Console;

public sealed class NavMenuTests
{
    /// <summary>Shown in place of a page that does not exist.</summary>
    private const string NotFound = "/not-found";

    [Fact]
    public void Every_page_has_one_link_or_lies_under_one_that_has()
    {
        string[] pages = [.. typeof(ConsoleHost).Assembly.GetTypes().Where(static t => !t.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute), inherit: false)).SelectMany(static t => t.GetCustomAttributes(typeof(RouteAttribute), inherit: false)).Select(static a => ((RouteAttribute)a).Template)
            .Where(static t => !t.Contains('{', StringComparison.Ordinal) && t != NotFound)];
        string[] links = [.. NavGroup.All.SelectMany(static g => g.Pages).Select(static p => p.Href)];

        Assert.Equal([], links.Except(pages));
        Assert.Equal(links.Distinct(), links);
        Assert.Equal([], pages.Where(static page => NavGroup.PageOf(page) is null));
    }

    [Theory]
    [InlineData("/", "overview", null)]
    [InlineData("/communities/baihe/map", "overview", null)]
    [InlineData("/duty", "alerts", "duty")]
    [InlineData("/duty/calendar", "alerts", "duty")]
    [InlineData("/alerts/baihe-1", "alerts", "alerts")]
    [InlineData("/communities/baihe/score", "scores", "scores")]
    [InlineData("/devices/my-wearable", "devices", "devices")]
    [InlineData("/quarantine?reason=unit", "line", "quarantine")]
    public void Where_one_is_is_marked_once_in_each_row(string address, string group, string? page)
    {
        using var context = new ConsoleContext();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

        var menu = context.Render<NavMenu>();

        var current = menu.FindAll("a[aria-current]").Select(static a => a.GetAttribute("href")).ToArray();
        var expected = NavGroup.All.Single(g => g.Key == group);
        Assert.Equal(page is null ? [expected.Pages[0].Href] : [expected.Pages[0].Href, expected.Pages.Single(p => p.Key == page).Href], current);
    }

    [Fact]
    public void Going_to_another_page_moves_the_mark_and_shows_the_pages_beside_it()
    {
        using var context = new ConsoleContext();
        var menu = context.Render<NavMenu>();
        Assert.Single(menu.FindAll("nav"));

        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/bench");

        menu.WaitForAssertion(() => Assert.Equal("page", menu.Find("nav.pages a[href='/bench']").GetAttribute("aria-current")));
        Assert.Equal(3, menu.FindAll("nav.pages a").Count);
    }

    [Fact]
    public void A_page_that_no_group_has_marks_nothing()
    {
        using var context = new ConsoleContext();
        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/no/such/page");

        Assert.Empty(context.Render<NavMenu>().FindAll("a[aria-current]"));
    }
}
