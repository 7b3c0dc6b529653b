using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Series;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts.BackTests;

/// <summary>What a back-test reads of a device.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Always">What rules look at, and the first it measures, so that it is known to have been there.</param>
/// <param name="WhileStill">What only a rule about standstill looks at, read in stretches of days in which the device may have stood still.</param>
/// <param name="Probe">Place in <paramref name="Always"/> of the quantity that tells so; −1: no rule asks.</param>
/// <param name="StretchMs">Shortest standstill that a rule asks for, milliseconds.</param>
internal sealed record ReadDevice(string Device, Quantity[] Always, Quantity[] WhileStill, int Probe, long StretchMs)
{
    /// <summary>Both, in the order in which they are read.</summary>
    internal Quantity[] All { get; } = [.. Always, .. WhileStill];

    /// <summary>No points of some quantities.</summary>
    internal static IReadOnlyList<SeriesPoint>[] Nothing(Quantity[] quantities) => [.. quantities.Select(static _ => Array.Empty<SeriesPoint>())];

    /// <summary>True when points are those of <see cref="All"/>.</summary>
    internal bool HasAll(IReadOnlyList<SeriesPoint>[] points) => points.Length == All.Length;

    /// <summary>The points of a stretch that are replayed, by <see cref="All"/>: those of <see cref="WhileStill"/>, which were read with the others or apart, only where it may have stood still.</summary>
    internal IEnumerable<IReadOnlyList<SeriesPoint>> Taken(IReadOnlyList<SeriesPoint>[] points, IReadOnlyList<SeriesPoint>[] apart, bool mayHaveStood) =>
        [.. points.Take(Always.Length), .. !mayHaveStood ? Nothing(WhileStill) : HasAll(points) ? points.Skip(Always.Length) : apart];

    internal static ReadDevice Of(RuleIndex index, DeviceTwin device)
    {
        var measured = index.Measured(device.Class);
        var asked = measured.Where(static m => m.Rule.Condition is not StillCondition).SelectMany(static m => m.Besides.Append(m.Slot)).ToHashSet();
        List<Quantity> always = [.. device.Class.Quantities.Where((_, slot) => slot == 0 || asked.Contains(slot))];
        Quantity[] moving = [.. device.Class.Quantities.Where(StillFold.Moves)];
        long[] stretches = [.. measured.Select(static m => m.Rule.Condition).OfType<StillCondition>().Select(static s => (long)s.For.TotalMilliseconds)];
        if (stretches.Length == 0 || moving.Length == 0)
            return new ReadDevice(device.Device, [.. always], [], -1, 0);
        var probe = moving.FirstOrDefault(always.Contains) ?? moving[0];
        if (!always.Contains(probe))
            always.Add(probe);
        return new ReadDevice(device.Device, [.. always], [.. moving.Except(always)], always.IndexOf(probe), stretches.Min());
    }

    /// <summary>See <see cref="Standstill.IsPossible"/>; of each stretch the points of <see cref="Always"/>.</summary>
    internal bool MayStandStill(IReadOnlyList<SeriesPoint>[][] days, long beginMs, long endMs, long fromMs, long toMs) =>
        WhileStill.Length > 0 && Standstill.IsPossible([.. days.Select(d => d[Probe])], beginMs, endMs, Math.Max(fromMs, beginMs - StretchMs), Math.Min(toMs, endMs + StretchMs), StretchMs);
}
