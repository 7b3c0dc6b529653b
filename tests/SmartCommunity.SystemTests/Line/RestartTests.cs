using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Simulators;

namespace SmartCommunity.SystemTests.Line;

/// <summary>What a restart must not change: the twins, and that a command is carried out once.</summary>
[Trait("Category", "Line")]
public sealed class RestartTests
{
    private const int Devices = 20;
    private const int Commands = 5;

    [Fact]
    public async Task Twins_after_a_restart_and_after_a_kill_of_the_cloud_equal_those_before()
    {
        await using var line = await LineUnderTest.StartAsync();
        var load = line.Load(Devices, rate: 400, TimeSpan.FromSeconds(3));
        await line.EnrolAsync(load);
        await LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        await line.WaitForDrainAsync();
        await Until.TrueAsync("every twin has what is stored last", () => HaveSettledAsync(line), LineUnderTest.Patience, () => line.Cloud.Output);
        var before = await TwinsAsync(line);
        Assert.Equal(Devices, before.Length);

        Assert.Equal(0, await line.Cloud.StopAsync());
        line.StartCloud();
        await AssertTwinsAsync(line, before, "after a restart");
        await line.Cloud.KillAsync();
        line.StartCloud();
        await AssertTwinsAsync(line, before, "after kill -9");
    }

    [Fact]
    public async Task Commands_issued_while_the_gateway_is_down_are_carried_out_once_after_it_returns()
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
        var received = new ConcurrentQueue<string>();
        var ids = Enumerable.Range(1, Commands).Select(i => $"cmd-{i}").ToArray();

        await line.Gateway.KillAsync();
        foreach (var id in ids)
            await IssueAsync(line, id);
        line.StartGateway();
        await line.WaitForGatewayAsync();
        using (await CommandedDevice.ConnectAsync(line, "w-1", "wearable", received))
            await WaitForEndAsync(line, ids);
        await line.Gateway.KillAsync();
        line.StartGateway();
        await line.WaitForGatewayAsync();
        using var again = await CommandedDevice.ConnectAsync(line, "w-1", "wearable", received);
        await IssueAsync(line, "cmd-last");
        await WaitForEndAsync(line, ["cmd-last"]);

        Assert.Equal([.. ids, "cmd-last"], received);
    }

    private static async Task IssueAsync(LineUnderTest line, string id)
    {
        using var response = await line.Api.PostAsJsonAsync("api/v1/devices/w-1/commands", new NewCommand { Name = "locate", Id = id }, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task WaitForEndAsync(LineUnderTest line, string[] ids)
    {
        foreach (var id in ids)
        {
            CommandView? command = null;
            await Until.TrueAsync(
                $"{id} succeeded",
                async () => (command = await line.Api.GetFromJsonAsync<CommandView>($"api/v1/commands/{id}"))?.State == "succeeded",
                LineUnderTest.Patience,
                () => $"{command}");
        }
    }

    private static async Task AssertTwinsAsync(LineUnderTest line, string[] expected, string context)
    {
        await line.WaitForCloudAsync();
        string[] twins = [];
        await Until.TrueAsync(
            $"the twins {context} equal those before",
            async () => (twins = await TwinsAsync(line)).SequenceEqual(expected),
            LineUnderTest.Patience,
            () => string.Join(Environment.NewLine, expected.Except(twins).Take(2).Concat(twins.Except(expected).Take(2))));
    }

    /// <summary>Stored comes first, the twin follows a moment later: true when each has followed.</summary>
    private static async Task<bool> HaveSettledAsync(LineUnderTest line)
    {
        foreach (var id in line.Tokens.Keys)
        {
            var twin = await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{id}/latest");
            var stored = await line.Api.GetFromJsonAsync<SeriesView>($"api/v1/devices/{id}/series/steps?downsampling=none");
            if (twin!.Values.SingleOrDefault(v => v.Quantity == "steps")?.At != stored!.Points[^1].At)
                return false;
        }

        return true;
    }

    /// <summary>The latest of every device as text. Without the online state, which goes on ageing while the cloud is away.</summary>
    private static async Task<string[]> TwinsAsync(LineUnderTest line)
    {
        var twins = new List<string>();
        foreach (var id in line.Tokens.Keys.Order(StringComparer.Ordinal))
        {
            var twin = await line.Api.GetFromJsonAsync<TwinView>($"api/v1/devices/{id}/latest", TestContext.Current.CancellationToken);
            twins.Add(JsonSerializer.Serialize(twin! with { Online = false }));
        }

        return [.. twins];
    }
}
