using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Ingest;

/// <summary>What is known of each gateway right now: connection, last heartbeat, marks. Thread-safe.</summary>
public sealed class GatewayStates
{
    public Task<IReadOnlyList<GatewayView>> ListAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
