using System.Globalization;
using System.Text.RegularExpressions;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Peers;

namespace SmartCommunity.SystemTests.Readme;

/// <summary>What deploy/ installs: the published program, started from a folder that is not its own.</summary>
[Trait("Category", "Deploy")]
public sealed partial class PublishedTests
{
    private const int ShortestAsset = 100; // An asset that is not found is served empty, with status 200.

    [Fact]
    public async Task The_published_program_serves_its_pages_and_assets_from_any_folder()
    {
        var folder = Directory.CreateTempSubdirectory("published").FullName;
        var (exitCode, output) = await Mosquitto.RunAsync(
            "dotnet", ["publish", Path.Combine(Repository.Root, "src/SmartCommunity.Cli"), "-c", "Release", "--no-build", "-o", Path.Combine(folder, "program")]);
        Assert.True(exitCode == 0, output);
        var ports = FreePorts.Take(2).Select(p => p.ToString(CultureInfo.InvariantCulture)).ToArray();
        using (var cloud = PartProcess.Run(["bash", "-c", $"cd / && exec '{folder}/program/smartcommunity' cloud --data-dir '{folder}/data' --port {ports[0]} --uplink-port {ports[1]}"]))
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}/") };
            await Until.TrueAsync("the cloud is ready", () => IsReadyAsync(client), LineUnderTest.Patience, () => cloud.Output);

            var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
            var assets = Asset().Matches(page).Select(m => m.Groups["path"].Value).ToList();
            Assert.NotEmpty(assets);
            foreach (var asset in assets)
            {
                var bytes = await client.GetByteArrayAsync(new Uri(asset, UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.True(bytes.Length > ShortestAsset, $"{asset}: {bytes.Length} bytes");
            }

            Assert.Equal(0, await cloud.StopAsync());
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex("(?:href|src)=\"(?<path>[^\"]+\\.(?:css|js|svg))\"")]
    private static partial Regex Asset();
}
