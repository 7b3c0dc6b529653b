using System.Runtime.CompilerServices;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>288 slots of five minutes: one bit "a value in the state was there", one "a value in another state was there".</summary>
[InlineArray(Words)]
internal struct UptimeSlots
{
    internal const int PerDay = 288;
    internal const int Words = 2 * PerDay / 64;

    private ulong _first;
}

/// <summary>An open day of a device. <see cref="LastMs"/> is −1 where only what the day before holds reaches into it.</summary>
internal struct UptimeDay
{
    internal const int NoValue = -1;

    internal UptimeSlots Slots;
    internal int LastMs;
}

/// <summary>Time of one device in the states of one leaf, by day.</summary>
/// <remarks>
/// A slot with values in the state counts as in it, one with others as not, one with both as half. After a slot with values the state holds for <c>HoldIntervals</c> report intervals, rounded up to
/// slots, a day at most. After a slot with both it is that of the next slot of the same day that has one kind only; half where there is none. Equation over the slots of the window within the leaf's hours:
/// <c>inState = Σ in + ½ Σ both</c>, <c>known = Σ (in + other + both)</c>, held slots included.
/// A leaf that only asks whether the device was heard has one state: the slots a value holds are set at once, so that a day of a device that is well is all ones, and a byte when it is packed.
/// </remarks>
/// <param name="device">Device id.</param>
/// <param name="isHeardOnly">The leaf only asks whether the device was heard.</param>
internal sealed class UptimeDays(string device, bool isHeardOnly)
{
    internal const int SlotMs = 300_000;
    private const int BitsPerWord = 64;

    private enum SlotState
    {
        Unknown,
        In,
        Other,
        Both,
    }

    internal string Device { get; } = device;

    /// <summary>Slots a value holds beyond its own.</summary>
    internal int HoldSlots { get; set; }

    /// <summary>Start of the slot of the earliest value ever; it is expected from then on.</summary>
    internal long FirstHeardMs { get; set; } = long.MaxValue;

    /// <summary>Open days, and closed ones to which something was added since they closed.</summary>
    internal DayTable<UptimeDay> Open { get; } = new(growth: 1);

    internal ClosedUptimeDays Closed { get; } = new();

    internal static int HoldSlotsOf(int holdIntervals, TimeSpan reportInterval) =>
        (int)Math.Clamp(Math.Ceiling(holdIntervals * reportInterval.TotalMilliseconds / SlotMs), 0, UptimeSlots.PerDay);

    /// <summary>True when the value changed what is kept.</summary>
    internal bool Add(int day, int withinMs, bool isIn)
    {
        ref var bucket = ref At(day);
        var slot = withinMs / SlotMs;
        var isChange = withinMs > bucket.LastMs;
        bucket.LastMs = Math.Max(bucket.LastMs, withinMs);
        FirstHeardMs = Math.Min(FirstHeardMs, ChinaDays.StartMs(day) + (slot * (long)SlotMs));
        if (isHeardOnly)
            return Cover(ref bucket, day, slot) || isChange;
        var bit = isIn ? slot : slot + UptimeSlots.PerDay;
        if (IsSet(bucket.Slots, bit))
            return isChange;
        Flip(ref bucket.Slots, bit);
        Closed.ForgetTime(day + 1);
        return true;
    }

    /// <summary>Days before <paramref name="beforeDay"/> are packed.</summary>
    internal void Close(int beforeDay)
    {
        for (var i = 0; i < Open.Count && Open.DayAt(i) < beforeDay; i++)
            Closed.Add(Open.DayAt(i), Open.ItemAt(i).Slots, Open.ItemAt(i).LastMs);
        Open.Trim(beforeDay);
    }

    internal void Trim(int beforeDay)
    {
        Open.Trim(beforeDay);
        Closed.Trim(beforeDay);
    }

    internal DeviceUptime Time(UptimeLeaf leaf, int fromDay, long toMs)
    {
        long inStateMs = 0;
        long knownMs = 0;
        long lastAtMs = 0;
        var closed = Closed.FirstFrom(fromDay);
        var hadValues = Open.TryFind(fromDay - 1, out _) || Closed.Find(fromDay - 1) != ClosedUptimeDays.None;
        for (var day = fromDay; ChinaDays.StartMs(day) < toMs; day++)
        {
            var endMs = (int)Math.Min(ChinaTime.DayMs, toMs - ChinaDays.StartMs(day));
            var isClosed = closed != ClosedUptimeDays.None && Closed.DayAt(closed) == day;
            var open = -1;
            var hasValues = isClosed || Open.TryFind(day, out open);
            // A day without values holds what the day before left.
            if (hasValues || hadValues)
            {
                var (dayInStateMs, dayKnownMs) = isClosed && endMs == ChinaTime.DayMs ? ClosedTime(leaf, day, closed) : Compute(leaf, day, endMs);
                inStateMs += dayInStateMs;
                knownMs += dayKnownMs;
            }

            var lastMs = isClosed ? Closed.LastMsAt(closed) : hasValues ? Open.ItemAt(open).LastMs : UptimeDay.NoValue;
            if (lastMs != UptimeDay.NoValue)
                lastAtMs = ChinaDays.StartMs(day) + lastMs;
            closed = isClosed ? Closed.Next(closed) : closed;
            hadValues = hasValues;
        }

        return new DeviceUptime(Device, inStateMs, knownMs, Expected(leaf.Hours, Math.Max(ChinaDays.StartMs(fromDay), FirstHeardMs), toMs), lastAtMs);
    }

