using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Cloud.Registry;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;

namespace SmartCommunity.Cloud.Provisioning;

/// <summary>
/// The certificate authorities of communities. One is made when it is first needed; a person may bring another along. The newest signs, all of them are believed by the
/// gateways of their community until they expire or are removed, so that an authority can be replaced without a device losing its login. Thread-safe.
/// </summary>
public sealed class AuthorityDesk(RegistryStore store, GatewayEnrolment gateways, RegistryOptions options, TimeProvider time)
{
    /// <summary>Ten years: longer than a device serves.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3_650);

    /// <summary>A gateway's clock may be behind the cloud's.</summary>
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly AuthorityKeys _keys = new(options.AuthorityFolder ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Path))!, "authorities"));

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The authorities of a community, the one that signs first.</summary>
    public async Task<IReadOnlyList<AuthorityView>> ListAsync(string community, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var rows = await RowsAsync(context, community, cancellationToken);
        return [.. rows.Select((row, i) => View(row, signs: i == 0))];
    }

    /// <summary>Takes an authority made elsewhere; from now on it signs.</summary>
    public async Task<Outcome<AuthorityView>> ImportAsync(string community, NewAuthority authority, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (Read(authority.Certificate) is not { } certificate)
            return new Fault(FaultKind.Invalid, "certificate", "certificate is not a PEM certificate.");
        using (certificate)
        {
            if (Fault(certificate) is { } fault)
                return new Fault(FaultKind.Invalid, "certificate", fault);
            using var pair = AuthorityKeys.WithKey(certificate, authority.Key ?? "");
            if (pair is null)
                return new Fault(FaultKind.Invalid, "key", "key is not the certificate's private key in PEM (PKCS#8, not encrypted).");
            using var key = KeyOf(pair);
            return await AddAsync(community, certificate, key, isImported: true, actor, cancellationToken);
        }
    }

    /// <summary>Makes a new authority, which signs from now on.</summary>
    public async Task<Outcome<AuthorityView>> CreateAsync(string community, string actor, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=SmartCommunity {community}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var from = time.GetUtcNow() - ClockSkew;
        using var certificate = request.CreateSelfSigned(from, from + Lifetime);
        return await AddAsync(community, certificate, key, isImported: false, actor, cancellationToken);
    }

    /// <summary>Stops believing an authority: its certificates are worth nothing from now.</summary>
    public async Task<Outcome<AuthorityView>> RemoveAsync(string community, string sha256, string actor, CancellationToken cancellationToken)
    {
        var outcome = await store.WriteAsync<Outcome<AuthorityView>>(
            async (context, cancel) =>
            {
                if (await context.Authorities.SingleOrDefaultAsync(a => a.Sha256 == sha256 && a.Community == community, cancel) is not { } row)
                    return new Fault(FaultKind.NotFound, "sha256", $"Community '{community}' has no authority '{sha256}'.");
                context.Remove(row);
                await RegistryStore.NextVersionAsync(context, cancel);
                AuditTrail.Add(context, NowMs, actor, "authority.remove", community, $"Authority {sha256} is not believed any more.");
                await context.SaveChangesAsync(cancel);
                return View(row, signs: false);
            },
            committed: null,
            cancellationToken);
        if (outcome.Succeeded)
            await gateways.TellAllAsync();
        return outcome;
    }

    /// <summary>The authority that signs for a community, with its key; made when there is none that is good. The caller disposes it.</summary>
    internal async Task<Outcome<X509Certificate2>> SigningAsync(string community, string actor, CancellationToken cancellationToken)
    {
        if (await NewestAsync(community, cancellationToken) is null)
        {
            var created = await CreateAsync(community, actor, cancellationToken);
            if (!created.Succeeded)
                return created.Faults.ToArray();
        }

        var row = (await NewestAsync(community, cancellationToken))!;
        using var certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
        return _keys.Open(certificate, row.Sha256) is { } pair
            ? pair
            : new Fault(FaultKind.Unavailable, "authority", $"The key of authority {row.Sha256} is missing in the cloud's data folder; restore it, or create another authority.");
    }

    private async Task<AuthorityRow?> NewestAsync(string community, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return (await RowsAsync(context, community, cancellationToken)).FirstOrDefault(row => row.NotAfterMs > NowMs);
    }

    private async Task<Outcome<AuthorityView>> AddAsync(
        string community, X509Certificate2 certificate, AsymmetricAlgorithm key, bool isImported, string actor, CancellationToken cancellationToken)
    {
        var row = new AuthorityRow
        {
            Sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(), Community = community, Certificate = certificate.RawData, Imported = isImported,
            NotAfterMs = new DateTimeOffset(certificate.NotAfter).ToUnixTimeMilliseconds(), CreatedAtMs = NowMs,
        };
        if (!await IsCommunityAsync(community, cancellationToken))
            return new Fault(FaultKind.NotFound, "community", $"There is no community '{community}'.");
        // The key first: an authority in the registry without its key could sign nothing, a key without its row does no harm.
        _keys.Save(row.Sha256, key);
        var outcome = await store.WriteAsync<Outcome<AuthorityView>>(
            async (context, cancel) =>
            {
                if (await context.Authorities.AnyAsync(a => a.Sha256 == row.Sha256, cancel))
                    return new Fault(FaultKind.Conflict, "certificate", $"Authority {row.Sha256} is there already.");
                context.Add(row);
                await RegistryStore.NextVersionAsync(context, cancel);
                AuditTrail.Add(context, NowMs, actor, isImported ? "authority.import" : "authority.create", community, $"Authority {row.Sha256} signs from now on.");
                await context.SaveChangesAsync(cancel);
                return View(row, signs: true);
            },
            committed: null,
            cancellationToken);
        if (outcome.Succeeded)
            await gateways.TellAllAsync();
        return outcome;
    }

    private async Task<bool> IsCommunityAsync(string community, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        return await context.Communities.AnyAsync(c => c.Code == community, cancellationToken);
    }

    private string? Fault(X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault() is not { CertificateAuthority: true })
            return "certificate is not one of an authority: its basic constraints do not say CA.";
        if (certificate.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault() is { } usage && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign))
            return "certificate may not sign certificates: its key usage says no keyCertSign.";
        if (new DateTimeOffset(certificate.NotAfter) <= time.GetUtcNow())
            return $"certificate expired on {certificate.NotAfter:yyyy-MM-dd}.";
        return KeyStrength.Fault(certificate.PublicKey);
    }

    private static Task<List<AuthorityRow>> RowsAsync(RegistryContext context, string community, CancellationToken cancellationToken) =>
        context.Authorities.AsNoTracking().Where(a => a.Community == community).OrderByDescending(a => a.CreatedAtMs).ThenBy(a => a.Sha256).ToListAsync(cancellationToken);

    private static AsymmetricAlgorithm KeyOf(X509Certificate2 pair) => (AsymmetricAlgorithm?)pair.GetECDsaPrivateKey() ?? pair.GetRSAPrivateKey()!;

    private static X509Certificate2? Read(string? pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem ?? "");
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static AuthorityView View(AuthorityRow row, bool signs)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
        return new AuthorityView(
            row.Community, row.Sha256, certificate.Subject, certificate.ExportCertificatePem(), row.Imported, signs, DateTimeOffset.FromUnixTimeMilliseconds(row.NotAfterMs));
    }
}
