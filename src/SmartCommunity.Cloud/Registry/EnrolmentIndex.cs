using System.Collections.Concurrent;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Registry;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Registry;

/// <summary>One enrolled device as ingest and the twins need it.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Community">Community code.</param>
/// <param name="Class">Class code.</param>
/// <param name="Gateway">The gateway it is enrolled to.</param>
/// <param name="Retired">Retired devices stay listed.</param>
/// <param name="Version">Registry version of its last change; versions rise over the whole registry.</param>
/// <param name="Dialect">How it speaks, one of <see cref="DialectCode.All"/>.</param>
/// <param name="Profile">Name of the profile its payloads are read through; empty: none.</param>
/// <param name="Via">Id of the device that carries its payloads; empty: it connects itself.</param>
/// <param name="Alias">What its carrier or its vendor's client calls it; empty: its id.</param>
public sealed record Enrolment(
    string Device, string Community, string Class, string Gateway, bool Retired, long Version,
    string Dialect = DialectCode.Native, string Profile = "", string Via = "", string Alias = "")
{
    /// <summary>
    /// Its relationships, all of them; null when the registry says nothing of them. A change of relationships is a change of the enrolment: give it a
    /// new version and <see cref="EnrolmentIndex.Apply"/> it, and it goes into the community's log.
    /// </summary>
    public IReadOnlyList<DeviceRelation>? Relations { get; init; }

    /// <summary>What its carrier calls it.</summary>
    internal string Name => Alias.Length == 0 ? Device : Alias;

    /// <summary>True when the gateway may speak for it in the community; empty: the cloud itself speaks.</summary>
    internal bool IsSpokenFor(string gateway, string community) => Community == community && (gateway.Length == 0 || Gateway == gateway);

    internal static Enrolment Of(DeviceRow row) => new(
        row.Id, row.Community, row.Class, row.Gateway, row.RetiredAtMs is not null, row.Version, row.Dialect, row.Profile, row.Via, row.Alias);
}

/// <summary>All enrolments in memory, rebuilt from the registry at start and kept up to date by it. Reads are lock-free.</summary>
public sealed class EnrolmentIndex
{
    private readonly ConcurrentDictionary<string, Enrolment> _devices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gateways = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Carrier, string Alias), string> _carried = new();
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _streets;
    private long _version;

    /// <summary>Reads all enrolments of the registry; when it returns, the index is complete.</summary>
    public EnrolmentIndex(RegistryStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        using var context = store.CreateDbContext();
        var communities = context.Communities.OrderBy(c => c.Rank).Select(c => new { c.Code, c.Street }).ToList();
        Communities = [.. communities.Select(c => c.Code)];
        _streets = communities.ToDictionary(c => c.Code, c => c.Street, StringComparer.Ordinal);
        var devices = context.Devices.Select(d => new Enrolment(
            d.Id, d.Community, d.Class, d.Gateway, d.RetiredAtMs != null, d.Version, d.Dialect, d.Profile, d.Via, d.Alias));
        foreach (var device in devices)
            Put(device);
    }

    /// <summary>
    /// Raised after a change, with the enrolments that changed. Calls come one at a time and in order of version, on the thread that made the change:
    /// a handler must be quick and must not change the registry itself.
    /// </summary>
    public event Action<IReadOnlyList<Enrolment>>? Changed;

    /// <summary>Highest version in the index.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>All community codes, in the district's own order.</summary>
    public IReadOnlyList<string> Communities { get; }

    /// <summary>Every gateway that a device is or was enrolled to, in no order.</summary>
    internal ICollection<string> Gateways => _gateways.Keys;

    public Enrolment? Find(string device) => _devices.GetValueOrDefault(device);

    /// <summary>The device that a carrier calls by this name, or null. Names that were given up stay listed, so what they name is looked at.</summary>
    internal Enrolment? FindCarried(string carrier, string alias) =>
        _carried.TryGetValue((carrier, alias), out var device) && Find(device) is { Retired: false } enrolment && enrolment.Via == carrier && enrolment.Name == alias
            ? enrolment
            : null;

    /// <summary>True when the device is enrolled in the community and to the gateway; <paramref name="gateway"/> empty: to any (the cloud itself speaks).</summary>
    internal bool IsEnrolled(string gateway, string community, string device) => Find(device)?.IsSpokenFor(gateway, community) == true;

    /// <summary>Enrolments of a community, retired ones included, in no order.</summary>
    public IReadOnlyList<Enrolment> OfCommunity(string community) => [.. _devices.Where(d => d.Value.Community == community).Select(static d => d.Value)];

    /// <summary>The street of a community, or null.</summary>
    public string? StreetOf(string community) => _streets.GetValueOrDefault(community);

    /// <summary>Takes over what the registry committed. Called by the registry's single writer only.</summary>
    internal void Apply(IReadOnlyList<Enrolment> changed)
    {
        foreach (var enrolment in changed)
            Put(enrolment);
        if (changed.Count > 0)
            Changed?.Invoke(changed);
    }

    private void Put(Enrolment changed)
    {
        // A row brings names of its own, tens of thousands of rows the same few.
        var enrolment = changed with
        {
            Community = Once(changed.Community), Class = Once(changed.Class), Gateway = Once(changed.Gateway), Dialect = Once(changed.Dialect), Profile = Once(changed.Profile), Via = Once(changed.Via),
            Alias = changed.Alias == changed.Device ? changed.Device : changed.Alias,
        };
        _devices[enrolment.Device] = enrolment;
        _gateways.TryAdd(enrolment.Gateway, true);
        if (enrolment is { Via.Length: > 0, Retired: false })
            _carried[(enrolment.Via, enrolment.Name)] = enrolment.Device;
        if (enrolment.Version > Version)
            Interlocked.Exchange(ref _version, enrolment.Version);
    }

    /// <summary>The one string of a name that many have.</summary>
    internal string Once(string name) => _names.GetOrAdd(name, name);
}
