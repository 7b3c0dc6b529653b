namespace SmartCommunity.Indicators.Aggregates;

/// <summary>A device of a leaf of time in states.</summary>
internal struct UptimeDevice
{
    /// <summary>Start of the slot of the earliest value ever; it is expected from then on. <see cref="long.MaxValue"/>: none yet.</summary>
    internal long FirstHeardMs;

    /// <summary>Slots a value holds beyond its own.</summary>
    internal int HoldSlots;

    internal ClosedUptimeDays Closed;
}

/// <summary>Time of the devices of one leaf in its states, by day.</summary>
/// <remarks>
/// A slot with values in the state counts as in it, one with others as not, one with both as half. After a slot with values the state holds for <c>HoldIntervals</c> report intervals, rounded up to
/// slots, a day at most. After a slot with both it is that of the next slot of the same day that has one kind only; half where there is none. Equation over the slots of the window within the leaf's hours:
/// <c>inState = Σ in + ½ Σ both</c>, <c>known = Σ (in + other + both)</c>, held slots included.
/// A leaf that only asks whether the device was heard has one state: the slots a value holds are set at once, so that a day of a device that is well is all ones, and a byte when it is packed; its time
/// is the number of ones. What whole days of the last window asked for came to is kept for each device (<see cref="UptimeWindow"/>).
/// </remarks>
internal sealed partial class UptimeDays
{
    internal const int SlotMs = 300_000;

    /// <summary>There is no value in the day.</summary>
    internal const int NoValue = -1;

    /// <summary>The table of devices grows by an eighth.</summary>
    private const int GrowthShare = 8;

    private readonly int _words;
    private readonly LeafDevices _names = new();
    private readonly UptimeWindow _window = new();
    private UptimeDevice[] _devices = [];
    private int[]? _inOrder;

    internal UptimeDays(UptimeLeaf leaf)
    {
        Leaf = leaf;
        _words = (leaf.IsHeardOnly ? (UptimeSlots.Words + 1) / 2 : UptimeSlots.Words) + 1;
    }

    internal UptimeLeaf Leaf { get; }

    /// <summary>Open days, and closed ones to which something was added since they closed.</summary>
    internal DayTable<OpenUptimeDay> Open { get; } = new(growth: 1);

    /// <summary>A day's time is the number of its slots.</summary>
    private bool IsCounted => Leaf.IsHeardOnly && Leaf.Hours.IsAlways;

    private int Count => _names.Count;

    /// <summary>Indexes of the devices by name, ordinal.</summary>
    private int[] InOrder => _inOrder ??= [.. Enumerable.Range(0, Count).OrderBy(_names.NameOf, StringComparer.Ordinal)];

    internal static int HoldSlotsOf(int holdIntervals, TimeSpan reportInterval) =>
        (int)Math.Clamp(Math.Ceiling(holdIntervals * reportInterval.TotalMilliseconds / SlotMs), 0, UptimeSlots.PerDay);

    /// <summary>Index of a device, which is added where it is new.</summary>
    internal int IndexOf(string name)
    {
        var before = Count;
        var device = _names.IndexOf(name);
        if (device < before)
            return device;
        if (device >= _devices.Length)
            Array.Resize(ref _devices, _devices.Length + Math.Max(1, _devices.Length / GrowthShare));
        _devices[device] = new UptimeDevice { FirstHeardMs = long.MaxValue, Closed = new ClosedUptimeDays(null, !IsCounted) };
        _inOrder = null;
        return device;
    }

    /// <summary>Says how long the device's values hold.</summary>
    internal int Subscribe(string name, TimeSpan reportInterval)
    {
        var device = IndexOf(name);
        var holdSlots = HoldSlotsOf(Leaf.HoldIntervals, reportInterval);
        if (_devices[device].HoldSlots == holdSlots)
            return device;
        _devices[device].HoldSlots = holdSlots;
        _devices[device].Closed.ForgetTimes(int.MinValue, int.MaxValue);
        _window.Forget(device);
        return device;
    }

    /// <summary>True when the value changed what is kept.</summary>
    internal bool Add(int device, int day, int withinMs, bool isIn)
    {
        ref var known = ref _devices[device];
        var row = Row(device, day);
        var slot = withinMs / SlotMs;
        var isChange = (ulong)withinMs >= row[^1];
        row[^1] = Math.Max(row[^1], (ulong)withinMs + 1);
        known.FirstHeardMs = Math.Min(known.FirstHeardMs, ChinaDays.StartMs(day) + (slot * (long)SlotMs));
        if (Leaf.IsHeardOnly)
        {
            isChange |= Cover(device, row, day, slot, known.HoldSlots);
        }
        else if (!UptimeSlots.IsSet(row, isIn ? slot : slot + UptimeSlots.PerDay))
        {
            UptimeSlots.Flip(row, isIn ? slot : slot + UptimeSlots.PerDay);
            known.Closed.ForgetTimes(day + 1, day + 1);
            isChange = true;
        }

        if (isChange)
            _window.Forget(device, day);
        return isChange;
    }

