using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Live;

/// <summary>
/// The live state of every area. The SignalR hub and the console (in process) subscribe here; each subscription has its own pump,
/// so a slow subscriber costs the others nothing.
/// </summary>
public sealed class LiveFeed
{
    /// <summary>Opens a subscription: <see cref="LiveSubscription.First"/> is the first state, later ones come to <paramref name="client"/>.</summary>
    public Task<Outcome<LiveSubscription>> SubscribeAsync(LiveArea area, LiveCursor? resume, ILiveClient client, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

/// <summary>An open subscription; disposing ends it.</summary>
public sealed class LiveSubscription : IAsyncDisposable
{
    public required LiveSnapshot First { get; init; }

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
