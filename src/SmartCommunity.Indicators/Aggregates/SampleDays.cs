namespace SmartCommunity.Indicators.Aggregates;

/// <summary>Measurements of one day of one leaf. <see cref="Devices"/>: a bit for each of the leaf's first 64 devices, the others in <see cref="MoreDevices"/>.</summary>
internal struct SampleDay
{
    internal Int128 Sum;
    internal int Count;
    internal int Matched;
    internal int LastMs;
    internal ulong Devices;
    internal ulong[]? MoreDevices;
}

/// <summary>Measurements of a leaf by day.</summary>
internal sealed class SampleDays(SampleLeaf leaf)
{
    private const int BitsPerWord = 64;

    internal SampleLeaf Leaf { get; } = leaf;

    /// <summary>Days that are not packed: today and yesterday.</summary>
    private const int RecentDays = 2;

    /// <summary>When there are more, all but <see cref="RecentDays"/> are packed: not every day anew.</summary>
    private const int MostRecentDays = 4;

    private PackedSampleDays _packed = PackedSampleDays.Empty;
    private DayTable<SampleDay> _recent = new(growth: 1);

    internal LeafDevices Devices { get; } = new();

    /// <summary>False: outside the leaf's hours.</summary>
    internal bool Add(int device, int day, int withinMs, long scaled)
    {
        if (!Leaf.Hours.Holds(day, withinMs))
            return false;
        ref var bucket = ref At(day);
        bucket.Count++;
        bucket.LastMs = Math.Max(bucket.LastMs, withinMs);
        Mark(ref bucket, device);
        if (Leaf.Where.Hold(ScaledValue.ToDouble(scaled)))
        {
            bucket.Matched++;
            bucket.Sum += scaled;
        }

        return true;
    }

    /// <summary>The measurement of this time has another value than was counted. False: outside the leaf's hours.</summary>
    internal bool Replace(int day, int withinMs, long counted, long scaled)
    {
        if (!Leaf.Hours.Holds(day, withinMs))
            return false;
        ref var bucket = ref At(day);
        if (Leaf.Where.Hold(ScaledValue.ToDouble(counted)))
        {
            bucket.Matched--;
            bucket.Sum -= counted;
        }

        if (Leaf.Where.Hold(ScaledValue.ToDouble(scaled)))
        {
            bucket.Matched++;
            bucket.Sum += scaled;
        }

        return true;
    }

    internal SampleTotals Totals(int fromDay, int toDay)
    {
        long count = 0;
        long matched = 0;
        Int128 sum = 0;
        long lastAtMs = 0;
        Span<ulong> seen = stackalloc ulong[Words(Devices.Count)];
        foreach (var (day, bucket) in DaysFrom(fromDay))
        {
            if (day >= toDay)
                break;
            count += bucket.Count;
            matched += bucket.Matched;
            sum += bucket.Sum;
            lastAtMs = ChinaDays.StartMs(day) + bucket.LastMs;
            seen[0] |= bucket.Devices;
            for (var word = 0; word < (bucket.MoreDevices?.Length ?? 0); word++)
                seen[word + 1] |= bucket.MoreDevices![word];
        }

        var devices = 0;
        foreach (var word in seen)
            devices += System.Numerics.BitOperations.PopCount(word);
        return new SampleTotals(count, matched, ScaledValue.ToDouble(sum), lastAtMs, devices);
    }

    internal List<(DateOnly Day, double Mean)> Means(int fromDay, int toDay)
    {
        var means = new List<(DateOnly, double)>(toDay - fromDay);
        foreach (var (day, bucket) in DaysFrom(fromDay))
        {
            if (day >= toDay)
                break;
            if (bucket.Matched > 0)
                means.Add((ChinaDays.Date(day), ScaledValue.ToDouble(bucket.Sum) / bucket.Matched));
        }

        return means;
    }

    /// <summary>Days from one on, in order.</summary>
    internal IEnumerable<(int Day, SampleDay Content)> DaysFrom(int day)
    {
        foreach (var packed in _packed.DaysFrom(day))
            yield return packed;
        for (var i = _recent.FirstFrom(day); i < _recent.Count; i++)
            yield return (_recent.DayAt(i), _recent.ItemAt(i));
    }

    /// <summary>Takes back a day that was written.</summary>
    internal void Restore(int day, in SampleDay content) => At(day) = content;

    internal void Trim(int day)
    {
        _packed = _packed.From(day);
        _recent.Trim(day);
    }

    internal static bool Has(in SampleDay bucket, int device) =>
        device < BitsPerWord
            ? (bucket.Devices >> device & 1) != 0
            : bucket.MoreDevices is { } more && (device / BitsPerWord) - 1 < more.Length && (more[(device / BitsPerWord) - 1] >> (device % BitsPerWord) & 1) != 0;

    internal static void Mark(ref SampleDay bucket, int device)
    {
        if (device < BitsPerWord)
        {
            bucket.Devices |= 1UL << device;
            return;
        }

        var word = (device / BitsPerWord) - 1;
        if (word >= (bucket.MoreDevices?.Length ?? 0))
            Array.Resize(ref bucket.MoreDevices, word + 1);
        bucket.MoreDevices![word] |= 1UL << (device % BitsPerWord);
    }

    /// <summary>Packs the days that something late unpacked.</summary>
    internal void Settle()
    {
        if (_recent.Count > MostRecentDays)
            Pack();
    }

    private ref SampleDay At(int day)
    {
        if (day <= _packed.LastDay)
            Unpack();
        if (_recent.Count >= MostRecentDays && day > _recent.LastDay)
            Pack();
        return ref _recent.At(day);
    }

    private void Pack()
    {
        _packed = _packed.With(Enumerable.Range(0, _recent.Count - RecentDays).Select(i => (_recent.DayAt(i), _recent.ItemAt(i))));
        _recent.Trim(_recent.DayAt(_recent.Count - RecentDays));
    }

    private void Unpack()
    {
        var all = new DayTable<SampleDay>(growth: MostRecentDays);
        foreach (var (day, content) in DaysFrom(int.MinValue))
            all.At(day) = content;
        (_packed, _recent) = (PackedSampleDays.Empty, all);
    }

    private static int Words(int devices) => Math.Max(1, (devices + BitsPerWord - 1) / BitsPerWord);
}

/// <summary>Devices of a leaf in the order in which they came: what a bit stands for.</summary>
internal sealed class LeafDevices
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    internal int Count => _names.Count;

    internal string NameOf(int index) => _names[index];

    internal int IndexOf(string device)
    {
        if (_indexes.TryGetValue(device, out var index))
            return index;
        _names.Add(device);
        return _indexes[device] = _names.Count - 1;
    }
}
