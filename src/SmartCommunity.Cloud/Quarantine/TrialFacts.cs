using SmartCommunity.Telemetry;
using SmartCommunity.Telemetry.Dialects;
using SmartCommunity.Telemetry.Payloads;

namespace SmartCommunity.Cloud.Quarantine;

/// <summary>
/// The registry's facts with something assumed: a profile that is not put yet, a device that is not enrolled yet. Takes down which carried devices a payload named. For one payload at a
/// time; not thread-safe.
/// </summary>
internal sealed class TrialFacts(IDeviceFacts facts) : IDeviceFacts
{
    private readonly Dictionary<string, DeviceAddress?> _named = new(StringComparer.Ordinal);

    /// <summary>A profile that goes before one of the registry with its name.</summary>
    internal DialectProfile? Assumed { get; init; }

    /// <summary>The device that is assumed under this name.</summary>
    internal (string Alias, DeviceAddress Address)? Candidate { get; init; }

    /// <summary>Names that no device is enrolled under, in payload order.</summary>
    internal IReadOnlyList<string> Unknown => [.. _named.Where(n => n.Value is null).Select(n => n.Key)];

    /// <summary>Names of enrolled devices, in payload order.</summary>
    internal IEnumerable<(string Alias, string Device)> Known => from named in _named where named.Value is not null select (named.Key, named.Value!.Value.Device);

    public FieldConversion? Map(DeviceAddress address, string field) => facts.Map(address, field);

    public DeviceAddress? FindCarried(string carrier, string alias)
    {
        if (Candidate is { } candidate && candidate.Alias == alias)
            return candidate.Address;
        var found = facts.FindCarried(carrier, alias);
        _named.TryAdd(alias, found);
        return found;
    }

    public DialectProfile? Profile(string name) => Assumed is { } assumed && assumed.Name == name ? assumed : facts.Profile(name);
}
