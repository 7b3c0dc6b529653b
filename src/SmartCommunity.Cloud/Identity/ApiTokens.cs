using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Facts;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Registry.Identity;

namespace SmartCommunity.Cloud.Identity;

/// <summary>
/// Tokens by which a program acts as an account: <c>ID.SECRET</c>, where the secret is 256 random bits of which the SHA-256 is kept, compared in constant time. A token may what its account may at the moment, but never what administrators
/// may: no token makes accounts or tokens. Locked accounts' tokens are worth nothing. Thread-safe.
/// </summary>
public sealed partial class ApiTokens(RegistryStore store, TimeProvider time, ILogger<ApiTokens> logger)
{
    /// <summary>Longest life: a year, after which somebody has to want it again.</summary>
    public const int MaxDays = 366;

    /// <summary>Longest name, as of everything people name for histories.</summary>
    public const int MaxName = 60;

    /// <summary>Tokens of one account: one for each program and machine of a person, so that each can be revoked by itself.</summary>
    public const int MaxTokens = 20;

    /// <summary>What stands between id and secret; neither has one.</summary>
    internal const char Separator = '.';

    /// <summary>How exactly is kept when a token was last used: a program that asks every second writes once an hour.</summary>
    internal static readonly TimeSpan UsePrecision = TimeSpan.FromHours(1);

    // Of an id, which names and proves nothing: two among a district's tokens are alike once in 2^64.
    private const int IdBytes = 8;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>An account's tokens, the latest first; those that are over are gone.</summary>
    public async Task<IReadOnlyList<ApiTokenView>> ListAsync(string person, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var nowMs = NowMs;
        return [.. (await context.ApiTokens.AsNoTracking().Where(t => t.Person == person && t.ExpiresAtMs > nowMs).OrderByDescending(t => t.CreatedAtMs).ToListAsync(cancellationToken)).Select(View)];
    }

    /// <summary>Makes a token for the caller's own account. Who was let in by a token makes none.</summary>
    public async Task<Outcome<MadeApiTokenView>> MakeAsync(Caller caller, NewApiToken wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(wanted);
        if (caller is not { Kind: CallerKind.Account, IsToken: false })
            return new Fault(FaultKind.Forbidden, "authorization", "Only a person who signed in with an account makes tokens, for that account.");
        Fault?[] faults =
        [
            FactCheck.Required("name", wanted.Name, MaxName),
            wanted.Days is >= 1 and <= MaxDays ? null : new Fault(FaultKind.Invalid, "days", $"days is {wanted.Days}; it must be 1 to {MaxDays}."),
        ];
        if (faults.OfType<Fault>().ToArray() is { Length: > 0 } wrong)
            return wrong;
        var secret = Token.New();
        var row = new ApiTokenRow
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)), Person = caller.Id, Name = wanted.Name.Trim(), SecretSha256 = Token.Hash(secret), CreatedAtMs = NowMs,
            ExpiresAtMs = (time.GetUtcNow() + TimeSpan.FromDays(wanted.Days)).ToUnixTimeMilliseconds(),
        };
        return await store.WriteAsync<Outcome<MadeApiTokenView>>(
            async (context, cancel) =>
            {
                var nowMs = NowMs;
                await context.ApiTokens.Where(t => t.Person == row.Person && t.ExpiresAtMs <= nowMs).ExecuteDeleteAsync(cancel);
                if (await context.ApiTokens.CountAsync(t => t.Person == row.Person, cancel) >= MaxTokens)
                    return new Fault(FaultKind.Conflict, "name", $"This account has {MaxTokens} tokens, the most there may be; revoke one first.");
                context.Add(row);
                AuditTrail.Add(context, NowMs, caller.Actor!, "apiTokenMade", $"person:{caller.Name}", $"token {row.Id} '{row.Name}' for {wanted.Days} days");
                await context.SaveChangesAsync(cancel);
                return new MadeApiTokenView(View(row), $"{row.Id}{Separator}{secret}");
            },
            committed: null, cancellationToken);
    }

    /// <summary>Revokes a token of an account; it is worth nothing from the next request on.</summary>
    public Task<Outcome<ApiTokenView>> RevokeAsync(string person, string id, string actor, CancellationToken cancellationToken) => store.WriteAsync<Outcome<ApiTokenView>>(
        async (context, cancel) =>
        {
            if (await context.ApiTokens.SingleOrDefaultAsync(t => t.Id == id && t.Person == person, cancel) is not { } row)
                return new Fault(FaultKind.NotFound, "token", "This account has no such token.");
            context.Remove(row);
            var name = await context.People.Where(p => p.Id == person).Select(p => p.Name).SingleAsync(cancel);
            AuditTrail.Add(context, NowMs, actor, "apiTokenRevoked", $"person:{name}", $"token {row.Id} '{row.Name}'");
            await context.SaveChangesAsync(cancel);
            return View(row);
        },
        committed: null, cancellationToken);

    /// <summary>Who shows a token; null: nobody who may come in.</summary>
    internal async Task<Caller?> CallerOfAsync(string shown, CancellationToken cancellationToken)
    {
        if (shown.Length > Token.MaxLength || shown.Split(Separator) is not [{ Length: > 0 } id, { Length: > 0 } secret])
            return null;
        await using var context = store.CreateDbContext();
        if (await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is not { } row || !Token.Matches(secret, row.SecretSha256) || row.ExpiresAtMs <= NowMs)
            return null;
        if (await context.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == row.Person, cancellationToken) is not { LockedAtMs: null } person)
            return null;
        if (NowMs - (row.LastUsedAtMs ?? 0) >= UsePrecision.TotalMilliseconds)
            await NoteUseAsync(row.Id, cancellationToken);
        var own = PeopleDesk.CallerOf(person);
        return own with { Roles = [.. own.Roles.Where(static r => r != Roles.Administrator)], IsToken = true };
    }

    private async Task NoteUseAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(
                async (context, cancel) =>
                {
                    var nowMs = NowMs;
                    return await context.ApiTokens.Where(t => t.Id == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAtMs, nowMs), cancel);
                },
                committed: null, cancellationToken);
        }
        catch (SqliteException fault)
        {
            // A disk that is full keeps nobody from reading; a later request writes it.
            LogUseNotKept(logger, fault, id);
        }
    }

    [LoggerMessage(2802, LogLevel.Warning, "That token {Token} was used could not be written; a later request of it tries again.")]
    private static partial void LogUseNotKept(ILogger logger, Exception exception, string token);

    private static ApiTokenView View(ApiTokenRow row) => new(
        row.Id, row.Name, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs), DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAtMs), row.LastUsedAtMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null);
}
