using Google.Protobuf;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;

namespace SmartCommunity.Gateway.Uplink;

/// <summary>
/// While a backlog drains, oldest first, sends what is measured now ahead of its turn, for the operators' eyes only. What a burst leaves out is the older
/// part of it. Not thread-safe: the uplink's send loop.
/// </summary>
internal sealed class LanePreview(OutboxLane lane, TimeProvider time)
{
    /// <summary>A line that keeps up acknowledges within tens of milliseconds; two seconds behind, an operator sees old values.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(2);

    /// <summary>Twice a second: fresh for a person, and at most 2 MiB/s beside the back-fill.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>About 20,000 messages.</summary>
    private const int MaxBytes = 1 << 20;

    private long _previewedAt;
    private long _through;

    /// <summary>Previews that are due now; none when the lane keeps up.</summary>
    internal IEnumerable<Preview> Next()
    {
        var standing = lane.Current;
        // Where nothing is new the turn is not used up: what comes next need not wait for another.
        if (standing.BacklogItems == 0
            || standing.LastSequence <= _through
            || time.GetUtcNow().ToUnixTimeMilliseconds() - standing.OldestReceivedAtMs < Behind.TotalMilliseconds
            || (_previewedAt != 0 && time.GetElapsedTime(_previewedAt) < Interval))
        {
            yield break;
        }

        _previewedAt = time.GetTimestamp();
        var blocks = lane.Newest(_through, MaxBytes);
        if (blocks.Count == 0)
            yield break;
        _through = blocks[^1].LastSequence;
        // The newest first: what an older one says is not shown any more. The other way round, operators see a device pass through the seconds before.
        foreach (var block in blocks.Reverse())
            yield return new Preview { Batch = UnsafeByteOperations.UnsafeWrap(block.Batch) };
    }
}
