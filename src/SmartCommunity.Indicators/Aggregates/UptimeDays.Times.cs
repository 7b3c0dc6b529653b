using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Answers about windows.</summary>
internal sealed partial class UptimeDays
{
    private enum SlotState
    {
        Unknown,
        In,
        Other,
        Both,
    }

    /// <summary>All devices together.</summary>
    internal UptimeTotals Totals(int fromDay, long toMs)
    {
        var endDay = ChinaDays.Of(toMs);
        _window.Set(fromDay, endDay, Count);
        var fromMs = ChinaDays.StartMs(fromDay);
        var expectedOfAll = Leaf.Hours.MillisecondsBetween(fromMs, toMs);
        var totals = default(UptimeTotals);
        for (var device = 0; device < Count; device++)
        {
            var firstHeardMs = _devices[device].FirstHeardMs;
            if (firstHeardMs >= toMs)
                continue;
            var time = TimeOf(device, fromDay, endDay, toMs);
            totals = new UptimeTotals(
                totals.Devices + 1, totals.InStateMs + time.InStateMs, totals.KnownMs + time.KnownMs,
                totals.ExpectedMs + (firstHeardMs <= fromMs ? expectedOfAll : Leaf.Hours.MillisecondsBetween(firstHeardMs, toMs)),
                Math.Max(totals.LongestMs, time.InStateMs), Math.Max(totals.LastAtMs, time.LastAtMs));
        }

        return totals;
    }

    /// <summary>Every device, by name, ordinal.</summary>
    internal List<DeviceUptime> ByDevice(int fromDay, long toMs)
    {
        var endDay = ChinaDays.Of(toMs);
        _window.Set(fromDay, endDay, Count);
        var uptimes = new List<DeviceUptime>(Count);
        foreach (var device in InOrder)
        {
            var firstHeardMs = _devices[device].FirstHeardMs;
            if (firstHeardMs >= toMs)
                continue;
            var time = TimeOf(device, fromDay, endDay, toMs);
            var expectedMs = Leaf.Hours.MillisecondsBetween(Math.Max(ChinaDays.StartMs(fromDay), firstHeardMs), toMs);
            uptimes.Add(new DeviceUptime(_names.NameOf(device), time.InStateMs, time.KnownMs, expectedMs, time.LastAtMs));
        }

        return uptimes;
    }

    /// <summary>Whole days as they are kept, and the part of the day in which the window ends.</summary>
    private UptimeTime TimeOf(int device, int fromDay, int endDay, long toMs)
    {
        if (!_window.TryGet(device, out var whole))
            _window.Keep(device, whole = WholeDays(device, fromDay, endDay));
        var endMs = ChinaDays.Within(toMs, endDay);
        if (endMs == 0)
            return whole;
        var row = OpenRow(device, endDay);
        var (inStateMs, knownMs) = IsCounted && row is { IsEmpty: false } && row[^1] != 0 ? Counted(row, endMs) : Compute(device, endDay, endMs);
        return new UptimeTime(whole.InStateMs + inStateMs, whole.KnownMs + knownMs, LastAtMs(device, endDay, row) is var lastAtMs and not 0 ? lastAtMs : whole.LastAtMs);
    }

    private long LastAtMs(int device, int day, ReadOnlySpan<ulong> row)
    {
        if (row is { IsEmpty: false } && row[^1] != 0)
            return ChinaDays.StartMs(day) + (long)row[^1] - 1;
        return _devices[device].Closed.TryFind(day, out var closed) && closed.LastMs != NoValue ? ChinaDays.StartMs(day) + closed.LastMs : 0;
    }

    private static (int InStateMs, int KnownMs) Counted(ReadOnlySpan<ulong> row, int endMs)
    {
        var slots = endMs / SlotMs;
        var ms = (UptimeSlots.Count(row, slots) * SlotMs) + (endMs % SlotMs != 0 && UptimeSlots.IsSet(row, slots) ? endMs % SlotMs : 0);
        return (ms, ms);
    }

