namespace SmartCommunity.Cli;

/// <summary>Runs a web host until it is asked to end, and stops it in order.</summary>
internal static class WebPart
{
    /// <summary>A little less than the supervisor's patience, so that a slow stop is a warning of ours and not a kill of his.</summary>
    private static readonly TimeSpan _stopPatience = TimeSpan.FromSeconds(8);

    internal static async Task<int> RunAsync(WebApplication app, CancellationToken stop)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync(stop);
            }
            catch (IOException fault)
            {
                // Kestrel wraps "address already in use" like this; the check before can lose a race.
                throw new UsageException(fault.Message);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return ExitCode.Success;
            }

            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
            await HeapSettling.RunAsync(TimeProvider.System, stopping.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var limit = new CancellationTokenSource(_stopPatience);
            await app.StopAsync(limit.Token);
        }

        return ExitCode.Success;
    }
}
