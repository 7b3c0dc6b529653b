using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using SmartCommunity.Console.Components.Shared;
using SmartCommunity.Tests.Cloud.Registry;

namespace SmartCommunity.Tests.Console;

public sealed class ImportPanelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_workbook_is_tried_then_imported_and_its_tokens_can_be_saved()
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = new ConsoleContext("zh-CN");
        context.Services.AddSingleton(registry.Devices);
        var panel = context.Render<ImportPanel>();
        using var workbook = new MemoryStream();
        workbook.SaveAs(new[]
        {
            new Dictionary<string, object> { ["设备编号"] = "w-1", ["社区编码"] = "baihe", ["设备类型"] = "pir" },
            new Dictionary<string, object> { ["设备编号"] = "w 2", ["社区编码"] = "baihe", ["设备类型"] = "pir" },
        });

        panel.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(workbook.ToArray(), "设备.xlsx"));
        panel.WaitForAssertion(() => Assert.Contains("试算：共 2 行，可登记 1 台，1 行有误", panel.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(["3", "id", "w 2"], panel.FindAll("tbody td").Take(3).Select(cell => cell.TextContent));
        Assert.Null(registry.Index.Find("w-1"));
        await panel.InvokeAsync(() => panel.Find("button.primary").ClickAsync(new()));

        panel.WaitForAssertion(() => Assert.Contains("共 2 行：已登记 1 台，1 行有误", panel.Markup, StringComparison.Ordinal), Patience);
        Assert.NotNull(registry.Index.Find("w-1"));
        Assert.Equal("保存令牌 CSV", panel.Find("button.primary").TextContent);
    }

    [Theory]
    [InlineData("en", "fields")]
    [InlineData("zh-CN", "zh")]
    public async Task The_templates_come_in_the_language_of_the_page(string culture, string headings)
    {
        await using var registry = await TemporaryRegistry.CreateAsync();
        using var context = new ConsoleContext(culture);
        context.Services.AddSingleton(registry.Devices);

        var links = context.Render<ImportPanel>().FindAll("a[download]").Select(a => a.GetAttribute("href"));

        Assert.Equal([$"/api/v1/devices/import-template?format=xlsx&headings={headings}", $"/api/v1/devices/import-template?format=csv&headings={headings}"], links);
    }
}
