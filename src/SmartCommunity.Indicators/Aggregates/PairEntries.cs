using SmartCommunity.Telemetry;

namespace SmartCommunity.Indicators.Aggregates;

/// <summary>An event or a follower: when, which (hash of its id), and what ties them (hash of the key's value; 0 = nothing).</summary>
internal readonly record struct PairEntry(long AtMs, ulong Id, ulong Key) : IComparable<PairEntry>
{
    public int CompareTo(PairEntry other) => AtMs != other.AtMs ? AtMs.CompareTo(other.AtMs) : Id != other.Id ? Id.CompareTo(other.Id) : Key.CompareTo(other.Key);
}

/// <summary>Entries in order of time, each once.</summary>
internal sealed class PairEntries
{
    /// <summary>Most entries of one day: one every 17 seconds.</summary>
    internal const int MostPerDay = 5_000;

    private readonly List<PairEntry> _entries = [];

    internal int Count => _entries.Count;

    internal PairEntry this[int index] => _entries[index];

    /// <summary>True: added. False: it is there. Null: the day holds as many as it may.</summary>
    internal bool? Add(PairEntry entry)
    {
        var index = _entries.BinarySearch(entry);
        if (index >= 0)
            return false;
        var dayMs = ChinaTime.DayStartMs(entry.AtMs);
        if (FirstFrom(dayMs + ChinaTime.DayMs) - FirstFrom(dayMs) >= MostPerDay)
            return null;
        _entries.Insert(~index, entry);
        return true;
    }

    internal bool Remove(PairEntry entry)
    {
        var index = _entries.BinarySearch(entry);
        if (index >= 0)
            _entries.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Removes what an event left at a time, whatever its key.</summary>
    internal bool Remove(long atMs, ulong id)
    {
        var index = FirstFrom(atMs);
        while (index < _entries.Count && _entries[index].AtMs == atMs)
        {
            if (_entries[index].Id == id)
            {
                _entries.RemoveAt(index);
                return true;
            }

            index++;
        }

        return false;
    }

    /// <summary>Index of the first entry that is not before the instant.</summary>
    internal int FirstFrom(long atMs)
    {
        var index = _entries.BinarySearch(new PairEntry(atMs, 0, 0));
        return index < 0 ? ~index : index;
    }

    internal void Trim(long beforeMs) => _entries.RemoveRange(0, FirstFrom(beforeMs));
}
