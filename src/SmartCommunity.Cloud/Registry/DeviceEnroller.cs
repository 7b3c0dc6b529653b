using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>A row of an enrolment that was not accepted.</summary>
internal sealed record Refusal(int Index, IReadOnlyList<Fault> Faults);

/// <summary>What an enrolment did.</summary>
/// <param name="Devices">The accepted devices in input order.</param>
/// <param name="Changed">Rows that are new or changed.</param>
/// <param name="Refused">Input rows that were not accepted.</param>
internal sealed record Enrolling(IReadOnlyList<EnrolledDeviceView> Devices, IReadOnlyList<DeviceRow> Changed, IReadOnlyList<Refusal> Refused);

/// <summary>Turns lists of devices into rows: one device, a file of them or a simulated district, by the same rules. Works inside the caller's transaction.</summary>
internal sealed class DeviceEnroller(TimeProvider time)
{
    // Rows looked up or saved at once: far below SQLite's limit of 32,766 parameters a statement, and small enough for the change tracker.
    private const int ChunkRows = 1_000;

    /// <summary>Enrols and saves. Without <paramref name="takeGoodRows"/> one refusal means that nothing is written.</summary>
    internal async Task<Enrolling> EnrolAsync(
        RegistryContext context, IReadOnlyList<(NewDevice Device, string? Token)> devices, bool takeGoodRows, bool leaveIdentical, CancellationToken cancellationToken)
    {
        var enrolling = await TryAsync(context, devices, leaveIdentical, cancellationToken);
        if (enrolling.Refused.Count > 0 && !takeGoodRows)
            return enrolling with { Devices = [], Changed = [] };
        if (enrolling.Changed.Count == 0)
            return enrolling;
        var version = await RegistryStore.NextVersionAsync(context, cancellationToken);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var chunk in enrolling.Changed.Chunk(ChunkRows))
        {
            foreach (var row in chunk)
            {
                var isNew = row.Version == 0;
                row.Version = version;
                context.Entry(row).State = isNew ? EntityState.Added : EntityState.Modified;
            }

            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }

        return enrolling;
    }

    /// <summary>Works out what <see cref="EnrolAsync"/> would do, without writing. New rows have version 0.</summary>
    internal async Task<Enrolling> TryAsync(
        RegistryContext context, IReadOnlyList<(NewDevice Device, string? Token)> devices, bool leaveIdentical, CancellationToken cancellationToken)
    {
        var check = await CheckAsync(context, cancellationToken);
        var known = await ExistingAsync(context, [.. devices.Select(d => d.Device.Id).Where(id => id is not null)], cancellationToken);
        var carriers = await Carriers.ReadAsync(context, devices.Select(d => d.Device.Via), ChunkRows, cancellationToken);
        var accepted = new EnrolledDeviceView?[devices.Count];
        var changed = new List<DeviceRow>(devices.Count);
        var refused = new List<Refusal>();
        var seen = new HashSet<string>(devices.Count, StringComparer.Ordinal);
        // Carriers before what they carry, so that both may stand in one list in any order.
        foreach (var i in Enumerable.Range(0, devices.Count).OrderBy(i => string.IsNullOrEmpty(devices[i].Device.Via) ? 0 : 1))
        {
            var (device, faults) = check.Complete(devices[i].Device);
            var isKnown = known.TryGetValue(device.Id ?? "", out var row);
            if (faults.Count == 0 && !seen.Add(device.Id!))
                faults = [new Fault(FaultKind.Conflict, "id", $"id '{device.Id}' stands twice in this list; the first one counts.")];
            else if (faults.Count == 0 && isKnown)
                faults = Meet(row!, device, devices[i].Token, leaveIdentical, changed, out accepted[i]);
            else if (faults.Count == 0 && carriers.Fault(device) is { } fault)
                faults = [fault];
            else if (faults.Count == 0)
                changed.Add(row = Add(device, devices[i].Token, out accepted[i]));
            if (faults.Count > 0)
                refused.Add(new Refusal(i, faults));
            else
                carriers.Add(row!);
        }

        return new Enrolling([.. accepted.OfType<EnrolledDeviceView>()], changed, [.. refused.OrderBy(r => r.Index)]);
    }

    /// <summary>The rules, with what the registry holds now.</summary>
    internal static async Task<DeviceCheck> CheckAsync(RegistryContext context, CancellationToken cancellationToken) => new(
        (await context.Communities.Select(c => c.Code).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal),
        await context.Gateways.Select(g => g.Id).ToListAsync(cancellationToken),
        await context.Profiles.ToDictionaryAsync(p => p.Name, p => p.Kind, StringComparer.Ordinal, cancellationToken));

    private DeviceRow Add(NewDevice device, string? token, out EnrolledDeviceView? accepted)
    {
        if (device.Via.Length > 0)
            token = null;
        else
            token ??= device.CertificateSha256 is null ? Token.New() : null;
        var row = new DeviceRow
        {
            Id = device.Id,
            Community = device.Community,
            Class = device.Class,
            Name = device.Name,
            Gateway = device.Gateway,
            TokenSha256 = token is null ? null : Token.Hash(token),
            CertificateSha256 = device.CertificateSha256,
            Dialect = device.Dialect,
            Profile = device.Profile,
            Via = device.Via,
            Alias = device.Alias,
            CreatedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Version = 0,
        };
        accepted = new EnrolledDeviceView(DeviceViews.Of(row), token);
        return row;
    }

    private static IReadOnlyList<Fault> Meet(
        DeviceRow row, NewDevice device, string? token, bool leaveIdentical, List<DeviceRow> changed, out EnrolledDeviceView? accepted)
    {
        accepted = null;
        if (row.RetiredAtMs is not null)
            return [new Fault(FaultKind.Conflict, "id", $"Device '{device.Id}' exists already and is retired; choose another id.")];
        if (!leaveIdentical || !IsIdentical(row, device))
            return [new Fault(FaultKind.Conflict, "id", $"Device '{device.Id}' exists already ({row.Community}/{row.Class} on gateway '{row.Gateway}').")];
        if (token is not null && row.Via.Length == 0 && !IsKnown(row, token))
        {
            (row.TokenSha256, row.NextTokenSha256, row.NextTokenAtMs) = (Token.Hash(token), null, null);
            changed.Add(row);
        }

        accepted = new EnrolledDeviceView(DeviceViews.Of(row), token);
        return [];
    }

    private static bool IsIdentical(DeviceRow row, NewDevice device) =>
        (row.Community, row.Class, row.Name, row.Gateway, row.CertificateSha256)
            == (device.Community, device.Class, device.Name, device.Gateway, device.CertificateSha256)
        && (row.Dialect, row.Profile, row.Via, row.Alias) == (device.Dialect, device.Profile, device.Via, device.Alias);

    private static bool IsKnown(DeviceRow row, string token) =>
        (row.TokenSha256 is { } hash && Token.Matches(token, hash)) || (row.NextTokenSha256 is { } next && Token.Matches(token, next));

    private static async Task<Dictionary<string, DeviceRow>> ExistingAsync(RegistryContext context, string[] ids, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, DeviceRow>(StringComparer.Ordinal);
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).Chunk(ChunkRows))
        {
            await foreach (var row in context.Devices.AsNoTracking().Where(d => chunk.Contains(d.Id)).AsAsyncEnumerable().WithCancellation(cancellationToken))
                rows[row.Id] = row;
        }

        return rows;
    }
}
