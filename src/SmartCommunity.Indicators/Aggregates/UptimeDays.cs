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

/// <summary>A day of a device. <see cref="InStateMs"/> and <see cref="KnownMs"/> are what a closed day gives, computed when first asked for.</summary>
internal struct UptimeDay
{
    internal UptimeSlots Slots;
    internal int LastMs;
    internal int InStateMs;
    internal int KnownMs;
    internal bool IsComputed;
}

/// <summary>Time of one device in the states of one leaf, by day.</summary>
/// <remarks>
/// A slot with values in the state counts as in it, one with others as not, one with both as half. After a slot with values the state holds for <c>HoldIntervals</c> report intervals, rounded up to
/// slots, a day at most. After a slot with both it is that of the next slot of the same day that has one kind only; half where there is none. Equation over the slots of the window within the leaf's hours:
/// <c>inState = Σ in + ½ Σ both</c>, <c>known = Σ (in + other + both)</c>, held slots included.
/// </remarks>
internal sealed class UptimeDays(string device)
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

    internal DayTable<UptimeDay> Days { get; } = new();

    internal static int HoldSlotsOf(int holdIntervals, TimeSpan reportInterval) =>
        (int)Math.Clamp(Math.Ceiling(holdIntervals * reportInterval.TotalMilliseconds / SlotMs), 0, UptimeSlots.PerDay);

    /// <summary>True when the value changed what is kept.</summary>
    internal bool Add(int day, int withinMs, bool isIn)
    {
        ref var bucket = ref Days.At(day);
        var slot = withinMs / SlotMs;
        var bit = isIn ? slot : slot + UptimeSlots.PerDay;
        var isChange = withinMs > bucket.LastMs || !IsSet(bucket.Slots, bit);
        bucket.LastMs = Math.Max(bucket.LastMs, withinMs);
        if (!IsSet(bucket.Slots, bit))
        {
            bucket.Slots[bit / BitsPerWord] |= 1UL << (bit % BitsPerWord);
            FirstHeardMs = Math.Min(FirstHeardMs, ChinaDays.StartMs(day) + (slot * (long)SlotMs));
            bucket.IsComputed = false;
            Forget(day + 1);
        }

        return isChange;
    }

    internal DeviceUptime Time(UptimeLeaf leaf, int fromDay, long toMs)
    {
        long inStateMs = 0;
        long knownMs = 0;
        long lastAtMs = 0;
        var toDay = ChinaDays.Of(toMs);
        for (var i = Days.FirstFrom(fromDay - 1); i < Days.Count && Days.DayAt(i) <= toDay; i++)
        {
            var day = Days.DayAt(i);
            if (day >= fromDay)
                AddDay(leaf, day, toMs, ref inStateMs, ref knownMs);
            // A day without values holds what the day before left.
            if (day + 1 >= fromDay && day < toDay && (i + 1 == Days.Count || Days.DayAt(i + 1) > day + 1))
                AddDay(leaf, day + 1, toMs, ref inStateMs, ref knownMs);
            if (day >= fromDay && ChinaDays.StartMs(day) < toMs)
                lastAtMs = ChinaDays.StartMs(day) + Days.ItemAt(i).LastMs;
        }

        return new DeviceUptime(Device, inStateMs, knownMs, Expected(leaf.Hours, Math.Max(ChinaDays.StartMs(fromDay), FirstHeardMs), toMs), lastAtMs);
    }

    internal static bool IsSet(in UptimeSlots slots, int bit) => (slots[bit / BitsPerWord] >> (bit % BitsPerWord) & 1) != 0;

    private void AddDay(UptimeLeaf leaf, int day, long toMs, ref long inStateMs, ref long knownMs)
    {
        var endMs = (int)Math.Min(ChinaTime.DayMs, toMs - ChinaDays.StartMs(day));
        if (endMs <= 0)
            return;
        var hasValues = Days.TryFind(day, out var index);
        if (endMs < ChinaTime.DayMs || !hasValues)
        {
            var (partIn, partKnown) = Compute(leaf, day, endMs);
            inStateMs += partIn;
            knownMs += partKnown;
            return;
        }

        ref var bucket = ref Days.ItemAt(index);
        if (!bucket.IsComputed)
        {
            (bucket.InStateMs, bucket.KnownMs) = Compute(leaf, day, endMs);
            bucket.IsComputed = true;
        }

        inStateMs += bucket.InStateMs;
        knownMs += bucket.KnownMs;
    }

    private (int InStateMs, int KnownMs) Compute(UptimeLeaf leaf, int day, int endMs)
    {
        var (state, left) = HeldFromBefore(day);
        var hasValues = Days.TryFind(day, out var index);
        var inStateMs = 0;
        var knownMs = 0;
        for (var slot = 0; slot * SlotMs < endMs; slot++)
        {
            var seen = hasValues ? StateOf(Days.ItemAt(index).Slots, slot) : SlotState.Unknown;
            var held = seen;
            if (seen != SlotState.Unknown)
                (state, left) = (seen, HoldSlots);
            else if (left-- > 0)
                held = state == SlotState.Both && hasValues ? NextPure(Days.ItemAt(index).Slots, slot, endMs) : state;
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
        if (!Days.TryFind(day - 1, out var index))
            return (SlotState.Unknown, 0);
        ref readonly var slots = ref Days.ItemAt(index).Slots;
        for (var slot = UptimeSlots.PerDay - 1; slot >= 0; slot--)
        {
            var state = StateOf(slots, slot);
            if (state != SlotState.Unknown)
                return (state, HoldSlots - (UptimeSlots.PerDay - 1 - slot));
        }

        return (SlotState.Unknown, 0);
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

    private void Forget(int day)
    {
        if (Days.TryFind(day, out var index))
            Days.ItemAt(index).IsComputed = false;
    }
}
