using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCommunity.Cloud.Simulation;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;
using SmartCommunity.SystemTests.Peers;

namespace SmartCommunity.SystemTests.Simulate;

/// <summary><c>truth score</c> and <c>rules backtest --truth</c> on what a real line left behind: simulators, gateway and cloud as processes, faults injected while they ran.</summary>
[Trait("Category", "Line")]
public sealed class TruthScoreTests
{
    /// <summary>Faults that show at once, with the rule that must raise.</summary>
    private static readonly (string Fault, string Rule)[] _atOnce =
    [
        ("sos", "sos"), ("fall", "fall"), ("smoke", "smoke"), ("gas", "gas"), ("co", "co"), ("leak", "leak"), ("liftEntrapment", "entrapment"), ("chargerFault", "chargerFault"), ("lampFailure", "lampFailure"),
        ("binOverflow", "binFull"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_injected_into_a_running_line_are_found_by_its_alerts_and_by_a_replay_of_its_log()
    {
        await using var line = await LineUnderTest.StartAsync();
        var truth = Path.Combine(line.Folder, "truth");
        var port = FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture);
        using var simulate = PartProcess.Start(
        [
            "simulate", "--scale", "0.1", "--incidents", "0", "--without-kept", "--truth-folder", truth, "--control-port", port, "--cloud", line.Api.BaseAddress!.ToString(),
            "--mqtt-port", line.MqttPort.ToString(CultureInfo.InvariantCulture), "--district-secret-file", line.DistrictSecretFile,
        ]);
        using var control = new SimulatorControl(new Uri($"http://127.0.0.1:{port}"));
        await Until.TrueAsync("the simulated devices are connected", async () => (await control.StateAsync(Cancel)) is { Succeeded: true, Value.Connected: > 0 }, LineUnderTest.Patience, () => simulate.Output);

        // The last two: one that takes hours to show, and one of which nothing may come.
        string[] faults = [.. _atOnce.Select(static f => f.Fault), "parkingDrift", "duplicate"];
        foreach (var fault in faults)
        {
            var injected = await control.InjectAsync(new InjectRequest { Fault = fault, Community = LineUnderTest.Community }, Cancel);
            Assert.True(injected.Succeeded, $"{fault}: {string.Join(' ', injected.Faults.Select(static f => f.Message))}");
        }

        await Until.TrueAsync("each fault that shows at once has its alert", async () => (await RulesOfAlertsAsync(line)).IsSupersetOf(_atOnce.Select(static f => f.Rule)), LineUnderTest.Patience, () => simulate.Output);
        string[] score = ["truth", "score", "--data-dir", line.CloudFolder, "--truth", Path.Combine(truth, "truth.jsonl")];
        var live = JsonElement.Parse(await RunAsync([.. score, "--json"]));
        await simulate.StopAsync();
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();
        var replayed = JsonElement.Parse(await RunAsync("rules", "backtest", "shipped", "--data-dir", line.CloudFolder, "--community", LineUnderTest.Community, "--truth", Path.Combine(truth, "truth.jsonl"), "--json"));

        AssertFound(live);
        AssertFound(replayed.GetProperty("truth"));
        Assert.Single(live.GetProperty("leftOut").EnumerateArray());
        // For people: the same numbers as a table.
        Assert.Matches(@"(?m)^smoke ! +smoke +1 +1 +1 +100\.0 %", await RunAsync(score));
    }

    private static void AssertFound(JsonElement score)
    {
        var kinds = score.GetProperty("kinds").EnumerateArray().ToDictionary(static k => k.GetProperty("kind").GetString()!, static k => (k.GetProperty("faults").GetInt32(), k.GetProperty("found").GetInt32()));
        var rules = score.GetProperty("rules").EnumerateArray().ToDictionary(static r => r.GetProperty("rule").GetString()!, static r => r.GetProperty("found").GetInt32());
        Assert.All(_atOnce, f => Assert.True(kinds[f.Fault] == (1, 1) && rules[f.Rule] == 1, $"{f.Fault}: {score}"));
        Assert.Equal((1, 0), kinds["duplicate"]);
    }

    private static async Task<HashSet<string>> RulesOfAlertsAsync(LineUnderTest line)
    {
        var page = await line.Api.GetFromJsonAsync<JsonElement>($"api/v1/alerts?community={LineUnderTest.Community}&pageSize=200", Cancel);
        return [.. page.GetProperty("items").EnumerateArray().Select(static a => a.GetProperty("rule").GetString()!)];
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        var (exitCode, output) = await Mosquitto.RunAsync("dotnet", [PartProcess.Program, .. command]);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
