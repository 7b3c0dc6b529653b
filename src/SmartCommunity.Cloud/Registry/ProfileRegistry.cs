using System.Text;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>The profiles that vendors' payloads and registers are read through. A change reaches every gateway at once. Thread-safe.</summary>
public sealed class ProfileRegistry(RegistryStore store, GatewayEnrolment gateways, TimeProvider time)
{
    /// <summary>All profiles by name, without their bodies.</summary>
    public async Task<IReadOnlyList<ProfileView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var rows = await context.Profiles.OrderBy(p => p.Name)
            .Select(p => new { p.Name, p.Kind, p.Version, p.ChangedAtMs, Devices = context.Devices.Count(d => d.Profile == p.Name && d.RetiredAtMs == null) })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(p => new ProfileView(p.Name, p.Kind, null, p.Devices, p.Version, DateTimeOffset.FromUnixTimeMilliseconds(p.ChangedAtMs)))];
    }

    /// <summary>One profile with its body, or null.</summary>
    public async Task<ProfileView?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.Profiles.FindAsync([name], cancellationToken) is { } row ? await ViewAsync(context, row, cancellationToken) : null;
    }

    /// <summary>Adds a profile or replaces its body, which is kept as it was given. The kind of one that is in use stays.</summary>
    public async Task<Outcome<ProfileView>> PutAsync(string name, string kind, string body, CancellationToken cancellationToken)
    {
        if (Faults(name, kind, body) is { Length: > 0 } faults)
            return faults;
        var outcome = await store.WriteAsync<Outcome<ProfileView>>(
            async (context, cancel) =>
            {
                var row = await context.Profiles.FindAsync([name], cancel);
                if (row is not null && row.Kind != kind && await UsersAsync(context, name, cancel) is > 0 and var devices)
                    return InUse(name, devices, $"its kind stays {row.Kind}");
                var version = await RegistryStore.NextVersionAsync(context, cancel);
                if (row is null)
                    context.Add(row = new ProfileRow { Name = name, Kind = kind, Body = body, Version = version, ChangedAtMs = 0 });
                (row.Kind, row.Body, row.Version, row.ChangedAtMs) = (kind, body, version, time.GetUtcNow().ToUnixTimeMilliseconds());
                await context.SaveChangesAsync(cancel);
                return await ViewAsync(context, row, cancel);
            },
            committed: null,
            cancellationToken);
        if (outcome.Succeeded)
            await gateways.TellAllAsync();
        return outcome;
    }

    /// <summary>Removes a profile that no device uses.</summary>
    public async Task<Outcome<ProfileView>> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var outcome = await store.WriteAsync<Outcome<ProfileView>>(
            async (context, cancel) =>
            {
                if (await context.Profiles.FindAsync([name], cancel) is not { } row)
                    return new Fault(FaultKind.NotFound, "name", $"There is no profile '{name}'.");
                if (await UsersAsync(context, name, cancel) is > 0 and var devices)
                    return InUse(name, devices, "it cannot be removed");
                context.Remove(row);
                await RegistryStore.NextVersionAsync(context, cancel);
                await context.SaveChangesAsync(cancel);
                return View(row, devices: 0);
            },
            committed: null,
            cancellationToken);
        if (outcome.Succeeded)
            await gateways.TellAllAsync();
        return outcome;
    }

    private static Fault[] Faults(string? name, string? kind, string body)
    {
        var bytes = Encoding.UTF8.GetByteCount(body);
        return
        [
            .. Identifier.IsValid(name) ? [] : new[] { Invalid("name", Identifier.Fault("name", name)) },
            .. DialectCode.NeedsProfile(kind) ? [] : new[] { Invalid("kind", $"kind '{kind}' is not one of: {string.Join(", ", DialectCode.WithProfile)}.") },
            .. bytes <= ProfileCheck.MaxBytes ? [] : new[] { Invalid("body", $"The body has {bytes} bytes, more than the limit of {ProfileCheck.MaxBytes}.") },
            .. bytes <= ProfileCheck.MaxBytes && DialectCode.NeedsProfile(kind) ? ProfileCheck.Faults(kind!, body).Select(fault => Invalid("body", fault)) : [],
        ];
    }

    private static Task<int> UsersAsync(RegistryContext context, string name, CancellationToken cancellationToken) =>
        context.Devices.CountAsync(d => d.Profile == name && d.RetiredAtMs == null, cancellationToken);

    private static async Task<ProfileView> ViewAsync(RegistryContext context, ProfileRow row, CancellationToken cancellationToken) =>
        View(row, await UsersAsync(context, row.Name, cancellationToken));

    private static ProfileView View(ProfileRow row, int devices) =>
        new(row.Name, row.Kind, row.Body, devices, row.Version, DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAtMs));

    private static Fault InUse(string name, int devices, string consequence) =>
        new(FaultKind.Conflict, "name", $"Profile '{name}' is used by {devices} devices; {consequence}.");

    private static Fault Invalid(string field, string message) => new(FaultKind.Invalid, field, message);
}
