using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Components.Layout;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Loading;

namespace SmartCommunity.Tests.Console;

/// <summary>What a person sees of the console by who it is.</summary>
public sealed class SignedInTests
{
    private static readonly Caller _street = new(CallerKind.Account, "1", "wang.fang", "王芳", [Roles.Street], Area.OfStreet("fuchun"), "");

    [Fact]
    public void The_navigation_has_what_one_may_open()
    {
        using var context = new ConsoleContext(caller: _street);

        var menu = context.Render<NavMenu>();
        var groups = menu.FindAll("nav.groups a").Select(static a => a.GetAttribute("href"));

        Assert.Equal(["/", "/alerts", "/scores", "/programme", "/devices"], groups);
        Assert.DoesNotContain("/notifications", NavGroup.All.SelectMany(static g => g.Pages).Where(p => _street.May(p.Policy) && !p.IsOfDistrict).Select(static p => p.Href));
    }

    [Fact]
    public void Whoever_is_not_signed_in_sees_no_navigation()
    {
        using var context = new ConsoleContext(caller: Caller.Nobody);

        Assert.Empty(context.Render<NavMenu>().FindAll("nav a"));
    }

    [Fact]
    public void The_author_is_the_account_and_nobody_is_asked()
    {
        using var context = new ConsoleContext(caller: _street);

        var field = context.Render<AuthorField>(static p => p.Add(static f => f.Id, "author"));

        Assert.Empty(field.FindAll("input"));
        Assert.Equal("王芳 (wang.fang)", field.Find("#author").TextContent);
        var author = context.Services.GetRequiredService<Author>();
        author.Name = "somebody else";
        Assert.Equal("王芳 (wang.fang)", author.Name);
    }

    [Fact]
    public void The_demo_operator_types_the_author_and_the_banner_stays()
    {
        using var context = new ConsoleContext();

        Assert.Single(context.Render<AuthorField>(static p => p.Add(static f => f.Id, "author")).FindAll("input"));
        Assert.Contains("演示登录 / demo sign-in", context.Render<DemoBanner>().Find("[data-demo]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_sees_no_demo_banner()
    {
        using var context = new ConsoleContext(caller: _street);

        Assert.Empty(context.Render<DemoBanner>().FindAll("[data-demo]"));
    }

    [Theory]
    [InlineData(typeof(People), "This page is for: Administrator. Your roles: Street office.")]
    [InlineData(typeof(Duty), "This lies outside your area: fuchun.")]
    public void A_refused_page_says_why(Type page, string reason)
    {
        using var context = new ConsoleContext(caller: _street);

        Assert.Contains(reason, context.Render<Refused>(p => p.Add(static r => r.Page, page)).Find("[data-refused]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_may_not_do_is_not_rendered()
    {
        using var context = new ConsoleContext(caller: _street);

        var allowed = context.Render<Allowed>(static p => p.Add(static a => a.Policy, Policies.AlertsAct).AddChildContent("<button>do</button>"));
        var refused = context.Render<Allowed>(static p => p.Add(static a => a.Policy, Policies.Review).AddChildContent("<button>do</button>"));

        Assert.Single(allowed.FindAll("button"));
        Assert.Empty(refused.FindAll("button"));
        Assert.Contains("Reviewer", refused.Markup, StringComparison.Ordinal);
    }
}
