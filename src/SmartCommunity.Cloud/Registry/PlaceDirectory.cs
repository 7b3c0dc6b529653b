using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Streets and communities of the district. Thread-safe.</summary>
public sealed class PlaceDirectory
{
    public Task<IReadOnlyList<StreetView>> StreetsAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>All communities, or those of a street, in the district's own order.</summary>
    public Task<IReadOnlyList<CommunityView>> CommunitiesAsync(string? street, CancellationToken cancellationToken) => throw new NotImplementedException();
}
