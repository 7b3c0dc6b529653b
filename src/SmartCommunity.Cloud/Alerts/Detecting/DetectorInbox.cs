using System.Threading.Channels;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>
/// Samples on their way from the communities to the detectors. Bounded: what does not fit is dropped and counted, which leaves a gap of a quarter of an hour in what detectors see. Posting never blocks; thread-safe;
/// one reader.
/// </summary>
internal sealed class DetectorInbox(ILogger<DetectorInbox> logger)
{
    // Four quarters of an hour of 256 communities: an hour behind is an hour too late.
    private const int Capacity = 1_024;

    private readonly Channel<CommunitySamples> _samples = Channel.CreateBounded<CommunitySamples>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    internal void Post(CommunitySamples samples)
    {
        if (!_samples.Writer.TryWrite(samples))
            DetectorLog.Dropped(logger, samples.Community, DateTimeOffset.FromUnixTimeMilliseconds(samples.EndMs));
    }

    internal IAsyncEnumerable<CommunitySamples> ReadAllAsync(CancellationToken cancellationToken) => _samples.Reader.ReadAllAsync(cancellationToken);
}
