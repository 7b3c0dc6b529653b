namespace SmartCommunity.Indicators.Aggregates;

/// <summary>An event or a follower: when, which (hash of its id; 0 once its day is closed), and what ties them (hash of the key's value; 0 = nothing).</summary>
internal readonly record struct PairEntry(long AtMs, ulong Id, ulong Key) : IComparable<PairEntry>
{
    public int CompareTo(PairEntry other) => AtMs != other.AtMs ? AtMs.CompareTo(other.AtMs) : Id != other.Id ? Id.CompareTo(other.Id) : Key.CompareTo(other.Key);
}

/// <summary>Events or followers in order of time. In open days each counts once under its id; when a day closes the ids are forgotten.</summary>
internal sealed class PairEntries
{
    /// <summary>Most entries of one day: one every 17 seconds.</summary>
    internal const int MostPerDay = 5_000;

    /// <summary>Open days, and what was added to closed ones since.</summary>
    internal List<PairEntry> Open { get; } = [];

    /// <summary>Closed days.</summary>
    internal PackedPairs Closed { get; private set; } = PackedPairs.Empty;

    /// <summary>True: added. False: it is there. Null: the day holds as many as it may.</summary>
    internal bool? Add(PairEntry entry)
    {
        var index = Open.BinarySearch(entry);
        if (index >= 0)
            return false;
        var day = ChinaDays.Of(entry.AtMs);
        var closed = day <= Closed.LastDay ? CountClosed(day) : 0;
        if (closed + FirstFrom(ChinaDays.StartMs(day + 1)) - FirstFrom(ChinaDays.StartMs(day)) >= MostPerDay)
            return null;
        Open.Insert(~index, entry);
        return true;
    }

    /// <summary>Takes back closed days that were written.</summary>
    internal void Restore(IEnumerable<PairEntry> closed) => Closed = PackedPairs.Of(closed);

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
        for (var walk = Closed.Walk(ChinaDays.Of(fromMs)); walk.Next() && walk.Entry.AtMs < toMs;)
        {
            if (walk.Entry.AtMs >= fromMs)
                range.Add(walk.Entry);
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
        if (end > 0)
            Closed = PackedPairs.Of(Closed.All().Concat(Open.Take(end).Select(static e => e with { Id = 0 })).Order());
        Open.RemoveRange(0, end);
        Open.TrimExcess();
    }

    internal void Trim(int day)
    {
        var oldestMs = ChinaDays.StartMs(day);
        var first = Closed.Walk();
        if (first.Next() && first.Entry.AtMs < oldestMs)
            Closed = PackedPairs.Of(Closed.All().Where(e => e.AtMs >= oldestMs));
        Open.RemoveRange(0, FirstFrom(oldestMs));
    }

    private int CountClosed(int day) => Closed.All().Count(e => ChinaDays.Of(e.AtMs) == day);

    /// <summary>Nothing was added before the instant since its day closed.</summary>
    internal bool IsOpenFrom(long atMs) => Open.Count == 0 || Open[0].AtMs >= atMs;

    /// <summary>Index of the first open entry that is not before the instant.</summary>
    private int FirstFrom(long atMs)
    {
        var index = Open.BinarySearch(new PairEntry(atMs, 0, 0));
        return index < 0 ? ~index : index;
    }
}
