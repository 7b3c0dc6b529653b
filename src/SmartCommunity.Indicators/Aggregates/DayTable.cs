namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Days in order, each with what was folded of it. Finding a day that exists allocates nothing; the youngest two days are found at once. Not thread-safe.</summary>
/// <param name="growth">Days by which its room grows.</param>
internal sealed class DayTable<T>(int growth)
    where T : struct
{
    /// <summary>Room that is kept for days that were forgotten: a back-fill of a month leaves none for the next.</summary>
    private const int MostSpare = 4;

    private int[] _days = [];
    private T[] _items = [];

    internal int Count { get; private set; }

    internal int DayAt(int index) => _days[index];

    internal ref T ItemAt(int index) => ref _items[index];

    internal int LastDay => Count == 0 ? int.MinValue : _days[Count - 1];

    /// <summary>Index of the first day that is not before <paramref name="day"/>.</summary>
    internal int FirstFrom(int day)
    {
        if (Count > 0 && _days[Count - 1] < day)
            return Count;
        if (Count > 1 && _days[Count - 2] < day)
            return Count - 1;
        var index = Array.BinarySearch(_days, 0, Count, day);
        return index < 0 ? ~index : index;
    }

    internal bool TryFind(int day, out int index)
    {
        index = FirstFrom(day);
        return index < Count && _days[index] == day;
    }

    /// <summary>The day's item, added with default content where there is none.</summary>
    internal ref T At(int day)
    {
        if (TryFind(day, out var index))
            return ref _items[index];
        if (Count == _days.Length)
        {
            Array.Resize(ref _days, Count + growth);
            Array.Resize(ref _items, Count + growth);
        }

        Array.Copy(_days, index, _days, index + 1, Count - index);
        Array.Copy(_items, index, _items, index + 1, Count - index);
        (_days[index], _items[index]) = (day, default);
        Count++;
        return ref _items[index];
    }

    internal void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_days, index + 1, _days, index, Count - index);
        Array.Copy(_items, index + 1, _items, index, Count - index);
        _items[Count] = default;
    }

    /// <summary>Forgets the days before <paramref name="day"/>.</summary>
    internal void Trim(int day)
    {
        var gone = FirstFrom(day);
        if (gone == 0)
            return;
        Count -= gone;
        Array.Copy(_days, gone, _days, 0, Count);
        Array.Copy(_items, gone, _items, 0, Count);
        Array.Clear(_items, Count, gone);
        if (_days.Length - Count <= MostSpare)
            return;
        Array.Resize(ref _days, Count);
        Array.Resize(ref _items, Count);
    }
}
