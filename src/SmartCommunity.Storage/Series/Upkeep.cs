using Microsoft.Extensions.Logging;

namespace SmartCommunity.Storage.Series;

/// <summary>The loop behind the stores' upkeep.</summary>
internal static class Upkeep
{
    public static async Task RunAsync(
        Func<long, CancellationToken, Task> maintain, TimeSpan every, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            do
            {
                try
                {
                    await maintain(clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    Log.UpkeepFailed(logger, e, every.TotalSeconds);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
