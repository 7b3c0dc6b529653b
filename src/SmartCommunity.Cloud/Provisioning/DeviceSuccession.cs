using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>Many devices at once, and one in the place of another. Each call is one transaction: all of it or nothing. Thread-safe.</summary>
public sealed class DeviceSuccession(RegistryStore store, DeviceRegistry devices, TimeProvider time)
{
    /// <summary>Most devices of one call, as of one import.</summary>
    public const int MaxDevices = DeviceFile.MaxRows;

    private const int MaxIds = 1_000;
    private const int ShownIds = 5;

    private readonly DeviceEnroller _enroller = new(time);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Issues a new token to every selected device that has one; the old ones stay good as in a single rotation.</summary>
    public async Task<Outcome<RotationReport>> RotateAsync(DeviceSelection selection, string actor, CancellationToken cancellationToken)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        var skipped = new List<string>();
        var outcome = await ChangeAsync(
            selection,
            (context, rows) =>
            {
                foreach (var row in rows.ToArray())
                {
                    if (row.Via.Length > 0 || row.CertificateSha256 is not null)
                    {
                        skipped.Add(row.Id);
                        rows.Remove(row);
                        continue;
                    }

                    tokens[row.Id] = Token.New();
                    DeviceRegistry.Rotate(row, tokens[row.Id], NowMs);
                }

                AuditTrail.Add(context, NowMs, actor, "device.rotate", "many", $"{tokens.Count} devices got a new token.");
                return Task.FromResult<Fault?>(null);
            },
            cancellationToken);
        return outcome.Succeeded
            ? new RotationReport([.. outcome.Value!.Select(row => new EnrolledDeviceView(DeviceViews.Of(row), tokens[row.Id]))], skipped)
            : outcome.Faults.ToArray();
    }

    /// <summary>Retires every selected device. A carrier goes only together with what it carries.</summary>
    public async Task<Outcome<RetirementReport>> RetireAsync(DeviceSelection selection, string actor, CancellationToken cancellationToken)
    {
        var outcome = await ChangeAsync(
            selection,
            async (context, rows) =>
            {
                foreach (var row in rows)
                {
                    DeviceRegistry.Retire(row, NowMs);
                    AuditTrail.Add(context, NowMs, actor, "device.retire", row.Id, "Retired.");
                }

                return await OrphanAsync(context, rows, cancellationToken) is { } orphan
                    ? new Fault(FaultKind.Conflict, "ids", $"Device '{orphan.Via}' carries '{orphan.Id}', which is not selected; retire both.")
                    : null;
            },
            cancellationToken);
        return outcome.Succeeded ? new RetirementReport(outcome.Value!.Count) : outcome.Faults.ToArray();
    }

    /// <summary>
    /// Enrols a new device with name, place, class, dialect, alias and limits of an old one, which is retired; what the old one carried, the new one carries. The new one's
    /// <c>replaces</c> leads back to the history.
    /// </summary>
    public async Task<Outcome<EnrolledDeviceView>> ReplaceAsync(string old, NewReplacement replacement, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        var (outcome, _) = await store.WriteAsync<(Outcome<EnrolledDeviceView>, IReadOnlyList<DeviceRow>)>(
            async (context, cancel) =>
            {
                if (await context.Devices.FindAsync([old], cancel) is not { } row)
                    return (new Fault(FaultKind.NotFound, "device", $"No device '{old}' is enrolled."), []);
                if (row.RetiredAtMs is not null)
                    return (new Fault(FaultKind.Conflict, "device", $"Device '{old}' is retired; restore it or enrol a new one."), []);
                var successor = Successor(row, replacement);
                // Tried first: nothing may be written when the new one is refused. The old one still holds the alias, which is the one fault that does not count.
                var tried = await _enroller.TryAsync(context, [(successor with { Via = "" }, null)], leaveIdentical: false, cancel);
                if (tried.Refused is [var refusal, ..])
                    return (refusal.Faults.ToArray(), []);
                var carried = await context.Devices.Where(d => d.Via == old && d.RetiredAtMs == null).ToListAsync(cancel);
                var limits = (row.MessagesPerSecond, row.BurstMessages, row.DailyMessages, row.DailyBytes);
                DeviceRegistry.Retire(row, NowMs);
                row.Version = await RegistryStore.NextVersionAsync(context, cancel);
                AuditTrail.Add(context, NowMs, actor, "device.replace", old, $"Retired; '{replacement.Id}' takes its place.");
                await context.SaveChangesAsync(cancel);
                var enrolling = await _enroller.EnrolAsync(context, [(successor, null)], takeGoodRows: false, leaveIdentical: false, cancel);
                if (enrolling.Refused is [var late, ..])
                    throw new InvalidOperationException(late.Faults[0].Message);
                var added = enrolling.Changed[0];
                (added.Replaces, added.MessagesPerSecond, added.BurstMessages, added.DailyMessages, added.DailyBytes) =
                    (old, limits.MessagesPerSecond, limits.BurstMessages, limits.DailyMessages, limits.DailyBytes);
                context.Update(added);
                foreach (var device in carried)
                {
                    (device.Via, device.Version) = (added.Id, added.Version);
                    context.Update(device);
                }

                await context.SaveChangesAsync(cancel);
                return (new EnrolledDeviceView(DeviceViews.Of(added), enrolling.Devices[0].Token), [row, added, .. carried]);
            },
            result => devices.Publish(result.Item2),
            cancellationToken);
        return outcome;
    }

    /// <summary>Brings a retired device back under its old id, with a new token unless it is carried.</summary>
    public async Task<Outcome<EnrolledDeviceView>> RestoreAsync(string id, string actor, CancellationToken cancellationToken)
    {
        string? token = null;
        var (outcome, _) = await store.WriteAsync<(Outcome<EnrolledDeviceView>, IReadOnlyList<DeviceRow>)>(
            async (context, cancel) =>
            {
                if (await context.Devices.FindAsync([id], cancel) is not { } row)
                    return (new Fault(FaultKind.NotFound, "id", $"No device '{id}' was ever enrolled."), []);
                if (row.RetiredAtMs is null)
                    return (new Fault(FaultKind.Conflict, "id", $"Device '{id}' is not retired."), []);
                var carriers = await Carriers.ReadAsync(context, [row.Via], chunkRows: 1, cancel);
                var device = new NewDevice { Id = id, Community = row.Community, Class = row.Class, Gateway = row.Gateway, Via = row.Via, Alias = row.Alias };
                if (carriers.Fault(device) is { } fault)
                    return (fault, []);
                token = row.Via.Length > 0 ? null : Token.New();
                (row.RetiredAtMs, row.TokenSha256, row.Version) = (null, token is null ? null : Token.Hash(token), await RegistryStore.NextVersionAsync(context, cancel));
                AuditTrail.Add(context, NowMs, actor, "device.restore", id, "Enrolled again.");
                await context.SaveChangesAsync(cancel);
                return (new EnrolledDeviceView(DeviceViews.Of(row), token), [row]);
            },
            result => devices.Publish(result.Item2),
            cancellationToken);
        return outcome;
    }

    private static NewDevice Successor(DeviceRow row, NewReplacement replacement) => new()
    {
        Id = replacement.Id, Community = row.Community, Class = row.Class, Name = row.Name, Gateway = row.Gateway, CertificateSha256 = replacement.CertificateSha256,
        Dialect = row.Dialect, Profile = row.Profile, Via = row.Via, Alias = row.Alias,
    };

    private async Task<Outcome<List<DeviceRow>>> ChangeAsync(
        DeviceSelection selection, Func<RegistryContext, List<DeviceRow>, Task<Fault?>> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        if (SelectionFault(selection) is { } fault)
            return fault;
        return await store.WriteAsync<Outcome<List<DeviceRow>>>(
            async (context, cancel) =>
            {
                var rows = await Matching(context.Devices, selection).OrderBy(d => d.Id).Take(MaxDevices + 1).ToListAsync(cancel);
                if (rows.Count > MaxDevices)
                    return new Fault(FaultKind.Invalid, "ids", $"More than the limit of {MaxDevices} devices match; select fewer.");
                string[] unknown = [.. (selection.Ids ?? []).Except(rows.Select(d => d.Id), StringComparer.Ordinal)];
                if (unknown.Length > 0)
                    return new Fault(FaultKind.NotFound, "ids", $"{unknown.Length} ids are not enrolled or retired: {string.Join(", ", unknown.Take(ShownIds))}.");
                if (await change(context, rows) is { } refused)
                    return refused;
                var version = await RegistryStore.NextVersionAsync(context, cancel);
                foreach (var row in rows)
                    row.Version = version;
                await context.SaveChangesAsync(cancel);
                return rows;
            },
            outcome => devices.Publish(outcome.Succeeded ? outcome.Value! : []),
            cancellationToken);
    }

    private static Fault? SelectionFault(DeviceSelection selection)
    {
        var byFilter = !string.IsNullOrEmpty(selection.Community) || !string.IsNullOrEmpty(selection.Class) || !string.IsNullOrEmpty(selection.Gateway);
        var ids = selection.Ids?.Count ?? 0;
        if (ids > MaxIds)
            return new Fault(FaultKind.Invalid, "ids", $"ids holds {ids} ids; the limit is {MaxIds}.");
        return byFilter == ids > 0 ? new Fault(FaultKind.Invalid, "ids", "Give either ids, or at least one of community, class and gateway.") : null;
    }

    private static IQueryable<DeviceRow> Matching(IQueryable<DeviceRow> rows, DeviceSelection selection)
    {
        rows = rows.Where(d => d.RetiredAtMs == null);
        if (selection.Ids is { Count: > 0 } ids)
            return rows.Where(d => ids.Contains(d.Id));
        if (!string.IsNullOrEmpty(selection.Community))
            rows = rows.Where(d => d.Community == selection.Community);
        if (!string.IsNullOrEmpty(selection.Class))
            rows = rows.Where(d => d.Class == selection.Class);
        return string.IsNullOrEmpty(selection.Gateway) ? rows : rows.Where(d => d.Gateway == selection.Gateway);
    }

    private static async Task<DeviceRow?> OrphanAsync(RegistryContext context, List<DeviceRow> retired, CancellationToken cancellationToken)
    {
        var ids = retired.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        await foreach (var carried in context.Devices.AsNoTracking().Where(d => d.Via != "" && d.RetiredAtMs == null).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (ids.Contains(carried.Via) && !ids.Contains(carried.Id))
                return carried;
        }

        return null;
    }
}
