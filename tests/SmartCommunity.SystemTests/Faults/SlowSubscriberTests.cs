using System.Collections.Concurrent;
using System.Net.Http.Json;
using SmartCommunity.Contracts.Http;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-14: a device subscribes to its commands and then neither reads nor acknowledges.</summary>
[Trait("Category", "Fault")]
public sealed class SlowSubscriberTests
{
    private const int Commands = 100;
    private const int ArgumentBytes = 3_000;
    private const int MinTtlSeconds = 1;
    private const int LongTtlSeconds = 600;
    private const long MaxGrowthBytes = 20L * 1024 * 1024;
    private static readonly TimeSpan EvictionLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_device_that_does_not_read_its_commands_is_evicted_and_gets_those_that_have_not_expired_when_it_is_back()
    {
        await using var line = await LineUnderTest.StartAsync();
        await line.EnrolAsync([("w-1", "wearable")]);
        using var mute = await RawDevice.OpenAsync(line.MqttPort);
        await mute.LogInAsync("w-1", line.Tokens["w-1"]);
        await mute.SendAsync(RawDevice.Subscribe($"fc/v1/{LineUnderTest.Community}/wearable/w-1/cmd"));
        var before = line.Gateway.ResidentBytes;

        var ids = Enumerable.Range(1, Commands).Select(i => $"cmd-{i:000}").ToArray();
        foreach (var id in ids)
            await IssueAsync(line, id, LongTtlSeconds);
        await IssueAsync(line, "cmd-short", MinTtlSeconds);
        await Until.TrueAsync("the device is evicted", () => IsEvictedAsync(line), EvictionLimit, () => line.Gateway.Output);
        await WaitForStateAsync(line, "cmd-short", "expired");
        var growth = line.Gateway.ResidentBytes - before;
        var received = new ConcurrentQueue<string>();
        using var back = await CommandedDevice.ConnectAsync(line, "w-1", "wearable", received);
        foreach (var id in ids)
            await WaitForStateAsync(line, id, "succeeded");

        Assert.True(growth < MaxGrowthBytes, $"The gateway grew by {growth / 1024 / 1024} MiB.");
        Assert.Equal(ids, received.Order(StringComparer.Ordinal));
        Assert.Empty(line.Gateway.Alarms);
        Assert.Empty(line.Cloud.Alarms);
    }

    private static async Task<bool> IsEvictedAsync(LineUnderTest line)
    {
        var metrics = await line.GatewayHttp.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        return metrics.Split('\n').Any(l => l.StartsWith("smartcommunity_gateway_closed", StringComparison.Ordinal) && l.Contains("otReading", StringComparison.Ordinal));
    }

    private static async Task IssueAsync(LineUnderTest line, string id, int ttlSeconds)
    {
        var args = System.Text.Json.JsonSerializer.SerializeToElement(new { note = new string('x', ArgumentBytes) });
        var command = new NewCommand { Name = "locate", Id = id, TtlSeconds = ttlSeconds, Args = args };
        using var response = await line.Api.PostAsJsonAsync("api/v1/devices/w-1/commands", command, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task WaitForStateAsync(LineUnderTest line, string id, string state)
    {
        CommandView? command = null;
        await Until.TrueAsync(
            $"{id} {state}",
            async () => (command = await line.Api.GetFromJsonAsync<CommandView>($"api/v1/commands/{id}"))?.State == state,
            LineUnderTest.Patience,
            () => $"{command?.Id} is {command?.State}");
    }
}
