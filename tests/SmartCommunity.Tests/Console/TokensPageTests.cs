using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Storage.Registry.Identity;
using SmartCommunity.Tests.Cloud.Registry;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class TokensPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Caller _street = new(CallerKind.Account, "1", "wang.fang", "王芳", [Roles.Street], Area.OfStreet("fuchun"), "");

    [Fact]
    public async Task A_token_is_made_shown_once_and_revoked()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await registry.Store.WriteAsync(
            async (context, cancel) =>
            {
                context.Add(new PersonRow { Id = "1", Name = "wang.fang", DisplayName = "王芳", Roles = Roles.Street, Area = "street:fuchun", SecurityStamp = "s", CreatedAtMs = 1 });
                return await context.SaveChangesAsync(cancel);
            },
            committed: null, TestContext.Current.CancellationToken);
        using var context = new ConsoleContext(caller: _street);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(new ApiTokens(registry.Store, registry.Time, NullLogger<ApiTokens>.Instance));
        var page = context.Render<TokensPage>();
        page.WaitForAssertion(() => Assert.Contains("There are none.", page.Markup, StringComparison.Ordinal), Patience);

        page.Find("#token-name").Change(" ");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Contains("Say what it is for, in 1 to 60 characters.", page.Markup, StringComparison.Ordinal), Patience);
        page.Find("#token-name").Change("weekly report");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        Assert.Contains("never used", page.WaitForElement("[data-token='weekly report']", Patience).TextContent, StringComparison.Ordinal);
        var token = page.Find("#token-text").TextContent;
        Assert.Equal("wang.fang", (await context.Services.GetRequiredService<ApiTokens>().CallerOfAsync(token, TestContext.Current.CancellationToken))!.Name);
        var again = context.Render<TokensPage>();
        Assert.Contains("last used", again.WaitForElement("[data-token='weekly report']", Patience).TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(token, again.Markup, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.Find("[data-revoke]").ClickAsync(new()));
        page.WaitForAssertion(() => Assert.Contains("There are none.", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Null(await context.Services.GetRequiredService<ApiTokens>().CallerOfAsync(token, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_demo_operator_is_told_that_programs_need_none()
    {
        using var context = new ConsoleContext();

        Assert.Contains("Programs need none here.", context.Render<TokensPage>().Find(".empty").TextContent, StringComparison.Ordinal);
    }
}
