using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Who did what to the registry's credentials, newest first. Rows are added in the transaction of the change itself. Thread-safe.</summary>
public sealed class AuditTrail(RegistryStore store)
{
    /// <summary>One page, of one subject or of all.</summary>
    public async Task<Page<AuditView>> ListAsync(string? subject, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        await using var context = store.CreateDbContext();
        var rows = context.Audit.AsNoTracking().Where(a => subject == null || a.Subject == subject);
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderByDescending(a => a.Position).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<AuditView>(
            [.. shown.Select(a => new AuditView(a.Position, DateTimeOffset.FromUnixTimeMilliseconds(a.AtMs), a.Actor, a.Action, a.Subject, a.Detail))],
            total, page, pageSize);
    }

    /// <summary>Adds a row to the caller's transaction; it is written with the caller's next save.</summary>
    internal static void Add(RegistryContext context, long atMs, string actor, string action, string subject, string detail) =>
        context.Add(new AuditRow { AtMs = atMs, Actor = actor, Action = action, Subject = subject, Detail = detail });
}
