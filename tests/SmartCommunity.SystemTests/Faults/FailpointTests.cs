using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>F-01, F-02, F-03: a part dies between two given steps, where a kill at random rarely hits; what was acknowledged is stored, once.</summary>
[Trait("Category", "Fault")]
public sealed class FailpointTests
{
    private const int Devices = 40;
    private const double Rate = 2_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData("outbox.beforeWrite:20")]
    [InlineData("outbox.afterWrite:20")]
    [InlineData("outbox.afterFsync:20")]
    [InlineData("uplink.afterAckBeforeTrim:5")]
    public async Task A_gateway_that_dies_at_a_failpoint_loses_nothing_and_repeats_nothing(string failpoint)
    {
        await using var line = await LineUnderTest.StartAsync();
        var load = line.Load(Devices, Rate, Duration);
        await line.EnrolAsync(load);
        await line.Gateway.StopAsync();
        line.StartGateway(new Dictionary<string, string> { ["FAILPOINT"] = failpoint });
        await line.WaitForGatewayAsync();

        var running = LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        await line.Gateway.WaitForExitAsync();
        line.StartGateway();
        var summary = await running;
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();

        Assert.Equal(0, summary.Unacknowledged);
        Assert.True(summary.Reconnects > 0, "The failpoint was not hit while the load ran.");
        await Oracle.CheckAsync(line, load.JournalPath!, failpoint);
    }

    [Fact]
    public async Task A_cloud_that_dies_after_its_commit_and_before_the_ack_stores_nothing_twice()
    {
        await using var line = await LineUnderTest.StartAsync();
        var load = line.Load(Devices, Rate, Duration);
        await line.EnrolAsync(load);
        await line.Cloud.StopAsync();
        line.StartCloud(new Dictionary<string, string> { ["FAILPOINT"] = "ingest.afterCommitBeforeAck:8" });
        await line.WaitForCloudAsync();

        var running = LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        await line.Cloud.WaitForExitAsync();
        line.StartCloud();
        var summary = await running;
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();

        Assert.Equal(0, summary.Unacknowledged);
        await Oracle.CheckAsync(line, load.JournalPath!, "ingest.afterCommitBeforeAck");
    }
}
