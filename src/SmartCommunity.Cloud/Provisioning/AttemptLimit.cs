using Microsoft.EntityFrameworkCore;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// Counts failed attempts by key over a window that begins with the first. The counts are rows of the registry, so a restart forgives nothing; windows that are over are deleted with the next
/// failure, and at most <see cref="MaxKeys"/> rows of a kind stay: then the oldest window makes room. Call it inside <see cref="RegistryStore.WriteAsync{T}"/>: then asking and counting are one step.
/// </summary>
/// <param name="kind">What is counted, the first part of the key.</param>
/// <param name="attempts">Failures that a key has in a window.</param>
/// <param name="window">How long failures count. By the wall clock, which a restart keeps: a window that seems to begin in the future, because the clock was set back, begins now.</param>
/// <param name="time">The clock.</param>
internal sealed class AttemptLimit(string kind, int attempts, TimeSpan window, TimeProvider time)
{
    /// <summary>About a megabyte.</summary>
    internal const int MaxKeys = 10_000;

    private long WindowMs => (long)window.TotalMilliseconds;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>How long the key has to wait; zero when it may try.</summary>
    internal async Task<TimeSpan> WaitAsync(RegistryContext context, string key, CancellationToken cancellationToken)
    {
        var row = await context.Attempts.AsNoTracking().SingleOrDefaultAsync(a => a.Key == KeyOf(key), cancellationToken);
        if (row is null || row.Failed < attempts)
            return TimeSpan.Zero;
        var elapsedMs = Math.Max(0, NowMs - row.BeganAtMs);
        return elapsedMs >= WindowMs ? TimeSpan.Zero : TimeSpan.FromMilliseconds(WindowMs - elapsedMs);
    }

    /// <summary>Counts a failure. Statements only: what the context tracks is not saved.</summary>
    internal async Task FailedAsync(RegistryContext context, string key, CancellationToken cancellationToken)
    {
        var (now, own) = (NowMs, KeyOf(key));
        var isOver = now - WindowMs;
        var prefix = kind + ":";
        await context.Attempts.Where(a => a.Key.StartsWith(prefix) && a.BeganAtMs <= isOver).ExecuteDeleteAsync(cancellationToken);
        await context.Attempts.Where(a => a.Key == own && a.BeganAtMs > now).ExecuteUpdateAsync(set => set.SetProperty(a => a.BeganAtMs, now), cancellationToken);
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO attempt (key, began_at_ms, failed) VALUES ({own}, {now}, 1) ON CONFLICT (key) DO UPDATE SET failed = attempt.failed + 1", cancellationToken);
        var surplus = await context.Attempts.CountAsync(a => a.Key.StartsWith(prefix), cancellationToken) - MaxKeys;
        if (surplus <= 0)
            return;
        var oldest = context.Attempts.Where(a => a.Key.StartsWith(prefix) && a.Key != own).OrderBy(a => a.BeganAtMs).Take(surplus).Select(a => a.Key);
        await context.Attempts.Where(a => oldest.Contains(a.Key)).ExecuteDeleteAsync(cancellationToken);
    }

    private string KeyOf(string key) => $"{kind}:{key}";
}
