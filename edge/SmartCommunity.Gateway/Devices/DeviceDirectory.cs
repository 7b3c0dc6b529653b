using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using SmartCommunity.Contracts;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Gateway.Outbox;
using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;
using Directory = SmartCommunity.Contracts.Uplink.Directory;

namespace SmartCommunity.Gateway.Devices;

/// <summary>One enrolled device as the gateway knows it. Immutable.</summary>
internal sealed record DirectoryEntry(
    DeviceAddress Address, ReadOnlyMemory<byte> TokenSha256, ReadOnlyMemory<byte> NextTokenSha256, ReadOnlyMemory<byte> CertificateSha256)
{
    /// <summary>How it speaks, one of <see cref="DialectCode.All"/>.</summary>
    internal string Dialect { get; init; } = DialectCode.Native;

    /// <summary>Name of the profile its payloads are read through; empty: none.</summary>
    internal string Profile { get; init; } = "";

    /// <summary>Id of the device that carries its payloads; empty: it connects itself, and only then it may log in.</summary>
    internal string Via { get; init; } = "";

    /// <summary>What its carrier or its vendor's client calls it.</summary>
    internal string Alias { get; init; } = "";

    /// <summary>What it may send.</summary>
    internal DeviceQuota Quota { get; init; } = DeviceQuota.None;
}

/// <summary>
/// The devices enrolled to this gateway: the cloud's directory, kept in a file so that the gateway boots and authenticates without a cloud.
/// Imported device classes come with it and are in the catalogue before any device that has one. Reads are lock-free and thread-safe. The file is replaced whole, then the snapshot in memory: a reader sees the old directory or the new.
/// </summary>
internal sealed class DeviceDirectory : IDeviceFacts
{
    private const int CrcBytes = sizeof(uint);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ILogger _logger;
    private volatile Snapshot _snapshot = Snapshot.Empty;

    /// <summary>Reads the file; an unreadable one is set aside and the directory is empty until the cloud sends it whole.</summary>
    internal DeviceDirectory(string path, ILogger<DeviceDirectory> logger)
    {
        (_path, _logger) = (path, logger);
        Load();
    }

    /// <summary>Raised after a change with the ids of devices that were removed, retired, moved, or whose credential changed.</summary>
    internal event Action<IReadOnlyCollection<string>>? Revoked;

    /// <summary>Raised after a change with the names of profiles that came, changed or went. The new ones can be read by then.</summary>
    internal event Action<IReadOnlyCollection<string>>? ProfilesChanged;

    /// <summary>Raised after a change with the serials of certificates that are worth nothing from now.</summary>
    internal event Action<IReadOnlyCollection<string>>? CertificatesRevoked;

    /// <summary>Raised after a change with the ids of devices that may send more or less from now.</summary>
    internal event Action<IReadOnlyCollection<string>>? QuotasChanged;

    /// <summary>Version of the directory held, 0 for none: asks the cloud for all of it.</summary>
    internal long Version => _snapshot.Version;

    internal int Count => _snapshot.Entries.Count;

    internal DirectoryEntry? Find(string device) => _snapshot.Entries.GetValueOrDefault(device);

    /// <summary>The device that a carrier calls by that name, or null; never one that connects itself.</summary>
    public DeviceAddress? FindCarried(string carrier, string alias) =>
        _snapshot.Carried.TryGetValue((carrier, alias), out var entry) ? entry.Address : null;

    /// <summary>The devices that a device carries.</summary>
    internal IReadOnlyList<DirectoryEntry> CarriedBy(string carrier) => _snapshot.CarriedBy.GetValueOrDefault(carrier) ?? [];

    /// <summary>The devices of a community whose class takes the command.</summary>
    internal IReadOnlyList<DirectoryEntry> Taking(string command, string community) =>
        [.. _snapshot.Entries.Values.Where(e => e.Address.Community == community && DeviceClassCatalogue.Current.Find(e.Address.Class)?.Commands.Contains(command) == true)];

    /// <summary>
    /// The device whose token has that SHA-256, either one of a rotation; null when it is nobody's. Finding it is knowing a preimage of 256 bits, so the lookup need not
    /// take constant time.
    /// </summary>
    internal DirectoryEntry? FindByToken(ReadOnlySpan<byte> sha256) =>
        sha256.Length == TokenHash.Bytes ? _snapshot.Tokens.GetValueOrDefault(TokenHash.Of(sha256)) : null;

    /// <summary>The profile a device itself is enrolled with, or null.</summary>
    public string? ProfileOf(DeviceAddress device) => Find(device.Device) is { Profile.Length: > 0 } entry ? entry.Profile : null;

