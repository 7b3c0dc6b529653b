using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Streets and communities of the district. Thread-safe.</summary>
public sealed class PlaceDirectory(RegistryStore store)
{
    /// <summary>All responsible units, in the district's own order.</summary>
    public async Task<IReadOnlyList<StreetView>> StreetsAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.Streets.OrderBy(s => s.Rank)
            .Select(s => new StreetView(s.Code, s.NameZh, s.NameEn, context.Communities.Count(c => c.Street == s.Code)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>All communities, or those of a street, in the district's own order.</summary>
    public async Task<IReadOnlyList<CommunityView>> CommunitiesAsync(string? street, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var communities = context.Communities.Where(c => street == null || c.Street == street).OrderBy(c => c.Rank);
        return await Views(context, communities).ToListAsync(cancellationToken);
    }

    /// <summary>One community, or null.</summary>
    public async Task<CommunityView?> FindCommunityAsync(string code, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await Views(context, context.Communities.Where(c => c.Code == code)).SingleOrDefaultAsync(cancellationToken);
    }

    private static IQueryable<CommunityView> Views(RegistryContext context, IQueryable<CommunityRow> communities) =>
        from community in communities
        join street in context.Streets on community.Street equals street.Code
        select new CommunityView(
            community.Code, community.NameZh, community.NameEn, street.Code, street.NameZh, street.NameEn,
            context.Devices.Count(d => d.Community == community.Code && d.RetiredAtMs == null));
}
