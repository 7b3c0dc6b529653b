using System.Collections.Concurrent;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>What is known of each gateway right now: connection, last heartbeat, marks. Thread-safe.</summary>
public sealed class GatewayStates
{
    /// <summary>A gateway beats every 5 s; four beats missed are no hiccup.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, GatewayState> _states = new(StringComparer.Ordinal);
    private readonly GatewayEnrolment _gateways;
    private readonly MarkTable _marks;
    private readonly TimeProvider _clock;

    internal GatewayStates(GatewayEnrolment gateways, MarkTable marks, TimeProvider clock)
    {
        _gateways = gateways;
        _marks = marks;
        _clock = clock;
    }

    /// <summary>Every registered gateway, in the registry's order; one that never connected has no heartbeat.</summary>
    public async Task<IReadOnlyList<GatewayView>> ListAsync(CancellationToken cancellationToken)
    {
        var nowMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var registered = await _gateways.ListAsync(cancellationToken);
        return [.. registered.Select(g => ViewOf(g.Id, g.Name, nowMs))];
    }

    /// <summary>True while the gateway has a session and speaks on it: a cut cable leaves the session open for minutes.</summary>
    internal bool IsThere(string gateway)
    {
        if (!_states.TryGetValue(gateway, out var state))
            return false;
        lock (state)
            return state.Session is not null && _clock.GetUtcNow() - (state.HeartbeatAt > state.AttachedAt ? state.HeartbeatAt.Value : state.AttachedAt) <= SilenceLimit;
    }

    internal void Attach(UplinkSession session, Hello hello)
    {
        var state = _states.GetOrAdd(session.Gateway, static _ => new GatewayState());
        UplinkSession? previous;
        lock (state)
        {
            previous = state.Session;
            state.Session = session;
            state.SoftwareVersion = hello.SoftwareVersion;
            state.AttachedAt = _clock.GetUtcNow();
        }

        previous?.End("the gateway connected again");
    }

    internal void Detach(UplinkSession session)
    {
        if (!_states.TryGetValue(session.Gateway, out var state))
            return;
        lock (state)
        {
            if (ReferenceEquals(state.Session, session))
                state.Session = null;
        }
    }

    internal void Heard(string gateway, Heartbeat heartbeat)
    {
        var state = _states.GetOrAdd(gateway, static _ => new GatewayState());
        lock (state)
        {
            state.Heartbeat = heartbeat;
            state.HeartbeatAt = _clock.GetUtcNow();
        }
    }

    internal void Acknowledged(string gateway)
    {
        var state = _states.GetOrAdd(gateway, static _ => new GatewayState());
        lock (state)
            state.AckedAt = _clock.GetUtcNow();
    }

    private GatewayView ViewOf(string id, string name, long nowMs)
    {
        const double MillisecondsPerSecond = 1000.0;
        var state = _states.GetOrAdd(id, static _ => new GatewayState());
        lock (state)
        {
            var heartbeat = state.Heartbeat ?? new Heartbeat();
            // As of the heartbeat while the gateway is heard; afterwards what it still held grows older.
            var asOfMs = state.Session is not null ? heartbeat.SentAtMs : nowMs;
            var oldest = heartbeat.Backlog.Where(b => b.OldestReceivedAtMs > 0).Select(b => b.OldestReceivedAtMs).DefaultIfEmpty(asOfMs).Min();
            return new GatewayView(
                id, name, state.Session is not null, state.HeartbeatAt, state.AckedAt, state.SoftwareVersion,
                heartbeat.ConnectedDevices, heartbeat.MessagesReceived, heartbeat.MessagesRefused, heartbeat.MessagesQuarantined,
                heartbeat.DuplicatesDropped, heartbeat.Backlog.Sum(b => b.Items), heartbeat.Backlog.Sum(b => b.Bytes),
                Math.Max(0, (asOfMs - oldest) / MillisecondsPerSecond), heartbeat.DiskRefusingRoutine, heartbeat.RssBytes,
                [.. Enum.GetValues<Lane>().Select(lane => LaneOf(id, lane, heartbeat))]);
        }
    }

    private LaneView LaneOf(string gateway, Lane lane, Heartbeat heartbeat)
    {
        var mark = _marks.Of(gateway, (int)lane);
        var backlog = heartbeat.Backlog.FirstOrDefault(b => b.Lane == lane);
        // Epoch 0 says that nothing was ever committed: that is no number to show.
        var isMarked = mark.Epoch > 0;
        return new LaneView(lane.ToString(), isMarked ? mark.Epoch : null, isMarked ? mark.Sequence : null, backlog?.Items ?? 0, backlog?.Bytes ?? 0);
    }

    /// <summary>Guarded by its own lock.</summary>
    private sealed class GatewayState
    {
        internal UplinkSession? Session { get; set; }

        internal string SoftwareVersion { get; set; } = "";

        internal Heartbeat? Heartbeat { get; set; }

        internal DateTimeOffset? HeartbeatAt { get; set; }

        internal DateTimeOffset? AckedAt { get; set; }

        internal DateTimeOffset AttachedAt { get; set; }
    }
}
