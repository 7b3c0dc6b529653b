using Microsoft.Extensions.Logging;

namespace SmartCommunity.Console.Live;

/// <summary>Calls something at an interval until disposed, never twice at once. A call that throws is logged, and the next one comes all the same.</summary>
internal sealed class Ticker : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;

    internal Ticker(TimeProvider time, TimeSpan interval, Func<CancellationToken, Task> onTick, ILogger logger)
    {
        _timer = new PeriodicTimer(interval, time);
        _loop = LoopAsync(onTick, logger);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        _timer.Dispose();
        // Not awaited: a tick may itself be waiting for the renderer that is disposing us.
        _ = _loop.ContinueWith(_ => _stopping.Dispose(), TaskScheduler.Default);
    }

    private async Task LoopAsync(Func<CancellationToken, Task> onTick, ILogger logger)
    {
        while (await WaitAsync())
        {
            try
            {
                await onTick(_stopping.Token);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.TickFailed(exception);
            }
        }
    }

    private async Task<bool> WaitAsync()
    {
        try
        {
            return await _timer.WaitForNextTickAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