    /// <summary>Every day there is, in order.</summary>
    internal SortedDictionary<int, UptimeDay> All()
    {
        var all = new SortedDictionary<int, UptimeDay>();
        for (var i = 0; i < Open.Count; i++)
            all[Open.DayAt(i)] = Open.ItemAt(i);
        for (var offset = Closed.FirstFrom(int.MinValue); offset != ClosedUptimeDays.None; offset = Closed.Next(offset))
            all[Closed.DayAt(offset)] = new UptimeDay { Slots = Closed.SlotsAt(offset), LastMs = Closed.LastMsAt(offset) };
        return all;
    }

    internal static bool IsSet(in UptimeSlots slots, int bit) => (slots[bit / BitsPerWord] >> (bit % BitsPerWord) & 1) != 0;

    internal static void Flip(ref UptimeSlots slots, int bit) => slots[bit / BitsPerWord] ^= 1UL << (bit % BitsPerWord);

    /// <summary>Sets the slots a value holds; true when one of them was not.</summary>
    private bool Cover(ref UptimeDay bucket, int day, int slot)
    {
        var isChange = false;
        var end = slot + HoldSlots + 1;
        for (var held = slot; held < Math.Min(end, UptimeSlots.PerDay); held++)
        {
            if (IsSet(bucket.Slots, held))
                continue;
            Flip(ref bucket.Slots, held);
            isChange = true;
        }

        if (end <= UptimeSlots.PerDay)
            return isChange;
        ref var next = ref At(day + 1);
        for (var held = 0; held < end - UptimeSlots.PerDay; held++)
        {
            if (IsSet(next.Slots, held))
                continue;
            Flip(ref next.Slots, held);
            isChange = true;
        }

        return isChange;
    }

    private ref UptimeDay At(int day)
    {
        if (Open.TryFind(day, out var index))
            return ref Open.ItemAt(index);
        ref var bucket = ref Open.At(day);
        bucket.LastMs = UptimeDay.NoValue;
        if (Closed.Find(day) is not ClosedUptimeDays.None and var offset)
        {
            bucket = new UptimeDay { Slots = Closed.SlotsAt(offset), LastMs = Closed.LastMsAt(offset) };
            Closed.Remove(offset);
        }

        return ref bucket;
    }

    private (int InStateMs, int KnownMs) ClosedTime(UptimeLeaf leaf, int day, int offset)
    {
        if (Closed.TimeAt(offset) is { } known)
            return known;
        var time = Compute(leaf, day, (int)ChinaTime.DayMs);
        Closed.SetTime(offset, time.InStateMs, time.KnownMs);
        return time;
    }

    private (int InStateMs, int KnownMs) Compute(UptimeLeaf leaf, int day, int endMs)
    {
        var (state, left) = HeldFromBefore(day);
        var hasValues = TryFindSlots(day, out var slots);
        var inStateMs = 0;
        var knownMs = 0;
        for (var slot = 0; slot * SlotMs < endMs && (hasValues || left > 0); slot++)
        {
            var seen = hasValues ? StateOf(slots, slot) : SlotState.Unknown;
            var held = seen;
            if (seen != SlotState.Unknown)
                (state, left) = (seen, isHeardOnly ? 0 : HoldSlots);
            else if (left-- > 0)
                held = state == SlotState.Both && hasValues ? NextPure(slots, slot, endMs) : state;
            if (held == SlotState.Unknown)
                continue;
            var ms = leaf.Hours.MillisecondsOf(day, slot * SlotMs, Math.Min((slot + 1) * SlotMs, endMs));
            knownMs += ms;
            inStateMs += held == SlotState.In ? ms : held == SlotState.Both ? ms / 2 : 0;
        }

        return (inStateMs, knownMs);
    }

    /// <summary>The state the day before ends in, and for how many slots it still holds.</summary>
    private (SlotState State, int Left) HeldFromBefore(int day)
    {
        if (isHeardOnly || HoldSlots == 0 || !TryFindSlots(day - 1, out var slots))
            return (SlotState.Unknown, 0);
        for (var slot = UptimeSlots.PerDay - 1; slot >= UptimeSlots.PerDay - HoldSlots; slot--)
        {
            var state = StateOf(slots, slot);
            if (state != SlotState.Unknown)
                return (state, HoldSlots - (UptimeSlots.PerDay - 1 - slot));
        }

        return (SlotState.Unknown, 0);
    }

    private bool TryFindSlots(int day, out UptimeSlots slots)
    {
        slots = default;
        if (Open.TryFind(day, out var index))
            slots = Open.ItemAt(index).Slots;
        else if (Closed.Find(day) is not ClosedUptimeDays.None and var offset)
            slots = Closed.SlotsAt(offset);
        else
            return false;
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

    private static SlotState StateOf(in UptimeSlots slots, int slot) => (IsSet(slots, slot), IsSet(slots, slot + UptimeSlots.PerDay)) switch
    {
        (true, true) => SlotState.Both,
        (true, false) => SlotState.In,
        (false, true) => SlotState.Other,
        _ => SlotState.Unknown,
    };

    private static long Expected(LeafHours hours, long fromMs, long toMs)
    {
        long expected = 0;
        for (var day = ChinaDays.Of(fromMs); ChinaDays.StartMs(day) < toMs; day++)
        {
            var startMs = ChinaDays.StartMs(day);
            expected += hours.MillisecondsOf(day, (int)Math.Max(0, fromMs - startMs), (int)Math.Min(ChinaTime.DayMs, toMs - startMs));
        }

        return expected;
    }
}
