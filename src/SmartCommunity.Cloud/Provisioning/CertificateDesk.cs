using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// Client certificates of devices: issued against a request, renewed by the device itself, revoked. Old and new ones are good beside each other until they expire or are revoked, so
/// that a renewal loses no message. Thread-safe.
/// </summary>
public sealed partial class CertificateDesk(RegistryStore store, AuthorityDesk authorities, GatewayEnrolment gateways, TimeProvider time, ILogger<CertificateDesk> logger)
{
    /// <summary>Longest life, in days: what public authorities were held to, two years and a grace.</summary>
    public const int MaxDays = 825;

    /// <summary>Good certificates of one device at a time: the one in use, its renewal, and a few a broken renewal left behind.</summary>
    public const int MaxGood = 5;

    /// <summary>Why a certificate is taken back, in the words of RFC 5280 (CRLReason): those that fit a device; the first when nobody says.</summary>
    public static IReadOnlyList<string> RevocationReasons { get; } = ["unspecified", "keyCompromise", "superseded", "cessationOfOperation", "privilegeWithdrawn"];

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Issues a certificate; the community's authority is made when there is none.</summary>
    public async Task<Outcome<IssuedCertificateView>> IssueAsync(string device, NewCertificate request, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Days is < 1 or > MaxDays)
            return new Fault(FaultKind.Invalid, "days", $"days is {request.Days}; it must be 1 to {MaxDays}.");
        await using var context = store.CreateDbContext();
        var row = await context.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == device, cancellationToken);
        if (DeviceFault(row, device) is { } fault)
            return fault;
        var (csr, csrFault) = SigningRequest.Read(request.Csr, device);
        if (csrFault is not null)
            return new Fault(FaultKind.Invalid, "csr", csrFault);
        return await SignAsync(row!, csr!.PublicKey, TimeSpan.FromDays(request.Days), actor, cancellationToken);
    }

    /// <summary>Signs a key whose possession was proven, for a device that may have a certificate.</summary>
    internal async Task<Outcome<IssuedCertificateView>> SignAsync(DeviceRow row, PublicKey key, TimeSpan life, string actor, CancellationToken cancellationToken)
    {
        await using (var context = store.CreateDbContext())
        {
            var now = NowMs;
            if (await context.Certificates.CountAsync(c => c.Device == row.Id && c.RevokedAtMs == null && c.NotAfterMs > now, cancellationToken) >= MaxGood)
                return new Fault(FaultKind.Conflict, "device", $"Device '{row.Id}' has {MaxGood} good certificates, which is the limit; revoke one first.");
        }

        var signing = await authorities.SigningAsync(row.Community, actor, cancellationToken);
        if (!signing.Succeeded)
            return signing.Faults.ToArray();
        using var authority = signing.Value!;
        var notBefore = time.GetUtcNow() - AuthorityDesk.ClockSkew;
        var latest = new DateTimeOffset(authority.NotAfter);
        var wanted = notBefore + life;
        using var certificate = SigningRequest.Sign(
            key, row.Id, authority, Later(notBefore, new DateTimeOffset(authority.NotBefore)), wanted < latest ? wanted : latest);
        return new IssuedCertificateView(await KeepAsync(row, certificate, authority, actor, cancellationToken), certificate.ExportCertificatePem(), authority.ExportCertificatePem());
    }

    /// <summary>As <see cref="IssueAsync"/>, asked for by the device itself with its token (either of a rotation).</summary>
    public async Task<Outcome<IssuedCertificateView>> RenewAsync(string device, string token, NewCertificate request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (await OwnsAsync(device, token, cancellationToken))
            return await IssueAsync(device, request, $"device:{device}", cancellationToken);
        LogRenewalRefused(device);
        return new Fault(FaultKind.Unauthorized, "Authorization", "The bearer token is not the device's.");
    }

    /// <summary>Certificates of a device, the newest first.</summary>
    public async Task<Page<CertificateView>> ListAsync(string device, int page, int pageSize, CancellationToken cancellationToken)
    {
        Paging.ThrowIfOutOfRange(page, pageSize);
        await using var context = store.CreateDbContext();
        var rows = context.Certificates.AsNoTracking().Where(c => c.Device == device);
        var total = await rows.LongCountAsync(cancellationToken);
        var shown = await rows.OrderByDescending(c => c.NotBeforeMs).ThenBy(c => c.Serial).Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<CertificateView>([.. shown.Select(View)], total, page, pageSize);
    }

    /// <summary>Certificates of all devices that match, what runs out first: the good ones by their end, then the others, the latest first.</summary>
    public async Task<Page<CertificateView>> ListAsync(CertificateQuery query, int page, int pageSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        Paging.ThrowIfOutOfRange(page, pageSize);
        var (now, soon) = (NowMs, NowMs + (long)CertificateQuery.Soon.TotalMilliseconds);
        await using var context = store.CreateDbContext();
        var rows = context.Certificates.AsNoTracking().Where(c => query.Community == null || c.Community == query.Community);
        if (!string.IsNullOrEmpty(query.Search))
            rows = rows.Where(c => c.Device.Contains(query.Search) || c.Serial.Contains(query.Search));
        rows = query.State switch
        {
            null => rows,
            "good" => rows.Where(c => c.RevokedAtMs == null && c.NotAfterMs > now),
            "expiring" => rows.Where(c => c.RevokedAtMs == null && c.NotAfterMs > now && c.NotAfterMs <= soon),
            "expired" => rows.Where(c => c.RevokedAtMs == null && c.NotAfterMs <= now),
            "revoked" => rows.Where(c => c.RevokedAtMs != null),
            _ => rows.Where(c => false),
        };
        var total = await rows.LongCountAsync(cancellationToken);
        var ordered = rows.OrderBy(c => c.RevokedAtMs == null && c.NotAfterMs > now ? 0 : 1)
            .ThenBy(c => c.RevokedAtMs == null && c.NotAfterMs > now ? c.NotAfterMs : -c.NotAfterMs).ThenBy(c => c.Serial);
        var shown = await ordered.Skip((page - 1) * pageSize).Take(pageSize).ToListAsync(cancellationToken);
        return new Page<CertificateView>([.. shown.Select(View)], total, page, pageSize);
    }

    /// <summary>Takes a certificate back: gateways refuse it, and end a connection that it opened. Revoking it again changes nothing.</summary>
    public Task<Outcome<CertificateView>> RevokeAsync(string device, string serial, string actor, CancellationToken cancellationToken) =>
        RevokeAsync(device, serial, RevocationReasons[0], actor, cancellationToken);

    /// <summary>As above, for one of <see cref="RevocationReasons"/>.</summary>
    public async Task<Outcome<CertificateView>> RevokeAsync(string device, string serial, string reason, string actor, CancellationToken cancellationToken)
    {
        if (!RevocationReasons.Contains(reason))
            return new Fault(FaultKind.Invalid, "reason", $"reason '{reason}' must be one of: {string.Join(", ", RevocationReasons)}.");
        var outcome = await store.WriteAsync<Outcome<CertificateView>>(
            async (context, cancel) =>
            {
                if (await context.Certificates.SingleOrDefaultAsync(c => c.Serial == serial && c.Device == device, cancel) is not { } row)
                    return new Fault(FaultKind.NotFound, "serial", $"Device '{device}' has no certificate '{serial}'.");
                if (row.RevokedAtMs is not null)
                    return View(row);
                (row.RevokedAtMs, row.RevocationReason) = (NowMs, reason);
                await RegistryStore.NextVersionAsync(context, cancel);
                AuditTrail.Add(context, NowMs, actor, "certificate.revoke", device, $"Certificate {serial} is worth nothing any more ({reason}).");
                await context.SaveChangesAsync(cancel);
                return View(row);
            },
            committed: null,
            cancellationToken);
        if (outcome.Succeeded)
            await gateways.TellAllAsync();
        return outcome;
    }

    /// <summary>Why a device cannot have a certificate; null when it can.</summary>
    internal static Fault? DeviceFault(DeviceRow? row, string device) => row switch
    {
        null => new Fault(FaultKind.NotFound, "device", $"No device '{device}' is enrolled."),
        { RetiredAtMs: not null } => new Fault(FaultKind.Conflict, "device", $"Device '{device}' is retired."),
        { Via.Length: > 0 } => new Fault(FaultKind.Conflict, "device", $"Device '{device}' is carried by '{row.Via}'; it cannot log in."),
        { CertificateSha256: not null } => new Fault(FaultKind.Conflict, "device", $"Device '{device}' is enrolled with one certificate of its own; no other speaks for it."),
        _ => null,
    };

    private async Task<bool> OwnsAsync(string device, string token, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var row = await context.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == device && d.RetiredAtMs == null, cancellationToken);
        // Both are always compared, and against nothing when there is no such device, so that the time tells nothing.
        var nothing = new byte[RegistryContext.HashBytes];
        return (Token.Matches(token, row?.TokenSha256 ?? nothing) | Token.Matches(token, row?.NextTokenSha256 ?? nothing)) && row is not null;
    }

    private Task<CertificateView> KeepAsync(DeviceRow device, X509Certificate2 certificate, X509Certificate2 authority, string actor, CancellationToken cancellationToken)
    {
        var row = new CertificateRow
        {
            Serial = certificate.SerialNumber,
            Device = device.Id,
            Community = device.Community,
            Authority = Sha256(authority),
            Sha256 = Sha256(certificate),
            NotBeforeMs = new DateTimeOffset(certificate.NotBefore).ToUnixTimeMilliseconds(),
            NotAfterMs = new DateTimeOffset(certificate.NotAfter).ToUnixTimeMilliseconds(),
            Certificate = certificate.RawData,
        };
        return store.WriteAsync(
            async (context, cancel) =>
            {
                context.Add(row);
                AuditTrail.Add(context, NowMs, actor, "certificate.issue", device.Id, $"Certificate {row.Serial}, good until {Telemetry.ChinaTime.From(row.NotAfterMs):yyyy-MM-dd HH:mm}.");
                await context.SaveChangesAsync(cancel);
                return View(row);
            },
            committed: null,
            cancellationToken);
    }

    private CertificateView View(CertificateRow row) => new(
        row.Serial, row.Device, row.Sha256, row.RevokedAtMs is not null ? "revoked" : row.NotAfterMs <= NowMs ? "expired" : "good",
        DateTimeOffset.FromUnixTimeMilliseconds(row.NotBeforeMs), DateTimeOffset.FromUnixTimeMilliseconds(row.NotAfterMs),
        row.RevokedAtMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null, row.RevocationReason);

    internal static string Sha256(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    [LoggerMessage(2312, LogLevel.Warning, "AUDIT Renewal of a certificate of device {Device} was refused: the token is not the device's.")]
    private partial void LogRenewalRefused(string device);
}
