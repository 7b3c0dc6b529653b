using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>One value of a register: milliseconds since its day began, and the scaled value.</summary>
internal readonly record struct RegisterPoint(int WithinMs, long Value);

/// <summary>First and last value of a day.</summary>
internal record struct RegisterEnds(int FirstMs, int LastMs, long First, long Last);

/// <summary>Least and greatest value of a day, where they are not its first and its last: the register started again, or went wrong.</summary>
internal record struct RegisterExtremes(RegisterPoint Least, RegisterPoint Greatest);

/// <summary>
/// A cumulative register by Asia/Shanghai day. Of each day four values stay, whatever the order in which they came: first, last, least and greatest.
/// </summary>
/// <remarks>
/// Consumption is the sum of <see cref="RegisterStep"/> over the values that stayed, in order of time. For a register that counts up and starts again at most once a day (roll-over or swap) that is
/// exactly what all values give: 5,000 → 5,010 | swap | 0 → 3 keeps all four and is 13. Ties: of equal times the larger value, of equal least values the earliest, of equal greatest the latest.
/// The step over the window's start counts in proportion to time, rounded down to a multiple of <see cref="IWindowAggregates.SumResolution"/>, if the value before is at most
/// <see cref="BorderDays"/> old; any other step counts where its second value is.
/// </remarks>
internal sealed class RegisterDays
{
    /// <summary>How far before a window its last value is looked for: beyond a week without a value nobody knows when the consumption was.</summary>
    internal const int BorderDays = 7;

    private const int MostPoints = 4;

    internal DayTable<RegisterEnds> Ends { get; } = new();

    internal DayTable<RegisterExtremes> Extremes { get; } = new();

    /// <summary>True when the value changed what is kept.</summary>
    internal bool Add(int day, int withinMs, long value)
    {
        var isNew = !Ends.TryFind(day, out _);
        ref var ends = ref Ends.At(day);
        if (isNew)
        {
            ends = new RegisterEnds(withinMs, withinMs, value, value);
            return true;
        }

        var before = ends;
        var hasExtremes = Extremes.TryFind(day, out var index);
        var extremes = hasExtremes ? Extremes.ItemAt(index) : Implied(ends);
        var point = new RegisterPoint(withinMs, value);
        if (withinMs < ends.FirstMs || (withinMs == ends.FirstMs && value > ends.First))
            (ends.FirstMs, ends.First) = (withinMs, value);
        if (withinMs > ends.LastMs || (withinMs == ends.LastMs && value > ends.Last))
            (ends.LastMs, ends.Last) = (withinMs, value);
        var changed = extremes;
        if (value < extremes.Least.Value || (value == extremes.Least.Value && withinMs < extremes.Least.WithinMs))
            changed.Least = point;
        if (value > extremes.Greatest.Value || (value == extremes.Greatest.Value && withinMs > extremes.Greatest.WithinMs))
            changed.Greatest = point;
        Keep(day, changed, Implied(ends), hasExtremes ? index : -1);
        return before != ends || changed != extremes;
    }

    /// <summary>Values that stayed of a day, in order of time; returns how many.</summary>
    internal int Points(int index, Span<RegisterPoint> points)
    {
        ref readonly var ends = ref Ends.ItemAt(index);
        points[0] = new RegisterPoint(ends.FirstMs, ends.First);
        var count = 1;
        if (Extremes.Count > 0 && Extremes.TryFind(Ends.DayAt(index), out var extreme))
        {
            ref readonly var kept = ref Extremes.ItemAt(extreme);
            var leastIsFirst = IsBefore(kept.Least, kept.Greatest);
            count = Append(points, count, leastIsFirst ? kept.Least : kept.Greatest);
            count = Append(points, count, leastIsFirst ? kept.Greatest : kept.Least);
        }

        return Append(points, count, new RegisterPoint(ends.LastMs, ends.Last));
    }

    /// <summary>Consumption in the days from <paramref name="fromDay"/> up to, without, <paramref name="toDay"/>; null when there is no value in them.</summary>
    internal DeviceDelta? Delta(string device, int fromDay, int toDay, long toMs)
    {
        Span<RegisterPoint> points = stackalloc RegisterPoint[MostPoints];
        var first = Ends.FirstFrom(fromDay);
        var end = Ends.FirstFrom(toDay);
        if (first == end)
            return null;
        var fromMs = ChinaDays.StartMs(fromDay);
        var last = first > 0 && Ends.DayAt(first - 1) >= fromDay - BorderDays ? LastOf(first - 1) : default((long AtMs, long Value)?);
        var firstAtMs = last?.AtMs ?? long.MaxValue;
        Int128 sum = 0;
        var resets = 0;
        for (var i = first; i < end; i++)
        {
            var dayMs = ChinaDays.StartMs(Ends.DayAt(i));
            var count = Points(i, points);
            foreach (var point in points[..count])
            {
                var atMs = dayMs + point.WithinMs;
                firstAtMs = Math.Min(firstAtMs, atMs);
                if (last is { } known)
                {
                    var (consumption, isReset) = Step(known.Value, point.Value);
                    sum += known.AtMs < fromMs ? Share(consumption, fromMs, known.AtMs, atMs) : consumption;
                    resets += isReset ? 1 : 0;
                }

                last = (atMs, point.Value);
            }
        }

        var lastAtMs = last!.Value.AtMs;
        var isWhole = firstAtMs <= fromMs + ChinaTime.DayMs && lastAtMs >= toMs - ChinaTime.DayMs;
        return new DeviceDelta(device, ScaledValue.ToDouble(sum), isWhole, resets, lastAtMs);
    }

    internal void Trim(int day)
    {
        Ends.Trim(day);
        Extremes.Trim(day);
    }

    /// <summary>A rise is exact as whole multiples; what a drop means is <see cref="RegisterStep"/>'s to say.</summary>
    private static (long Consumption, bool IsReset) Step(long last, long next)
    {
        if (next >= last)
            return (next - last, false);
        var (consumption, isReset) = RegisterStep.Between(ScaledValue.ToDouble(last), ScaledValue.ToDouble(next));
        return ((long)Math.Round(consumption * ScaledValue.PerUnit), isReset);
    }

    private static long Share(long consumption, long fromMs, long lastMs, long nextMs) => (long)((Int128)consumption * (nextMs - fromMs) / (nextMs - lastMs));

    private (long AtMs, long Value) LastOf(int index) => (ChinaDays.StartMs(Ends.DayAt(index)) + Ends.ItemAt(index).LastMs, Ends.ItemAt(index).Last);

    private void Keep(int day, RegisterExtremes extremes, RegisterExtremes implied, int index)
    {
        if (extremes != implied)
            Extremes.At(day) = extremes;
        else if (index >= 0)
            Extremes.RemoveAt(index);
    }

    private static RegisterExtremes Implied(in RegisterEnds ends) => new(new RegisterPoint(ends.FirstMs, ends.First), new RegisterPoint(ends.LastMs, ends.Last));

    private static bool IsBefore(RegisterPoint one, RegisterPoint other) => one.WithinMs < other.WithinMs || (one.WithinMs == other.WithinMs && one.Value < other.Value);

    private static int Append(Span<RegisterPoint> points, int count, RegisterPoint point)
    {
        if (points[count - 1] == point)
            return count;
        points[count] = point;
        return count + 1;
    }
}
