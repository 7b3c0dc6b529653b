using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Storage.Registry.Identity;

namespace SmartCommunity.Cloud.Identity;

/// <summary>
/// Where administrators make accounts and say what they may do. Every change stands in the audit with who made it, and ends the sign-ins of whom it concerns. One administrator who can sign in always remains. Thread-safe.
/// </summary>
public sealed class PeopleDesk(RegistryStore store, SignInLinks links, AreaFinder areas, TimeProvider time)
{
    /// <summary>Raised with a person's id after what the person may do became another, or nothing.</summary>
    public event Action<string>? Changed;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>All accounts by name.</summary>
    public async Task<IReadOnlyList<PersonView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return [.. (await context.People.AsNoTracking().OrderBy(p => p.Name).ToListAsync(cancellationToken)).Select(View)];
    }

    /// <summary>Makes an account, with the link that sets its password.</summary>
    public async Task<Outcome<InvitedPersonView>> AddAsync(NewPerson person, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        Fault[] faults = [.. PersonCheck.Access(person, areas.Exists), .. new[] { PersonCheck.Name(person.Name) }.OfType<Fault>()];
        if (faults.Length > 0)
            return faults;
        return await store.WriteAsync<Outcome<InvitedPersonView>>(
            async (context, cancel) =>
            {
                if (await context.People.AnyAsync(p => p.Name == person.Name, cancel))
                    return new Fault(FaultKind.Conflict, "name", $"name '{person.Name}' belongs to another account.");
                var row = RowOf(person.Name, person, NowMs);
                context.Add(row);
                Remember(context, actor, "personAdded", row, Said(row));
                var (path, expiresAt) = await links.AddAsync(context, row.Id, SignInLinks.Life, cancel);
                return new InvitedPersonView(View(row), path, expiresAt);
            },
            committed: null, cancellationToken);
    }

    /// <summary>Changes name, roles and area of an account.</summary>
    public Task<Outcome<PersonView>> ChangeAsync(string id, PersonAccess access, long? seenRevision, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        Fault[] faults = [.. PersonCheck.Access(access, areas.Exists)];
        return faults.Length > 0 ? Task.FromResult<Outcome<PersonView>>(faults) : WriteAsync(
            id, seenRevision, actor, "personChanged",
            row =>
            {
                var before = Said(row);
                (row.DisplayName, row.Roles, row.Area, row.Department) = (access.DisplayName.Trim(), Joined(access.Roles), access.Area, access.Department);
                return $"{Said(row)}; before: {before}";
            },
            cancellationToken);
    }

    /// <summary>Ends an account's sign-ins and takes none until it is unlocked.</summary>
    public Task<Outcome<PersonView>> LockAsync(string id, string actor, CancellationToken cancellationToken) => WriteAsync(
        id, seenRevision: null, actor, "personLocked",
        row =>
        {
            row.LockedAtMs = NowMs;
            return "locked";
        },
        cancellationToken);

    /// <summary>Takes the account's password again, at once.</summary>
    public Task<Outcome<PersonView>> UnlockAsync(string id, string actor, CancellationToken cancellationToken) => WriteAsync(
        id, seenRevision: null, actor, "personUnlocked",
        row =>
        {
            (row.LockedAtMs, row.RefusedUntilMs, row.FailedCount) = (null, null, 0);
            return "unlocked";
        },
        cancellationToken);

    /// <summary>Takes an account's password and tokens away and gives the link that sets another.</summary>
    public async Task<Outcome<InvitedPersonView>> ResetAsync(string id, string actor, CancellationToken cancellationToken)
    {
        var reset = await WriteAsync(
            id, seenRevision: null, actor, "personReset",
            row =>
            {
                (row.PasswordHash, row.RefusedUntilMs, row.FailedCount) = ("", null, 0);
                return "password and tokens taken away, link given";
            },
            cancellationToken);
        if (!reset.Succeeded)
            return reset.Faults.ToArray();
        // Whoever lost a password may have lost tokens too.
        var (path, expiresAt) = await store.WriteAsync(
            async (context, cancel) =>
            {
                await context.ApiTokens.Where(t => t.Person == id).ExecuteDeleteAsync(cancel);
                return await links.AddAsync(context, id, SignInLinks.Life, cancel);
            },
            committed: null, cancellationToken);
        return new InvitedPersonView(reset.Value!, path, expiresAt);
    }

    internal static string SubjectOf(PersonRow person) => $"person:{person.Name}";

    internal static PersonRow RowOf(string name, PersonAccess access, long nowMs) => new()
    {
        Id = Guid.CreateVersion7().ToString("N"), Name = name, DisplayName = access.DisplayName.Trim(), Roles = Joined(access.Roles), Area = access.Area, Department = access.Department, SecurityStamp = Token.New(),
        CreatedAtMs = nowMs, Revision = 1,
    };

    /// <summary>The account as a caller.</summary>
    internal static Caller CallerOf(PersonRow person) => new(CallerKind.Account, person.Id, person.Name, person.DisplayName, RolesOf(person), Area.Parse(person.Area) ?? Area.Nowhere, person.Department);

    internal static IReadOnlyList<string> RolesOf(PersonRow person) => person.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<Outcome<PersonView>> WriteAsync(string id, long? seenRevision, string actor, string action, Func<PersonRow, string> change, CancellationToken cancellationToken) => await store.WriteAsync<Outcome<PersonView>>(
        async (context, cancel) =>
        {
            if (await context.People.FindAsync([id], cancel) is not { } row)
                return new Fault(FaultKind.NotFound, "id", "There is no such account.");
            if (seenRevision is { } seen && seen != row.Revision)
                return new Fault(FaultKind.Stale, "revision", FormattableString.Invariant($"The account of '{row.Name}' is at revision {row.Revision}, not {seen}; read it again."));
            var wasAble = IsAbleAdministrator(row);
            var detail = change(row);
            if (wasAble && !IsAbleAdministrator(row) && !(await context.People.Where(p => p.Id != id).ToListAsync(cancel)).Exists(IsAbleAdministrator))
                return new Fault(FaultKind.Conflict, "id", $"'{row.Name}' is the last administrator who can sign in; make another one first.");
            row.SecurityStamp = Token.New();
            row.Revision++;
            Remember(context, actor, action, row, detail);
            await context.SaveChangesAsync(cancel);
            return View(row);
        },
        outcome =>
        {
            if (outcome.Succeeded)
                Changed?.Invoke(outcome.Value!.Id);
        },
        cancellationToken);

    private static bool IsAbleAdministrator(PersonRow person) => person is { LockedAtMs: null, PasswordHash.Length: > 0 } && RolesOf(person).Contains(Roles.Administrator);

    private void Remember(RegistryContext context, string actor, string action, PersonRow person, string detail) => AuditTrail.Add(context, NowMs, actor, action, SubjectOf(person), detail);

    private static string Said(PersonRow person) => $"{person.DisplayName}: {string.Join(", ", RolesOf(person))} in {person.Area}{(person.Department.Length > 0 ? $", {person.Department}" : "")}";

    private static string Joined(IReadOnlyList<string> roles) => string.Join(' ', Roles.All.Where(roles.Contains));

    private PersonView View(PersonRow person) => new(
        person.Id, person.Name, person.DisplayName, RolesOf(person), person.Area, person.Department,
        person.LockedAtMs is not null ? "locked" : person.PasswordHash.Length == 0 ? "invited" : person.RefusedUntilMs > NowMs ? "refused" : "open",
        DateTimeOffset.FromUnixTimeMilliseconds(person.CreatedAtMs), person.SignedInAtMs is { } signedIn ? DateTimeOffset.FromUnixTimeMilliseconds(signedIn) : null, person.Revision);
}
