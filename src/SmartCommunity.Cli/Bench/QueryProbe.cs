using System.Collections.Concurrent;

namespace SmartCommunity.Cli.Bench;

/// <summary>Asks the cloud's API one query after the other, over and over, as a handful of people with the console open would, and keeps how long each took.</summary>
internal sealed class QueryProbe(HttpClient http, Uri cloud, IReadOnlyList<string> paths, TimeProvider time)
{
    // Five queries a second: more than a district's operators ask, too few to be the load.
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _times = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);

    /// <summary>Asks until cancelled.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            for (var next = 0; await timer.WaitForNextTickAsync(stop); next = (next + 1) % paths.Count)
            {
                var began = time.GetTimestamp();
                var total = await TotalAsync(http, cloud, paths[next], stop);
                _times.GetOrAdd(paths[next], _ => []).Enqueue(time.GetElapsedTime(began).TotalMilliseconds);
                _totals[paths[next]] = total;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough was asked.
        }
    }

    /// <summary>The times of the queries that begin so.</summary>
    internal IReadOnlyList<QueryTimes> Times(string prefix) =>
    [
        .. paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => new QueryTimes(p, [.. _times.GetValueOrDefault(p, []).Order()], _totals.GetValueOrDefault(p))),
    ];

    /// <summary>How many a query finds.</summary>
    internal static async Task<long> TotalAsync(HttpClient http, Uri cloud, string path, CancellationToken stop) =>
        (await http.GetFromJsonAsync<Found>(new Uri(cloud, path), stop))!.Total;

    private sealed record Found(long Total);
}
