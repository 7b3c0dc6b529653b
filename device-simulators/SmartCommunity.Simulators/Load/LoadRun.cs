using System.Diagnostics;
using SmartCommunity.Simulators.Load;

namespace SmartCommunity.Simulators;

/// <summary>
/// Puts a measured load on a broker: QoS 1, four quantities a message, every (device, boot, seq) unique, seq from 0 without a gap per device.
/// All connections are made before the first message.
/// </summary>
public static class LoadRun
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Connections opened at the same time; more only fills the accept queue.</summary>
    private const int ConnectsAtOnce = 64;

    /// <summary>Runs to the end, or until cancelled, which ends the sending early and still returns the summary.</summary>
    public static async Task<LoadSummary> RunAsync(LoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        options.Check();
        var time = TimeProvider.System;
        using var journal = options.JournalPath is { } path ? new LoadJournal(path) : null;
        var context = new LoadContext(options, time.GetUtcNow().ToUnixTimeSeconds(), journal, time);
        var devices = options.Devices();
        var links = devices.Take(options.Connections).Select(d => new LoadLink(context, d)).ToArray();
        var probes = devices.Skip(options.Connections).Select(d => new SosProbe(context, d)).ToArray();
        var streams = await ConnectAsync(links, cancellationToken);

        var processorBefore = Environment.CpuUsage.TotalTime;
        context.StartTicks = Stopwatch.GetTimestamp();
        context.EndTicks = context.StartTicks + (long)(options.Duration.TotalSeconds * Stopwatch.Frequency);
        using var stopSending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stopSending.CancelAfter(options.Duration);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(options.Duration + options.DrainLimit);
        var running = links.Zip(streams, (link, stream) => GuardAsync(link.RunAsync(stream, giveUp.Token), giveUp.Token));
        var all = Task.WhenAll([.. running, .. probes.Select(p => p.RunAsync(stopSending.Token, giveUp.Token))]);
        await WatchAsync(all, links, context, progress);
        var summary = Summary(context, links, probes, Environment.CpuUsage.TotalTime - processorBefore);
        Array.ForEach(links, link => link.Dispose());
        return summary;
    }

    private static async Task<Stream?[]> ConnectAsync(LoadLink[] links, CancellationToken cancellationToken)
    {
        var streams = new Stream?[links.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ConnectsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, links.Length, parallel, async (i, token) => streams[i] = await links[i].ConnectAsync(token));
        return streams;
    }

    private static async Task GuardAsync(Task run, CancellationToken giveUp)
    {
        try
        {
            await run;
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // What was not acknowledged by now is counted as such.
        }
    }

    private static async Task WatchAsync(Task all, LoadLink[] links, LoadContext context, IProgress<LoadProgress>? progress)
    {
        using var timer = new PeriodicTimer(ProgressInterval, context.Time);
        while (!all.IsCompleted)
        {
            await Task.WhenAny(all, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
            progress?.Report(new LoadProgress(
                Stopwatch.GetElapsedTime(context.StartTicks), links.Sum(l => l.Sent), links.Sum(l => l.Acknowledged), links.Sum(l => l.Reconnects)));
        }

        await all;
    }

    private static LoadSummary Summary(LoadContext context, LoadLink[] links, SosProbe[] probes, TimeSpan processorTime)
    {
        var latency = new LatencyHistogram();
        foreach (var link in links)
            latency.Merge(link.Latency);
        var lastTicks = links.Max(l => l.LastAcknowledgedTicks);
        return new LoadSummary
        {
            Boot = context.Boot,
            Sent = links.Sum(l => l.Sent),
            Acknowledged = links.Sum(l => l.Acknowledged),
            Repeated = links.Sum(l => l.Repeated),
            Reconnects = links.Sum(l => l.Reconnects),
            RefusedDevices = links.Count(l => l.IsRefused),
            Elapsed = lastTicks > context.StartTicks ? Stopwatch.GetElapsedTime(context.StartTicks, lastTicks) : TimeSpan.Zero,
            ProcessorTime = processorTime,
            Latency = latency.Summary(),
            SosCalls = [.. probes.SelectMany(p => p.Calls)],
        };
    }
}