    /// <summary>What a vendor's client, or its carrier, calls a device; null: it is not enrolled.</summary>
    public string? AliasOf(DeviceAddress device) => Find(device.Device)?.Alias;

    /// <summary>True when a community of this gateway has an authority.</summary>
    internal bool HasAuthorities => _snapshot.Authorities.Count > 0;

    /// <summary>The authorities whose certificates speak for the devices of a community.</summary>
    internal X509Certificate2Collection AuthoritiesOf(string community) => _snapshot.Authorities.GetValueOrDefault(community) ?? [];

    /// <summary>True when the certificate of that serial (upper-case hexadecimal) was taken back.</summary>
    internal bool IsCertificateRevoked(string serial) => _snapshot.Revoked.Contains(serial);

    /// <summary>The profile of that name, or null.</summary>
    public DialectProfile? Profile(string name) => _snapshot.Profiles.GetValueOrDefault(name);

    /// <summary>The mapping of a vendor's field of a device, or null. One for the device goes before one for its class.</summary>
    public FieldConversion? Map(DeviceAddress address, string field)
    {
        var mappings = _snapshot.Mappings;
        if (mappings.Count == 0)
            return null;
        return mappings.TryGetValue((address.Class, address.Device, field), out var own) || mappings.TryGetValue((address.Class, "", field), out own) ? own : null;
    }

    /// <summary>Takes a directory or a change of it from the cloud; on disk when it returns.</summary>
    internal void Apply(Directory change)
    {
        List<string> revoked;
        string[] profiles;
        string[] certificates;
        string[] quotas;
        lock (_gate)
        {
            var before = _snapshot;
            var devices = change.Full ? [] : before.Source.Devices.ToDictionary(d => d.Device, StringComparer.Ordinal);
            foreach (var device in change.Devices)
            {
                if (device.Retired)
                    devices.Remove(device.Device);
                else
                    devices[device.Device] = device;
            }
            foreach (var removed in change.Removed)
                devices.Remove(removed);
            var source = new Directory { Version = change.Version, Full = true, Devices = { devices.Values }, Mappings = { change.Mappings }, Profiles = { change.Profiles }, Authorities = { change.Authorities }, Revoked = { change.Revoked }, Classes = { change.Classes } };
            Save(source);
            ClassModels.Admit(source.Classes, _logger);
            _snapshot = Snapshot.Of(source);
            revoked = [.. before.Entries.Values.Where(old => IsRevoked(old, _snapshot)).Select(old => old.Address.Device)];
            quotas = [.. before.Entries.Values.Where(old => _snapshot.Entries.TryGetValue(old.Address.Device, out var now) && now.Quota != old.Quota).Select(old => old.Address.Device)];
            certificates = [.. _snapshot.Revoked.Except(before.Revoked)];
            profiles = [.. before.Profiles.Values.Except(_snapshot.Profiles.Values).Union(_snapshot.Profiles.Values.Except(before.Profiles.Values)).Select(p => p.Name).Distinct()];
        }
        DirectoryLog.Applied(_logger, change.Version, Count, revoked.Count);
        // First what a device's messages are read through, then the connections that have to begin anew.
        if (profiles.Length > 0)
            ProfilesChanged?.Invoke(profiles);
        if (quotas.Length > 0)
            QuotasChanged?.Invoke(quotas);
        if (certificates.Length > 0)
            CertificatesRevoked?.Invoke(certificates);
        if (revoked.Count > 0)
            Revoked?.Invoke(revoked);
    }

    private static bool IsRevoked(DirectoryEntry old, Snapshot now)
    {
        if (!now.Entries.TryGetValue(old.Address.Device, out var entry) || entry.Address != old.Address)
            return true;
        if ((entry.Dialect, entry.Profile, entry.Via) != (old.Dialect, old.Profile, old.Via))
            return true;
        // A rotation that began or ended well keeps the connections of both tokens: gone is a credential that is in neither place any more.
        return IsGone(old.TokenSha256, entry) || IsGone(old.NextTokenSha256, entry)
            || (!old.CertificateSha256.IsEmpty && !old.CertificateSha256.Span.SequenceEqual(entry.CertificateSha256.Span));
    }

    private static bool IsGone(ReadOnlyMemory<byte> token, DirectoryEntry now) =>
        !token.IsEmpty && !token.Span.SequenceEqual(now.TokenSha256.Span) && !token.Span.SequenceEqual(now.NextTokenSha256.Span);

    private void Save(Directory source)
    {
        var bytes = new byte[source.CalculateSize() + CrcBytes];
        source.WriteTo(bytes.AsSpan(CrcBytes));
        BitConverter.TryWriteBytes(bytes, Crc.Of(bytes.AsSpan(CrcBytes)));
        AtomicFile.Write(_path, bytes);
    }

