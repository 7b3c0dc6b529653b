using SmartCommunity.Simulators;
using SmartCommunity.SystemTests.Line;

namespace SmartCommunity.SystemTests.Faults;

/// <summary>
/// F-22: far more than the line carries. Devices wait longer for their PUBACK, nobody is dropped, memory stays bounded, a call for help is acknowledged in time, and soon after it all is as before with
/// everything acknowledged stored once. Seconds here; <c>smartcommunity bench line --overload --seconds 300</c> is the long form.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Category", "Fault")]
public sealed class OverloadTests
{
    // So many that none says more than one thing a millisecond, however fast the machine: the same instant twice would be one row.
    private const int Devices = 1_000, Probes = 2;
    private const long MaxGatewayBytes = 400L * 1024 * 1024;

    /// <summary>The promise is 2 s on a machine of its own; this one may be shared, and the times are printed.</summary>
    private static readonly TimeSpan SosLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Overload = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Normal = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Under_more_than_it_carries_the_line_slows_down_loses_nothing_and_is_soon_as_before()
    {
        await using var line = await LineUnderTest.StartAsync();
        // As fast as acknowledged, with windows far wider than the line: the load is whatever is too much.
        var load = line.Load(Devices, rate: 0, Overload) with { SosProbes = Probes, Window = 64, DrainLimit = LineUnderTest.Patience };
        await line.EnrolAsync(load);

        var summary = await LoadRun.RunAsync(load, progress: null, TestContext.Current.CancellationToken);
        var bytes = line.Gateway.ResidentBytes;
        var next = line.Load(Devices, rate: 200, TimeSpan.FromSeconds(5)) with { JournalPath = Path.Combine(line.Folder, "afterwards.csv"), DrainLimit = Normal };
        var afterwards = await LoadRun.RunAsync(next, progress: null, TestContext.Current.CancellationToken);
        await line.WaitForDrainAsync();
        await line.Cloud.StopAsync();

        var sos = summary.SosCalls.Select(c => TimeSpan.FromMilliseconds((c.AcknowledgedMs ?? long.MaxValue / 2) - c.SentMs)).Order().ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{summary.Throughput:0} messages/s acknowledged, PUBACK p50 {summary.Latency.P50Ms:0} p99 {summary.Latency.P99Ms:0} max {summary.Latency.MaxMs:0} ms; {sos.Length} SOS, slowest {sos[^1].TotalMilliseconds:0} ms; "
            + $"gateway {bytes / 1024 / 1024} MiB; afterwards p99 {afterwards.Latency.P99Ms:0} ms.");
        Assert.Equal((0, 0, 0), (summary.Unacknowledged, summary.Reconnects, summary.RefusedDevices));
        Assert.True(sos[^1] < SosLimit, $"A call for help was acknowledged after {sos[^1]}.");
        Assert.True(bytes < MaxGatewayBytes, $"The gateway has {bytes / 1024 / 1024} MiB.");
        Assert.Equal((0, 0), (afterwards.Unacknowledged, afterwards.Reconnects));
        await File.AppendAllLinesAsync(load.JournalPath!, File.ReadLines(next.JournalPath), TestContext.Current.CancellationToken);
        await Oracle.CheckAsync(line, load.JournalPath!, "overload");
    }
}
