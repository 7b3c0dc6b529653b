using SmartCommunity.Contracts.Live;

namespace SmartCommunity.Cloud.Queries;

/// <summary>The live twins: what each device last said. Thread-safe.</summary>
public sealed class TwinQueries
{
    /// <summary>Latest state of a device; null when it never was enrolled.</summary>
    public Task<LiveDevice?> DeviceAsync(string device, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Latest state of all devices of a community, ordered by id.</summary>
    public Task<IReadOnlyList<LiveDevice>> DevicesAsync(string community, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Numbers of every community.</summary>
    public Task<IReadOnlyList<LiveCommunity>> CommunitiesAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
