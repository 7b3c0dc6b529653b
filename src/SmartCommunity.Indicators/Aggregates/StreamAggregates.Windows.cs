using SmartCommunity.Indicators.Formulas;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Answers about windows.</summary>
public sealed partial class StreamAggregates
{
    /// <inheritdoc/>
    public SampleTotals Samples(SampleSource leaf, long fromMs, long toMs)
    {
        var (from, to) = DaysOf(fromMs, toMs);
        return StateOf<SampleDays>(_plan.Find(leaf)).Totals(from, to);
    }

    /// <inheritdoc/>
    public EventTotals Events(EventSource leaf, string? field, long fromMs, long toMs)
    {
        var (from, to) = DaysOf(fromMs, toMs);
        return StateOf<EventDays>(_plan.Find(leaf, field)).Totals(from, to);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DeviceDelta> Deltas(RegisterDelta leaf, long fromMs, long toMs)
    {
        var (from, to) = DaysOf(fromMs, toMs);
        var registers = _registers[_plan.Find(leaf).Index];
        var deltas = new List<DeviceDelta>(registers.Count);
        for (var i = 0; i < registers.Count; i++)
        {
            if (registers.GetValueAtIndex(i).Delta(registers.GetKeyAtIndex(i), from, to, toMs) is { } delta)
                deltas.Add(delta);
        }

        return deltas;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DeviceUptime> Uptimes(Uptime leaf, long fromMs, long toMs)
    {
        var (from, _) = DaysOf(fromMs, toMs);
        return StateOf<UptimeDays>(_plan.Find(leaf)).ByDevice(from, toMs);
    }

    /// <inheritdoc/>
    public UptimeTotals TotalUptime(Uptime leaf, long fromMs, long toMs)
    {
        var (from, _) = DaysOf(fromMs, toMs);
        return StateOf<UptimeDays>(_plan.Find(leaf)).Totals(from, toMs);
    }

    /// <inheritdoc/>
    public PairTotals Pairs(WithinSeconds leaf, long fromMs, long toMs)
    {
        DaysOf(fromMs, toMs);
        return StateOf<PairDays>(_plan.Find(leaf)).Totals(fromMs, toMs);
    }

    /// <inheritdoc/>
    public IReadOnlyList<(DateOnly Day, double Mean)> DailyMeans(DeviceSelector devices, string quantity, long fromMs, long toMs)
    {
        var (from, to) = DaysOf(fromMs, toMs);
        return StateOf<SampleDays>(_plan.FindMeans(devices, quantity)).Means(from, to);
    }

    private T StateOf<T>(PlannedLeaf leaf) => (T)_leaves[leaf.Index];

    /// <summary>First day of the window, and the first after it.</summary>
    private static (int FromDay, int ToDay) DaysOf(long fromMs, long toMs)
    {
        var from = ChinaDays.Of(fromMs);
        if (ChinaDays.StartMs(from) != fromMs || toMs <= fromMs)
            throw new ArgumentOutOfRangeException(nameof(fromMs), fromMs, $"A window begins with an Asia/Shanghai day and ends after it: {ChinaTime.Format(fromMs)} to {ChinaTime.Format(toMs)} does not.");
        return (from, ChinaDays.Of(toMs - 1) + 1);
    }
}
