using System.Threading.Channels;

namespace SmartCommunity.Cloud.Alerts.Falls;

/// <summary>An event <c>impact</c> that was folded.</summary>
/// <param name="Community">Community code.</param>
/// <param name="Class">Device class.</param>
/// <param name="Device">Device id.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="AtMs">Of the first sample, epoch milliseconds.</param>
/// <param name="ReceivedAtMs">When the gateway received it.</param>
/// <param name="DataJson">What the device sent with it.</param>
internal sealed record Impact(string Community, string Class, string Device, string EventId, long AtMs, long ReceivedAtMs, string DataJson);

/// <summary>
/// Impacts on their way from the communities to the model. Bounded: what does not fit is dropped and said; at the next start the log brings what no snapshot covers yet. Posting never blocks; thread-safe; one reader.
/// </summary>
internal sealed class ImpactInbox(ILogger<ImpactInbox> logger)
{
    // An hour of a city in which every watch is dropped once a day; about 4 kB each.
    private const int Capacity = 2_048;

    private readonly Channel<Impact> _impacts = Channel.CreateBounded<Impact>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    internal void Post(Impact impact)
    {
        if (!_impacts.Writer.TryWrite(impact))
            FallLog.Dropped(logger, impact.Device, impact.EventId);
    }

    internal IAsyncEnumerable<Impact> ReadAllAsync(CancellationToken cancellationToken) => _impacts.Reader.ReadAllAsync(cancellationToken);
}
