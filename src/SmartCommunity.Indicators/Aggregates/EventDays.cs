using System.Text.Json;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>An event of an open day as one leaf sees it: its field is a number, the hash of a text, or absent.</summary>
internal readonly record struct OpenEvent(long AtMs, ulong Bits, FieldKind Kind, bool IsMatched);

/// <summary>What the bits of an <see cref="OpenEvent"/> are.</summary>
internal enum FieldKind : byte
{
    None,

    /// <summary>Those of a double.</summary>
    Number,

    /// <summary>The hash of a text.</summary>
    Text,
}

/// <summary>Events of a closed day of one leaf. Numbers ascending, each with how often it came; hashes of texts ascending, each once.</summary>
internal struct EventDay
{
    internal int Count;
    internal int Matched;
    internal int LastMs;
    internal double[] Numbers;
    internal int[] Counts;
    internal ulong[] Texts;
}

/// <summary>
/// Events of a leaf. Those of open days are kept one by one, because an event that is said again under its id counts once; when a day closes they become its totals.
/// </summary>
internal sealed class EventDays(EventLeaf leaf)
{
    /// <summary>Most events of a leaf in open days: a gate passed every five seconds for a day.</summary>
    internal const int MostOpen = 20_000;

    private readonly List<EventCache> _closed = [];

    internal EventLeaf Leaf { get; } = leaf;

    internal Dictionary<ulong, OpenEvent> Open { get; } = [];

    /// <summary>Closed days.</summary>
    internal PackedEventDays Days { get; set; } = PackedEventDays.Empty;

    /// <summary>False: there are too many.</summary>
    internal bool Add(ulong id, long atMs, JsonElement data)
    {
        if (Open.Count >= MostOpen)
            return false;
        var field = Leaf.Field is { } name ? EventField.Of(data, name) : default;
        var (bits, kind) = field switch
        {
            { Number: { } number } => (BitConverter.DoubleToUInt64Bits(number), FieldKind.Number),
            { Text: { } text } => (TextHash.Of(text), FieldKind.Text),
            _ => (0UL, FieldKind.None),
        };
        Open[id] = new OpenEvent(atMs, bits, kind, Leaf.Where.Hold(data));
        return true;
    }

    internal bool Remove(ulong id) => Open.Remove(id);

    /// <summary>Events before the day become totals.</summary>
    internal void Close(int beforeDay)
    {
        var closing = Open.Where(e => ChinaDays.Of(e.Value.AtMs) < beforeDay).ToList();
        if (closing.Count == 0)
            return;
        var days = new SortedDictionary<int, EventDay>(Days.DaysFrom(int.MinValue).ToDictionary());
        foreach (var day in closing.GroupBy(static e => ChinaDays.Of(e.Value.AtMs)))
        {
            var gathered = new EventGathering();
            gathered.Add(days.GetValueOrDefault(day.Key));
            foreach (var (_, open) in day)
                gathered.Add(open);
            days[day.Key] = gathered.ToDay(day.Key);
        }

        foreach (var (id, _) in closing)
            Open.Remove(id);
        Open.TrimExcess();
        Days = PackedEventDays.Of(days.Select(static d => (d.Key, d.Value)));
        _closed.Clear();
    }

    internal void Trim(int day)
    {
        foreach (var (first, _) in Days.DaysFrom(int.MinValue))
        {
            if (first < day)
                Days = PackedEventDays.Of(Days.DaysFrom(day));
            break;
        }

        foreach (var (id, open) in Open.ToList())
        {
            if (ChinaDays.Of(open.AtMs) < day)
                Open.Remove(id);
        }

        _closed.Clear();
    }

    internal EventTotals Totals(int fromDay, int toDay)
    {
        var closed = Closed(fromDay, toDay);
        var gathered = new EventGathering();
        var hasOpen = false;
        foreach (var open in Open.Values)
        {
            var day = ChinaDays.Of(open.AtMs);
            if (day < fromDay || day >= toDay)
                continue;
            if (!hasOpen)
                gathered.Add(closed);
            hasOpen = true;
            gathered.Add(open);
        }

        return hasOpen ? gathered.ToTotals() : closed;
    }

