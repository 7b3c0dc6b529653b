using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// Devices registered by the box and claimed by whoever mounts them: the code becomes an enrolment and a token, once. The registry's single writer decides between two
/// who claim at the same instant. Thread-safe.
/// </summary>
public sealed partial class ClaimDesk(RegistryStore store, DeviceRegistry devices, TimeProvider time, ILogger<ClaimDesk> logger)
{
    /// <summary>Failed attempts an address has in <see cref="Window"/>; an installer who mistypes needs two or three.</summary>
    public const int AttemptsPerAddress = 10;

    /// <summary>Failed attempts a code has in <see cref="Window"/>, from any address.</summary>
    public const int AttemptsPerCode = 5;

    /// <summary>How long failed attempts count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>What a registered device can be, the one somebody has to act on first.</summary>
    public static IReadOnlyList<string> States { get; } = ["open", "claimed", "expired", "revoked"];

    private readonly AttemptLimit _addresses = new("address", AttemptsPerAddress, Window, time);
    private readonly AttemptLimit _codes = new("code", AttemptsPerCode, Window, time);
    private readonly DeviceEnroller _enroller = new(time);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Registers devices and makes their codes, all or none. An id whose code expired or was revoked gets a new one.</summary>
    public async Task<Outcome<ClaimCodeView[]>> PrepareAsync(NewClaims claims, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var (ids, faults) = ClaimCheck.Ids(claims);
        if (faults.Count > 0)
            return faults.ToArray();
        return await store.WriteAsync<Outcome<ClaimCodeView[]>>(
            async (context, cancel) =>
            {
                var check = await DeviceEnroller.CheckAsync(context, cancel);
                if (ClaimCheck.Faults(claims, check) is { Count: > 0 } refused)
                    return refused.ToArray();
                if (await TakenAsync(context, ids, cancel) is { Length: > 0 } taken)
                    return taken;
                return await AddAsync(context, claims, ids, actor, cancel);
            },
            committed: null,
            cancellationToken);
    }

    /// <summary>Registered devices by id, of one delivery or of all.</summary>
    public Task<Page<ClaimView>> ListAsync(string? batch, int page, int pageSize, CancellationToken cancellationToken) =>
        ListAsync(batch, state: null, search: null, page, pageSize, cancellationToken);

    /// <summary>As above, in one of <see cref="States"/> and with a text in id or delivery.</summary>
    public async Task<Page<ClaimView>> ListAsync(string? batch, string? state, string? search, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        await using var context = store.CreateDbContext();
        var rows = context.Claims.AsNoTracking().Where(c => batch == null || c.Batch == batch);
        var now = NowMs;
        rows = state switch
        {
            null => rows,
            "claimed" => rows.Where(c => c.ClaimedAtMs != null),
            "revoked" => rows.Where(c => c.ClaimedAtMs == null && c.RevokedAtMs != null),
            "expired" => rows.Where(c => c.ClaimedAtMs == null && c.RevokedAtMs == null && c.ExpiresAtMs <= now),
            "open" => rows.Where(c => c.ClaimedAtMs == null && c.RevokedAtMs == null && c.ExpiresAtMs > now),
            _ => rows.Where(c => false),
        };
        if (!string.IsNullOrEmpty(search))
            rows = rows.Where(c => c.Device.Contains(search) || c.Batch.Contains(search));
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderBy(c => c.Device).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<ClaimView>([.. shown.Select(View)], total, page, pageSize);
    }

    /// <summary>Makes the code of a device that was not claimed yet worthless.</summary>
    public Task<Outcome<ClaimView>> RevokeAsync(string device, string actor, CancellationToken cancellationToken) => store.WriteAsync<Outcome<ClaimView>>(
        async (context, cancel) =>
        {
            if (await context.Claims.FindAsync([device], cancel) is not { } row)
                return new Fault(FaultKind.NotFound, "device", $"No device '{device}' waits to be claimed.");
            if (row.ClaimedAtMs is not null)
                return new Fault(FaultKind.Conflict, "device", $"Device '{device}' was claimed already; retire it instead.");
            if (row.RevokedAtMs is null)
            {
                row.RevokedAtMs = NowMs;
                AuditTrail.Add(context, NowMs, actor, "claim.revoke", device, "Its claim code was made worthless.");
                await context.SaveChangesAsync(cancel);
            }

            return View(row);
        },
        committed: null,
        cancellationToken);

