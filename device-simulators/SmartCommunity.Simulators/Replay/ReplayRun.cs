using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Simulators.Replay;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>
/// Replays one recorded data set over MQTT, one connection per device, QoS 1, in order of time per device. Every message carries a boot and a seq out of its place
/// in the files, so that replaying again stores nothing twice.
/// </summary>
public sealed class ReplayRun
{
    private const int ConnectsAtOnce = 32;

    /// <summary>Boot number of messages in their own time.</summary>
    private const long OwnTimeBoot = 1;

    private const long MsPerSecond = 1000;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a paced replay looks what is due; at 3,600× that is six recorded minutes.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ReplayPlan _plan;
    private readonly ReplayOptions _options;
    private readonly TimeProvider _time;
    private readonly ReplayTally _tally = new();
    private readonly ReplayLane[] _lanes;
    private readonly PayloadWriter _payloads = new();
    private readonly List<(Quantity Quantity, double Value)> _values = [];
    private readonly long _shiftMs;
    private readonly long _boot;
    private long _startTicks;

    private ReplayRun(ReplayPlan plan, ReplayOptions options, TimeProvider time)
    {
        (_plan, _options, _time) = (plan, options, time);
        _lanes = [.. plan.Devices.Select(d => new ReplayLane(d, options, _tally, time))];
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _shiftMs = options.Shift switch
        {
            ReplayShift.LastIsNow => nowMs - plan.LastMs,
            ReplayShift.FirstIsNow => nowMs - plan.FirstMs,
            _ => 0,
        };
        _boot = _shiftMs == 0 ? OwnTimeBoot : Math.Max(OwnTimeBoot + 1, _shiftMs / MsPerSecond);
    }

    /// <summary>Replays to the end or until cancelled, and returns the counts either way.</summary>
    public static async Task<ReplaySummary> RunAsync(
        ReplayPlan plan, ReplayOptions options, TimeProvider time, IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        options.Check();
        return await new ReplayRun(plan, options, time).RunAsync(progress, cancellationToken);
    }

    private async Task<ReplaySummary> RunAsync(IProgress<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        _startTicks = _time.GetTimestamp();
        using var ended = new CancellationTokenSource();
        var reporting = ReportAsync(progress, ended.Token);
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = ConnectsAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(_lanes, parallel, async (lane, token) => await lane.ConnectAsync(token));
            await (_options.Speed == ReplayOptions.MaxSpeed ? SendAllAsync(cancellationToken) : SendPacedAsync(cancellationToken));
            await ForEachLaneAsync(lane => lane.DrainAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by the user: the summary says how far it came.
        }
        finally
        {
            await ended.CancelAsync();
            await reporting;
            await Task.WhenAll(_lanes.Select(lane => lane.DisposeAsync().AsTask()));
        }

        var last = Now();
        progress?.Report(last);
        return new ReplaySummary(last, _shiftMs, _boot, [.. _plan.Devices.Where((_, i) => _lanes[i].IsRefused).Select(d => d.Id)]);
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        foreach (var message in _plan.Messages())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await SendAsync(message, cancellationToken);
        }

        await ForEachLaneAsync(lane => lane.FlushAsync(cancellationToken));
    }

    private async Task SendPacedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        var startTicks = _time.GetTimestamp();
        var dueMs = _plan.FirstMs;
        foreach (var message in _plan.Messages())
        {
            while (message.AtMs > dueMs)
            {
                await ForEachLaneAsync(lane => lane.FlushAsync(cancellationToken));
                await timer.WaitForNextTickAsync(cancellationToken);
                dueMs = _plan.FirstMs + (long)(_time.GetElapsedTime(startTicks).TotalMilliseconds * _options.Speed);
            }

            await SendAsync(message, cancellationToken);
        }

        await ForEachLaneAsync(lane => lane.FlushAsync(cancellationToken));
    }

    private async Task SendAsync(RecordedMessage message, CancellationToken cancellationToken)
    {
        _values.Clear();
        for (var q = 0; q < message.Values.Length; q++)
        {
            if (!double.IsNaN(message.Values[q]))
                _values.Add((_plan.Quantities[q], message.Values[q]));
        }

        var lane = _lanes[message.Device];
        lane.Gather(_payloads.Telemetry(message.AtMs + _shiftMs, _boot, message.Seq, _values));
        if (lane.Gathered >= _options.MaxBatch)
            await lane.FlushAsync(cancellationToken);
    }

    private async Task ForEachLaneAsync(Func<ReplayLane, Task> action)
    {
        foreach (var lane in _lanes)
            await action(lane);
    }

    private ReplayProgress Now() => new(
        _plan.Dataset, _plan.Counts.Messages, _tally.SentCount, _tally.AcknowledgedCount, _tally.RefusedCount, _time.GetElapsedTime(_startTicks));

    private async Task ReportAsync(IProgress<ReplayProgress>? progress, CancellationToken ended)
    {
        if (progress is null)
            return;
        using var timer = new PeriodicTimer(ProgressInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                progress.Report(Now());
        }
        catch (OperationCanceledException)
        {
            // The replay is over; the caller reports the last counts.
        }
    }
}
