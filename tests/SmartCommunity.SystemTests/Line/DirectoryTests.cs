using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.SystemTests.Line;

/// <summary>A whole district's devices enrolled to one gateway.</summary>
[Trait("Category", "Line")]
public sealed class DirectoryTests
{
    private const int Devices = 60_000;
    private const int RowsOfFile = 20_000; // The most an import takes.

    [Fact]
    public async Task A_gateway_learns_a_directory_of_60000_devices_as_they_are_enrolled_and_whole_when_it_has_none()
    {
        await using var line = await LineUnderTest.StartAsync();
        for (var first = 0; first < Devices; first += RowsOfFile)
            await ImportAsync(line, first);
        await WaitForAllAsync(line);

        await line.Gateway.StopAsync();
        File.Delete(Directory.GetFiles(line.GatewayFolder, "devices.bin", SearchOption.AllDirectories).Single());
        line.StartGateway();
        await line.WaitForGatewayAsync();

        await WaitForAllAsync(line);
    }

    private static async Task ImportAsync(LineUnderTest line, int first)
    {
        var csv = new StringBuilder("id,community,class\n");
        for (var i = first; i < first + RowsOfFile; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{LineUnderTest.Community}-wearable-{i:000000},{LineUnderTest.Community},wearable\n");
        using var content = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        using var response = await line.Api.PostAsync("api/v1/devices/import", content, TestContext.Current.CancellationToken);
        var report = await response.Content.ReadFromJsonAsync<ImportReport>(TestContext.Current.CancellationToken);
        Assert.Equal((RowsOfFile, 0), (report!.Created.Count, report.Errors.Count));
    }

    private static Task WaitForAllAsync(LineUnderTest line) => Until.TrueAsync(
        $"the gateway knows {Devices} devices",
        () => Task.FromResult(line.Gateway.Output.Contains($"applied: {Devices} devices", StringComparison.Ordinal)),
        LineUnderTest.Patience,
        () => line.Gateway.Output);
}
