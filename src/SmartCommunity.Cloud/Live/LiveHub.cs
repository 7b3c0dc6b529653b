using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using SmartCommunity.Cloud.Identity;
using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// <c>/hubs/live</c>, JSON and MessagePack. At most <see cref="MaxSubscriptions"/> subscriptions a connection; all end with it.
/// </summary>
public sealed class LiveHub(LiveFeed feed, AreaFinder areas, PeopleDesk people) : Hub<ILiveClient>, ILiveHub
{
    /// <summary>Subscriptions a connection may hold: a wall shows a handful of areas.</summary>
    public const int MaxSubscriptions = 32;

    /// <summary>Largest message taken from a client, in bytes: a subscription to 500 devices is below 35 KiB.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>Bytes that may wait for a client that reads slowly, before its subscriptions wait too: 32 KiB, a delta of some hundred devices.</summary>
    public const int MaxBufferedBytes = 32 * 1024;

    private const string SubscriptionsKey = "subscriptions", ChangedKey = "changed";

    private ConcurrentDictionary<string, LiveSubscription> Open =>
        (ConcurrentDictionary<string, LiveSubscription>)Context.Items[SubscriptionsKey]!;

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        Context.Items[SubscriptionsKey] = new ConcurrentDictionary<string, LiveSubscription>(StringComparer.Ordinal);
        // The connection's own claims stay what they were: whoever was changed or locked connects again, or not.
        var (context, id) = (Context, Caller.Of(Context.User).Id);
        void EndIfOwn(string changed)
        {
            if (changed == id)
                context.Abort();
        }

        Context.Items[ChangedKey] = (Action<string>)EndIfOwn;
        people.Changed += EndIfOwn;
        return base.OnConnectedAsync();
    }

    /// <inheritdoc/>
    public async Task<LiveSnapshot> Subscribe(LiveArea area, LiveCursor? resume)
    {
        ArgumentNullException.ThrowIfNull(area);
        if (Open.Count >= MaxSubscriptions)
            throw new HubException($"A connection may hold {MaxSubscriptions} subscriptions; end one first.");
        if (Outside(area) is { } outside)
            throw new HubException(outside);
        // The hub object ends with this call; the proxy to the caller does not.
        var outcome = await feed.SubscribeAsync(area, resume, Clients.Caller, Context.ConnectionAborted);
        if (!outcome.Succeeded)
            throw new HubException(string.Join(' ', outcome.Faults.Select(f => $"{f.Field}: {f.Message}")));
        Open[outcome.Value!.Id] = outcome.Value;
        return outcome.Value.First;
    }

    /// <inheritdoc/>
    public async Task Unsubscribe(string subscription)
    {
        if (Open.TryRemove(subscription, out var found))
            await found.DisposeAsync();
    }

    private string? Outside(LiveArea area)
    {
        var caller = Caller.Of(Context.User);
        if (area.Alerts && !caller.May(Policies.Alerts))
            return $"area.alerts: it takes one of the roles {string.Join(", ", Policies.All[Policies.Alerts]!)}.";
        if (area.Kind is not ("district" or "street") && !caller.May(Policies.Devices))
            return $"area.kind: '{area.Kind}' shows devices; it takes one of the roles {string.Join(", ", Policies.All[Policies.Devices]!)}.";
        return areas.Sees(caller.Area, area) ? null : $"area: it lies outside your area {caller.Area}.";
    }

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        people.Changed -= (Action<string>)Context.Items[ChangedKey]!;
        foreach (var subscription in Open.Values)
            await subscription.DisposeAsync();
        await base.OnDisconnectedAsync(exception);
    }
}
