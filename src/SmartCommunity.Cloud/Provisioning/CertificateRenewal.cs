using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// Renewal of a device's certificate by that certificate: simplereenroll of RFC 7030 (EST). The gateway has seen the private key at work in the handshake; here it is checked that the certificate was
/// issued to that device by an authority that is still believed, is in its time and not revoked, and that the device stands at that gateway. Thread-safe.
/// </summary>
/// <remarks>
/// A device that lost the answer sends the same request again and gets the same certificate. The new one is good for as long as the old one was; both are good beside each other until the old one ends.
/// </remarks>
public sealed partial class CertificateRenewal(RegistryStore store, CertificateDesk certificates, TimeProvider time, ILogger<CertificateRenewal> logger)
{
    /// <summary>Refused requests a device has in <see cref="Window"/>; one that is set up well needs none.</summary>
    public const int AttemptsPerDevice = 10;

    /// <summary>How long refused requests count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly AttemptLimit _refused = new("reenroll", AttemptsPerDevice, Window, time);

    /// <summary>The renewed certificate, DER; or why there is none.</summary>
    /// <param name="gateway">The gateway that the device is connected to.</param>
    /// <param name="device">Who asks.</param>
    /// <param name="certificateSha256">SHA-256 of the certificate of its TLS session, 64 lower-case hexadecimal digits.</param>
    /// <param name="csr">PKCS#10 request, PEM or base64.</param>
    /// <param name="cancellationToken">Not honoured once the certificate is being written.</param>
    public async Task<Outcome<byte[]>> RenewAsync(string gateway, string device, string certificateSha256, string csr, CancellationToken cancellationToken)
    {
        if (await LockedAsync(device, cancellationToken) is { } locked)
            return locked;
        var outcome = await TryAsync(gateway, device, certificateSha256, csr, cancellationToken);
        if (outcome.Succeeded || outcome.Faults[0].Kind == FaultKind.Unavailable)
            return outcome;
        LogRefused(device, gateway, outcome.Faults[0].Message);
        await store.WriteAsync(
            async (context, cancel) =>
            {
                await _refused.FailedAsync(context, device, cancel);
                return true;
            },
            committed: null,
            cancellationToken);
        return outcome;
    }

    private async Task<Fault?> LockedAsync(string device, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var wait = await _refused.WaitAsync(context, device, cancellationToken);
        if (wait == TimeSpan.Zero)
            return null;
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return new Fault(FaultKind.TooMany, "device", $"{AttemptsPerDevice} requests of device '{device}' were refused within {Window.TotalMinutes} minutes, which is the limit; try again in {seconds} s.")
        {
            RetryAfterSeconds = seconds,
        };
    }

    private async Task<Outcome<byte[]>> TryAsync(string gateway, string device, string certificateSha256, string csr, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var row = await context.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == device, cancellationToken);
        if (CertificateDesk.DeviceFault(row, device) is { } fault)
            return fault;
        if (row!.Gateway != gateway)
            return new Fault(FaultKind.NotFound, "device", $"No device '{device}' is enrolled at gateway '{gateway}'.");
        var current = await context.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Device == device && c.Sha256 == certificateSha256, cancellationToken);
        if (await SessionFaultAsync(context, row, current, cancellationToken) is { } session)
            return session;
        var (request, csrFault) = SigningRequest.Read(csr, device);
        if (csrFault is not null)
            return new Fault(FaultKind.Invalid, "csr", csrFault);
        if (!SigningRequest.HasOwnSubject(request!, device))
            return new Fault(FaultKind.Invalid, "csr", $"The subject of the csr is '{request!.SubjectName.Name}'; it must be identical to the one of the certificate being renewed, 'CN={device}'.");
        if (await AnsweredAsync(context, current!, request!.PublicKey, cancellationToken) is { } again)
            return again;
        var life = TimeSpan.FromMilliseconds(current!.NotAfterMs - current.NotBeforeMs);
        var issued = await certificates.SignAsync(row, request.PublicKey, life, $"device:{device}", cancellationToken);
        if (!issued.Succeeded)
            return issued.Faults.ToArray();
        using var renewed = X509Certificate2.CreateFromPem(issued.Value!.Pem);
        return renewed.RawData;
    }

    private async Task<Fault?> SessionFaultAsync(RegistryContext context, DeviceRow device, CertificateRow? current, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (current is null || current.Community != device.Community)
            return Unauthorized("was not issued to this device by the authority of its community");
        if (current.RevokedAtMs is not null)
            return Unauthorized("is revoked");
        if (current.NotAfterMs <= now)
            return Unauthorized($"expired on {Telemetry.ChinaTime.From(current.NotAfterMs):yyyy-MM-dd HH:mm}");
        return await context.Authorities.AnyAsync(a => a.Sha256 == current.Authority && a.Community == device.Community && a.NotAfterMs > now, cancellationToken)
            ? null
            : Unauthorized("is of an authority that is not believed any more");
    }

    private static Fault Unauthorized(string reason) => new(FaultKind.Unauthorized, "certificate", $"The certificate of the TLS session {reason}; it cannot renew itself.");

    /// <summary>What an earlier request for the same key got, newer than the session's certificate; null when there was none.</summary>
    private async Task<byte[]?> AnsweredAsync(RegistryContext context, CertificateRow current, PublicKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var newer = await context.Certificates.AsNoTracking()
            .Where(c => c.Device == current.Device && c.RevokedAtMs == null && c.NotAfterMs > now && c.Serial != current.Serial && c.NotBeforeMs >= current.NotBeforeMs && c.Certificate != null)
            .OrderByDescending(c => c.NotBeforeMs).Select(c => c.Certificate!).ToListAsync(cancellationToken);
        var wanted = key.ExportSubjectPublicKeyInfo();
        return newer.FirstOrDefault(der =>
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(wanted);
        });
    }

    [LoggerMessage(2313, LogLevel.Warning, "AUDIT Re-enrolment of device {Device} at gateway {Gateway} was refused: {Reason}")]
    private partial void LogRefused(string device, string gateway, string reason);
}
