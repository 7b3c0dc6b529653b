using SmartCommunity.Cloud.Twins;
using SmartCommunity.Indicators.Aggregates;

namespace SmartCommunity.Cloud.Scoring;

/// <summary>
/// What scores need beyond twins and what people said: the history that formulas look at, and the scores that were frozen and may still be revised. Part of a community's state: changed only by
/// <see cref="ScoringFold"/>; not thread-safe.
/// </summary>
internal sealed class ScoringState
{
    /// <summary>Aggregates of a community that has said next to nothing.</summary>
    private const int LeastBytes = 1_024;

    private readonly Dictionary<string, (DeviceShape Shape, AggregateTargets? Targets)> _devices = new(StringComparer.Ordinal);

    internal StreamAggregates Aggregates
    {
        get => field ??= new StreamAggregates(ScoringPacks.Current.Plan);
        set;
    }

    /// <summary>How many bytes they were when they were written last. Not part of a snapshot.</summary>
    internal int AggregateBytes { get; set; } = LeastBytes;

    /// <summary>Minute (since the epoch) of the last tick at which a score was due to be recorded.</summary>
    internal long RecordedMinute { get; set; }

    /// <summary>End of the last hour that was closed, epoch milliseconds.</summary>
    internal long ClosedHourMs { get; set; }

    /// <summary>Frozen scores that late data may revise, by the end they mark, then kind.</summary>
    internal SortedDictionary<(long InstantMs, FrozenKind Kind), FrozenScore> Frozen { get; } = [];

    /// <summary>Additions to closed days that no revision took in yet, by device and day.</summary>
    internal SortedDictionary<(string Device, int Day), long> Late { get; } = new(Comparer<(string Device, int Day)>.Create(
        static (x, y) => string.CompareOrdinal(x.Device, y.Device) is not 0 and var order ? order : x.Day.CompareTo(y.Day)));

    /// <summary>Where a device stands; remembered until <see cref="Forget"/>.</summary>
    internal DeviceShape ShapeOf(CommunityState state, string device) => Known(state, device).Shape;

    /// <summary>Which history a device's measurements and events go to.</summary>
    internal AggregateTargets TargetsOf(CommunityState state, DeviceTwin twin)
    {
        var (shape, targets) = Known(state, twin.Device);
        if (targets is null)
        {
            targets = Aggregates.Subscribe(twin.Device, twin.Class, shape.Facilities, shape.Feeds);
            _devices[twin.Device] = (shape, targets);
        }

        return targets;
    }

    /// <summary>People changed something of the graph: shapes are drawn anew when they are next asked for.</summary>
    internal void Forget() => _devices.Clear();

    private (DeviceShape Shape, AggregateTargets? Targets) Known(CommunityState state, string device)
    {
        if (!_devices.TryGetValue(device, out var known))
            _devices[device] = known = (DeviceShape.Of(state, device), null);
        return known;
    }
}
