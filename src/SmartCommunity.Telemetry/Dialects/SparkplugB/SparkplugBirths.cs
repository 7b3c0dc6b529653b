using System.Text;

namespace SmartCommunity.Telemetry.Dialects.SparkplugB;

/// <summary>A metric as its birth told it. Immutable.</summary>
/// <param name="Name">Its whole name.</param>
/// <param name="Last">The last part of its path, or the name itself.</param>
/// <param name="Type">Its datatype.</param>
/// <param name="Alias">Its alias, or null.</param>
internal sealed record SparkplugName(string Name, string Last, SparkplugType Type, ulong? Alias)
{
    internal static SparkplugName Of(ReadOnlySpan<byte> name, SparkplugType type, ulong? alias)
    {
        var text = Encoding.UTF8.GetString(name);
        return new SparkplugName(text, text[(text.LastIndexOf('/') + 1)..], type, alias);
    }
}

/// <summary>
/// What the births of one edge node and of the devices behind it told: names, datatypes and aliases, for as long as the connection lasts. Bounded. Not thread-safe.
/// </summary>
internal sealed class SparkplugBirths
{
    /// <summary>Most metrics of a node with all its devices: 200 meters of 20 metrics; a few hundred kilobytes.</summary>
    internal const int MaxMetrics = 4096;

    /// <summary>Longest name of a metric, in bytes.</summary>
    internal const int MaxNameBytes = 256;

    private readonly Dictionary<string, BornDevice> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, SparkplugName> _aliases = [];

    /// <summary>bdSeq of the node's birth; null: it told none, or there was no birth.</summary>
    internal ulong? BirthDeathSeq { get; private set; }

    internal bool IsNodeBorn { get; private set; }

    internal int Metrics { get; private set; }

    /// <summary>The devices born since the node's birth.</summary>
    internal IEnumerable<DeviceAddress> Devices => _devices.Values.Where(d => d.Address is not null).Select(d => d.Address!.Value);

    /// <summary>A node was born: what was known of it and its devices is void.</summary>
    internal void BeginNode(ulong? birthDeathSeq)
    {
        Clear();
        IsNodeBorn = true;
        BirthDeathSeq = birthDeathSeq;
        _devices[""] = new BornDevice(Address: null, new Dictionary<string, SparkplugName>(StringComparer.Ordinal));
    }

    internal void BeginDevice(string device, DeviceAddress address)
    {
        End(device);
        _devices[device] = new BornDevice(address, new Dictionary<string, SparkplugName>(StringComparer.Ordinal));
    }

    /// <summary>A device died; false when it was not born.</summary>
    internal bool End(string device)
    {
        if (!_devices.Remove(device, out var gone))
            return false;
        Metrics -= gone.Names.Count;
        foreach (var name in gone.Names.Values)
        {
            if (name.Alias is { } alias)
                _aliases.Remove(alias);
        }

        return true;
    }

    internal void Clear()
    {
        _devices.Clear();
        _aliases.Clear();
        (IsNodeBorn, BirthDeathSeq, Metrics) = (false, null, 0);
    }

    /// <summary>True when data of the device (empty: of the node itself) can be understood.</summary>
    internal bool IsBorn(string device) => _devices.ContainsKey(device);

    /// <summary>Keeps a metric of a birth; false when there is no room for it.</summary>
    internal bool Add(string device, SparkplugName name)
    {
        if (Metrics >= MaxMetrics)
            return false;
        if (_devices[device].Names.TryAdd(name.Name, name))
            Metrics++;
        if (name.Alias is { } alias)
            _aliases[alias] = name;
        return true;
    }

    internal SparkplugName? ByAlias(ulong alias) => _aliases.GetValueOrDefault(alias);

    internal SparkplugName? ByName(string device, ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[MaxNameBytes];
        return name.Length <= text.Length && _devices.TryGetValue(device, out var born) && Encoding.UTF8.TryGetChars(name, text, out var length)
            && born.Names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var known)
                ? known
                : null;
    }

    /// <summary>The metrics of a device, empty when it is not born.</summary>
    internal IReadOnlyCollection<SparkplugName> Of(string device) => _devices.TryGetValue(device, out var born) ? born.Names.Values : [];

    private sealed record BornDevice(DeviceAddress? Address, Dictionary<string, SparkplugName> Names);
}
