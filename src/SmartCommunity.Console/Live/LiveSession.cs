using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Live;

/// <summary>
/// A page's subscription to the live feed. Messages arrive on the feed's pump and wait; <see cref="Drain"/> applies them on the page's own
/// context, so the state needs no lock. The page is asked to drain at most four times a second, and every <see cref="IdleTicks"/> ticks without news, so that
/// ages move on. A gap, a resync or a failure subscribes again, with the cursor where there is one.
/// </summary>
internal sealed class LiveSession(LiveFeed feed, CircuitLink link, TimeProvider time, ILogger logger) : ILiveClient, IAsyncDisposable
{
    /// <summary>Four renders a second: faster is not read by people and costs the circuit.</summary>
    internal static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Ticks without news until the page renders for its ages' sake: two seconds.</summary>
    internal const int IdleTicks = 8;

    /// <summary>Messages waiting for a page that does not drain (its circuit is away); beyond this they are dropped and it subscribes again.</summary>
    internal const int MaxWaiting = 256;

    private readonly Lock _gate = new(); // protects _waiting and _resync
    private readonly List<object> _waiting = [];
    private bool _resync;
    private LiveArea? _area;
    private LiveSubscription? _subscription;
    private Ticker? _ticker;
    private int _ticksWithoutNews;

    internal LiveState State { get; } = new();

    /// <summary>Server time of the newest state applied, epoch milliseconds; 0 = none yet.</summary>
    internal long AsOfMs { get; private set; }

    /// <summary>Why there is no live data at the moment; null while there is.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Events that arrived in the last <see cref="Drain"/>, for announcements.</summary>
    internal IReadOnlyList<LiveEvent> NewEvents { get; private set; } = [];

    /// <summary>Subscribes and starts asking <paramref name="onChanged"/> to drain and render. A failure is a <see cref="Problem"/>, tried again by itself.</summary>
    internal async Task OpenAsync(LiveArea area, Func<Task> onChanged, CancellationToken cancellationToken)
    {
        _area = area;
        await SubscribeAsync(cancellationToken);
        _ticker = new Ticker(link, time, RenderInterval, async stopping => await TickAsync(onChanged, stopping), logger);
    }

    /// <summary>Applies what waits. Call on the page's own context.</summary>
    internal void Drain()
    {
        object[] messages;
        lock (_gate)
        {
            messages = [.. _waiting];
            _waiting.Clear();
        }

        var events = new List<LiveEvent>();
        foreach (var message in messages)
        {
            if (message is LiveSnapshot snapshot)
                State.Apply(snapshot);
            else if (message is LiveDelta delta)
                Take(delta);
            else if (message is LiveEvent safetyEvent)
                events.Add(safetyEvent);
        }

        events.ForEach(State.Apply);
        NewEvents = events;
        // The feed is quiet when nothing changes: as long as the subscription stands, what is on screen is of now.
        if (Problem is null && State.Version > 0)
            AsOfMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public Task Delta(LiveDelta delta) => Enqueue(delta);

    public Task Event(string subscription, LiveEvent safetyEvent) => Enqueue(safetyEvent);

    /// <summary>Pages of the console read alerts from the desk, and hear of news from the board: this session never asks for them.</summary>
    public Task Alerts(string subscription, IReadOnlyList<LiveAlertChange> changes) => Task.CompletedTask;

    public Task Resync(string subscription, string reason)
    {
        lock (_gate)
            _resync = true;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ticker is not null)
            await _ticker.DisposeAsync();
        await CloseAsync();
    }

    private void Take(LiveDelta delta)
    {
        if (State.Apply(delta) || delta.Version <= State.Version)
            return;
        lock (_gate)
            _resync = true;
    }

    private Task Enqueue(object message)
    {
        lock (_gate)
        {
            if (_waiting.Count < MaxWaiting)
            {
                _waiting.Add(message);
            }
            else
            {
                _waiting.Clear();
                _resync = true;
            }
        }

        return Task.CompletedTask;
    }

    private async Task TickAsync(Func<Task> onChanged, CancellationToken cancellationToken)
    {
        bool news, resync;
        lock (_gate)
        {
            news = _waiting.Count > 0;
            resync = _resync;
        }

        _ticksWithoutNews = news ? 0 : _ticksWithoutNews + 1;
        var idle = _ticksWithoutNews >= IdleTicks;
        if (resync || (idle && Problem is not null))
            await SubscribeAsync(cancellationToken);
        if (!news && !idle && !resync)
            return;
        _ticksWithoutNews = 0;
        await onChanged();
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        lock (_gate)
        {
            _resync = false;
            _waiting.Clear();
        }

        try
        {
            var cursor = State.Version > 0 ? new LiveCursor { Feed = State.Feed, Version = State.Version } : null;
            var opened = await feed.SubscribeAsync(_area!, cursor, this, cancellationToken);
            Problem = opened.Succeeded ? null : string.Join(" ", opened.Faults.Select(f => f.Message));
            _subscription = opened.Value;
            if (_subscription is null)
                return;
            lock (_gate)
                _waiting.Insert(0, _subscription.First);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            Problem = exception.Message;
            logger.LiveFailed(exception, _area!.Kind, _area.Code);
        }
    }

    private async Task CloseAsync()
    {
        if (_subscription is null)
            return;
        await _subscription.DisposeAsync();
        _subscription = null;
    }
}
