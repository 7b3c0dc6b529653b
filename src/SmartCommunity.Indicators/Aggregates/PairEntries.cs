namespace SmartCommunity.Indicators.Aggregates;

/// <summary>An event or a follower: when, which (hash of its id; 0 once its day is closed), and what ties them (hash of the key's value; 0 = nothing).</summary>
internal readonly record struct PairEntry(long AtMs, ulong Id, ulong Key) : IComparable<PairEntry>
{
    public int CompareTo(PairEntry other) => AtMs != other.AtMs ? AtMs.CompareTo(other.AtMs) : Id != other.Id ? Id.CompareTo(other.Id) : Key.CompareTo(other.Key);
}

/// <summary>Entries of a closed day, by time, then key; no keys at all when nothing ties them.</summary>
internal struct ClosedPairs
{
    internal int[] WithinMs;
    internal ulong[]? Keys;
}

/// <summary>Events or followers in order of time. In open days each counts once under its id; when a day closes the ids are forgotten.</summary>
internal sealed class PairEntries
{
    /// <summary>Most entries of one day: one every 17 seconds.</summary>
    internal const int MostPerDay = 5_000;

    /// <summary>Open days, and what was added to closed ones since.</summary>
    internal List<PairEntry> Open { get; } = [];

    internal DayTable<ClosedPairs> Closed { get; } = new(growth: 4);

    /// <summary>True: added. False: it is there. Null: the day holds as many as it may.</summary>
    internal bool? Add(PairEntry entry)
    {
        var index = Open.BinarySearch(entry);
        if (index >= 0)
            return false;
        var day = ChinaDays.Of(entry.AtMs);
        var closed = Closed.TryFind(day, out var at) ? Closed.ItemAt(at).WithinMs.Length : 0;
        if (closed + FirstFrom(ChinaDays.StartMs(day + 1)) - FirstFrom(ChinaDays.StartMs(day)) >= MostPerDay)
            return null;
        Open.Insert(~index, entry);
        return true;
    }

    /// <summary>Removes what an event of an open day left at a time, whatever its key.</summary>
    internal bool Remove(long atMs, ulong id)
    {
        for (var index = FirstFrom(atMs); index < Open.Count && Open[index].AtMs == atMs; index++)
        {
            if (Open[index].Id == id)
            {
                Open.RemoveAt(index);
                return true;
            }
        }

        return false;
    }

    /// <summary>All entries from one instant up to, without, another, in order of time, into an empty list.</summary>
    internal void Range(long fromMs, long toMs, List<PairEntry> range)
    {
        for (var i = Closed.FirstFrom(ChinaDays.Of(fromMs)); i < Closed.Count; i++)
        {
            ref readonly var day = ref Closed.ItemAt(i);
            var startMs = ChinaDays.StartMs(Closed.DayAt(i));
            if (startMs >= toMs)
                break;
            for (var n = 0; n < day.WithinMs.Length; n++)
            {
                var atMs = startMs + day.WithinMs[n];
                if (atMs >= fromMs && atMs < toMs)
                    range.Add(new PairEntry(atMs, 0, day.Keys?[n] ?? 0));
            }
        }

        var isMixed = range.Count > 0 && Open.Count > 0 && Open[0].AtMs < range[^1].AtMs;
        for (var i = FirstFrom(fromMs); i < Open.Count && Open[i].AtMs < toMs; i++)
            range.Add(Open[i]);
        if (isMixed)
            range.Sort();
    }

    /// <summary>Ids of the days before <paramref name="beforeDay"/> are forgotten.</summary>
    internal void Close(int beforeDay)
    {
        var end = FirstFrom(ChinaDays.StartMs(beforeDay));
        foreach (var closing in Open.Take(end).GroupBy(static e => ChinaDays.Of(e.AtMs)))
        {
            ref var day = ref Closed.At(closing.Key);
            var all = closing.Select(e => (ChinaDays.Within(e.AtMs, closing.Key), e.Key)).ToList();
            for (var n = 0; n < (day.WithinMs?.Length ?? 0); n++)
                all.Add((day.WithinMs![n], day.Keys?[n] ?? 0));
            all.Sort();
            day.WithinMs = [.. all.Select(static e => e.Item1)];
            day.Keys = all.TrueForAll(static e => e.Key == 0) ? null : [.. all.Select(static e => e.Key)];
        }

        Open.RemoveRange(0, end);
        Open.TrimExcess();
    }

    internal void Trim(int day)
    {
        Closed.Trim(day);
        Open.RemoveRange(0, FirstFrom(ChinaDays.StartMs(day)));
    }

    /// <summary>Nothing was added before the instant since its day closed.</summary>
    internal bool IsOpenFrom(long atMs) => Open.Count == 0 || Open[0].AtMs >= atMs;

    /// <summary>Index of the first open entry that is not before the instant.</summary>
    private int FirstFrom(long atMs)
    {
        var index = Open.BinarySearch(new PairEntry(atMs, 0, 0));
        return index < 0 ? ~index : index;
    }
}
