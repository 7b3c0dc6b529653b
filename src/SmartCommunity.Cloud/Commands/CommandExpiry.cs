namespace SmartCommunity.Cloud.Commands;

/// <summary>Sweeps the command desk for commands whose time ran out.</summary>
internal sealed partial class CommandExpiry(CommandDesk desk, TimeProvider time, ILogger<CommandExpiry> logger) : BackgroundService
{
    // People watch a command's state; five seconds late is still prompt, and an empty sweep is one index lookup.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await desk.ExpireDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The disk may be full for the moment; the next round tries again.
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(2604, LogLevel.Warning, "Due commands could not be expired; trying again in a few seconds.")]
    private partial void LogFailed(Exception exception);
}
