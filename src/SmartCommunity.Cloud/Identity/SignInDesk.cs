using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Registry.Identity;

namespace SmartCommunity.Cloud.Identity;

/// <summary>Signs people in and out, and changes their own passwords. One of a request.</summary>
public sealed class SignInDesk(SignInManager<PersonRow> signIn, SignInGate gate, RegistryStore store, TimeProvider time)
{
    /// <summary>Wrong passwords in a row before none is taken for <see cref="RefusedFor"/>.</summary>
    public const int MaxFailures = 5;

    /// <summary>How long: five tries a quarter of an hour are 175,000 a year, and whoever mistyped can wait.</summary>
    public static readonly TimeSpan RefusedFor = TimeSpan.FromMinutes(15);

    private static readonly PasswordHasher<PersonRow> _hasher = new();

    // For names that are not there: they take as long as those that are.
    private static readonly PersonRow _nobody = PeopleDesk.RowOf("nobody", new Contracts.Http.PersonAccess { DisplayName = "nobody", Roles = [], Area = "" }, nowMs: 0);
    private static readonly string _nobodysHash = _hasher.HashPassword(_nobody, Token.New());

    /// <summary>Signs in by name and password; the answer carries the cookie.</summary>
    /// <param name="name">Name.</param>
    /// <param name="password">Password.</param>
    /// <param name="stays">The cookie outlives the browser.</param>
    /// <param name="cancellationToken">Ends the wait for others who sign in.</param>
    public async Task<Outcome<string>> SignInAsync(string? name, string? password, bool stays, CancellationToken cancellationToken)
    {
        if (await gate.TryEnterAsync(cancellationToken) is not { } turn)
            return new Fault(FaultKind.TooMany, "name", $"More than {SignInGate.MaxWaiting} sign-ins wait; try again in a moment.") { RetryAfterSeconds = 1 };
        using (turn)
        {
            if (await signIn.UserManager.FindByNameAsync(name ?? "") is not { } person)
            {
                _hasher.VerifyHashedPassword(_nobody, _nobodysHash, Limited(password));
                return Wrong();
            }

            var result = await signIn.CheckPasswordSignInAsync(person, Limited(password), lockoutOnFailure: true);
            if (result.IsLockedOut)
                return Refused(person);
            // That it is locked is told to whoever knows the password, and to nobody else.
            if (result.Succeeded && person.LockedAtMs is not null)
                return new Fault(FaultKind.Unauthorized, "account", "This account is locked; ask an administrator.");
            if (!result.Succeeded)
                return Wrong();
            person.SignedInAtMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            await signIn.UserManager.UpdateAsync(person);
            await signIn.SignInAsync(person, stays);
            return person.Id;
        }
    }

    /// <summary>Signs in whoever just set a password by a link.</summary>
    public async Task SignInAsync(string id)
    {
        if (await signIn.UserManager.FindByIdAsync(id) is { LockedAtMs: null } person)
            await signIn.SignInAsync(person, isPersistent: false);
    }

    /// <summary>True while what claims say still holds: of an account, its stamp is what it was.</summary>
    public async Task<bool> IsValidAsync(ClaimsPrincipal user) => Caller.Of(user).Kind != CallerKind.Account || await signIn.ValidateSecurityStampAsync(user) is not null;

    /// <summary>Ends this sign-in.</summary>
    public Task SignOutAsync() => signIn.SignOutAsync();

    /// <summary>Another password of one's own; ends all other sign-ins.</summary>
    public async Task<Outcome<string>> ChangePasswordAsync(Caller caller, string? current, string? password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await signIn.UserManager.FindByIdAsync(caller.Id) is not { } person)
            return new Fault(FaultKind.Conflict, "current", "The demo operator and programs have no password.");
        if (PersonCheck.Password("password", password, person.Name) is { } weak)
            return weak;
        if (await gate.TryEnterAsync(cancellationToken) is not { } turn)
            return new Fault(FaultKind.TooMany, "current", $"More than {SignInGate.MaxWaiting} sign-ins wait; try again in a moment.") { RetryAfterSeconds = 1 };
        using (turn)
        {
            var result = await signIn.CheckPasswordSignInAsync(person, Limited(current), lockoutOnFailure: true);
            if (result.IsLockedOut)
                return Refused(person);
            if (!result.Succeeded)
                return new Fault(FaultKind.Invalid, "current", $"current is not your password; after {MaxFailures} wrong ones in a row none is taken for {RefusedFor.TotalMinutes} minutes.");
        }

        var changed = await store.WriteAsync(
            async (context, cancel) =>
            {
                if (await context.People.FindAsync([person.Id], cancel) is not { LockedAtMs: null } row)
                    return null;
                row.PasswordHash = _hasher.HashPassword(row, password!);
                row.SecurityStamp = Token.New();
                row.Revision++;
                AuditTrail.Add(context, time.GetUtcNow().ToUnixTimeMilliseconds(), caller.Actor!, "personPassword", PeopleDesk.SubjectOf(row), "changed the own password");
                await context.SaveChangesAsync(cancel);
                return row;
            },
            committed: null, cancellationToken);
        if (changed is null)
            return Wrong();
        await signIn.RefreshSignInAsync(changed);
        return changed.Id;
    }

    // Longer ones are nobody's, and would only cost the hash.
    private static string Limited(string? password) => password is { Length: <= PersonCheck.MaxPassword } ? password : "";

    private static Fault Wrong() => new(FaultKind.Unauthorized, "name", $"Name or password is wrong; after {MaxFailures} wrong passwords in a row none is taken for {RefusedFor.TotalMinutes} minutes.");

    private Fault Refused(PersonRow person)
    {
        var left = DateTimeOffset.FromUnixTimeMilliseconds(person.RefusedUntilMs ?? 0) - time.GetUtcNow();
        return new Fault(FaultKind.TooMany, "name", $"{MaxFailures} wrong passwords in a row: none is taken for {Math.Max(1, Math.Ceiling(left.TotalMinutes))} minutes; an administrator can unlock it.")
        {
            RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds)),
        };
    }
}