    /// <summary>Turns a code into an enrolled device with its token. What fails counts against the address and the code.</summary>
    /// <param name="claim">Code, community and name.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="cancellationToken">Not honoured once the claim is being written.</param>
    public async Task<Outcome<EnrolledDeviceView>> ClaimAsync(NewClaim claim, string address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var canonical = ClaimCode.Canonical(claim.Code);
        // One change, so that among many at once none slips past the limits: a refusal keeps its count and nothing else.
        var (outcome, _) = await store.WriteAsync<(Outcome<EnrolledDeviceView>, IReadOnlyList<DeviceRow>)>(
            async (context, cancel) =>
            {
                if (await WaitAsync(context, address, canonical, cancel) is { } locked)
                    return (locked, []);
                var (tried, changed) = canonical is null ? (Misspelt, []) : await ClaimAsync(context, claim, canonical, address, cancel);
                if (!tried.Succeeded)
                    await CountAsync(context, address, canonical, cancel);
                return (tried, changed);
            },
            result => devices.Publish(result.Item2),
            cancellationToken);
        if (outcome.Succeeded)
            LogClaimed(outcome.Value!.Device.Id, outcome.Value.Device.Community, address);
        else if (outcome.Faults[0].Kind != FaultKind.TooMany)
            LogRefused(address, outcome.Faults[0].Message);
        return outcome;
    }

    private async Task<Fault?> WaitAsync(RegistryContext context, string address, string? canonical, CancellationToken cancellationToken)
    {
        var wait = await _addresses.WaitAsync(context, address, cancellationToken);
        if (canonical is not null && await _codes.WaitAsync(context, KeyOf(canonical), cancellationToken) is var other && other > wait)
            wait = other;
        if (wait == TimeSpan.Zero)
            return null;
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return new Fault(FaultKind.TooMany, "code", $"Too many failed attempts ({AttemptsPerAddress} an address, {AttemptsPerCode} a code in {Window.TotalMinutes} minutes); try again in {seconds} s.")
        {
            RetryAfterSeconds = seconds,
        };
    }

    private async Task CountAsync(RegistryContext context, string address, string? canonical, CancellationToken cancellationToken)
    {
        await _addresses.FailedAsync(context, address, cancellationToken);
        if (canonical is not null)
            await _codes.FailedAsync(context, KeyOf(canonical), cancellationToken);
    }

