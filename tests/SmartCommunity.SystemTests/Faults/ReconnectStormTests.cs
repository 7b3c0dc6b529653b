using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-21: all devices of a large community come back at once after the gateway restarted; an SOS gets through meanwhile.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Fault")]
public sealed class ReconnectStormTests
{
    private const int Devices = 5_000;
    private const double Rate = 1_000;

    [Fact]
    public async Task Five_thousand_devices_that_reconnect_at_once_are_all_served_and_lose_nothing()
    {
        await using var line = await LineUnderTest.StartAsync();
        var load = line.Load(Devices, Rate, TimeSpan.FromSeconds(25)) with { SosProbes = 2, DrainLimit = LineUnderTest.Patience };
        await line.EnrolAsync(load);

        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = LoadRun.RunAsync(load, new FirstProgress(connected), TestContext.Current.CancellationToken);
        await connected.Task.WaitAsync(LineUnderTest.Patience, TestContext.Current.CancellationToken);
        await line.Gateway.KillAsync();
        line.StartGateway();
        await line.WaitForGatewayAsync();
        var summary = await running;
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();

        Assert.Equal(0, summary.Unacknowledged);
        Assert.Equal(0, summary.RefusedDevices);
        Assert.True(summary.Reconnects >= Devices, $"{summary.Reconnects} reconnects");
        Assert.All(summary.SosCalls, call => Assert.NotNull(call.AcknowledgedMs));
        await Oracle.CheckAsync(line, load.JournalPath!, "reconnect storm");
    }

    /// <summary>Told of the first progress: every device is connected by then.</summary>
    private sealed class FirstProgress(TaskCompletionSource first) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            if (value.Acknowledged > 0)
                first.TrySetResult();
        }
    }
}