    private void Load()
    {
        if (!File.Exists(_path))
            return;
        var bytes = File.ReadAllBytes(_path);
        if (bytes.Length >= CrcBytes && BitConverter.ToUInt32(bytes) == Crc.Of(bytes.AsSpan(CrcBytes)))
        {
            var source = Directory.Parser.ParseFrom(bytes.AsSpan(CrcBytes));
            ClassModels.Admit(source.Classes, _logger);
            _snapshot = Snapshot.Of(source);
            return;
        }
        File.Move(_path, _path + ".damaged", overwrite: true);
        DirectoryLog.Damaged(_logger, _path);
    }

    private sealed record Snapshot(
        Directory Source, FrozenDictionary<string, DirectoryEntry> Entries,
        FrozenDictionary<(string Class, string Device, string Field), FieldConversion> Mappings,
        FrozenDictionary<string, DialectProfile> Profiles, Dictionary<(string Carrier, string Alias), DirectoryEntry> Carried,
        Dictionary<string, List<DirectoryEntry>> CarriedBy, Dictionary<TokenHash, DirectoryEntry> Tokens,
        Dictionary<string, X509Certificate2Collection> Authorities, HashSet<string> Revoked)
    {
        internal static Snapshot Empty { get; } = Of(new Directory());

        internal long Version => Source.Version;

        internal static Snapshot Of(Directory source)
        {
            var mappings = new Dictionary<(string, string, string), FieldConversion>();
            foreach (var mapping in source.Mappings)
                mappings[(mapping.Class, mapping.Device, mapping.Field)] = new FieldConversion(mapping.Quantity, mapping.Scale, mapping.Offset);
            var entries = source.Devices.ToFrozenDictionary(d => d.Device, Entry, StringComparer.Ordinal);
            var carried = new Dictionary<(string, string), DirectoryEntry>();
            var carriedBy = new Dictionary<string, List<DirectoryEntry>>(StringComparer.Ordinal);
            var tokens = new Dictionary<TokenHash, DirectoryEntry>(entries.Count);
            foreach (var entry in entries.Values)
            {
                if (entry.Via.Length > 0)
                {
                    carried[(entry.Via, entry.Alias)] = entry;
                    if (!carriedBy.TryGetValue(entry.Via, out var devices))
                        carriedBy[entry.Via] = devices = [];
                    devices.Add(entry);
                }

                foreach (var token in new[] { entry.TokenSha256, entry.NextTokenSha256 })
                {
                    if (token.Length == TokenHash.Bytes)
                        tokens[TokenHash.Of(token.Span)] = entry;
                }
            }

            var profiles = source.Profiles.ToFrozenDictionary(p => p.Name, p => new DialectProfile(p.Name, p.Kind, p.Body), StringComparer.Ordinal);
            return new Snapshot(source, entries, mappings.ToFrozenDictionary(), profiles, carried, carriedBy, tokens, AuthoritiesIn(source), [.. source.Revoked]);
        }

        private static Dictionary<string, X509Certificate2Collection> AuthoritiesIn(Directory source)
        {
            var authorities = new Dictionary<string, X509Certificate2Collection>(StringComparer.Ordinal);
            foreach (var authority in source.Authorities)
            {
                if (!authorities.TryGetValue(authority.Community, out var own))
                    authorities[authority.Community] = own = [];
                own.Add(X509CertificateLoader.LoadCertificate(authority.Certificate.Span));
            }

            return authorities;
        }

        private static DirectoryEntry Entry(EnrolledDevice d) => new(
            new DeviceAddress(d.Community, d.Class, d.Device), d.TokenSha256.Memory, d.NextTokenSha256.Memory, d.CertificateSha256.Memory)
        {
            Dialect = d.Dialect.Length == 0 ? DialectCode.Native : d.Dialect,
            Profile = d.Profile,
            Via = d.Via,
            Alias = d.Alias.Length == 0 ? d.Device : d.Alias,
            Quota = d.Quota is { } quota ? new DeviceQuota(quota.MessagesPerSecond, quota.BurstMessages, quota.DailyMessages, quota.DailyBytes) : DeviceQuota.None,
        };
    }
}

internal static partial class DirectoryLog
{
    [LoggerMessage(1150, LogLevel.Information, "Device directory version {Version} applied: {Count} devices, {Revoked} revoked.")]
    internal static partial void Applied(ILogger logger, long version, int count, int revoked);

    [LoggerMessage(1151, LogLevel.Error, "The device directory {Path} is damaged and was set aside; no device can log in until the cloud has sent it again.")]
    internal static partial void Damaged(ILogger logger, string path);
}
