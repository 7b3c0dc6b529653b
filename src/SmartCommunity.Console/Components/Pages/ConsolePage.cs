using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;
using SmartCommunity.Console.Live;
using SmartCommunity.Console.Loading;
using SmartCommunity.Console.Tables;

namespace SmartCommunity.Console.Components.Pages;

/// <summary>
/// What every page of data needs: an end for what it began when it is left, the clock, the data's clock, the URL that holds its state, and looking again at an interval.
/// </summary>
public abstract class ConsolePage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Ticker? _ticker;
    private Action? _unlisten;
    private int _changed;
    private ILogger? _logger;

    /// <summary>The header's clock.</summary>
    [Inject]
    public required DataAsOf AsOf { get; init; }

    /// <summary>The host's time.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    /// <summary>Whether the page's browser is there.</summary>
    [Inject]
    public required CircuitLink Link { get; init; }

    /// <summary>For the page's URL.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Makes the page's own log.</summary>
    [Inject]
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving => _leaving.Token;

    /// <summary>Now, epoch milliseconds.</summary>
    protected long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The log of the page's own class.</summary>
    protected ILogger Logger => _logger ??= Loggers.CreateLogger(GetType());

    /// <summary>True once the page looks again by itself.</summary>
    protected bool IsRepeating => _ticker is not null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_ticker is not null)
            await _ticker.DisposeAsync();
        _unlisten?.Invoke();
        await LeaveAsync();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what a page holds besides; called once, after <see cref="Leaving"/> was cancelled.</summary>
    protected virtual ValueTask LeaveAsync() => ValueTask.CompletedTask;

    /// <summary>From now on calls <paramref name="look"/> at an interval, on the page's own context, and renders. Asked again, it does nothing.</summary>
    protected void Repeat(TimeSpan interval, Func<Task> look) => _ticker ??= new Ticker(Link, Time, interval, _ => InvokeAsync(() => LookAndRenderAsync(look)), Logger);

    /// <summary>As <see cref="Repeat"/>, and hears of changes, which <see cref="MarkChanged"/>, until the page is left. What changed between loading and listening is seen at the first look.</summary>
    protected void Follow(TimeSpan interval, Func<Task> look, Action listen, Action unlisten)
    {
        ArgumentNullException.ThrowIfNull(listen);
        _unlisten = unlisten;
        listen();
        MarkChanged();
        Repeat(interval, look);
    }

    /// <summary>Tells the header's clock of what was just loaded or looked at: live while the page looks again by itself and nothing went wrong.</summary>
    private protected void Report<T>(Loader<T> content)
        where T : class => AsOf.Report(content.Value is null ? 0 : NowMs, live: IsRepeating && content.Problem is null);

    /// <summary>Something the page shows has changed. From any thread: only a mark, which the next look takes.</summary>
    protected void MarkChanged() => Volatile.Write(ref _changed, 1);

    /// <summary>As <see cref="MarkChanged"/>, and the next look is now: somebody may wait for help.</summary>
    protected void MarkUrgent()
    {
        MarkChanged();
        _ticker?.Wake();
    }

    /// <summary>True once after <see cref="MarkChanged"/>.</summary>
    protected bool TakeChanged() => Interlocked.Exchange(ref _changed, 0) != 0;

    /// <summary>
    /// Puts one part of the page's state into its URL; empty takes it out, and with it what holds no longer: the page of a list, the open row. The page is not put into the browser's history again.
    /// </summary>
    protected void SetQuery(string name, string? value, params ReadOnlySpan<string> cleared)
    {
        var query = new Dictionary<string, object?>();
        foreach (var gone in cleared)
            query[gone] = null;
        query[name] = DeviceFilters.OrNull(value);
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query), replace: true);
    }

    private async Task LookAndRenderAsync(Func<Task> look)
    {
        await look();
        StateHasChanged();
    }
}
