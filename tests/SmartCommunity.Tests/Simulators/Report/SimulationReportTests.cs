using SmartCommunity.Simulators;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Tests.Simulators.Report;

public sealed class SimulationReportTests : IDisposable
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private readonly string _folder = Directory.CreateTempSubdirectory("simulation-report").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_recorded_data_every_class_is_drawn_and_the_page_says_simulated_only()
    {
        var page = File.ReadAllText(SimulationReport.Write(_folder, dataFolder: null, seed: 1));

        Assert.Contains("everything below is simulated only", page, StringComparison.Ordinal);
        Assert.Contains("Seed 1.", page, StringComparison.Ordinal);
        Assert.All(DeviceClassCatalogue.Default.All, c => Assert.Contains($"### {c.En}", page, StringComparison.Ordinal));
        var pictures = Directory.GetFiles(_folder, "*.png");
        Assert.All(pictures, p => Assert.Equal(PngSignature, File.ReadAllBytes(p)[..PngSignature.Length]));
        Assert.All(pictures, p => Assert.Contains($"]({Path.GetFileName(p)})", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_data_folder_that_is_not_there_is_named() =>
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => SimulationReport.Write(_folder, Path.Combine(_folder, "nowhere"), 1)).Message, StringComparison.Ordinal);
}
