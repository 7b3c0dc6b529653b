using System.Globalization;
using System.Net;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Peers;

namespace SmartCommunity.SystemTests.Readme;

/// <summary>The root README's sample commands, verbatim, through a shell; only ports, folder and token are put in.</summary>
[Trait("Category", "Line")]
public sealed class ReadmeCommandsTests
{
    private const string Up = "dotnet run -c Release --project src/SmartCommunity.Cli -- up";
    private const string Suite = "bash tests/run.sh";
    private const string Enrol = @"curl -s -X POST http://127.0.0.1:8080/api/v1/devices -H 'Content-Type: application/json' -d '{""id"":""my-wearable"",""community"":""baihe"",""class"":""wearable"",""name"":""My wearable""}'";
    private const string Publish = @"mosquitto_pub -h 127.0.0.1 -p 1883 -i my-wearable -u my-wearable -P TOKEN -q 1 -t fc/v1/baihe/wearable/my-wearable/telemetry -m '{""v"":{""heartRate"":72,""spo2"":97}}'";
    private const string ImportModel = @"curl -s -X POST 'http://127.0.0.1:8080/api/v1/models?domain=environment&reportIntervalSeconds=300' -H 'Content-Type: application/json' -d '{""@context"":[""dtmi:dtdl:context;3"",""dtmi:dtdl:extension:quantitativeTypes;1""],""@id"":""dtmi:acme:soilProbe;1"",""@type"":""Interface"",""displayName"":{""zh"":""土壤探头"",""en"":""Soil probe""},""contents"":[{""@type"":[""Telemetry"",""Temperature""],""name"":""temp"",""schema"":""double"",""unit"":""degreeCelsius""}]}'";
    private const string Latest = "curl -s http://127.0.0.1:8080/api/v1/devices/my-wearable/latest";

    private const string Dossier = "curl -sf -o dossier.zip 'http://127.0.0.1:8080/api/v1/programme/projects/baihe/dossier/bundle?actor=reader'";
    private const string Verify = "dotnet run -c Release --project src/SmartCommunity.Cli -- verify dossier.zip";
    private const string UpWithAccounts = "dotnet run -c Release --project src/SmartCommunity.Cli -- up --sign-in";

    private const int SeededCommunities = 17;
    private const int BlockHeaderBytes = 16; // Length, checksum and id stand before the first byte of a block.
    private const string BuildAndRun = "dotnet run -c Release --project src/SmartCommunity.Cli --";
    private const string Project = "src/SmartCommunity.Cli/SmartCommunity.Cli.csproj";