    /// <summary>Totals of the closed days of a window; kept for the few windows that are asked for.</summary>
    private EventTotals Closed(int fromDay, int toDay)
    {
        const int mostCached = 4; // Windows of one leaf: a week, a month, a year, one of the past.
        toDay = Math.Min(toDay, Days.LastDay + 1);
        foreach (var cached in _closed)
        {
            if (cached.FromDay == fromDay && cached.ToDay == toDay)
                return cached.Totals;
        }

        var gathered = new EventGathering();
        foreach (var (day, content) in Days.DaysFrom(fromDay))
        {
            if (day >= toDay)
                break;
            gathered.Add(content);
            gathered.LastAtMs = ChinaDays.StartMs(day) + content.LastMs;
        }

        var totals = gathered.ToTotals();
        if (_closed.Count == mostCached)
            _closed.RemoveAt(0);
        _closed.Add(new EventCache(fromDay, toDay, totals));
        return totals;
    }

    private sealed record EventCache(int FromDay, int ToDay, EventTotals Totals);
}

/// <summary>Adds up events of days and single ones.</summary>
internal sealed class EventGathering
{
    private readonly Dictionary<double, long> _numbers = [];
    private readonly HashSet<ulong> _texts = [];
    private long _count;
    private long _matched;

    internal long LastAtMs { get; set; }

    internal void Add(in EventDay day)
    {
        _count += day.Count;
        _matched += day.Matched;
        for (var i = 0; i < (day.Numbers?.Length ?? 0); i++)
            AddNumber(day.Numbers![i], day.Counts[i]);
        _texts.UnionWith(day.Texts ?? []);
        LastWithinMs = day.LastMs;
    }

    internal void Add(in OpenEvent open)
    {
        _count++;
        LastAtMs = Math.Max(LastAtMs, open.AtMs);
        if (!open.IsMatched)
            return;
        _matched++;
        if (open.Kind == FieldKind.Number)
            AddNumber(BitConverter.UInt64BitsToDouble(open.Bits), 1);
        if (open.Kind == FieldKind.Text)
            _texts.Add(open.Bits);
    }

    internal void Add(EventTotals totals)
    {
        _count += totals.Count;
        _matched += totals.Matched;
        LastAtMs = Math.Max(LastAtMs, totals.LastAtMs);
        foreach (var (value, count) in totals.Values)
            AddNumber(value, count);
        if (totals is GatheredTotals gathered)
            _texts.UnionWith(gathered.Texts);
    }

    internal EventDay ToDay(int day)
    {
        var sorted = _numbers.OrderBy(static n => n.Key).ToArray();
        return new EventDay
        {
            Count = (int)_count,
            Matched = (int)_matched,
            LastMs = Math.Max(LastWithinMs, (int)Math.Max(0, LastAtMs - ChinaDays.StartMs(day))),
            Numbers = [.. sorted.Select(static n => n.Key)],
            Counts = [.. sorted.Select(static n => (int)n.Value)],
            Texts = [.. _texts.Order()],
        };
    }

    internal EventTotals ToTotals()
    {
        var values = new CountedNumbers(_numbers.OrderBy(static n => n.Key));
        return new GatheredTotals(_count, _matched, values, _texts.Count + _numbers.Count, LastAtMs, [.. _texts]);
    }

    private int LastWithinMs { get; set; }

    /// <summary>Minus zero is zero: they are equal, and must not give different bytes.</summary>
    private void AddNumber(double number, long count) => _numbers[number + 0.0] = _numbers.GetValueOrDefault(number + 0.0) + count;

    private sealed record GatheredTotals(long Count, long Matched, IReadOnlyList<(double Value, long Count)> Values, long Distinct, long LastAtMs, ulong[] Texts)
        : EventTotals(Count, Matched, Values, Distinct, LastAtMs);
}
