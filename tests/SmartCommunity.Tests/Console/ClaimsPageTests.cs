using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Text;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Tests.Cloud.Registry;
using TestContext = Xunit.TestContext;

namespace SmartCommunity.Tests.Console;

public sealed class ClaimsPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Codes_are_made_shown_this_once_and_saved_and_the_list_shows_the_devices()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = ContextOf(registry);
        var saved = context.JSInterop.SetupModule("./_content/SmartCommunity.Console/download.js").SetupVoid("saveText", _ => true).SetVoidResult();
        var page = Open(context, "/claims?panel=prepare");
        page.WaitForAssertion(() => Assert.Contains("No device waits to be claimed", page.Markup, StringComparison.Ordinal), Patience);

        page.Find("#prepare-batch").Change("box-1");
        page.Find("#prepare-class").Change("wearable");
        page.Find("#prepare-prefix").Change("w-");
        page.Find("#prepare-count").Change("25");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        await page.InvokeAsync(() => page.Find("[role=dialog] button.primary").ClickAsync(new()));

        var shown = page.FindAll("[role=dialog] tbody td").Select(td => td.TextContent).ToList();
        Assert.Equal(PrepareClaimsForm.MaxShown, shown.Count);
        Assert.Contains("25 codes, shown this once", page.Find("[role=dialog] [role=status]").TextContent, StringComparison.Ordinal);
        Assert.Contains("5 more are in the file.", page.Markup, StringComparison.Ordinal);
        var file = (string)saved.VerifyInvoke("saveText").Arguments[1]!;
        Assert.Equal(26, file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"w-01,wearable,box-1,{shown[0]},", file, StringComparison.Ordinal);
        Assert.Equal(25, page.FindAll("tr[data-row]").Count);
        Assert.DoesNotContain(shown[0], context.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_delivery_and_a_wrong_code_are_refused_in_the_form_by_field()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = ContextOf(registry);
        var page = Open(context, "/claims?panel=prepare");
        page.WaitForElement("#prepare-batch", Patience).Change("a b");
        page.Find("#prepare-class").Change("wearable");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());
        var faults = page.FindAll("[role=alert] code").Select(code => code.TextContent).ToList();

        context.Services.GetRequiredService<NavigationManager>().NavigateTo("/claims?panel=claim");
        var form = Open(context, "/claims?panel=claim");
        form.WaitForElement("#claim-code", Patience).Change("AAAA-BBBB-CCCC");
        form.Find("#claim-community").Change("baihe");
        await form.InvokeAsync(() => form.Find("form").SubmitAsync());

        Assert.Equal(["batch", "devices"], faults);
        Assert.Contains("look for a typing error", form.Find("[role=dialog] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("AAAA-BBBB-CCCC", form.Find("#claim-code").GetAttribute("value"));
    }

    [Fact]
    public async Task A_code_becomes_a_device_whose_token_is_shown_once()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        var desk = Desk(registry);
        var code = (await desk.PrepareAsync(new NewClaims { Batch = "box-1", Class = "wearable", Devices = ["w-1"] }, "me", Cancel)).Value![0].Code;
        using var context = ContextOf(registry);
        var page = Open(context, "/claims?panel=claim");
        page.WaitForElement("#claim-code", Patience).Change(code.ToLowerInvariant());
        page.Find("#claim-community").Change("baihe");
        await page.InvokeAsync(() => page.Find("form").SubmitAsync());

        Assert.Contains("w-1 was claimed.", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.Find("#token-text").TextContent);
        Assert.Contains("Claimed", page.Find("tr[data-row]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(registry.Index.Find("w-1"));
        await page.InvokeAsync(() => page.FindAll("[role=dialog] button").Single(b => b.TextContent == "Claim another").ClickAsync(new()));
        Assert.Equal("", page.Find("#claim-code").GetAttribute("value"));
        Assert.Empty(page.FindAll("#token-text"));
    }

    [Fact]
    public async Task Revoking_asks_first_and_filters_show_the_state()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        await Desk(registry).PrepareAsync(new NewClaims { Batch = "box-1", Class = "wearable", Devices = ["w-1", "w-2"] }, "me", Cancel);
        using var context = ContextOf(registry, Languages.Chinese);
        var page = Open(context, "/claims");
        page.WaitForElement("tr[data-row] button", Patience);
        await page.InvokeAsync(() => page.Find("tr[data-row] button").ClickAsync(new()));
        Assert.Equal("作废 w-1 的领用码？", page.Find("#revoke-question").TextContent);
        await page.InvokeAsync(() => page.FindAll("[role=alertdialog] button.danger").Single().ClickAsync(new()));

        Assert.Contains("w-1 的领用码已作废。", page.Markup, StringComparison.Ordinal);
        var open = Open(context, "/claims?state=open");
        open.WaitForAssertion(() => Assert.Equal("w-2", Assert.Single(open.FindAll("tr[data-row] th")).TextContent), Patience);
        var none = Open(context, "/claims?state=claimed&search=w-");
        none.WaitForAssertion(() => Assert.Contains("没有符合条件的设备", none.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task A_registry_that_fails_is_shown_with_a_way_to_try_again()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = ContextOf(registry);
        File.Move(registry.File, registry.File + ".away");
        registry.Store.Dispose();

        var page = Open(context, "/claims");

        page.WaitForAssertion(() => Assert.Contains("Try again", page.Find("[role=alert] button").TextContent, StringComparison.Ordinal), Patience);
        File.Move(registry.File + ".away", registry.File, overwrite: true);
    }

    internal static IRenderedComponent<Claims> Open(ConsoleContext context, string uri)
    {
        context.Services.GetRequiredService<NavigationManager>().NavigateTo(uri);
        return context.Render<Claims>();
    }

    private static ClaimDesk Desk(TemporaryRegistry registry) => new(registry.Store, registry.Devices, registry.Time, NullLogger<ClaimDesk>.Instance);

    private static ConsoleContext ContextOf(TemporaryRegistry registry, string culture = Languages.English)
    {
        var context = new ConsoleContext(culture);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(Desk(registry));
        context.Services.AddSingleton(registry.Places);
        context.Services.AddSingleton(registry.Gateways);
        return context;
    }
}
