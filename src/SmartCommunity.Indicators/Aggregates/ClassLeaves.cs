using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>What a plan asks of devices of one class in the same kinds of place, in the order of the class. Null: nobody asks. Immutable: the same for the devices of all communities.</summary>
internal sealed class ClassLeaves
{
    internal ClassLeaves(ReadOnlySpan<PlannedLeaf> leaves, DeviceClass deviceClass, IReadOnlyList<string> facilities, IReadOnlyList<string> feeds)
    {
        bool Fits(PlannedDevices devices) => devices.Match(deviceClass, facilities, feeds);
        var all = leaves.ToArray();
        Quantities = [.. deviceClass.Quantities.Select(q => QuantityLeaves.Of(all, q.Name, Fits))];
        Events = [.. deviceClass.Events.Select(type => EventLeaves.Of(all, type, Fits))];
    }

    internal QuantityLeaves?[] Quantities { get; }

    internal EventLeaves?[] Events { get; }
}

/// <summary>Leaves that ask for a quantity.</summary>
/// <param name="Samples">Those that count its values.</param>
/// <param name="Uptimes">Those of time in a state.</param>
/// <param name="Registers">Those of its consumption.</param>
/// <param name="Followers">Those in which a change of the quantity follows.</param>
/// <param name="KeptDays">Oldest day any of them keeps, as days before the newest.</param>
internal sealed record QuantityLeaves(SampleLeaf[] Samples, UptimeLeaf[] Uptimes, RegisterLeaf[] Registers, PairLeaf[] Followers, int KeptDays)
{
    /// <summary>Single values of open days count.</summary>
    internal bool AreCounted => Samples.Length + Followers.Length > 0;

    /// <summary>It only matters that the device was heard: all such quantities of a device have the same targets.</summary>
    internal bool IsHeardOnly => !AreCounted && Registers.Length == 0 && Array.TrueForAll(Uptimes, static u => u.Quantity is null);

    internal static QuantityLeaves? Of(PlannedLeaf[] leaves, string quantity, Func<PlannedDevices, bool> fits)
    {
        var samples = leaves.OfType<SampleLeaf>().Where(l => l.Quantity == quantity && fits(l.Devices)).ToArray();
        var uptimes = leaves.OfType<UptimeLeaf>().Where(l => (l.Quantity is null || l.Quantity == quantity) && fits(l.Devices)).ToArray();
        var registers = leaves.OfType<RegisterLeaf>().Where(l => l.Quantity == quantity && fits(l.Devices)).ToArray();
        var followers = leaves.OfType<PairLeaf>().Where(l => l.ThenQuantity == quantity && (l.ThenDevices is null || fits(l.ThenDevices))).ToArray();
        // A register is one for all leaves that read it, so it reaches as far back as any of them.
        IEnumerable<PlannedLeaf> all = [.. samples, .. uptimes, .. followers, .. registers.Length > 0 ? leaves.OfType<RegisterLeaf>().Where(l => l.Quantity == quantity) : []];
        return all.Any() ? new QuantityLeaves(samples, uptimes, registers, followers, all.Max(static l => l.KeptDays)) : null;
    }
}

/// <summary>Leaves that ask for events of one type.</summary>
/// <param name="Events">Those that count them.</param>
/// <param name="Firsts">Those in which something has to follow the event.</param>
/// <param name="Followers">Those in which the event follows.</param>
/// <param name="KeptDays">Oldest day any of them keeps, as days before the newest.</param>
internal sealed record EventLeaves(EventLeaf[] Events, PairLeaf[] Firsts, PairLeaf[] Followers, int KeptDays)
{
    internal static EventLeaves? Of(PlannedLeaf[] leaves, string type, Func<PlannedDevices, bool> fits)
    {
        var events = leaves.OfType<EventLeaf>().Where(l => IsOf(l.Types, type) && fits(l.Devices)).ToArray();
        var firsts = leaves.OfType<PairLeaf>().Where(l => IsOf(l.FirstTypes, type) && fits(l.FirstDevices)).ToArray();
        var followers = leaves.OfType<PairLeaf>().Where(l => l.ThenTypes.Contains(type) && (l.ThenDevices is null || fits(l.ThenDevices))).ToArray();
        IEnumerable<PlannedLeaf> all = [.. events, .. firsts, .. followers];
        return all.Any() ? new EventLeaves(events, firsts, followers, all.Max(static l => l.KeptDays)) : null;
    }

    /// <summary>No types given: all of them.</summary>
    private static bool IsOf(IReadOnlyList<string> types, string type) => types.Count == 0 || types.Contains(type, StringComparer.Ordinal);
}
