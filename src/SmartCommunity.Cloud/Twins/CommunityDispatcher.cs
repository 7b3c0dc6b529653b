using System.Collections.Concurrent;

namespace SmartCommunity.Cloud.Twins;

/// <summary>
/// Hands committed entries to the communities' grains: per community one call at a time, what arrives meanwhile goes with the next.
/// When more than <see cref="MaxWaiting"/> entries wait, they are dropped here and the grain reads them from the log: memory stays bounded, nothing is
/// lost. <see cref="Post"/> never blocks; thread-safe.
/// </summary>
internal sealed class CommunityDispatcher(IGrainFactory grains, TimeProvider clock, ILogger<CommunityDispatcher> logger)
{
    /// <summary>Entries that may wait for one grain: about two seconds of full load.</summary>
    private const int MaxWaiting = 256;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    internal void Post(string community, IReadOnlyList<CommunityEntry> entries)
    {
        var line = _lines.GetOrAdd(community, static _ => new Line());
        lock (line)
        {
            if (line.Waiting.Count + entries.Count > MaxWaiting)
            {
                TwinsLog.Overrun(logger, community, line.Waiting.Count + entries.Count);
                line.Waiting.Clear();
                line.MustCatchUp = true;
            }
            else
            {
                line.Waiting.AddRange(entries);
            }

            if (line.IsRunning)
                return;
            line.IsRunning = true;
        }

        _ = Task.Run(() => RunAsync(community, line));
    }

    private async Task RunAsync(string community, Line line)
    {
        var grain = grains.GetGrain<ICommunityGrain>(community);
        while (TakeFrom(line) is var (entries, mustCatchUp))
        {
            try
            {
                if (mustCatchUp)
                    await grain.CatchUpAsync();
                if (entries.Length > 0)
                    await grain.ApplyAsync(entries);
            }
            catch (Exception e)
            {
                TwinsLog.ApplyFailed(logger, e, community, RetryAfter.TotalMilliseconds);
                lock (line)
                    line.MustCatchUp = true;
                await Task.Delay(RetryAfter, clock);
            }
        }
    }

    private static (CommunityEntry[] Entries, bool MustCatchUp)? TakeFrom(Line line)
    {
        lock (line)
        {
            if (line.Waiting.Count == 0 && !line.MustCatchUp)
            {
                line.IsRunning = false;
                return null;
            }

            var taken = (line.Waiting.ToArray(), line.MustCatchUp);
            line.Waiting.Clear();
            line.MustCatchUp = false;
            return taken;
        }
    }

    /// <summary>Guarded by its own lock.</summary>
    private sealed class Line
    {
        internal List<CommunityEntry> Waiting { get; } = [];

        internal bool IsRunning { get; set; }

        internal bool MustCatchUp { get; set; }
    }
}
