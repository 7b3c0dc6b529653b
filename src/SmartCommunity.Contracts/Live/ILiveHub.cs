namespace SmartCommunity.Contracts.Live;

/// <summary>
/// What a client may call on <c>/hubs/live</c>. Order is guaranteed per subscription. JSON and MessagePack carry the same names.
/// </summary>
public interface ILiveHub
{
    /// <summary>
    /// Starts a subscription and returns its first state: the gap since <paramref name="resume"/> where that is still known, else a complete snapshot.
    /// Deltas with consecutive versions follow. Fails with a message naming the field when the area does not exist.
    /// </summary>
    Task<LiveSnapshot> Subscribe(LiveArea area, LiveCursor? resume);

    /// <summary>Ends a subscription; unknown ones are ignored.</summary>
    Task Unsubscribe(string subscription);
}

/// <summary>What the live hub calls on a client.</summary>
public interface ILiveClient
{
    /// <summary>Changed state, at most four times a second for each subscription.</summary>
    Task Delta(LiveDelta delta);

    /// <summary>A safety event, as soon as it is folded.</summary>
    Task Event(string subscription, LiveEvent safetyEvent);

    /// <summary>
    /// Transitions of alerts, each one, in the order of their ordinals, without gaps for each community; only for a subscription that asked for them. May come before the answer of
    /// <see cref="ILiveHub.Subscribe"/>. A slow client gets them later, from the ledger: none is dropped.
    /// </summary>
    Task Alerts(string subscription, IReadOnlyList<LiveAlertChange> changes);

    /// <summary>The subscription was ended by the server (it fell too far behind); subscribe again.</summary>
    Task Resync(string subscription, string reason);
}
