using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Enrolled devices: people's facts, kept in the registry store. Thread-safe.</summary>
public sealed partial class DeviceRegistry(
    RegistryStore store, EnrolmentIndex index, GatewayEnrolment gateways, TimeProvider time, ILogger<DeviceRegistry> logger)
{
    /// <summary>
    /// How long both tokens of a rotation stay good when nobody rotates again: a week, in which a person can reach every device of a community.
    /// </summary>
    public static readonly TimeSpan RotationOverlap = TimeSpan.FromDays(7);

    private readonly DeviceEnroller _enroller = new(time);

    /// <summary>Devices that match, ordered by id. Page and size are the caller's to check: page from 1, size 1 to 500.</summary>
    public async Task<Page<DeviceView>> ListAsync(DeviceFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Paging.ThrowIfOutOfRange(page, pageSize);
        await using var context = store.CreateDbContext();
        var devices = Matching(context, filter);
        // Ids first: an index has all that is searched. A page that is not full is the last one, so nothing need be counted.
        var before = (page - 1) * pageSize;
        var ids = await devices.OrderBy(d => d.Id).Select(d => d.Id).Skip(before).Take(pageSize).ToListAsync(cancellationToken);
        var isLast = ids.Count < pageSize && (ids.Count > 0 || page == 1);
        var total = isLast ? before + ids.Count : await devices.LongCountAsync(cancellationToken);
        return new Page<DeviceView>(await FindManyAsync(ids, cancellationToken), total, page, pageSize);
    }

    /// <summary>The device, retired or not; null when it never was enrolled.</summary>
    public async Task<DeviceView?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.Devices.FindAsync([id], cancellationToken) is { } row ? DeviceViews.Of(row) : null;
    }

    /// <summary>Ids of all devices that match, in order.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(DeviceFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var context = store.CreateDbContext();
        return await Matching(context, filter).OrderBy(d => d.Id).Select(d => d.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The devices of these ids, ordered by id; at most <see cref="Paging.MaxSize"/>. Unknown ids are left out.</summary>
    public async Task<IReadOnlyList<DeviceView>> FindManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, Paging.MaxSize);
        await using var context = store.CreateDbContext();
        return [.. (await context.Devices.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(cancellationToken)).Select(DeviceViews.Of)];
    }

    /// <summary>Enrols one device. Of two calls with the same id, one wins and the other gets a conflict.</summary>
    public async Task<Outcome<EnrolledDeviceView>> CreateAsync(NewDevice device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        var outcome = await EnrolAsync([(device, null)], takeGoodRows: false, leaveIdentical: false, cancellationToken);
        if (outcome.Refused is [var refusal, ..])
            return refusal.Faults.ToArray();
        return outcome.Devices[0];
    }

    /// <summary>
    /// Enrols many devices in one transaction, all or none; faults name the row as <c>devices[3].community</c>. Devices that exist just so are left alone, and their
    /// token is not shown again.
    /// </summary>
    public Task<Outcome<EnrolledDeviceView[]>> EnrolManyAsync(IReadOnlyList<NewDevice> devices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        return EnrolManyAsync([.. devices.Select(d => (d, (string?)null))], cancellationToken);
    }

    /// <summary>
    /// As <see cref="EnrolManyAsync(IReadOnlyList{NewDevice}, CancellationToken)"/>, with tokens brought along (null: one is made for a new device). The token brought along
    /// replaces another one that an existing device had.
    /// </summary>
    public async Task<Outcome<EnrolledDeviceView[]>> EnrolManyAsync(
        IReadOnlyList<(NewDevice Device, string? Token)> devices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        var outcome = await EnrolAsync(devices, takeGoodRows: false, leaveIdentical: true, cancellationToken);
        if (outcome.Refused.Count == 0)
            return outcome.Devices.ToArray();
        return outcome.Refused
            .SelectMany(refusal => refusal.Faults.Select(fault => fault with { Field = $"devices[{refusal.Index}].{fault.Field}" }))
            .ToArray();
    }

    /// <summary>
    /// Enrols devices from CSV (UTF-8) or an XLSX workbook, at most 10 MiB and 20,000 rows, with the header <c>id,community,class,name,gateway,certificateSha256,dialect,profile,via,alias</c> or its Chinese names (first three required);
    /// good rows are taken in one transaction, bad rows named.
    /// </summary>
    public async Task<Outcome<ImportReport>> ImportAsync(Stream table, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var read = await DeviceFile.ReadAsync(table, cancellationToken);
        if (!read.Succeeded)
            return read.Faults.ToArray();
        var file = read.Value!;
        var rows = file.Rows.Select(row => (row.Device, (string?)null)).ToArray();
        var outcome = dryRun
            ? await TryEnrolAsync(rows, cancellationToken)
            : await EnrolAsync(rows, takeGoodRows: true, leaveIdentical: false, cancellationToken);
        var errors = outcome.Refused
            .SelectMany(refusal => refusal.Faults.Select(fault => new RowError(file.Rows[refusal.Index].Line, fault.Field, fault.Message, DeviceColumns.ValueOf(file.Rows[refusal.Index].Device, fault.Field))))
            .Concat(file.Errors)
            .OrderBy(error => error.Line)
            .ToArray();
        if (!dryRun)
            LogImported(outcome.Devices.Count, file.RowCount, errors.Length);
        return new ImportReport(dryRun, file.RowCount, dryRun ? [.. outcome.Devices.Select(d => d with { Token = null })] : outcome.Devices, errors);
    }

    /// <summary>
    /// Issues a new token; the old one stays good until the next rotation or <see cref="RotationOverlap"/>, whichever comes first, so that the device can be
    /// changed over without a gap.
    /// </summary>
    public Task<Outcome<EnrolledDeviceView>> RotateTokenAsync(string id, CancellationToken cancellationToken)
    {
        var token = Token.New();
        return ChangeAsync(
            id,
            row =>
            {
                if (row.RetiredAtMs is not null)
                    return new Fault(FaultKind.Conflict, "id", $"Device '{id}' is retired; it has no token.");
                if (row.Via.Length > 0)
                    return new Fault(FaultKind.Conflict, "id", $"Device '{id}' is carried by '{row.Via}'; it has no token.");
                if (row.CertificateSha256 is not null)
                    return new Fault(FaultKind.Conflict, "id", $"Device '{id}' logs in by certificate; it has no token.");
                Rotate(row, token, NowMs);
                return null;
            },
            row => new EnrolledDeviceView(DeviceViews.Of(row), token),
            cancellationToken);
    }

    /// <summary>
    /// Retires a device: it cannot log in any more, its hashes are wiped; its history stays. Retiring it again changes nothing. One that carries others is
    /// retired after them.
    /// </summary>
    public async Task<Outcome<DeviceView>> RetireAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { Retired: true } retired)
            return retired;
        return await ChangeAsync(
            id,
            row =>
            {
                Retire(row, NowMs);
                return null;
            },
            DeviceViews.Of,
            cancellationToken);
    }

    /// <summary>Ends rotations older than <see cref="RotationOverlap"/>: only the new token is good from here. Returns how many.</summary>
    internal async Task<int> PromoteDueTokensAsync(CancellationToken cancellationToken)
    {
        var dueMs = NowMs - (long)RotationOverlap.TotalMilliseconds;
        var changed = await store.WriteAsync(
            async (context, cancel) =>
            {
                var due = await context.Devices.Where(d => d.NextTokenAtMs != null && d.NextTokenAtMs <= dueMs).ToListAsync(cancel);
                if (due.Count == 0)
                    return due;
                var version = await RegistryStore.NextVersionAsync(context, cancel);
                foreach (var row in due)
                {
                    Promote(row);
                    row.Version = version;
                }

                await context.SaveChangesAsync(cancel);
                return due;
            },
            Publish,
            cancellationToken);
        if (changed.Count > 0)
            LogPromoted(changed.Count);
        return changed.Count;
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    internal static void Retire(DeviceRow row, long nowMs)
    {
        row.RetiredAtMs ??= nowMs;
        (row.TokenSha256, row.NextTokenSha256, row.NextTokenAtMs, row.CertificateSha256) = (null, null, null, null);
    }

    internal static void Rotate(DeviceRow row, string token, long nowMs)
    {
        Promote(row);
        (row.NextTokenSha256, row.NextTokenAtMs) = (Token.Hash(token), nowMs);
    }

    private static void Promote(DeviceRow row)
    {
        row.TokenSha256 = row.NextTokenSha256 ?? row.TokenSha256;
        (row.NextTokenSha256, row.NextTokenAtMs) = (null, null);
    }

    private Task<Enrolling> EnrolAsync(
        IReadOnlyList<(NewDevice Device, string? Token)> devices, bool takeGoodRows, bool leaveIdentical, CancellationToken cancellationToken) => store.WriteAsync(
        (context, cancel) => _enroller.EnrolAsync(context, devices, takeGoodRows, leaveIdentical, cancel),
        enrolling => Publish(enrolling.Changed),
        cancellationToken);

    private async Task<Enrolling> TryEnrolAsync(IReadOnlyList<(NewDevice Device, string? Token)> devices, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await _enroller.TryAsync(context, devices, leaveIdentical: false, cancellationToken);
    }

    private async Task<Outcome<T>> ChangeAsync<T>(string id, Func<DeviceRow, Fault?> change, Func<DeviceRow, T> view, CancellationToken cancellationToken)
    {
        var (row, fault) = await store.WriteAsync(
            async (context, cancel) =>
            {
                if (await context.Devices.FindAsync([id], cancel) is not { } found)
                    return ((DeviceRow?)null, new Fault(FaultKind.NotFound, "id", $"No device '{id}' is enrolled."));
                if (change(found) is { } refused)
                    return (null, refused);
                if (found.RetiredAtMs is not null && await context.Devices.CountAsync(d => d.Via == id && d.RetiredAtMs == null, cancel) is > 0 and var carried)
                    return (null, new Fault(FaultKind.Conflict, "id", $"Device '{id}' carries {carried} others; retire or replace those first."));
                found.Version = await RegistryStore.NextVersionAsync(context, cancel);
                await context.SaveChangesAsync(cancel);
                return (found, (Fault?)null);
            },
            result => Publish(result.Item1 is { } changed ? [changed] : []),
            cancellationToken);
        return fault is null ? view(row!) : fault;
    }

    // Runs under the store's writer, so the index and the uplink see changes in commit order.
    internal void Publish(IReadOnlyList<DeviceRow> changed)
    {
        index.Apply([.. changed.Select(Enrolment.Of)]);
        foreach (var gateway in changed.Select(d => d.Gateway).Distinct(StringComparer.Ordinal))
            gateways.OnChanged(gateway);
    }

    private static IQueryable<DeviceRow> Matching(RegistryContext context, DeviceFilter filter)
    {
        var devices = context.Devices.AsNoTracking();
        if (filter.Street is { } street)
            devices = devices.Where(d => context.Communities.Any(c => c.Code == d.Community && c.Street == street));
        if (filter.Community is { } community)
            devices = devices.Where(d => d.Community == community);
        if (filter.Class is { } @class)
            devices = devices.Where(d => d.Class == @class);
        if (filter.Gateway is { } gateway)
            devices = devices.Where(d => d.Gateway == gateway);
        if (filter.Dialect is { } dialect)
            devices = devices.Where(d => d.Dialect == dialect);
        if (filter.Retired is { } retired)
            devices = devices.Where(d => (d.RetiredAtMs != null) == retired);
        if (string.IsNullOrEmpty(filter.Search))
            return devices;
        var pattern = $"%{filter.Search.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        return devices.Where(d => EF.Functions.Like(d.Id, pattern, "\\") || EF.Functions.Like(d.Name, pattern, "\\"));
    }

    [LoggerMessage(2300, LogLevel.Information, "Imported {Created} devices out of {Rows} rows; {Errors} errors.")]
    private partial void LogImported(int created, int rows, int errors);

    [LoggerMessage(2301, LogLevel.Information, "Ended {Count} token rotations whose overlap ran out.")]
    private partial void LogPromoted(int count);
}

/// <summary>Which devices to list; null matches everything.</summary>
public sealed record DeviceFilter(string? Community = null, string? Class = null, string? Gateway = null, bool? Retired = false, string? Search = null, string? Dialect = null, string? Street = null);
