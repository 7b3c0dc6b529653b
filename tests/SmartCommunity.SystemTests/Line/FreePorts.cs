using System.Collections.Concurrent;
using SmartCommunity.Cli;

namespace SmartCommunity.SystemTests.Line;

/// <summary>
/// Ports nobody listens on, below the range the system takes for outgoing connections: thousands of those are made here, and one must not take a port between
/// the look and the listening; and below those that clouds take for their silos, from 30,000. None is given twice: tests that run side by side start their processes at their own time.
/// </summary>
internal static class FreePorts
{
    private const int From = 20_000;
    private const int To = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    internal static int[] Take(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(From, To);
            if (Ports.IsFree(port) && Given.TryAdd(port, true))
                ports.Add(port);
        }

        return [.. ports];
    }
}
