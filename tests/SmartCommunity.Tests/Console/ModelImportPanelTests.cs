using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud.Models;
using SmartCommunity.Console.Components.Pages;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Telemetry;
using SmartCommunity.Tests.Cloud.Models;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Console;

[Collection(nameof(ImportedClasses))]
public sealed class ModelImportPanelTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public void Dispose() => ImportedClasses.WithdrawAll();

    [Fact]
    public async Task A_file_is_tried_told_what_it_lacks_tried_again_and_imported()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = new ConsoleContext("zh-CN");
        context.Services.AddSingleton(new ImportedModels(registry.Store, registry.Time));
        var panel = context.Render<ModelImportPanel>();

        panel.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(ImportedClasses.Interface(), "soil.json"));
        panel.WaitForAssertion(
            () => Assert.Equal(["dtmi:acme:soilProbe;1 domain", "dtmi:acme:soilProbe;1 reportIntervalSeconds"], panel.FindAll(".faults code").Select(c => c.TextContent)), Patience);
        await panel.InvokeAsync(() => panel.Find("#model-domain").ChangeAsync(new() { Value = "environment" }));
        await panel.InvokeAsync(() => panel.Find("#model-interval").ChangeAsync(new() { Value = "300" }));
        panel.WaitForAssertion(() => Assert.Contains("试算：1 个类型可导入", panel.Markup, StringComparison.Ordinal), Patience);
        Assert.Null(DeviceClassCatalogue.Current.Find("soilProbe"));
        await panel.InvokeAsync(() => panel.Find("button.primary").ClickAsync(new()));

        panel.WaitForAssertion(() => Assert.Contains("已导入 1 个类型", panel.Markup, StringComparison.Ordinal), Patience);
        Assert.NotNull(DeviceClassCatalogue.Current.Find("soilProbe"));
    }

    [Fact]
    public async Task The_page_lists_an_imported_class_with_ranges_and_devices_and_removes_it_only_without_devices()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = new ConsoleContext();
        var models = new ImportedModels(registry.Store, registry.Time);
        context.Services.AddSingleton(models);
        context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/classes?origin=imported");
        var page = context.Render<Classes>();
        Assert.Contains("No imported class", page.Markup, StringComparison.Ordinal);
        await models.ImportAsync(
            System.Text.Encoding.UTF8.GetBytes(ImportedClasses.Interface()), new(null, null, "environment", 300), dryRun: false, "test", Xunit.TestContext.Current.CancellationToken);
        await registry.Devices.CreateAsync(TemporaryRegistry.Device("probe-1", "soilProbe"), Xunit.TestContext.Current.CancellationToken);
        page = context.Render<Classes>();

        Assert.Contains("soilProbe · dtmi:acme:soilProbe;1", Assert.Single(page.FindAll("tbody th")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Relative humidity 0.0 – 100.0 %", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal("1", page.Find("tbody a").TextContent);
        await page.InvokeAsync(() => page.Find("tbody button").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("1 devices (retired ones included)", page.Find(".faults").TextContent, StringComparison.Ordinal), Patience);
        Assert.NotNull(DeviceClassCatalogue.Current.Find("soilProbe"));
    }
}
