using System.Globalization;
using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Bench;

/// <summary>Measures the back-fill: the cloud is gone for a while, devices send on, and the backlog drains beside the live load.</summary>
internal sealed class OutageBench(BenchOptions options, TimeSpan outage, Screen screen, TimeProvider time)
{
    private static readonly TimeSpan _leadIn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _drainPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A line that keeps up holds this many seconds of its load at most.</summary>
    private const double CaughtUpSeconds = 0.5;

    /// <summary>Runs and returns the result as Markdown.</summary>
    internal Task<string> RunAsync(CancellationToken stop) => BenchFolder.UseAsync(options.DataDir, folder => MeasureAsync(folder, stop));

    private async Task<string> MeasureAsync(string dataDir, CancellationToken stop)
    {
        await using var line = await BenchLine.StartAsync(dataDir, screen, stop);
        var load = await line.PrepareAsync(options, screen, stop);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = LoadRun.RunAsync(load with { Duration = _leadIn + outage + _drainPatience }, progress: null, enough.Token);
        await Task.Delay(_leadIn, time, stop);
        await line.InterruptCloudAsync(outage, screen, stop);
        await using var hub = await HubProbe.StartAsync(line.Options.ConsoleAddress, load.Community, time, stop);
        while (await line.GatewayGaugeAsync("smartcommunity_gateway_uplink_connected", stop) < 1)
        {
            await Task.Delay(_pollInterval, time, stop);
        }

        var startedAt = time.GetTimestamp();
        var backlog = await BacklogAsync(line, stop);
        while (await BacklogAsync(line, stop) > options.Rate * CaughtUpSeconds && time.GetElapsedTime(startedAt) < _drainPatience)
        {
            await Task.Delay(_pollInterval, time, stop);
        }

        var took = time.GetElapsedTime(startedAt).TotalSeconds;
        var (ages, _, _) = hub.Ages();
        await enough.CancelAsync();
        await running;
        return Report(backlog, took, ages);
    }

    private static Task<double> BacklogAsync(BenchLine line, CancellationToken stop) => line.GatewayGaugeAsync("smartcommunity_gateway_outbox_depth", stop);

    private string Report(double backlog, double seconds, double[] agesMs)
    {
        var drained = (backlog / seconds) + options.Rate;
        return string.Create(CultureInfo.InvariantCulture, $"""
            # bench outage, {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC

            {Machine.Describe()}

            {options.Rate} messages/s from {options.Connections} connections; the cloud was stopped for {outage.TotalSeconds:0} s and started again.

            | What | Measured |
            |---|---|
            | messages waiting when the uplink was back | {backlog:0} |
            | caught up after | {seconds:0.0} s |
            | messages/s taken meanwhile | {drained:0}: {drained / options.Rate:0.0} times the live load |
            | device → hub client meanwhile p50 / p99 | {BenchResult.Percentile(agesMs, 0.5):0} ms / {BenchResult.Percentile(agesMs, 0.99):0} ms ({agesMs.Length} values) |

            """);
    }
}
