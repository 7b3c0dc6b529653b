using System.Diagnostics;

namespace SmartCommunity.SystemTests.Line;

/// <summary>Waits for a state of another process, which can only be asked for.</summary>
internal static class Until
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is true; else fails with what was waited for and what was seen last.</summary>
    internal static async Task TrueAsync(string what, Func<Task<bool>> ask, TimeSpan patience, Func<string>? seen = null)
    {
        using var timer = new PeriodicTimer(Interval);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await AskAsync(ask))
                return;
            if (Stopwatch.GetElapsedTime(started) > patience)
                Assert.Fail($"Not within {patience.TotalSeconds:0} s: {what}. {seen?.Invoke()}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<bool> AskAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // Not there (yet, or again).
            return false;
        }
    }
}
