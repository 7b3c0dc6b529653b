using SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Gateway.Outbox;

/// <summary>A checked block on its way to the cloud. Immutable.</summary>
internal sealed record OutboxBlock(
    Lane Lane, long Epoch, long FirstSequence, int Count, ReadOnlyMemory<byte> Batch, uint BatchCrc, string TraceParent, long FirstReceivedMs)
{
    internal long LastSequence => FirstSequence + Count - 1;
}

/// <summary>Where a lane stands, in the wire's numbers; consistent within itself.</summary>
internal readonly record struct LaneStanding(
    Lane Lane, long Epoch, long LastSequence, long FirstRetained, long BacklogItems, long BacklogBytes, long OldestReceivedAtMs);