    [Fact]
    public void The_readme_holds_exactly_the_commands_that_are_run_here()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        Assert.All([Up, Suite, Enrol, Publish, Latest, ImportModel, Dossier, Verify, UpWithAccounts], command => Assert.Contains(command, readme.Split('\n')));
        Assert.True(File.Exists(Path.Combine(Repository.Root, Project)), Project);
    }

    [Fact]
    public async Task The_suite_of_the_readme_starts()
    {
        // Started in full it would run this test again; its own help shows that the shell finds and reads it.
        var (exitCode, output) = await Mosquitto.RunAsync("bash", ["-c", $"cd '{Repository.Root}' && {Suite} --help"]);

        Assert.Equal(0, exitCode);
        Assert.Contains("N passed, N failed, N skipped", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_serves_a_device_as_the_readme_says_stops_cleanly_and_finds_its_data_again()
    {
        Assert.SkipUnless(Mosquitto.IsInstalled && File.Exists("/usr/bin/curl"), "mosquitto_pub or curl is not installed.");
        var folder = Directory.CreateTempSubdirectory("readme").FullName;
        var ports = FreePorts.Take(5);
        using (var up = StartUp(folder, ports))
        {
            await WaitForConsoleAsync(up);
            var enrolled = JsonSerializer.Deserialize<EnrolledDeviceView>(await RunAsync(Enrol, ports), JsonSerializerOptions.Web);
            await Until.TrueAsync(
                "the device publishes with the returned token",
                async () => (await Mosquitto.RunAsync("bash", ["-c", OnPorts(Publish, ports).Replace("TOKEN", enrolled!.Token, StringComparison.Ordinal)])).ExitCode == 0,
                LineUnderTest.Patience,
                () => up.Output);
            await AssertLatestAsync(up, ports);
            Assert.Equal("added", Assert.Single(JsonSerializer.Deserialize<ModelImportView>(await RunAsync(ImportModel, ports), JsonSerializerOptions.Web)!.Models).Outcome);
            await AssertDossierAsync(folder, up, ports);
            await StopAsync(up);
        }

        using (var again = StartUp(folder, ports))
        {
            await WaitForConsoleAsync(again);
            using var api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[0]}/") };
            Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("api/v1/devices/my-wearable", TestContext.Current.CancellationToken)).StatusCode);
            await AssertLatestAsync(again, ports);
            await StopAsync(again);
        }

        await AssertVerifiedAsync(folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Up_with_accounts_prints_the_link_of_the_first_administrator()
    {
        var folder = Directory.CreateTempSubdirectory("readme").FullName;
        var ports = FreePorts.Take(5);
        using (var up = StartUp(folder, ports, $"{UpWithAccounts} --no-simulators"))
        {
            await WaitForConsoleAsync(up);
            var link = up.Output.Split(Environment.NewLine).SelectMany(static l => l.Split(' ')).Single(static w => w.Contains("/welcome?token=", StringComparison.Ordinal));
            using var http = new HttpClient();
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(link), TestContext.Current.CancellationToken)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri($"http://127.0.0.1:{ports[0]}/api/v1/communities"), TestContext.Current.CancellationToken)).StatusCode);
            await StopAsync(up);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The dossier of a community of the running line, verified by another process.</summary>
    private static async Task AssertDossierAsync(string folder, PartProcess up, int[] ports)
    {
        await Until.TrueAsync(
            "the community has a recorded score", async () => (await Mosquitto.RunAsync("bash", ["-c", $"cd '{folder}' && {OnPorts(Dossier, ports)}"])).ExitCode == 0, LineUnderTest.Patience, () => up.Output);
        var (exitCode, output) = await Mosquitto.RunAsync("bash", ["-c", $"cd '{folder}' && {Verify.Replace(BuildAndRun, $"dotnet '{PartProcess.Program}'", StringComparison.Ordinal)}"]);
        Assert.True(exitCode == 0, output);
        Assert.StartsWith("PASS: 33 of 33 indicators", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    /// <summary>Another process, under another culture, time zone and thread count, derives every recorded score of the run again; and finds a byte that is another.</summary>
    private static async Task AssertVerifiedAsync(string folder)
    {
        var verify = $"LANG=ar_SA.UTF-8 TZ=America/New_York DOTNET_PROCESSOR_COUNT=1 dotnet '{PartProcess.Program}' verify --data-dir '{folder}/data'";
        var (exitCode, output) = await Mosquitto.RunAsync("bash", ["-c", verify]);
        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(SeededCommunities, lines.Length);
        Assert.All(lines, line => Assert.Matches("recorded scores, .* [1-9][0-9]* states, ", line));

        var blocks = Directory.EnumerateFiles(folder, "*.blocks", SearchOption.AllDirectories).First(f => new FileInfo(f).Length > BlockHeaderBytes);
        await using (var file = new FileStream(blocks, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = BlockHeaderBytes;
            var was = file.ReadByte();
            file.Position = BlockHeaderBytes;
            file.WriteByte((byte)(was ^ 1));
        }

        (exitCode, output) = await Mosquitto.RunAsync("bash", ["-c", verify]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"sample at position", output, StringComparison.Ordinal);
        Assert.Contains($"{blocks}, byte 0: CRC-32C", output, StringComparison.Ordinal);
    }

    /// <summary>The program as built with this test instead of a build in the middle of it; everything after <c>--</c> as in the README.</summary>
    private static PartProcess StartUp(string folder, int[] ports, string up = Up)
    {
        var command = up.Replace(BuildAndRun, $"exec dotnet '{PartProcess.Program}'", StringComparison.Ordinal);
        var options = string.Create(
            CultureInfo.InvariantCulture,
            $"--data-dir '{folder}/data' --port {ports[0]} --mqtt-port {ports[1]} --uplink-port {ports[2]} --gateway-port {ports[3]} --ingest-port {ports[4]}");
        return PartProcess.Run(["bash", "-c", $"{command} {options}"]);
    }

    private static Task WaitForConsoleAsync(PartProcess up) => Until.TrueAsync(
        "up prints the console's address",
        () => Task.FromResult(up.Output.Contains("Console:", StringComparison.Ordinal)),
        LineUnderTest.Patience,
        () => up.Output);

    private static async Task StopAsync(PartProcess up)
    {
        Assert.Equal(0, await up.StopAsync());
        Assert.Contains("stopped cleanly", up.Output, StringComparison.Ordinal);
    }

    private static Task AssertLatestAsync(PartProcess up, int[] ports)
    {
        var answer = "";
        return Until.TrueAsync(
            "the latest values are those that were published",
            async () => IsAsPublished(answer = await RunAsync(Latest, ports)),
            LineUnderTest.Patience,
            () => $"{answer} {up.Output}");
    }

    /// <summary>An answer without values is no twin but a problem, and fails at once.</summary>
    private static bool IsAsPublished(string answer)
    {
        var twin = JsonSerializer.Deserialize<TwinView>(answer, JsonSerializerOptions.Web);
        Assert.True(twin?.Values is not null, answer);
        return twin.Values.Select(v => (v.Quantity, v.Value)).SequenceEqual([("heartRate", 72.0), ("spo2", 97.0)]);
    }

    private static async Task<string> RunAsync(string command, int[] ports)
    {
        var (exitCode, output) = await Mosquitto.RunAsync("bash", ["-c", OnPorts(command, ports)]);
        Assert.True(exitCode == 0, $"{command} ended with {exitCode}: {output}");
        return output;
    }

    private static string OnPorts(string command, int[] ports) => command
        .Replace(":8080", $":{ports[0]}", StringComparison.Ordinal)
        .Replace("-p 1883", $"-p {ports[1]}", StringComparison.Ordinal);
}
