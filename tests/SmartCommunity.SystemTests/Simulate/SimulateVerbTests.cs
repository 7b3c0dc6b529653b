using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using SmartCommunity.Contracts;
using SmartCommunity.Storage.Series;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Simulate;

/// <summary><c>simulate</c> and <c>simulate replay</c> as processes: what they say they sent is what the store has.</summary>
[Collection(nameof(SharedLineSuite))]
[Trait("Category", "Line")]
public sealed partial class SimulateVerbTests(SharedLine shared)
{
    private const int RowsOfFile = 3;
    private const int Files = 3;
    private const int QuantitiesOfRow = 5;

    [Fact]
    public async Task Replay_says_what_it_sent_and_the_store_has_it_once_even_when_it_is_replayed_again()
    {
        await using var line = await LineUnderTest.StartAsync();
        var data = WriteRoomAir(line.Folder);
        const string Summary = "RoomAir: 18 messages, 18 sent, 18 acknowledged, 0 refused,";

        var first = await ReplayAsync(line, data);
        var again = await ReplayAsync(line, data);
        await line.WaitForDrainAsync();
        var (measurements, _, _) = await StoredAsync(line);

        Assert.True(first.ExitCode == 0, first.Output);
        Assert.Contains(Summary, first.Output, StringComparison.Ordinal);
        Assert.True(again.ExitCode == 0, again.Output);
        Assert.Contains(Summary, again.Output, StringComparison.Ordinal);
        Assert.Equal(RowsOfFile * Files * QuantitiesOfRow, measurements);
    }

    [Fact]
    public async Task Replay_puts_all_devices_into_the_community_that_is_named_and_refuses_one_that_is_not_there()
    {
        var data = WriteRoomAir(shared.Line.Folder);

        var refused = await ReplayAsync(shared.Line, data, "--community", "atlantis");
        var replayed = await ReplayAsync(shared.Line, data, "--community", "dongwu");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--community 'atlantis' must be one of: ", refused.Output, StringComparison.Ordinal);
        Assert.True(replayed.ExitCode == 0, replayed.Output);
        foreach (var device in new[] { "uci-occupancy-room", "uci-occupancy-presence" })
            Assert.Equal("dongwu", (await shared.Line.Api.GetFromJsonAsync<JsonElement>($"api/v1/devices/{device}", TestContext.Current.CancellationToken)).GetProperty("community").GetString());
    }

    [Fact]
    public async Task Replay_of_a_folder_without_the_data_set_is_refused_in_one_line()
    {
        var refused = await ReplayAsync(shared.Line, shared.Line.Folder);

        Assert.Equal(2, refused.ExitCode);
        Assert.Single(refused.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, (await shared.Line.Api.GetFromJsonAsync<JsonElement>("api/v1/devices?class=indoorAir&community=shanshui", TestContext.Current.CancellationToken)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_simulated_district_says_what_it_sent_and_the_store_has_it()
    {
        await using var line = await LineUnderTest.StartAsync();
        using var simulate = PartProcess.Start(["simulate", "--scale", "0.1", "--truth-folder", Path.Combine(line.Folder, "truth"), .. Target(line)]);
        await Until.TrueAsync(
            "the devices have said that they are online, and more",
            async () => (await line.GatewayViewAsync()).Lanes.Sum(lane => lane.AckedSequence ?? 0) >= 150,
            LineUnderTest.Patience,
            () => simulate.Output + line.Gateway.Output);

        var exitCode = await simulate.StopAsync();
        await line.WaitForDrainAsync();
        var (_, messages, events) = await StoredAsync(line);

        Assert.True(exitCode == 0, simulate.Output);
        Assert.Empty(simulate.Alarms);
        var said = StoppedLine().Match(simulate.Output);
        Assert.True(said.Success, simulate.Output);
        var (sent, acknowledged) = (Number(said, "sent"), Number(said, "acknowledged"));
        // What was on its way when the district was told to stop may have arrived or not.
        Assert.InRange(messages + events, acknowledged, sent);
        // Connects may have been refused until the gateway heard of the devices; each was tried again, and no message was given up for it.
        Assert.Equal(0, Number(said, "skipped"));
    }

    private static Task<(int ExitCode, string Output)> ReplayAsync(LineUnderTest line, string data, params string[] more) => Peers.Mosquitto.RunAsync(
        "dotnet", [PartProcess.Program, "simulate", "replay", "RoomAir", "--data", data, "--speed", "0", .. more, .. Target(line)]);

    private static string[] Target(LineUnderTest line) =>
    [
        "--cloud", $"http://127.0.0.1:{Text(line.CloudPort)}", "--mqtt-port", Text(line.MqttPort), "--district-secret-file", line.DistrictSecretFile,
    ];

    /// <summary>Three files of three minutes each, in the format of the recorded room.</summary>
    private static string WriteRoomAir(string folder)
    {
        var room = Directory.CreateDirectory(Path.Combine(folder, "data", "occupancy_uci")).FullName;
        string[] names = ["datatest.txt", "datatraining.txt", "datatest2.txt"];
        for (var file = 0; file < Files; file++)
        {
            var rows = Enumerable.Range(0, RowsOfFile).Select(row => string.Create(
                CultureInfo.InvariantCulture, $"\"{row + 1}\",\"2015-02-0{file + 2} 14:1{row}:00\",23.{row},26.2,585.2,74{row},0.0047,1"));
            File.WriteAllLines(Path.Combine(room, names[file]), rows.Prepend("\"date\",\"Temperature\",\"Humidity\",\"Light\",\"CO2\",\"HumidityRatio\",\"Occupancy\""));
        }

        return Path.Combine(folder, "data");
    }

    /// <summary>Stops the cloud and counts: measurements in the series, messages and events in the logs.</summary>
    private static async Task<(long Measurements, long Messages, long Events)> StoredAsync(LineUnderTest line)
    {
        await line.Cloud.StopAsync();
        await using var store = await DuckDbSeriesStore.OpenAsync(
            new DuckDbSeriesOptions { Folder = line.SeriesFolder }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var (messages, events) = (0L, 0L);
        foreach (var community in await store.LogPositionsAsync(CancellationToken.None))
        {
            await foreach (var (entry, block) in store.ReadLogAsync(community.Key, 0, CancellationToken.None))
            {
                if (entry.Kind != LogEntryKind.Batch)
                    continue;
                var columns = BatchColumns.Read(block.Span, out var fault);
                Assert.True(columns is not null, fault);
                // A block is kept once for all communities that it holds something of.
                var own = columns.Batch.Devices.Select(device => device.Community == community.Key).ToArray();
                messages += columns.Batch.Device.Count(device => own[(int)device]);
                events += columns.Batch.Events.Count(e => own[(int)e.Device]);
            }
        }

        return (await store.CountAsync(device: null, CancellationToken.None), messages, events);
    }

    private static long Number(Match match, string group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("stopped: (?<sent>[0-9]+) messages sent, (?<acknowledged>[0-9]+) acknowledged, (?<skipped>[0-9]+) given up, (?<refused>[0-9]+) connects refused")]
    private static partial Regex StoppedLine();
}
