using SmartCommunity.Simulators;

namespace SmartCommunity.Cli.Bench;

/// <summary>Measures the whole line: this process sends and listens, cloud and gateway are processes of their own.</summary>
internal sealed class LineBench(BenchOptions options, Screen screen, TimeProvider time)
{
    // A line that commits nothing for this long does not drain any more; while it commits, the wait goes on.
    private static readonly TimeSpan _settlePatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _settleInterval = TimeSpan.FromMilliseconds(200);

    internal Task<BenchResult> RunAsync(CancellationToken stop) => BenchFolder.UseAsync(options.DataDir, folder => MeasureAsync(folder, stop));

    private async Task<BenchResult> MeasureAsync(string dataDir, CancellationToken stop)
    {
        await using var line = await BenchLine.StartAsync(dataDir, screen, stop);
        var load = await line.PrepareAsync(options, uplinkVia: null, screen, stop);

        if (options.WarmUp > TimeSpan.Zero)
            await WarmUpAsync(line, load, stop);
        await using var hub = await HubProbe.StartAsync(line.Options.ConsoleAddress, load.Community, time, stop);
        var storedBefore = await StoredAsync(line, stop);
        var refusedBefore = await RefusedAsync(line, stop);
        var before = Costs(line, loadProcessorTime: TimeSpan.Zero);
        var startedAt = time.GetTimestamp();
        var summary = await LoadRun.RunAsync(load, new Progress<LoadProgress>(Show), stop);
        screen.Status("");
        var storedAfter = await SettleAsync(line, storedBefore + (summary.Acknowledged * BenchResult.ValuesPerMessage), stop);
        var took = time.GetElapsedTime(startedAt);
        var after = Costs(line, summary.ProcessorTime);
        var (values, events, alerts) = hub.Ages();
        var refused = await RefusedAsync(line, stop) - refusedBefore;
        await line.StopAsync();
        return new BenchResult
        {
            Options = options,
            At = time.GetUtcNow(),
            Load = summary,
            Processes = [.. after.Zip(before, (end, start) => end with { ProcessorTime = end.ProcessorTime - start.ProcessorTime })],
            StoredAfter = took,
            Stored = storedAfter - storedBefore,
            Refused = refused,
            ValueAgesMs = values,
            SosAgesMs = events,
            SosAlertAgesMs = alerts,
            BytesPerMeasurement = (double)BytesOf(Path.Combine(line.Options.Folder.Cloud, "series")) / storedAfter,
        };
    }

    private async Task WarmUpAsync(BenchLine line, LoadOptions load, CancellationToken stop)
    {
        var before = await StoredAsync(line, stop);
        var warm = await LoadRun.RunAsync(load with { Duration = options.WarmUp }, new Progress<LoadProgress>(p => screen.Status($"warming up, {p.Acknowledged} acknowledged")), stop);
        await SettleAsync(line, before + (warm.Acknowledged * BenchResult.ValuesPerMessage), stop);
    }

    private static ProcessCost[] Costs(BenchLine line, TimeSpan loadProcessorTime) =>
    [
        new ProcessCost("gateway", line.Gateway.ProcessorTime, line.Gateway.ResidentBytes),
        new ProcessCost("cloud", line.Cloud.ProcessorTime, line.Cloud.ResidentBytes),
        new ProcessCost("load and hub client", loadProcessorTime, Environment.WorkingSet),
    ];

    /// <summary>Waits until everything acknowledged is stored, or no more arrives.</summary>
    private async Task<long> SettleAsync(BenchLine line, long expected, CancellationToken stop)
    {
        var progressAt = time.GetTimestamp();
        var stored = await StoredAsync(line, stop);
        using var timer = new PeriodicTimer(_settleInterval, time);
        while (stored < expected && time.GetElapsedTime(progressAt) < _settlePatience && await timer.WaitForNextTickAsync(stop))
        {
            var before = stored;
            stored = await StoredAsync(line, stop);
            if (stored > before)
            {
                progressAt = time.GetTimestamp();
                screen.Status($"{expected - stored} measurements wait at the gateway");
            }
        }

        screen.Status("");
        return stored;
    }

    private static async Task<long> StoredAsync(BenchLine line, CancellationToken stop) => (long)await line.CounterAsync("smartcommunity_ingest_measurements_total", stop);

    private static async Task<long> RefusedAsync(BenchLine line, CancellationToken stop) => (long)await line.GatewayGaugeAsync("smartcommunity_gateway_outbox_refused_total", stop);

    private static long BytesOf(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length) : 0;

    private void Show(LoadProgress progress) =>
        screen.Status($"{progress.Elapsed.TotalSeconds:0} s · {progress.Sent} sent · {progress.Acknowledged} acknowledged · {progress.Reconnects} reconnects");
}
