using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SmartCommunity.Console.Live;

/// <summary>
/// Calls something at an interval until disposed, and at once when woken, never twice at once and never sooner after the last call than <see cref="ShortestInterval"/>. A call that throws is logged,
/// and the next one comes all the same. While the browser is gone nothing is called; once it is back, at once.
/// </summary>
internal sealed class Ticker : IAsyncDisposable
{
    /// <summary>Four calls a second: faster is not read by people and costs the circuit.</summary>
    internal static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(250);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CircuitLink _link;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;
    private Task<bool>? _tick;
    private Task<bool>? _woken;
    private long? _lastAt;

    internal Ticker(CircuitLink link, TimeProvider time, TimeSpan interval, Func<CancellationToken, Task> onTick, ILogger logger)
    {
        (_link, _time) = (link, time);
        _timer = new PeriodicTimer(interval, time);
        _loop = LoopAsync(onTick, logger);
    }

    /// <summary>Calls soon, without waiting for the interval. From any thread.</summary>
    internal void Wake() => _wake.Writer.TryWrite(true);

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
            _lastAt = _time.GetTimestamp();
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
            _tick ??= _timer.WaitForNextTickAsync(_stopping.Token).AsTask();
            _woken ??= _wake.Reader.WaitToReadAsync(_stopping.Token).AsTask();
            var goesOn = await Task.WhenAny(_tick, _woken) == _tick ? await TakeTickAsync(_tick) : await TakeWakeAsync(_woken);
            await _link.WhenUp.WaitAsync(_stopping.Token);
            return goesOn;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> TakeTickAsync(Task<bool> tick)
    {
        _tick = null;
        return await tick;
    }

    private async Task<bool> TakeWakeAsync(Task<bool> woken)
    {
        _woken = null;
        _wake.Reader.TryRead(out _);
        if (_lastAt is { } lastAt && ShortestInterval - _time.GetElapsedTime(lastAt) is { Ticks: > 0 } left)
            await Task.Delay(left, _time, _stopping.Token);
        return await woken;
    }
}