    /// <summary>Days before <paramref name="beforeDay"/> are packed.</summary>
    internal void Close(int beforeDay)
    {
        for (var i = 0; i < Open.Count && Open.DayAt(i) < beforeDay; i++)
        {
            for (var device = 0; device < Count; device++)
            {
                if (SlotsOf(Open.ItemAt(i).RowOf(device, _words), out var lastMs) is { IsEmpty: false } slots)
                    _devices[device].Closed = _devices[device].Closed.With(Open.DayAt(i), slots, lastMs);
            }
        }

        Open.Trim(beforeDay);
    }

    internal void Trim(int beforeDay)
    {
        Open.Trim(beforeDay);
        foreach (ref var device in _devices.AsSpan(0, Count))
            device.Closed = device.Closed.Without(beforeDay);
        _window.Trim(beforeDay);
    }

    internal string NameOf(int device) => _names.NameOf(device);

    internal ref long FirstHeardMs(int device) => ref _devices[device].FirstHeardMs;

    /// <summary>Devices that ever said something, by name, ordinal.</summary>
    internal List<int> HeardDevices() => [.. InOrder.Where(device => _devices[device].FirstHeardMs != long.MaxValue)];

    /// <summary>Every day of a device, in order.</summary>
    internal SortedDictionary<int, (UptimeSlots Slots, int LastMs)> DaysOf(int device)
    {
        var all = new SortedDictionary<int, (UptimeSlots Slots, int LastMs)>();
        for (var i = 0; i < Open.Count; i++)
        {
            if (SlotsOf(Open.ItemAt(i).RowOf(device, _words), out var lastMs) is { IsEmpty: false } slots)
                all[Open.DayAt(i)] = (slots, lastMs);
        }

        var closed = default(ClosedUptimeDay);
        while (_devices[device].Closed.TryNext(ref closed))
            all[closed.Day] = (_devices[device].Closed.SlotsOf(closed), closed.LastMs);
        return all;
    }

    /// <summary>Takes back a day that was written.</summary>
    internal void Restore(int device, int day, int lastMs, in UptimeSlots slots, int openFromDay)
    {
        ref var closed = ref _devices[device].Closed;
        if (day < openFromDay)
        {
            closed = closed.With(day, slots, lastMs);
            return;
        }

        Fill(Row(device, day), slots, lastMs);
    }

    private ReadOnlySpan<ulong> OpenRow(int device, int day) => Open.TryFind(day, out var index) ? Open.ItemAt(index).RowOf(device, _words) : default;

    /// <summary>Sets the slots a value holds; true when one of them was not.</summary>
    private bool Cover(int device, Span<ulong> row, int day, int slot, int holdSlots)
    {
        var end = slot + holdSlots + 1;
        var isChange = UptimeSlots.Fill(row, slot, Math.Min(end, UptimeSlots.PerDay));
        if (end <= UptimeSlots.PerDay || !UptimeSlots.Fill(Row(device, day + 1), 0, end - UptimeSlots.PerDay))
            return isChange;
        _window.Forget(device, day + 1);
        return true;
    }

    /// <summary>The device's row of a day; a closed day is opened again.</summary>
    private Span<ulong> Row(int device, int day)
    {
        if (Open.TryFind(day, out var index) && Open.ItemAt(index).RowOf(device, _words) is { IsEmpty: false } there && there[^1] != 0)
            return there;
        ref var open = ref Open.At(day);
        var row = open.RowOf(device, _words);
        if (row.IsEmpty)
            row = open.AddRow(device, _words, Count);
        ref var closed = ref _devices[device].Closed;
        if (!closed.TryFind(day, out var found))
            return row;
        Fill(row, closed.SlotsOf(found), found.LastMs);
        closed = closed.Without(int.MinValue, day);
        return row;
    }

    private static void Fill(Span<ulong> row, in UptimeSlots slots, int lastMs)
    {
        ((ReadOnlySpan<ulong>)slots)[..(row.Length - 1)].CopyTo(row);
        row[^1] = (ulong)(lastMs + 1);
    }

    private static UptimeSlots SlotsOf(ReadOnlySpan<ulong> row, out int lastMs)
    {
        var slots = default(UptimeSlots);
        lastMs = NoValue;
        if (row.IsEmpty)
            return slots;
        row[..^1].CopyTo(slots);
        lastMs = (int)row[^1] - 1;
        return slots;
    }
}
