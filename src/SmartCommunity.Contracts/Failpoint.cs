using System.Diagnostics;
using System.Globalization;

namespace SmartCommunity.Contracts;

/// <summary>
/// Crashes the process at a named place, for fault tests: <c>FAILPOINT=name:n</c> kills it at the n-th hit. Costs one static read when unset.
/// </summary>
public static class Failpoint
{
    private static readonly string? Name;
    private static readonly int At;
    private static int _hits;

    static Failpoint()
    {
        if (Environment.GetEnvironmentVariable("FAILPOINT")?.Split(':') is [var name, var at]
            && int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out At))
            Name = name;
    }

    /// <summary>Passes the named place.</summary>
    public static void Hit(string name)
    {
        if (Name is null || name != Name || Interlocked.Increment(ref _hits) != At)
            return;
        using var process = Process.GetCurrentProcess();
        process.Kill();
        // The signal is on its way; nothing after this place may happen.
        process.WaitForExit();
    }
}
