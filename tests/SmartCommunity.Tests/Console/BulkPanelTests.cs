using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Provisioning;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Console.Tables;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Console;

public sealed class BulkPanelTests
{
    [Fact]
    public async Task The_selection_is_retired_after_a_question_that_says_how_many()
    {
        await using var registry = await WithDevicesAsync("w-1", "w-2", "w-3");
        using var context = ContextOf(registry);
        HashSet<string> selected = ["w-1", "w-3"];
        var changes = 0;
        var panel = Render(context, selected, new DeviceFilter(), matching: 3, () => changes++);

        await panel.InvokeAsync(() => Button(panel, "Retire").ClickAsync(new()));
        Assert.Equal("Retire 2 devices?", panel.Find("#bulk-question").TextContent);
        Assert.False(registry.Index.Find("w-1")!.Retired);
        await panel.InvokeAsync(() => Button(panel, "Retire 2").ClickAsync(new()));

        Assert.Equal("2 devices were retired.", panel.Find("[role=status]").TextContent.Trim());
        Assert.Equal([true, false, true], new[] { "w-1", "w-2", "w-3" }.Select(id => registry.Index.Find(id)!.Retired));
        Assert.Empty(selected);
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task Cancelling_changes_nothing()
    {
        await using var registry = await WithDevicesAsync("w-1");
        using var context = ContextOf(registry);
        var panel = Render(context, ["w-1"], new DeviceFilter(), matching: 1, () => { });

        await panel.InvokeAsync(() => Button(panel, "Retire").ClickAsync(new()));
        await panel.InvokeAsync(() => Button(panel, "Cancel").ClickAsync(new()));

        Assert.Empty(panel.FindAll("#bulk-question"));
        Assert.False(registry.Index.Find("w-1")!.Retired);
    }

    [Fact]
    public async Task Tokens_of_all_that_match_are_rotated_and_saved_once()
    {
        await using var registry = await WithDevicesAsync("w-1", "w-2");
        using var context = ContextOf(registry);
        var saved = context.JSInterop.SetupModule("./_content/SmartCommunity.Console/download.js").SetupVoid("saveText", _ => true).SetVoidResult();
        var panel = Render(context, [], new DeviceFilter(Community: "baihe"), matching: 2, () => { });

        await panel.InvokeAsync(() => Button(panel, "Rotate tokens of all").ClickAsync(new()));
        Assert.Equal("Give 2 devices a new token?", panel.Find("#bulk-question").TextContent);
        await panel.InvokeAsync(() => Button(panel, "Rotate 2").ClickAsync(new()));
        Assert.StartsWith("2 devices have a new token, 0 were skipped.", panel.Find("[role=status]").TextContent.Trim(), StringComparison.Ordinal);
        await panel.InvokeAsync(() => Button(panel, "Save tokens CSV").ClickAsync(new()));

        var lines = ((string)Assert.Single(saved.Invocations).Arguments[1]!).TrimEnd().Split("\r\n");
        Assert.Equal("id,community,class,gateway,token", lines[0]);
        Assert.Equal(["w-1", "w-2"], lines.Skip(1).Select(line => line.Split(',')[0]));
        Assert.DoesNotContain("Save tokens CSV", panel.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, false, "Filter by community, class or gateway")]
    [InlineData("baihe", "w", false, "select one by one")]
    [InlineData("baihe", null, true, "select one by one")]
    public async Task All_that_match_can_only_be_acted_on_when_the_action_knows_the_filter(string? community, string? search, bool narrowed, string why)
    {
        await using var registry = await WithDevicesAsync("w-1");
        using var context = ContextOf(registry);

        var panel = context.Render<BulkPanel>(p => p
            .Add(b => b.Selected, []).Add(b => b.Filter, new DeviceFilter(Community: community, Search: search)).Add(b => b.Matching, 1).Add(b => b.IsNarrowed, narrowed));

        Assert.Contains(why, panel.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(panel.FindAll("button"), button => button.TextContent == "Retire all");
    }

    [Fact]
    public async Task A_refusal_is_shown_and_the_selection_stays()
    {
        await using var registry = await WithDevicesAsync("w-1");
        using var context = ContextOf(registry);
        HashSet<string> selected = ["w-1", "nobody"];
        var panel = Render(context, selected, new DeviceFilter(), matching: 1, () => { });

        await panel.InvokeAsync(() => Button(panel, "Retire").ClickAsync(new()));
        await panel.InvokeAsync(() => Button(panel, "Retire 2").ClickAsync(new()));

        Assert.Contains("nobody", panel.Markup, StringComparison.Ordinal);
        Assert.Equal(2, selected.Count);
        Assert.False(registry.Index.Find("w-1")!.Retired);
    }

    [Fact]
    public void A_device_without_a_token_is_not_in_the_file()
    {
        Assert.Equal("id,community,class,gateway,token\r\n", TokenCsv.Of([]));
    }

    private static async Task<TemporaryRegistry> WithDevicesAsync(params string[] ids)
    {
        var registry = await TemporaryRegistry.CreateAsync();
        foreach (var id in ids)
            await registry.Devices.CreateAsync(TemporaryRegistry.Device(id), Xunit.TestContext.Current.CancellationToken);
        return registry;
    }

    private static ConsoleContext ContextOf(TemporaryRegistry registry)
    {
        var context = new ConsoleContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(new DeviceSuccession(registry.Store, registry.Devices, registry.Time));
        return context;
    }

    private static IRenderedComponent<BulkPanel> Render(ConsoleContext context, HashSet<string> selected, DeviceFilter filter, long matching, Action changed) =>
        context.Render<BulkPanel>(p => p.Add(b => b.Selected, selected).Add(b => b.Filter, filter).Add(b => b.Matching, matching).Add(b => b.OnChanged, changed));

    private static IElement Button(IRenderedComponent<BulkPanel> panel, string text) => panel.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
