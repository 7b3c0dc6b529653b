namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// Where one device's measurements and events go: computed once per change of the device by <see cref="StreamAggregates.Subscribe"/>, and valid until its next. Arrays indexed by the quantities and by
/// the event types of its class, in their order.
/// </summary>
public sealed class AggregateTargets
{
    internal AggregateTargets(string device, QuantityTargets?[] quantities, IReadOnlyList<string> eventTypes, EventLeaves?[] events) =>
        (Device, Quantities, EventTypes, Events) = (device, quantities, eventTypes, events);

    internal string Device { get; }

    /// <summary>Null: no formula asks for the quantity.</summary>
    internal QuantityTargets?[] Quantities { get; }

    internal IReadOnlyList<string> EventTypes { get; }

    /// <summary>Null: no formula asks for the event.</summary>
    internal EventLeaves?[] Events { get; }

    /// <summary>True when any formula asks for anything of the device.</summary>
    public bool HasAny => Array.Exists(Quantities, static q => q is not null) || Array.Exists(Events, static e => e is not null);
}

/// <summary>Where measurements of one quantity of a device go.</summary>
internal sealed class QuantityTargets
{
    internal required QuantityLeaves Leaves { get; init; }

    /// <summary>Values of open days; null: nobody counts them.</summary>
    internal required OpenSamples? Open { get; init; }

    /// <summary>What the device is called in each of the sample leaves, then in each of the uptime leaves.</summary>
    internal required int[] Devices { get; init; }

    internal required RegisterDays? Register { get; init; }
}

/// <summary>What is kept of one quantity of one device whatever the leaves are called.</summary>
internal sealed class SeriesDays
{
    internal OpenSamples? Open { get; set; }

    internal RegisterDays? Register { get; set; }
}

/// <summary>Additions to a day that was closed: what a revision is made for.</summary>
/// <param name="Device">Device id.</param>
/// <param name="Day">The Asia/Shanghai day.</param>
/// <param name="Count">Measurements, events and steps that changed it.</param>
public readonly record struct ClosedDayAddition(string Device, DateOnly Day, int Count);
