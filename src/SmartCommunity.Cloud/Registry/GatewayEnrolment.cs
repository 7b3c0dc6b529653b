using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;
using Wire = SmartCommunity.Contracts.Uplink;

namespace SmartCommunity.Cloud.Registry;

/// <summary>What the uplink tells gateways about devices and mappings, and the gateways' own credentials. Thread-safe.</summary>
public sealed class GatewayEnrolment(RegistryStore store, TimeProvider time)
{
    /// <summary>Longest name of a gateway, in characters: one line on a screen.</summary>
    public const int MaxNameLength = 120;

    // Compared against when the gateway is unknown, so that a wrong id and a wrong token cost the same.
    private static readonly byte[] NoToken = new byte[RegistryContext.HashBytes];

    /// <summary>
    /// Raised when the directory of a gateway changed (devices or mappings), with the gateway's id. The handler must be quick and must not change
    /// the registry itself.
    /// </summary>
    public event Action<string>? DirectoryChanged;

    /// <summary>True when the token is the gateway's; constant-time compare of hashes.</summary>
    public async Task<bool> AuthenticateAsync(string gateway, string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        await using var context = store.CreateDbContext();
        var hash = await context.Gateways.Where(g => g.Id == gateway).Select(g => g.TokenSha256).SingleOrDefaultAsync(cancellationToken);
        return Token.Matches(token, hash ?? NoToken) && hash is not null;
    }

