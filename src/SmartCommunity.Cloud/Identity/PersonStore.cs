using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Registry.Identity;

namespace SmartCommunity.Cloud.Identity;

/// <summary>
/// Accounts for ASP.NET Core Identity, in the registry. Its own store and not that of Identity.EntityFrameworkCore, which would write beside the registry's one writer (decision 0044). What is made and changed by people goes
/// through <see cref="PeopleDesk"/>; here only what signing in changes: counts, hash, stamp.
/// </summary>
internal sealed class PersonStore(RegistryStore store) : IUserPasswordStore<PersonRow>, IUserSecurityStampStore<PersonRow>, IUserLockoutStore<PersonRow>
{
    public async Task<IdentityResult> UpdateAsync(PersonRow user, CancellationToken cancellationToken)
    {
        var isWritten = await store.WriteAsync(
            async (context, cancel) =>
            {
                // Somebody else may have changed it meanwhile: then nothing of this is written.
                if (await context.People.FindAsync([user.Id], cancel) is not { } row || row.Revision != user.Revision)
                    return false;
                context.Entry(row).CurrentValues.SetValues(user);
                row.Revision++;
                await context.SaveChangesAsync(cancel);
                return true;
            },
            committed: null, cancellationToken);
        if (!isWritten)
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        user.Revision++;
        return IdentityResult.Success;
    }

    public async Task<PersonRow?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == userId, cancellationToken);
    }

    public async Task<PersonRow?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.People.AsNoTracking().SingleOrDefaultAsync(p => p.Name == normalizedUserName, cancellationToken);
    }

    public Task<string> GetUserIdAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetPasswordHashAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.PasswordHash.Length == 0 ? null : user.PasswordHash);

    public Task<bool> HasPasswordAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash.Length > 0);

    public Task<string?> GetSecurityStampAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(PersonRow user, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(user.RefusedUntilMs is { } untilMs ? DateTimeOffset.FromUnixTimeMilliseconds(untilMs) : null);

    public Task<int> GetAccessFailedCountAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(user.FailedCount);

    public Task<bool> GetLockoutEnabledAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetPasswordHashAsync(PersonRow user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash ?? "");

    public Task SetSecurityStampAsync(PersonRow user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);

    public Task SetLockoutEndDateAsync(PersonRow user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) => Set(() => user.RefusedUntilMs = lockoutEnd?.ToUnixTimeMilliseconds());

    public Task<int> IncrementAccessFailedCountAsync(PersonRow user, CancellationToken cancellationToken) => Task.FromResult(++user.FailedCount);

    public Task ResetAccessFailedCountAsync(PersonRow user, CancellationToken cancellationToken) => Set(() => user.FailedCount = 0);

    public Task SetLockoutEnabledAsync(PersonRow user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    // Names are lower case from the start, and stay: there is nothing to normalise beside them.
    public Task SetNormalizedUserNameAsync(PersonRow user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetUserNameAsync(PersonRow user, string? userName, CancellationToken cancellationToken) => throw MadeElsewhere();

    public Task<IdentityResult> CreateAsync(PersonRow user, CancellationToken cancellationToken) => throw MadeElsewhere();

    public Task<IdentityResult> DeleteAsync(PersonRow user, CancellationToken cancellationToken) => throw MadeElsewhere();

    public void Dispose()
    {
        // The registry is the host's.
    }

    private static NotSupportedException MadeElsewhere() => new($"Accounts are made and changed by {nameof(PeopleDesk)}, which writes who did it.");

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}

/// <summary>Names are looked up as they are written: in lower case.</summary>
internal sealed class LowerCaseNames : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name?.Trim().ToLower(CultureInfo.InvariantCulture);

    public string? NormalizeEmail(string? email) => email;
}
