using System.Threading.Channels;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// An open subscription; disposing ends it. Three pumps of its own: deltas, conflated (latest wins) and at most one per
/// <see cref="DeltaInterval"/>; safety events and, where asked for, transitions of alerts, each one, at once. A send that waits delays only this subscription, which then gets fewer and
/// wider deltas; one that falls <see cref="MaxWaitingEvents"/> events behind is ended with <see cref="ILiveClient.Resync"/>.
/// </summary>
public sealed class LiveSubscription : IAsyncDisposable
{
    /// <summary>Shortest time between two deltas: 100 ms, below which a person sees no difference.</summary>
    public static readonly TimeSpan DeltaInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Safety events that may wait for a slow client; a thousand is far beyond what a person reads.</summary>
    public const int MaxWaitingEvents = 1_000;

    /// <summary>How far back a complete snapshot lists safety events, by when they happened: what a device kept for months and sent a minute ago is no news.</summary>
    public static readonly TimeSpan SnapshotEvents = TimeSpan.FromHours(1);

    private readonly LiveScope _scope;
    private readonly ILiveClient _client;
    private readonly VersionClock _versions;
    private readonly TimeProvider _clock;
    private readonly Action<LiveSubscription> _forget;
    private readonly WakeSignal _wake = new();
    private readonly Channel<LiveEvent> _events =
        Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(MaxWaitingEvents) { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly AlertPump? _alerts;
    private readonly Task _pumps;
    private long _version;

    internal LiveSubscription(
        LiveScope scope, LiveCursor? resume, AlertPump? alerts, ILiveClient client, VersionClock versions, TimeProvider clock, Action<LiveSubscription> forget)
    {
        _scope = scope;
        _alerts = alerts;
        _client = client;
        _versions = versions;
        _clock = clock;
        _forget = forget;
        _version = versions.Current;
        First = FirstState(resume);
        _pumps = Task.WhenAll(RunAsync(PumpDeltasAsync), RunAsync(PumpEventsAsync), RunAsync(PumpAlertsAsync));
    }

    /// <summary>Names the subscription on its connection.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The first state.</summary>
    public LiveSnapshot First { get; }

    /// <summary>Deltas sent so far.</summary>
    public long Sent { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await End();
        await _pumps;
        _ended.Dispose();
    }

    internal void Wake(CommunityFeed feed, IReadOnlyList<LiveEvent> events)
    {
        if (!_scope.Sees(feed))
            return;
        _wake.Set();
        foreach (var happened in events)
        {
            if (_scope.Sees(happened) && !_events.Writer.TryWrite(happened))
                _ = ResyncAsync($"{MaxWaitingEvents} safety events were waiting");
        }
    }

    internal void WakeAlerts(string community) => _alerts?.Wake(community);

    private LiveSnapshot FirstState(LiveCursor? resume)
    {
        var isGap = resume is not null && resume.Feed == _versions.Feed && resume.Version <= _version;
        var since = isGap ? resume!.Version : -1;
        var oldestEventMs = isGap ? 0 : (_clock.GetUtcNow() - SnapshotEvents).ToUnixTimeMilliseconds();
        return new LiveSnapshot
        {
            Subscription = Id,
            Feed = _versions.Feed,
            Version = _version,
            Complete = !isGap,
            Communities = _scope.CommunitiesSince(since),
            Devices = _scope.DevicesSince(since),
            Scores = _scope.ScoresSince(since),
            Events = [.. _scope.EventsSince(since).Where(e => e.AtMs >= oldestEventMs)],
            Alerts = _alerts?.Open ?? [],
            AlertCursors = _alerts?.Cursors ?? [],
        };
    }

    /// <summary>Runs a pump until the subscription ends, or a send throws: then the connection is closed, and there is nobody to tell.</summary>
    private async Task RunAsync(Func<Task> pump)
    {
        try
        {
            await pump();
        }
        catch (OperationCanceledException)
        {
            // The subscription ended.
        }
        catch (Exception)
        {
            await End();
        }
    }

    private async Task PumpDeltasAsync()
    {
        while (true)
        {
            await _wake.WaitAsync(_ended.Token);
            var version = _versions.Current;
            var delta = new LiveDelta
            {
                Subscription = Id,
                FromVersion = _version,
                Version = version,
                AsOfMs = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
                Communities = _scope.CommunitiesSince(_version),
                Devices = _scope.DevicesSince(_version),
                Scores = _scope.ScoresSince(_version),
            };
            if (delta.Communities.Count + delta.Devices.Count + delta.Scores.Count > 0)
            {
                await _client.Delta(delta);
                _version = version;
                Sent++;
            }

            await Task.Delay(DeltaInterval, _clock, _ended.Token);
        }
    }

    private async Task PumpEventsAsync()
    {
        // The subscription was woken for events that its first state held already.
        var lastNumber = First.Events.Count > 0 ? First.Events[^1].Number : 0;
        await foreach (var happened in _events.Reader.ReadAllAsync(_ended.Token))
        {
            if (happened.Number > lastNumber)
                await _client.Event(Id, happened);
        }
    }

    private Task PumpAlertsAsync() => _alerts?.RunAsync(Id, _client, _ended.Token) ?? Task.CompletedTask;

    private async Task ResyncAsync(string reason)
    {
        await End();
        try
        {
            await _client.Resync(Id, reason);
        }
        catch (Exception)
        {
            // The client is gone as well as slow.
        }
    }

    private async Task End()
    {
        if (_ended.IsCancellationRequested)
            return;
        _forget(this);
        await _ended.CancelAsync();
    }
}
