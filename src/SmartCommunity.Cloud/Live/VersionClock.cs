namespace SmartCommunity.Cloud.Live;

/// <summary>
/// The versions of the live feed: one rising number over all communities, so that an area of any shape has one version. A feed takes the next
/// version while holding its own lock; whoever reads <see cref="Current"/> first and then looks at the feeds sees at least everything up to it.
/// </summary>
internal sealed class VersionClock
{
    private long _version;
    private long _event;

    /// <summary>Names this run of the server: a cursor of another run is worthless.</summary>
    internal string Feed { get; } = Guid.NewGuid().ToString("N");

    internal long Current => Volatile.Read(ref _version);

    internal long Next() => Interlocked.Increment(ref _version);

    internal long NextEvent() => Interlocked.Increment(ref _event);
}
