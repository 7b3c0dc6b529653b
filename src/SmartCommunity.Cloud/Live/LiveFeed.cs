using System.Collections.Concurrent;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Cloud.Twins.Derived;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Live;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// The live state of every area. The SignalR hub and the console (in process) subscribe here; each subscription has its own pump,
/// so a slow subscriber costs the others nothing. Thread-safe.
/// </summary>
public sealed class LiveFeed
{
    private readonly ConcurrentDictionary<string, CommunityFeed> _feeds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly VersionClock _versions = new();
    private readonly EnrolmentIndex _enrolments;
    private readonly AlertFeed _alerts;
    private readonly TimeProvider _clock;
    private readonly ILogger<LiveFeed> _logger;

    public LiveFeed(EnrolmentIndex enrolments, AlertFeed alerts, TimeProvider clock, ILogger<LiveFeed> logger)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        _enrolments = enrolments;
        _alerts = alerts;
        _clock = clock;
        _logger = logger;
        alerts.Changed += community =>
        {
            foreach (var subscription in _subscriptions.Values)
                subscription.WakeAlerts(community);
        };
    }

    /// <summary>Open subscriptions.</summary>
    public int Subscriptions => _subscriptions.Count;

    /// <summary>
    /// Opens a subscription: <see cref="LiveSubscription.First"/> is the first state, later ones come to <paramref name="client"/> until the
    /// subscription is disposed or <see cref="ILiveClient.Resync"/> ends it.
    /// </summary>
    public Task<Outcome<LiveSubscription>> SubscribeAsync(LiveArea area, LiveCursor? resume, ILiveClient client, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var scope = ScopeOf(area);
        if (!scope.Succeeded)
            return Task.FromResult<Outcome<LiveSubscription>>(scope.Faults.ToArray());
        var alerts = area.Alerts ? new AlertPump(_alerts, scope.Value!.Streets(), resume?.Alerts ?? []) : null;
        var subscription = new LiveSubscription(scope.Value!, resume, alerts, client, _versions, _clock, Forget);
        _subscriptions[subscription.Id] = subscription;
        // What was missed goes out at once; and what came between the first state and the line above woke nobody.
        alerts?.Wake();
        LiveLog.Subscribed(_logger, area.Kind, area.Code, subscription.First.Complete);
        return Task.FromResult<Outcome<LiveSubscription>>(subscription);
    }

    /// <summary>Takes over what a community's fold touched and wakes the subscriptions that see it.</summary>
    internal void Publish(CommunityState state, FoldChanges changes)
    {
        var feed = FeedOf(state.Community);
        Wake(feed, feed.Update(state, changes));
    }

    /// <summary>Takes over a community's score; null: it has none.</summary>
    internal void Publish(string community, CommunityScore? score)
    {
        var feed = FeedOf(community);
        if (feed.Update(score))
            Wake(feed, []);
    }

    /// <summary>
    /// Shows values of a gateway's devices ahead of the log, which brings the same ones later: during a back-fill operators see what is measured now. Twins, history and
    /// scores know nothing of it.
    /// </summary>
    internal void Preview(string gateway, BatchColumns columns)
    {
        var devices = columns.Batch.Devices;
        foreach (var community in devices.Select(static d => d.Community).Distinct(StringComparer.Ordinal))
        {
            var shown = devices.Select(d => d.Community == community && _enrolments.IsEnrolled(gateway, community, d.Device)).ToArray();
            if (!Array.Exists(shown, static s => s))
                continue;
            var feed = FeedOf(community);
            feed.Preview(columns, shown);
            Wake(feed, []);
        }
    }

    /// <summary>Latest state of a device as the feed shows it, or null.</summary>
    internal LiveDevice? Device(string community, string device) => FeedOf(community).DeviceSince(device, version: -1);

    /// <summary>Latest state of a community's devices by id.</summary>
    internal IReadOnlyList<LiveDevice> Devices(string community) => FeedOf(community).DevicesSince(version: -1);

    /// <summary>Guard kits of a community as of its latest tick.</summary>
    internal IReadOnlyList<ElderKit> Kits(string community) => FeedOf(community).Kits();

    /// <summary>Numbers of a community.</summary>
    internal LiveCommunity Community(string community) => FeedOf(community).SummarySince(version: -1)!;

    private Outcome<LiveScope> ScopeOf(LiveArea area)
    {
        switch (area.Kind)
        {
            case "district":
                return new LiveScope(FeedsOf(_enrolments.Communities), showsDevices: false, devices: null);
            case "street":
                var communities = _enrolments.Communities.Where(c => _enrolments.StreetOf(c) == area.Code).ToArray();
                return communities.Length > 0
                    ? new LiveScope(FeedsOf(communities), showsDevices: false, devices: null)
                    : new Fault(FaultKind.NotFound, "area.code", $"Street '{area.Code}' does not exist.");
            case "community":
                return _enrolments.StreetOf(area.Code) is not null
                    ? new LiveScope([FeedOf(area.Code)], showsDevices: true, devices: null)
                    : new Fault(FaultKind.NotFound, "area.code", $"Community '{area.Code}' does not exist.");
            case "devices" when area.Alerts:
                return new Fault(FaultKind.Invalid, "area.alerts", "Alerts belong to a district, street or community, not to a list of devices.");
            case "devices":
                return DeviceScope(area.Devices);
            default:
                return new Fault(FaultKind.Invalid, "area.kind", $"'{area.Kind}' must be district, street, community or devices.");
        }
    }

    private Outcome<LiveScope> DeviceScope(IReadOnlyList<string> devices)
    {
        if (devices.Count is 0 or > LiveArea.MaxDevices)
            return new Fault(FaultKind.Invalid, "area.devices", $"{devices.Count} devices; the list must hold 1 to {LiveArea.MaxDevices}.");
        var unknown = devices.FirstOrDefault(d => _enrolments.Find(d) is null);
        if (unknown is not null)
            return new Fault(FaultKind.NotFound, "area.devices", $"Device '{unknown}' does not exist.");
        var communities = devices.Select(d => _enrolments.Find(d)!.Community).Distinct(StringComparer.Ordinal);
        return new LiveScope(FeedsOf(communities), showsDevices: true, [.. devices.Distinct(StringComparer.Ordinal)]);
    }

    private List<CommunityFeed> FeedsOf(IEnumerable<string> communities) => [.. communities.Select(FeedOf)];

    private CommunityFeed FeedOf(string community) =>
        _feeds.GetOrAdd(community, static (code, feed) => new CommunityFeed(code, feed._enrolments.StreetOf(code) ?? "", feed._versions), this);

    private void Wake(CommunityFeed feed, IReadOnlyList<LiveEvent> events)
    {
        foreach (var subscription in _subscriptions.Values)
            subscription.Wake(feed, events);
    }

    private void Forget(LiveSubscription subscription)
    {
        _subscriptions.TryRemove(subscription.Id, out _);
        LiveLog.Unsubscribed(_logger, subscription.Sent);
    }
}

internal static partial class LiveLog
{
    [LoggerMessage(2200, LogLevel.Debug, "Live subscription to {Kind} {Code} opened (complete snapshot: {Complete}).")]
    internal static partial void Subscribed(ILogger logger, string kind, string code, bool complete);

    [LoggerMessage(2201, LogLevel.Debug, "Live subscription closed after {Sent} deltas.")]
    internal static partial void Unsubscribed(ILogger logger, long sent);
}
