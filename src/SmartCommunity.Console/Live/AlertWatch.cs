using Microsoft.Extensions.Logging;
using SmartCommunity.Cloud.Live;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Console.Live;

/// <summary>
/// What a wall shows of alerts: those that are open, the latest transitions, the devices online; kept up by the live feed, each transition once. Nothing grows but with what is open. A subscription
/// that ended is opened again from where it was. Thread-safe.
/// </summary>
internal sealed class AlertWatch(LiveFeed feed, LiveArea area, Action onNews, ILogger logger) : ILiveClient, IAsyncDisposable
{
    /// <summary>Transitions kept: what a wall has room for.</summary>
    internal const int MaxLatest = 12;

    private readonly Lock _gate = new(); // Protects all below but _subscription.
    private readonly Dictionary<string, LiveAlert> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveCommunity> _communities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ordinals = new(StringComparer.Ordinal);
    private readonly LinkedList<LiveAlertChange> _latest = [];
    private readonly List<LiveAlert> _raised = [];
    private readonly List<LiveAlertChange> _early = [];
    private bool _isReady;
    private string _feed = "";
    private long _version;
    private bool _isLost = true;
    private LiveSubscription? _subscription;

    /// <summary>The open alerts, in no order.</summary>
    internal IReadOnlyList<LiveAlert> Open
    {
        get
        {
            lock (_gate)
                return [.. _open.Values];
        }
    }

    /// <summary>The latest transitions, newest first.</summary>
    internal IReadOnlyList<LiveAlertChange> Latest
    {
        get
        {
            lock (_gate)
                return [.. _latest];
        }
    }

    /// <summary>Numbers of the communities.</summary>
    internal IReadOnlyList<LiveCommunity> Communities
    {
        get
        {
            lock (_gate)
                return [.. _communities.Values];
        }
    }

    /// <summary>Alerts raised since the last call, for those who announce them.</summary>
    internal IReadOnlyList<LiveAlert> TakeRaised()
    {
        lock (_gate)
        {
            LiveAlert[] raised = [.. _raised];
            _raised.Clear();
            return raised;
        }
    }

    /// <summary>Opens the subscription where there is none. Call on the page's own context, again and again.</summary>
    internal async Task KeepOpenAsync(CancellationToken cancellationToken)
    {
        if (!Volatile.Read(ref _isLost))
            return;
        if (_subscription is not null)
            await _subscription.DisposeAsync();
        Volatile.Write(ref _isLost, false);
        lock (_gate)
            _isReady = false;
        var opened = await feed.SubscribeAsync(area, Cursor(), this, cancellationToken);
        _subscription = opened.Value;
        if (_subscription is null)
            logger.LiveFailed(new InvalidOperationException(string.Join(' ', opened.Faults.Select(static f => f.Message))), area.Kind, area.Code);
        else
            Apply(_subscription.First);
    }

    public Task Delta(LiveDelta delta)
    {
        lock (_gate)
        {
            foreach (var community in delta.Communities)
                _communities[community.Code] = community;
            _version = delta.Version;
        }

        return Task.CompletedTask;
    }

    public Task Event(string subscription, LiveEvent safetyEvent) => Task.CompletedTask; // Its alert follows.

    public Task Alerts(string subscription, IReadOnlyList<LiveAlertChange> changes)
    {
        lock (_gate)
        {
            if (!_isReady)
            {
                _early.AddRange(changes); // They are later than the answer that is on its way.
                return Task.CompletedTask;
            }

            foreach (var change in changes)
                Apply_NeedsLock(change);
        }

        onNews();
        return Task.CompletedTask;
    }

    public Task Resync(string subscription, string reason)
    {
        Volatile.Write(ref _isLost, true);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_subscription is not null)
            await _subscription.DisposeAsync();
    }

    private LiveCursor? Cursor()
    {
        lock (_gate)
        {
            return _feed.Length == 0
                ? null
                : new LiveCursor { Feed = _feed, Version = _version, Alerts = [.. _ordinals.Select(static o => new LiveAlertCursor { Community = o.Key, Ordinal = o.Value })] };
        }
    }

    private void Apply(LiveSnapshot first)
    {
        lock (_gate)
        {
            (_feed, _version) = (first.Feed, first.Version);
            foreach (var community in first.Communities)
                _communities[community.Code] = community;
            foreach (var cursor in first.AlertCursors.Where(static c => c.Complete))
            {
                foreach (var gone in _open.Values.Where(a => a.Community == cursor.Community).ToArray())
                    _open.Remove(gone.Id);
                _ordinals[cursor.Community] = cursor.Ordinal;
            }

            foreach (var alert in first.Alerts)
                _open[alert.Id] = alert;
            _isReady = true;
            _early.ForEach(Apply_NeedsLock);
            _early.Clear();
        }

        onNews();
    }

    private void Apply_NeedsLock(LiveAlertChange change)
    {
        var alert = change.Alert;
        if (change.Ordinal <= _ordinals.GetValueOrDefault(alert.Community))
            return;
        _ordinals[alert.Community] = change.Ordinal;
        if (change.Stage == "closed")
            _open.Remove(alert.Id);
        else
            _open[alert.Id] = alert;
        _latest.AddFirst(change);
        if (_latest.Count > MaxLatest)
            _latest.RemoveLast();
        if (change.What == "raised" && _raised.Count < MaxLatest)
            _raised.Add(alert);
    }
}