    /// <summary>
    /// The directory message that brings a gateway from a version to now: changes when <paramref name="sinceVersion"/> is known, else full.
    /// A full one leaves retired devices out; changes carry them, marked. Mappings, profiles, imported classes, authorities and revoked serials are always complete.
    /// </summary>
    public async Task<Wire.Directory> DirectoryAsync(string gateway, long sinceVersion, CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        // The version is read before the rows: a change in between is sent now and once more with the next delta, never lost.
        var version = await RegistryStore.VersionAsync(context, cancellationToken);
        var full = sinceVersion <= 0 || sinceVersion > version;
        var devices = context.Devices.AsNoTracking().Where(d => d.Gateway == gateway);
        devices = full ? devices.Where(d => d.RetiredAtMs == null) : devices.Where(d => d.Version > sinceVersion);
        var directory = new Wire.Directory { Version = version, Full = full };
        var quotas = await context.ClassQuotas.AsNoTracking().ToDictionaryAsync(q => q.Class, StringComparer.Ordinal, cancellationToken);
        await foreach (var device in devices.OrderBy(d => d.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
            directory.Devices.Add(OnWire(device, quotas.GetValueOrDefault(device.Class)));
        await foreach (var mapping in context.FieldMappings.AsNoTracking().OrderBy(m => m.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
            directory.Mappings.Add(OnWire(mapping));
        await foreach (var profile in context.Profiles.AsNoTracking().OrderBy(p => p.Name).AsAsyncEnumerable().WithCancellation(cancellationToken))
            directory.Profiles.Add(new Wire.Profile { Name = profile.Name, Kind = profile.Kind, Body = profile.Body });
        var classes = context.Devices.Where(d => d.Gateway == gateway).Select(d => d.Class).Distinct();
        await foreach (var model in context.ImportedModels.AsNoTracking().Where(m => classes.Contains(m.Code)).OrderBy(m => m.Code).AsAsyncEnumerable().WithCancellation(cancellationToken))
            directory.Classes.Add(OnWire(model));
        await AddTrustAsync(context, gateway, directory, cancellationToken);
        return directory;
    }

    /// <summary>Gateways as registered.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = store.CreateDbContext();
        var gateways = await context.Gateways.OrderBy(g => g.Id).Select(g => new { g.Id, g.Name }).ToListAsync(cancellationToken);
        return [.. gateways.Select(g => (g.Id, g.Name))];
    }

    /// <summary>Registers a gateway with a new token.</summary>
    public async Task<Outcome<EnrolledGatewayView>> CreateGatewayAsync(string id, string name, CancellationToken cancellationToken)
    {
        var faults = Check(id, name);
        if (faults.Length > 0)
            return faults;
        var token = Token.New();
        return await store.WriteAsync<Outcome<EnrolledGatewayView>>(
            async (context, cancel) =>
            {
                if (await context.Gateways.AnyAsync(g => g.Id == id, cancel))
                    return new Fault(FaultKind.Conflict, "id", $"A gateway '{id}' exists already.");
                var row = NewRow(id, name, token);
                context.Add(row);
                await context.SaveChangesAsync(cancel);
                return new EnrolledGatewayView(id, row.Name, token);
            },
            committed: null,
            cancellationToken);
    }

    /// <summary>Makes sure that a gateway exists with this name and token: for a gateway started by the same hand as the cloud. Idempotent.</summary>
    public async Task EnsureGatewayAsync(string id, string name, string token, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        if (Check(id, name) is [var fault, ..])
            throw new ArgumentException(fault.Message, fault.Field);
        await store.WriteAsync(
            async (context, cancel) =>
            {
                if (await context.Gateways.FindAsync([id], cancel) is not { } row)
                    context.Add(row = NewRow(id, name, token));
                row.Name = name.Length == 0 ? id : name;
                if (!Token.Matches(token, row.TokenSha256))
                    row.TokenSha256 = Token.Hash(token);
                return await context.SaveChangesAsync(cancel);
            },
            committed: null,
            cancellationToken);
    }

    /// <summary>Tells the uplink that a gateway's directory changed.</summary>
    internal void OnChanged(string gateway) => DirectoryChanged?.Invoke(gateway);

    /// <summary>Tells every gateway that a list changed which all of them hold. The change is committed, so telling is not cancelled.</summary>
    internal async Task TellAllAsync()
    {
        foreach (var (id, _) in await ListAsync(CancellationToken.None))
            OnChanged(id);
    }

    // What a certificate is worth: the authorities that are in their time, and the certificates that would be, had they not been revoked.
    private async Task AddTrustAsync(RegistryContext context, string gateway, Wire.Directory directory, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var communities = context.Devices.Where(d => d.Gateway == gateway && d.RetiredAtMs == null).Select(d => d.Community);
        var authorities = context.Authorities.AsNoTracking().Where(a => a.NotAfterMs > now && communities.Contains(a.Community)).OrderBy(a => a.Sha256);
        await foreach (var authority in authorities.AsAsyncEnumerable().WithCancellation(cancellationToken))
            directory.Authorities.Add(new Wire.Authority { Community = authority.Community, Certificate = ByteString.CopyFrom(authority.Certificate) });
        var revoked = context.Certificates.Where(c => c.RevokedAtMs != null && c.NotAfterMs > now && communities.Contains(c.Community));
        directory.Revoked.AddRange(await revoked.OrderBy(c => c.Serial).Select(c => c.Serial).ToListAsync(cancellationToken));
    }

    private GatewayRow NewRow(string id, string name, string token) => new()
    {
        Id = id, Name = name.Length == 0 ? id : name, TokenSha256 = Token.Hash(token), CreatedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    private static Fault[] Check(string? id, string? name) =>
    [
        .. Identifier.IsValid(id) ? Array.Empty<Fault>() : [new Fault(FaultKind.Invalid, "id", Identifier.Fault("id", id))],
        .. Text.Fault("name", name, MaxNameLength) is { } fault ? [fault] : Array.Empty<Fault>(),
    ];

    private static Wire.EnrolledDevice OnWire(DeviceRow device, ClassQuotaRow? ofClass) => new()
    {
        Community = device.Community,
        Class = device.Class,
        Device = device.Id,
        TokenSha256 = Bytes(device.TokenSha256),
        NextTokenSha256 = Bytes(device.NextTokenSha256),
        CertificateSha256 = device.CertificateSha256 is { } hex ? ByteString.CopyFrom(Convert.FromHexString(hex)) : ByteString.Empty,
        Retired = device.RetiredAtMs is not null,
        Dialect = device.Dialect,
        Profile = device.Profile,
        Via = device.Via,
        Alias = device.Alias,
        Quota = QuotaOf(device, ofClass),
    };

    private static Wire.Quota? QuotaOf(DeviceRow device, ClassQuotaRow? ofClass)
    {
        var quota = new Wire.Quota
        {
            MessagesPerSecond = device.MessagesPerSecond ?? ofClass?.MessagesPerSecond ?? 0,
            BurstMessages = device.BurstMessages ?? ofClass?.BurstMessages ?? 0,
            DailyMessages = device.DailyMessages ?? ofClass?.DailyMessages ?? 0,
            DailyBytes = device.DailyBytes ?? ofClass?.DailyBytes ?? 0,
        };
        return quota.CalculateSize() == 0 ? null : quota;
    }

    private static Wire.FieldMapping OnWire(FieldMappingRow mapping) => new()
    {
        Class = mapping.Class, Device = mapping.Device, Field = mapping.Field, Quantity = mapping.Quantity, Scale = mapping.Scale, Offset = mapping.Offset,
    };

    private static Wire.ClassModel OnWire(ImportedModelRow model) => new()
    {
        Code = model.Code, Domain = model.Domain, ReportIntervalSeconds = model.ReportIntervalSeconds, InterfaceJson = model.InterfaceJson, ImportedAtMs = model.ImportedAtMs,
    };

    private static ByteString Bytes(byte[]? hash) => hash is null ? ByteString.Empty : ByteString.CopyFrom(hash);
}
