using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>What a device class may send, prepared for the decoder's hot path. Immutable; one instance per class.</summary>
public sealed class ClassTable
{
    private static readonly ConcurrentDictionary<string, ClassTable> Tables = new(StringComparer.Ordinal);

    private readonly bool[] _ownQuantities;
    private readonly FrozenSet<string> _events;

    private ClassTable(string code)
    {
        Code = code;
        var known = DeviceClassCatalogue.Default.Find(code);
        _ownQuantities = new bool[QuantityCatalogue.Default.All.Count];
        foreach (var quantity in known?.Quantities ?? [])
            _ownQuantities[QuantityCatalogue.Default.IndexOf(quantity.Name)] = true;
        _events = (known?.Events ?? []).ToFrozenSet(StringComparer.Ordinal);
    }

    public string Code { get; }

    /// <summary>The table of a class; a class that this version does not know may send nothing, so all of it is quarantined.</summary>
    public static ClassTable Of(string code) => Tables.GetOrAdd(code, static c => new ClassTable(c));

    public bool Reports(int quantityIndex) => _ownQuantities[quantityIndex];

    public bool Raises(string eventType) => eventType == TwinProperties.ReportedEvent || _events.Contains(eventType);

    /// <summary>The event types of the class itself.</summary>
    public ImmutableArray<string> Events => _events.Items;

    /// <summary>The event types of the class as a sentence part.</summary>
    public string EventList => _events.Count == 0 ? "none" : string.Join(", ", _events.Items.Order(StringComparer.Ordinal));
}
