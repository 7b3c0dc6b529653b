using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SmartCommunity.Telemetry.Payloads;

/// <summary>What a device class may send, prepared for the decoder's hot path. Immutable; one instance per class.</summary>
public sealed class ClassTable
{
    private readonly bool[] _ownQuantities;
    private readonly FrozenSet<string> _events;
    private readonly int[] _partners;

    internal ClassTable(string code, DeviceClass? known)
    {
        Code = code;
        _ownQuantities = new bool[QuantityCatalogue.Default.All.Count];
        _partners = new int[QuantityCatalogue.Default.All.Count];
        Array.Fill(_partners, -1);
        foreach (var quantity in known?.Quantities ?? [])
        {
            var index = QuantityCatalogue.Default.IndexOf(quantity.Name);
            _ownQuantities[index] = true;
            if (quantity.PairedWith is not { } partner)
                continue;
            _partners[index] = QuantityCatalogue.Default.IndexOf(partner);
            HasPairs = true;
        }

        _events = (known?.Events ?? []).ToFrozenSet(StringComparer.Ordinal);
    }

    public string Code { get; }

    /// <summary>The table of a class, built-in or imported; a class that this version does not know may send nothing, so all of it is quarantined.</summary>
    public static ClassTable Of(string code) => DeviceClassCatalogue.Current.TableOf(code) ?? new ClassTable(code, known: null);

    public bool Reports(int quantityIndex) => _ownQuantities[quantityIndex];

    /// <summary>True when the class reports observations of two quantities, so that a message is checked for halves.</summary>
    public bool HasPairs { get; }

    /// <summary>Position of the quantity that belongs with this one, or −1.</summary>
    public int PartnerOf(int quantityIndex) => _partners[quantityIndex];

    public bool Raises(string eventType) => eventType == TwinProperties.ReportedEvent || _events.Contains(eventType);

    /// <summary>The event types of the class itself.</summary>
    public ImmutableArray<string> Events => _events.Items;

    /// <summary>The event type of the class with that name, or null.</summary>
    internal string? FindEvent(ReadOnlySpan<char> name) => _events.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var type) ? type : null;

    /// <summary>The event types of the class as a sentence part.</summary>
    public string EventList => _events.Count == 0 ? "none" : string.Join(", ", _events.Items.Order(StringComparer.Ordinal));
}
