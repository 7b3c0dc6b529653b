using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>One value of a register: milliseconds since its day began, and the scaled value.</summary>
internal readonly record struct RegisterPoint(int WithinMs, long Value);

/// <summary>First and last value of a day.</summary>
internal record struct RegisterEnds(int FirstMs, int LastMs, long First, long Last);

/// <summary>Least and greatest value of a day, where they are not its first and its last: the register started again, or went wrong.</summary>
internal record struct RegisterExtremes(RegisterPoint Least, RegisterPoint Greatest);

/// <summary>Consumption as far as it was added up, and the value to go on from.</summary>
internal struct RegisterSum
{
    internal Int128 Consumption;
    internal long FirstAtMs;
    internal long LastAtMs;
    internal long LastValue;
    internal int Resets;

    /// <summary>There is a value to go on from.</summary>
    internal bool IsKnown;

    /// <summary>There is a value in the window.</summary>
    internal bool HasValue;
}

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

    /// <summary>Values that may stay of a day: first, last, least and greatest.</summary>
    internal const int MostPoints = 4;

    /// <summary>Days that are not packed: today, yesterday and what a device ahead of the clock begins.</summary>
    private const int RecentDays = 2;

    /// <summary>When there are more, all but <see cref="RecentDays"/> are packed: not every day anew.</summary>
    private const int MostRecentDays = 4;

    private PackedRegisterDays _packed = PackedRegisterDays.Empty;
    private DayTable<RegisterEnds> _recent = new(growth: 2);
    private RegisterSum _whole;
    private int _wholeFrom = int.MaxValue;
    private int _wholeEnd = int.MinValue;

    internal bool IsEmpty => _packed.IsEmpty && _recent.Count == 0;

    internal DayTable<RegisterExtremes> Extremes { get; } = new(growth: 2);

    /// <summary>True when the value changed what is kept.</summary>
    internal bool Add(int day, int withinMs, long value)
    {
        if (day <= _packed.LastDay)
            Unpack();
        if (!_recent.TryFind(day, out var recent))
        {
            _recent.At(day) = new RegisterEnds(withinMs, withinMs, value, value);
            if (_recent.Count > MostRecentDays && _recent.LastDay == day)
                Pack();
            Forget(day);
            return true;
        }

        ref var ends = ref _recent.ItemAt(recent);
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
        if (before == ends && changed == extremes)
            return false;
        Forget(day);
        return true;
    }

    /// <summary>Days from one on, in order.</summary>
    internal IEnumerable<(int Day, RegisterEnds Ends)> DaysFrom(int day)
    {
        foreach (var packed in _packed.DaysFrom(day))
            yield return packed;
        for (var i = _recent.FirstFrom(day); i < _recent.Count; i++)
            yield return (_recent.DayAt(i), _recent.ItemAt(i));
    }

    /// <summary>Values that stayed of a day, in order of time; returns how many.</summary>
    internal int Points(int day, in RegisterEnds ends, Span<RegisterPoint> points)
    {
        points[0] = new RegisterPoint(ends.FirstMs, ends.First);
        var count = 1;
        if (Extremes.Count > 0 && Extremes.TryFind(day, out var extreme))
        {
            ref readonly var kept = ref Extremes.ItemAt(extreme);
            var leastIsFirst = IsBefore(kept.Least, kept.Greatest);
            count = Append(points, count, leastIsFirst ? kept.Least : kept.Greatest);
            count = Append(points, count, leastIsFirst ? kept.Greatest : kept.Least);
        }

        return Append(points, count, new RegisterPoint(ends.LastMs, ends.Last));
    }

    /// <summary>
    /// Consumption in the days from <paramref name="fromDay"/> up to, without, <paramref name="toDay"/>; null when there is no value in them. What all but the last day come to is kept: while the window
    /// stands only the last day is added.
    /// </summary>
    internal DeviceDelta? Delta(string device, int fromDay, int toDay, long toMs)
    {
        if (fromDay != _wholeFrom || toDay - 1 != _wholeEnd)
        {
            (_whole, _wholeFrom, _wholeEnd) = (default, fromDay, toDay - 1);
            var walk = _packed.Walk();
            while (walk.Next() && walk.Day < _wholeEnd)
                Add(ref _whole, walk.Day, walk.Ends, fromDay);
            for (var i = _recent.FirstFrom(fromDay - BorderDays); i < _recent.Count && _recent.DayAt(i) < _wholeEnd; i++)
                Add(ref _whole, _recent.DayAt(i), _recent.ItemAt(i), fromDay);
        }

        var sum = _whole;
        if (TryFind(toDay - 1, out var ends))
            Add(ref sum, toDay - 1, ends, fromDay);
        if (!sum.HasValue)
            return null;
        var isWhole = sum.FirstAtMs <= ChinaDays.StartMs(fromDay) + ChinaTime.DayMs && sum.LastAtMs >= toMs - ChinaTime.DayMs;
        return new DeviceDelta(device, ScaledValue.ToDouble(sum.Consumption), isWhole, sum.Resets, sum.LastAtMs);
    }

    internal void Trim(int day)
    {
        _packed = _packed.From(day);
        _recent.Trim(day);
        Extremes.Trim(day);
        if (day > _wholeFrom - BorderDays)
            _wholeFrom = int.MaxValue;
    }

    /// <summary>Adds a day that lies after all that were added: of the last before the window only its last value.</summary>
    private void Add(ref RegisterSum sum, int day, in RegisterEnds ends, int fromDay)
    {
        var dayMs = ChinaDays.StartMs(day);
        if (day < fromDay)
        {
            if (day >= fromDay - BorderDays)
                sum = new RegisterSum { IsKnown = true, FirstAtMs = dayMs + ends.LastMs, LastAtMs = dayMs + ends.LastMs, LastValue = ends.Last };
            return;
        }

        Span<RegisterPoint> points = stackalloc RegisterPoint[MostPoints];
        var fromMs = ChinaDays.StartMs(fromDay);
        var count = Points(day, ends, points);
        foreach (var point in points[..count])
        {
            var atMs = dayMs + point.WithinMs;
            if (sum.IsKnown)
            {
                var (consumption, isReset) = Step(sum.LastValue, point.Value);
                sum.Consumption += sum.LastAtMs < fromMs ? Share(consumption, fromMs, sum.LastAtMs, atMs) : consumption;
                sum.Resets += isReset ? 1 : 0;
            }

            sum.FirstAtMs = sum.IsKnown ? Math.Min(sum.FirstAtMs, atMs) : atMs;
            (sum.IsKnown, sum.HasValue, sum.LastAtMs, sum.LastValue) = (true, true, atMs, point.Value);
        }
    }

    /// <summary>Packs the days that something late unpacked.</summary>
    internal void Settle()
    {
        if (_recent.Count > MostRecentDays)
            Pack();
    }

    private bool TryFind(int day, out RegisterEnds ends)
    {
        ends = default;
        if (_recent.TryFind(day, out var index))
        {
            ends = _recent.ItemAt(index);
            return true;
        }

        for (var walk = _packed.Walk(); day <= _packed.LastDay && walk.Next();)
        {
            if (walk.Day != day)
                continue;
            ends = walk.Ends;
            return true;
        }

        return false;
    }

    private void Pack()
    {
        var days = Enumerable.Range(0, _recent.Count - RecentDays).Select(i => (_recent.DayAt(i), _recent.ItemAt(i)));
        _packed = _packed.With(days);
        _recent.Trim(_recent.DayAt(_recent.Count - RecentDays));
    }

    private void Unpack()
    {
        var all = new DayTable<RegisterEnds>(growth: MostRecentDays);
        foreach (var (day, ends) in DaysFrom(int.MinValue))
            all.At(day) = ends;
        (_packed, _recent) = (PackedRegisterDays.Empty, all);
    }

    /// <summary>Something of the day changed.</summary>
    private void Forget(int day)
    {
        if (day < _wholeEnd && day >= (long)_wholeFrom - BorderDays)
            _wholeFrom = int.MaxValue;
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
