using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Facts;

/// <summary>Who changed what when in what people say of a community, newest first. Thread-safe.</summary>
public sealed class ChangeList(FactsFeed feed, EnrolmentIndex enrolments)
{
    /// <summary>A page of changes; of one subject (<c>fact:households</c>) when given.</summary>
    public async Task<Outcome<Page<ChangeView>>> ListAsync(string community, string? subject, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        if (enrolments.StreetOf(community) is null)
            return FactCheck.UnknownCommunity(community);
        await using var context = feed.Store.CreateDbContext();
        var rows = context.Changes.AsNoTracking().Where(c => c.Community == community && (subject == null || c.Subject == subject));
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderByDescending(c => c.Position).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<ChangeView>([.. shown.Select(FactRows.View)], total, page, pageSize);
    }
}
