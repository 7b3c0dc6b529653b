using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Registry.Identity;

namespace SmartCommunity.Cloud.Identity;

/// <summary>What a link leads to.</summary>
/// <param name="IsFirst">It makes the first administrator.</param>
/// <param name="Name">Whose password it sets; empty for the first administrator, who says the name.</param>
public sealed record SignInLinkView(bool IsFirst, string Name);

/// <summary>
/// Links that set a password once: 256 random bits, kept as SHA-256, gone when used, when a newer one is made, or when their time is over. Thread-safe.
/// </summary>
public sealed class SignInLinks(RegistryStore store, IPasswordHasher<PersonRow> hasher, AreaFinder areas, TimeProvider time)
{
    /// <summary>Where links lead.</summary>
    public const string Path = "/welcome";

    /// <summary>How long the link of the first administrator is good: a working day, for whoever reads the log at the start.</summary>
    internal static readonly TimeSpan FirstLife = TimeSpan.FromHours(24);

    /// <summary>How long a person's link is good: over a weekend.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromDays(3);

    /// <summary>Path of a new link for the first administrator; null when there are people already.</summary>
    public Task<string?> FirstAsync(CancellationToken cancellationToken) => store.WriteAsync(
        async (context, cancel) => await context.People.AnyAsync(cancel) ? null : (await AddAsync(context, "", FirstLife, cancel)).Path, committed: null, cancellationToken);

    /// <summary>What a token leads to; null: nothing, or nothing any more.</summary>
    public async Task<SignInLinkView?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await RowAsync(context, token, cancellationToken) is not { } link ? null
            : link.Person.Length == 0 ? new SignInLinkView(IsFirst: true, "")
            : await context.People.FindAsync([link.Person], cancellationToken) is { } person ? new SignInLinkView(IsFirst: false, person.Name)
            : null;
    }

    /// <summary>Sets the password of whom the link is for, and ends every sign-in there was.</summary>
    public async Task<Outcome<string>> SetPasswordAsync(string? token, string? password, CancellationToken cancellationToken) => await store.WriteAsync<Outcome<string>>(
        async (context, cancel) =>
        {
            if (await RowAsync(context, token, cancel) is not { Person.Length: > 0 } link || await context.People.FindAsync([link.Person], cancel) is not { } person)
                return Used();
            if (PersonCheck.Password("password", password, person.Name) is { } weak)
                return weak;
            person.PasswordHash = hasher.HashPassword(person, password!);
            (person.SecurityStamp, person.FailedCount, person.RefusedUntilMs) = (Token.New(), 0, null);
            person.Revision++;
            context.Remove(link);
            AuditTrail.Add(context, NowMs, Named(person), "personPassword", PeopleDesk.SubjectOf(person), "set a password by a one-time link");
            await context.SaveChangesAsync(cancel);
            return person.Id;
        },
        committed: null, cancellationToken);

    /// <summary>Makes the first administrator. Whoever comes second finds the link used.</summary>
    public async Task<Outcome<string>> MakeFirstAsync(string? token, string? name, string? displayName, string? password, CancellationToken cancellationToken) => await store.WriteAsync<Outcome<string>>(
        async (context, cancel) =>
        {
            if (await RowAsync(context, token, cancel) is not { Person.Length: 0 } link || await context.People.AnyAsync(cancel))
                return Used();
            var access = new PersonAccess { DisplayName = displayName?.Trim() ?? "", Roles = [Roles.Administrator], Area = Area.District.ToString() };
            Fault[] faults = [.. PersonCheck.Access(access, areas.Exists), .. new[] { PersonCheck.Name(name), PersonCheck.Password("password", password, name ?? "") }.OfType<Fault>()];
            if (faults.Length > 0)
                return faults;
            var person = PeopleDesk.RowOf(name!, access, NowMs);
            person.PasswordHash = hasher.HashPassword(person, password!);
            context.Add(person);
            context.Remove(link);
            AuditTrail.Add(context, NowMs, Named(person), "personAdded", PeopleDesk.SubjectOf(person), "made the first administrator by the link of the first start");
            await context.SaveChangesAsync(cancel);
            return person.Id;
        },
        committed: null, cancellationToken);

    /// <summary>A new link, in the caller's transaction; earlier ones of the person are worth nothing.</summary>
    internal async Task<(string Path, DateTimeOffset ExpiresAt)> AddAsync(RegistryContext context, string person, TimeSpan life, CancellationToken cancellationToken)
    {
        await context.SignInLinks.Where(l => l.Person == person).ExecuteDeleteAsync(cancellationToken);
        var token = Token.New();
        var expiresAt = time.GetUtcNow() + life;
        context.Add(new SignInLinkRow { TokenSha256 = Token.Hash(token), Person = person, CreatedAtMs = NowMs, ExpiresAtMs = expiresAt.ToUnixTimeMilliseconds() });
        await context.SaveChangesAsync(cancellationToken);
        return ($"{Path}?token={token}", expiresAt);
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static Fault Used() => new(FaultKind.Gone, "token", "This link was used, replaced or is over; ask an administrator for another, or start the cloud again for the first one.");

    private static string Named(PersonRow person) => $"{person.DisplayName} ({person.Name})";

    private async Task<SignInLinkRow?> RowAsync(RegistryContext context, string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: > 0 and <= Token.MaxLength })
            return null;
        var hash = Token.Hash(token);
        return await context.SignInLinks.SingleOrDefaultAsync(l => l.TokenSha256 == hash, cancellationToken) is { } link && link.ExpiresAtMs > NowMs ? link : null;
    }
}
