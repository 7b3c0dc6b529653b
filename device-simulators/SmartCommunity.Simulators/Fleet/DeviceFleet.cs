using Microsoft.Extensions.Logging;
using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Simulators;

/// <summary>
/// Plays a district live: QoS 1, every device's first message within 10 s of its connect, nothing acknowledged sent under another (boot, seq), nothing
/// unacknowledged forgotten unless older than the backlog. Boot is the simulated start of the run in epoch seconds.
/// </summary>
public static partial class DeviceFleet
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Plays until cancelled; then every device says offline and disconnects, and the last counts are returned.</summary>
    public static async Task<FleetProgress> RunAsync(
        SimulatedDistrict district, FleetOptions options, TimeProvider time, ILogger logger, IProgress<FleetProgress>? progress, CancellationToken cancellationToken)
    {
        options.Check();
        var run = new FleetRun(district, options, new SimulationClock(time), time, static _ => { });
        Started(logger, run, district.Seed);
        run.Start();
        while (!cancellationToken.IsCancellationRequested)
        {
            progress?.Report(run.Counts.Now());
            await Task.Delay(ProgressInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await run.DisposeAsync();
        var last = run.Counts.Now();
        progress?.Report(last);
        Stopped(logger, last);
        return last;
    }

    internal static void Stopped(ILogger logger, FleetProgress last)
    {
        LogStopped(logger, last.Sent, last.Acknowledged, last.Skipped, last.Refused);
        LogLateness(logger, last.Lateness.P50Ms, last.Lateness.P99Ms, last.Lateness.MaxMs, last.Late, last.Waited, last.PeakPerSecond);
    }

    internal static void Started(ILogger logger, FleetRun run, ulong seed) => LogStarted(logger, run.Devices.Count, run.Sleeping, seed, run.Boot);

    [LoggerMessage(4000, LogLevel.Information, "Playing {Devices} simulated devices, {Sleeping} of them without a standing connection, seed {Seed}, boot {Boot}.")]
    private static partial void LogStarted(ILogger logger, int devices, int sleeping, ulong seed, long boot);

    [LoggerMessage(4001, LogLevel.Information, "Simulated devices stopped: {Sent} messages sent, {Acknowledged} acknowledged, {Skipped} given up, {Refused} connects refused.")]
    private static partial void LogStopped(ILogger logger, long sent, long acknowledged, long skipped, long refused);

    [LoggerMessage(4002, LogLevel.Information, "Simulators' own lateness: p50 {P50Ms:0.0} ms, p99 {P99Ms:0.0} ms, max {MaxMs:0} ms, {Late} messages over 1 s; {Waited} had no connection when due; busiest second {Peak} messages.")]
    private static partial void LogLateness(ILogger logger, double p50Ms, double p99Ms, double maxMs, long late, long waited, long peak);
}
