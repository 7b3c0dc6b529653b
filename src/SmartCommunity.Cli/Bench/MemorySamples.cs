using SmartCommunity.Cli.Supervision;

namespace SmartCommunity.Cli.Bench;

/// <summary>Resident memory of processes, a sample a second, and the processor time they used. One caller at a time.</summary>
internal sealed class MemorySamples(IReadOnlyList<(string Name, PartSupervisor Part)> parts, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly List<double>[] _bytes = [.. parts.Select(_ => new List<double>())];
    private TimeSpan[] _processorBefore = [];
    private long _markedAt;
    private int _marked;

    /// <summary>Samples until cancelled.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                for (var i = 0; i < parts.Count; i++)
                    _bytes[i].Add(parts[i].Part.ResidentBytes);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough was seen.
        }
    }

    /// <summary>From here on medians and processor time are counted; the largest sample is that of the whole run.</summary>
    internal void Mark()
    {
        (_markedAt, _marked) = (time.GetTimestamp(), _bytes[0].Count);
        _processorBefore = [.. parts.Select(p => p.Part.ProcessorTime)];
    }

    /// <summary>What was seen since <see cref="Mark"/>.</summary>
    internal IReadOnlyList<FleetProcess> Sum()
    {
        const double Median = 0.5;
        var seconds = time.GetElapsedTime(_markedAt).TotalSeconds;
        return
        [
            .. parts.Select((p, i) => new FleetProcess(
                p.Name, (p.Part.ProcessorTime - _processorBefore[i]).TotalSeconds / seconds, BenchResult.Percentile([.. _bytes[i].Skip(_marked).Order()], Median), _bytes[i].Max())),
        ];
    }
}
