namespace SmartCommunity.Cloud.Programme.Rhythm;

/// <summary>Looks every minute whether lists or a bulletin are due, and at once when the program starts: what fell due while it was down is made then.</summary>
internal sealed partial class RhythmClock(RhythmDesk desk, TimeProvider time, ILogger<RhythmClock> logger) : BackgroundService
{
    // Lists and bulletins are due at an hour; a minute late is on time, and a look that finds nothing due reads memory.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await desk.CatchUpAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The disk may be full for the moment; the next look tries again.
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(2423, LogLevel.Error, "Lists or bulletins that are due could not be made; trying again in a minute.")]
    private partial void LogFailed(Exception exception);
}