    private async Task<(Outcome<EnrolledDeviceView> Outcome, IReadOnlyList<DeviceRow> Changed)> ClaimAsync(
        RegistryContext context, NewClaim claim, string canonical, string address, CancellationToken cancellationToken)
    {
        var hash = ClaimCode.Hash(canonical);
        var row = await context.Claims.AsNoTracking().SingleOrDefaultAsync(c => c.CodeSha256 == hash, cancellationToken);
        if (FaultOf(row) is { } fault)
            return (fault, []);
        var device = new NewDevice
        {
            Id = row!.Device, Community = claim.Community, Class = row.Class, Name = claim.Name, Gateway = claim.Gateway, Dialect = row.Dialect, Profile = row.Profile,
        };
        var enrolling = await _enroller.EnrolAsync(context, [(device, null)], takeGoodRows: false, leaveIdentical: false, cancellationToken);
        if (enrolling.Refused is [var refusal, ..])
            return (refusal.Faults.ToArray(), []);
        await context.Claims.Where(c => c.Device == row.Device).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClaimedAtMs, NowMs), cancellationToken);
        AuditTrail.Add(context, NowMs, address, "claim", row.Device, $"Claimed into community {claim.Community} by the code of delivery {row.Batch}.");
        await context.SaveChangesAsync(cancellationToken);
        return (enrolling.Devices[0], enrolling.Changed);
    }

    // Codes are secrets: what is kept of one that was tried is what is kept of a good one.
    private static string KeyOf(string canonical) => Convert.ToHexStringLower(ClaimCode.Hash(canonical));

    private Fault? FaultOf(ClaimRow? row) => row switch
    {
        null => new Fault(FaultKind.NotFound, "code", "No device waits for this code."),
        { ClaimedAtMs: not null } => Gone("the device was claimed with it already"),
        { RevokedAtMs: not null } => Gone("it was revoked"),
        _ when row.ExpiresAtMs <= NowMs => Gone($"it expired on {Telemetry.ChinaTime.From(row.ExpiresAtMs):yyyy-MM-dd HH:mm}"),
        _ => null,
    };

    private static Fault Misspelt =>
        new(FaultKind.Invalid, "code", "code is not a claim code: it has 12 letters and digits, and the last one checks the others; look for a typing error.");

    private static Fault Gone(string reason) => new(FaultKind.Gone, "code", $"This code is used up: {reason}.");

    private async Task<Fault[]> TakenAsync(RegistryContext context, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var now = NowMs;
        var taken = new List<string>();
        foreach (var chunk in ids.Chunk(ClaimCheck.ChunkIds))
        {
            taken.AddRange(await context.Devices.Where(d => chunk.Contains(d.Id)).Select(d => d.Id).ToListAsync(cancellationToken));
            taken.AddRange(await context.Claims.Where(c => chunk.Contains(c.Device) && (c.ClaimedAtMs != null || (c.RevokedAtMs == null && c.ExpiresAtMs > now)))
                .Select(c => c.Device).ToListAsync(cancellationToken));
        }

        return taken.Count == 0 ? [] : [new Fault(
            FaultKind.Conflict, "devices", $"{taken.Count} ids are enrolled or wait to be claimed already: {string.Join(", ", taken.Take(ClaimCheck.ShownIds))}.")];
    }

    private async Task<ClaimCodeView[]> AddAsync(
        RegistryContext context, NewClaims claims, IReadOnlyList<string> ids, string actor, CancellationToken cancellationToken)
    {
        var now = NowMs;
        var expiresAtMs = now + (long)TimeSpan.FromDays(claims.ExpiresInDays).TotalMilliseconds;
        foreach (var chunk in ids.Chunk(ClaimCheck.ChunkIds))
            await context.Claims.Where(c => chunk.Contains(c.Device)).ExecuteDeleteAsync(cancellationToken);
        var codes = new ClaimCodeView[ids.Count];
        for (var i = 0; i < ids.Count; i++)
        {
            var code = ClaimCode.New();
            codes[i] = new ClaimCodeView(ids[i], claims.Batch, claims.Class, code, Telemetry.ChinaTime.From(expiresAtMs));
            context.Add(new ClaimRow
            {
                Device = ids[i], Batch = claims.Batch, Class = claims.Class, Dialect = claims.Dialect ?? "", Profile = claims.Profile ?? "",
                CodeSha256 = ClaimCode.Hash(ClaimCode.Canonical(code)!), CreatedAtMs = now, ExpiresAtMs = expiresAtMs,
            });
        }

        AuditTrail.Add(context, now, actor, "claim.prepare", claims.Batch, $"{ids.Count} devices of class {claims.Class} wait to be claimed.");
        await context.SaveChangesAsync(cancellationToken);
        return codes;
    }

    private ClaimView View(ClaimRow row) => new(
        row.Device, row.Batch, row.Class,
        row.ClaimedAtMs is not null ? "claimed" : row.RevokedAtMs is not null ? "revoked" : row.ExpiresAtMs <= NowMs ? "expired" : "open",
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs), DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAtMs),
        row.ClaimedAtMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null);

    [LoggerMessage(2310, LogLevel.Information, "AUDIT Device {Device} was claimed into {Community} from {Address}.")]
    private partial void LogClaimed(string device, string community, string address);

    [LoggerMessage(2311, LogLevel.Warning, "AUDIT A claim from {Address} was refused: {Reason}")]
    private partial void LogRefused(string address, string reason);
}
