using System.Globalization;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Bench;

/// <summary>
/// Measures the back-fill (F-04): for a while nothing gets from the gateway to the cloud, devices send on, and the backlog drains beside the live load. Either the cloud is gone and starts anew, or the line
/// is cut: both ends are there, nothing gets through, and nobody is told.
/// </summary>
internal sealed class OutageBench(BenchOptions options, TimeSpan outage, bool isCut, Screen screen, TimeProvider time)
{
    private static readonly TimeSpan _drainPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A line that keeps up holds this many seconds of its load at most.</summary>
    private const double CaughtUpSeconds = 0.5;

    /// <summary>Asked of the back-fill, in live loads: an hour is made good in a quarter of one.</summary>
    private const double TargetTimes = 5;

    /// <summary>Asked of live values meanwhile, 99 of 100.</summary>
    private const double TargetAgeMs = 5_000;

    /// <summary>Runs and returns the result as Markdown.</summary>
    internal Task<string> RunAsync(CancellationToken stop) => BenchFolder.UseAsync(options.DataDir, folder => MeasureAsync(folder, stop));

    private async Task<string> MeasureAsync(string dataDir, CancellationToken stop)
    {
        await using var line = await BenchLine.StartAsync(dataDir, screen, stop);
        await using var proxy = new AckProxy(line.Options.UplinkPort);
        var load = await line.PrepareAsync(options, proxy.Port, screen, stop);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = LoadRun.RunAsync(load with { Duration = options.WarmUp + outage + _drainPatience }, progress: null, enough.Token);
        await Task.Delay(options.WarmUp, time, stop);
        await InterruptAsync(line, proxy, stop);
        await using var hub = await HubProbe.StartAsync(line.Options.ConsoleAddress, load.Community, time, stop);
        proxy.Partitioned = false;
        while (await line.GatewayGaugeAsync("smartcommunity_gateway_uplink_connected", stop) < 1)
        {
            await Task.Delay(_pollInterval, time, stop);
        }

        var (startedAt, backAtMs) = (time.GetTimestamp(), NowMs);
        var backlog = await BacklogAsync(line, stop);
        while (await BacklogAsync(line, stop) > options.Rate * CaughtUpSeconds && time.GetElapsedTime(startedAt) < _drainPatience)
        {
            await Task.Delay(_pollInterval, time, stop);
        }

        var took = time.GetElapsedTime(startedAt).TotalSeconds;
        var (ages, _, _) = hub.Ages();
        var alerts = hub.AlertTimes();
        await enough.CancelAsync();
        var sent = await running;
        return Report(backlog, took, ages, alerts, backAtMs, sent);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task InterruptAsync(BenchLine line, AckProxy proxy, CancellationToken stop)
    {
        if (!isCut)
        {
            await line.InterruptCloudAsync(outage, screen, stop);
            return;
        }

        proxy.Partitioned = true;
        await Task.Delay(outage, time, stop);
        // What was under way when the line was cut is lost: both ends begin anew, as after a router that forgot them.
        proxy.CutAll();
    }

    private static Task<double> BacklogAsync(BenchLine line, CancellationToken stop) => line.GatewayGaugeAsync("smartcommunity_gateway_outbox_depth", stop);

    private string Report(double backlog, double seconds, double[] agesMs, IReadOnlyList<(long AtMs, long CameMs)> alerts, long backAtMs, LoadSummary sent)
    {
        var times = ((backlog / seconds) + options.Rate) / options.Rate;
        var waiting = alerts.Where(a => a.AtMs < backAtMs).ToArray();
        var calls = waiting.Length == 0 ? "none came" : string.Create(CultureInfo.InvariantCulture, $"{waiting.Length} alerts, the last {Math.Max(0, waiting.Max(static a => a.CameMs) - backAtMs)} ms after it");
        var age = BenchResult.Percentile(agesMs, 0.99);
        return string.Create(CultureInfo.InvariantCulture, $"""
            # bench outage, {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC

            {Machine.Describe()}

            {options.Rate} messages/s from {options.Connections} connections after {options.WarmUp.TotalSeconds:0} s of the same; {(isCut ? "the line between gateway and cloud was cut" : "the cloud was stopped")} for {outage.TotalSeconds:0} s{(isCut ? "" : " and started again")}.

            | What | Measured |
            |---|---|
            | devices, all the time: PUBACK p50 / p99 / max; reconnects | {sent.Latency.P50Ms:0.0} / {sent.Latency.P99Ms:0.0} / {sent.Latency.MaxMs:0.0} ms; {sent.Reconnects} |
            | messages waiting when the uplink was back | {backlog:0} |
            | caught up after | {seconds:0.0} s |
            | messages/s taken meanwhile | {times * options.Rate:0}: {times:0.0} times the live load |
            | calls for help made without the uplink, at the hub client | {calls} |
            | device → hub client meanwhile p50 / p99 / max | {BenchResult.Percentile(agesMs, 0.5):0} / {age:0} / {BenchResult.Percentile(agesMs, 1):0} ms ({agesMs.Length} values) |

            Asked: {TargetTimes:0} times the live load, p99 {TargetAgeMs / 1_000:0} s: {(times >= TargetTimes && age <= TargetAgeMs ? "reached" : "not reached")}.

            """);
    }
}
