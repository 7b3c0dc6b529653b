using SmartCommunity.Indicators.Formulas;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>
/// What formulas ask of history, by the time things were measured or happened. Answers depend on <em>which</em> measurements and events came, never on the order in which they came, and are exact:
/// sums are kept as integers of <see cref="SumResolution"/>. Windows are half-open <c>[from, to)</c> in epoch milliseconds.
/// <para>Two implementations: the cloud's folds and forgets; the tests' recomputes everything from raw lists, and both must agree to the last bit.</para>
/// </summary>
public interface IWindowAggregates
{
    /// <summary>Values are summed as whole multiples of this: exact and free of order, at the price of rounding each value to it once.</summary>
    const double SumResolution = 1e-6;

    /// <summary>Measurements of the leaf in the window.</summary>
    SampleTotals Samples(SampleSource leaf, long fromMs, long toMs);

    /// <summary>Events of the leaf in the window, with the numbers and texts of one data field (null: none).</summary>
    EventTotals Events(EventSource leaf, string? field, long fromMs, long toMs);

    /// <summary>Consumption in the window, by device, ordinal.</summary>
    IReadOnlyList<DeviceDelta> Deltas(RegisterDelta leaf, long fromMs, long toMs);

    /// <summary>Time in the state in the window up to its end, by device, ordinal.</summary>
    IReadOnlyList<DeviceUptime> Uptimes(Uptime leaf, long fromMs, long toMs);

    /// <summary>The same over all devices together: no list is made.</summary>
    UptimeTotals TotalUptime(Uptime leaf, long fromMs, long toMs)
    {
        var totals = default(UptimeTotals);
        foreach (var device in Uptimes(leaf, fromMs, toMs))
        {
            totals = new UptimeTotals(
                totals.Devices + 1, totals.InStateMs + device.InStateMs, totals.KnownMs + device.KnownMs, totals.ExpectedMs + device.ExpectedMs,
                Math.Max(totals.LongestMs, device.InStateMs), Math.Max(totals.LastAtMs, device.LastAtMs));
        }

        return totals;
    }

    /// <summary>Events and their followers in the window. An event whose limit has not run out by <paramref name="toMs"/> and has no follower is left out: it is not decided yet.</summary>
    PairTotals Pairs(WithinSeconds leaf, long fromMs, long toMs);

    /// <summary>Mean of the quantity by Asia/Shanghai day over the devices, days without values absent.</summary>
    IReadOnlyList<(DateOnly Day, double Mean)> DailyMeans(DeviceSelector devices, string quantity, long fromMs, long toMs);
}

/// <summary>Measurements of a window: all, those that meet the leaf's conditions, the sum of the latter, and the youngest.</summary>
public readonly record struct SampleTotals(long Count, long Matched, double Sum, long LastAtMs, int Devices);

/// <summary>Events of a window.</summary>
/// <param name="Count">All of the types.</param>
/// <param name="Matched">Those that meet the conditions.</param>
/// <param name="Values">Numbers of the field of the latter, ascending, with how often each came.</param>
/// <param name="Distinct">Different texts of the field of the latter.</param>
/// <param name="LastAtMs">The youngest; 0 = none.</param>
public record EventTotals(long Count, long Matched, IReadOnlyList<(double Value, long Count)> Values, long Distinct, long LastAtMs);

/// <summary>Consumption of one register. <see cref="IsWhole"/>: there are values from both ends of the window (a day at most missing).</summary>
public readonly record struct DeviceDelta(string Device, double Delta, bool IsWhole, int Resets, long LastAtMs);

/// <summary>Time of one device in the leaf's hours of the window.</summary>
/// <param name="Device">Device id.</param>
/// <param name="InStateMs">In one of the states.</param>
/// <param name="KnownMs">In any known state.</param>
/// <param name="ExpectedMs">Expected since the device was first heard, or the window's start if later.</param>
/// <param name="LastAtMs">Its youngest value; 0 = none.</param>
public readonly record struct DeviceUptime(string Device, long InStateMs, long KnownMs, long ExpectedMs, long LastAtMs);

/// <summary>Time of all devices of a leaf in its hours of the window.</summary>
/// <param name="Devices">Devices first heard before the window's end.</param>
/// <param name="InStateMs">Sum of the time in the state.</param>
/// <param name="KnownMs">Sum of the time in any known state.</param>
/// <param name="ExpectedMs">Sum of the time expected.</param>
/// <param name="LongestMs">Time in the state of the device that was in it longest.</param>
/// <param name="LastAtMs">The youngest value; 0 = none.</param>
public readonly record struct UptimeTotals(int Devices, long InStateMs, long KnownMs, long ExpectedMs, long LongestMs, long LastAtMs);

/// <summary>Decided pairs of a window: events, and those followed in time.</summary>
public readonly record struct PairTotals(long Events, long Followed, long LastAtMs);
