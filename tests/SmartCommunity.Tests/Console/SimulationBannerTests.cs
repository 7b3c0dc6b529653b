using Bunit;
using Microsoft.Extensions.DependencyInjection;
using SmartCommunity.Cloud;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Console.Components.Layout;

namespace SmartCommunity.Tests.Console;

public sealed class SimulationBannerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-banner-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Measured_data_has_no_banner_and_nothing_is_said()
    {
        using var context = new ConsoleContext();
        using var status = Status(context);

        var banner = context.Render<SimulationBanner>();

        Assert.Empty(banner.FindAll("section"));
        Assert.Equal("", banner.Find("[role=status]").TextContent);
    }

    [Theory]
    [InlineData("zh-CN", "仿真数据", "仿真控制")]
    [InlineData("en", "Simulated data", "Simulators")]
    public void Data_of_simulated_devices_is_marked_for_good_even_without_simulators(string culture, string title, string link)
    {
        using var context = new ConsoleContext(culture);
        using (var before = new SimulationStatus(Options, context.Time))
            before.Enrolling(17, control: null);
        using var status = Status(context);

        var banner = context.Render<SimulationBanner>();

        Assert.Equal(title, banner.Find("section strong").TextContent);
        Assert.Equal((link, "/simulator"), (banner.Find("section a").TextContent, banner.Find("section a").GetAttribute("href")));
        Assert.Empty(banner.FindAll("button"));
        Assert.StartsWith(title, banner.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_opened_before_the_first_simulated_device_says_so_once()
    {
        using var context = new ConsoleContext();
        using var status = Status(context);
        var banner = context.Render<SimulationBanner>();
        status.Enrolling(3, control: null);

        context.Time.Advance(SimulationBanner.CheckInterval);
        banner.WaitForAssertion(() => Assert.Contains("No simulators run now", banner.Find("section").TextContent, StringComparison.Ordinal));
        var said = banner.Find("[role=status]").TextContent;
        var renders = banner.RenderCount;
        context.Time.Advance(SimulationBanner.CheckInterval);

        Assert.StartsWith("Simulated data", said, StringComparison.Ordinal);
        Assert.Equal((said, renders), (banner.Find("[role=status]").TextContent, banner.RenderCount));
    }

    private CloudOptions Options => new() { DataFolder = _folder };

    private SimulationStatus Status(ConsoleContext context)
    {
        var status = new SimulationStatus(Options, context.Time);
        context.Services.AddSingleton(status);
        return status;
    }
}