    private UptimeTime WholeDays(int device, int fromDay, int endDay)
    {
        var (inStateMs, knownMs, lastAtMs) = (0L, 0L, 0L);
        ref readonly var days = ref _devices[device].Closed;
        var closed = default(ClosedUptimeDay);
        var hasClosed = days.TryNext(ref closed);
        while (hasClosed && closed.Day < fromDay - 1)
            hasClosed = days.TryNext(ref closed);
        var hadValues = OpenRow(device, fromDay - 1) is { IsEmpty: false };
        if (hasClosed && closed.Day == fromDay - 1)
            (hadValues, hasClosed) = (true, days.TryNext(ref closed));
        for (var day = fromDay; day < endDay; day++)
        {
            var isClosed = hasClosed && closed.Day == day;
            var row = isClosed ? default : OpenRow(device, day);
            // A day without values holds what the day before left.
            if (isClosed || !row.IsEmpty || hadValues)
            {
                var (dayInStateMs, dayKnownMs) = isClosed ? ClosedTime(device, closed) : IsCounted ? Counted(row, row.IsEmpty ? 0 : (int)ChinaTime.DayMs) : Compute(device, day, (int)ChinaTime.DayMs);
                inStateMs += dayInStateMs;
                knownMs += dayKnownMs;
            }

            var lastMs = isClosed ? closed.LastMs : row.IsEmpty ? NoValue : (int)row[^1] - 1;
            if (lastMs != NoValue)
                lastAtMs = ChinaDays.StartMs(day) + lastMs;
            hadValues = isClosed || !row.IsEmpty;
            hasClosed = isClosed ? days.TryNext(ref closed) : hasClosed;
        }

        return new UptimeTime(inStateMs, knownMs, lastAtMs);
    }

    private (int InStateMs, int KnownMs) ClosedTime(int device, in ClosedUptimeDay day)
    {
        ref readonly var closed = ref _devices[device].Closed;
        if (IsCounted)
            return (closed.CountOf(day) * SlotMs, closed.CountOf(day) * SlotMs);
        if (closed.TimeOf(day) is { } known)
            return known;
        var time = Compute(device, day.Day, (int)ChinaTime.DayMs);
        closed.SetTime(day, time.InStateMs, time.KnownMs);
        return time;
    }

    private (int InStateMs, int KnownMs) Compute(int device, int day, int endMs)
    {
        var (state, left) = HeldFromBefore(device, day);
        var hasValues = TryFindSlots(device, day, out var slots);
        var inStateMs = 0;
        var knownMs = 0;
        for (var slot = 0; slot * SlotMs < endMs && (hasValues || left > 0); slot++)
        {
            var seen = hasValues ? StateOf(slots, slot) : SlotState.Unknown;
            var held = seen;
            if (seen != SlotState.Unknown)
                (state, left) = (seen, Leaf.IsHeardOnly ? 0 : _devices[device].HoldSlots);
            else if (left-- > 0)
                held = state == SlotState.Both && hasValues ? NextPure(slots, slot, endMs) : state;
            if (held == SlotState.Unknown)
                continue;
            var ms = Leaf.Hours.MillisecondsOf(day, slot * SlotMs, Math.Min((slot + 1) * SlotMs, endMs));
            knownMs += ms;
            inStateMs += held == SlotState.In ? ms : held == SlotState.Both ? ms / 2 : 0;
        }

        return (inStateMs, knownMs);
    }

    /// <summary>The state the day before ends in, and for how many slots it still holds.</summary>
    private (SlotState State, int Left) HeldFromBefore(int device, int day)
    {
        var holdSlots = _devices[device].HoldSlots;
        if (Leaf.IsHeardOnly || holdSlots == 0 || !TryFindSlots(device, day - 1, out var slots))
            return (SlotState.Unknown, 0);
        for (var slot = UptimeSlots.PerDay - 1; slot >= UptimeSlots.PerDay - holdSlots; slot--)
        {
            var state = StateOf(slots, slot);
            if (state != SlotState.Unknown)
                return (state, holdSlots - (UptimeSlots.PerDay - 1 - slot));
        }

        return (SlotState.Unknown, 0);
    }

    /// <summary>False: nothing is known of the day.</summary>
    private bool TryFindSlots(int device, int day, out UptimeSlots slots)
    {
        slots = SlotsOf(OpenRow(device, day), out _);
        if (!slots.IsEmpty)
            return true;
        if (!_devices[device].Closed.TryFind(day, out var closed))
            return false;
        slots = _devices[device].Closed.SlotsOf(closed);
        return true;
    }

    private static SlotState NextPure(in UptimeSlots slots, int slot, int endMs)
    {
        for (; slot < UptimeSlots.PerDay && slot * SlotMs < endMs; slot++)
        {
            var state = StateOf(slots, slot);
            if (state is SlotState.In or SlotState.Other)
                return state;
        }

        return SlotState.Both;
    }

    private static SlotState StateOf(in UptimeSlots slots, int slot) => (UptimeSlots.IsSet(slots, slot), UptimeSlots.IsSet(slots, slot + UptimeSlots.PerDay)) switch
    {
        (true, true) => SlotState.Both,
        (true, false) => SlotState.In,
        (false, true) => SlotState.Other,
        _ => SlotState.Unknown,
    };
}
