namespace SmartCommunity.Cloud.Registry;

/// <summary>Ends token rotations whose overlap ran out. Asking for the registry here also opens it at the start of the host, where a fault is seen.</summary>
internal sealed partial class TokenPromotion(DeviceRegistry registry, TimeProvider time, ILogger<TokenPromotion> logger) : BackgroundService
{
    // An overlap lasts days; an hour more or less does not matter.
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await registry.PromoteDueTokensAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The disk may be full for the moment; the next round tries again.
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(2302, LogLevel.Warning, "Token rotations could not be ended; trying again in an hour.")]
    private partial void LogFailed(Exception exception);
}
