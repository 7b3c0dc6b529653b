namespace SmartCommunity.Indicators.Aggregates;

/// <summary>What became of a measurement.</summary>
internal enum SampleIntake
{
    /// <summary>It is new.</summary>
    Added = 1,

    /// <summary>Its time had another value, which it stands before.</summary>
    Replaced = 2,

    /// <summary>It was there, or the larger value of its time was.</summary>
    Known = 3,

    /// <summary>The day holds as many as it may.</summary>
    Refused = 4,
}

/// <summary>
/// Measurements of one series in days that are still open, by time: a time counts once, as in the series store. Which of two values of one time counts must not depend on which came first: the larger.
/// When a day closes its measurements are forgotten and only its totals stay; from then on a measurement that comes again counts again.
/// </summary>
internal sealed class OpenSamples
{
    /// <summary>Most measurements of a series and day: one in about four seconds. The fastest class reports every minute.</summary>
    internal const int MostPerDay = 20_000;

    /// <summary>Measurements of a block: a day's room is made as it fills, for two hours of the fastest class at once.</summary>
    private const int BlockSize = 128;

    private const int Spare = 16;

    internal struct Day
    {
        internal SampleBlock[] Blocks;
        internal int Count;

        internal readonly int WithinMsAt(int index) => Blocks[index / BlockSize].WithinMsAt(index % BlockSize);

        internal readonly long ValueAt(int index) => Blocks[index / BlockSize].ValueAt(index % BlockSize);
    }

    internal DayTable<Day> Days { get; } = new(growth: 1);

    /// <summary>How often the device reports: the first block of a day has room for that.</summary>
    internal TimeSpan ReportInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Grows with every measurement that was added or replaced.</summary>
    internal int Version { get; private set; }

    internal SampleIntake Add(int day, int withinMs, long value, out long replaced)
    {
        replaced = 0;
        ref var open = ref Days.At(day);
        var index = open.Count == 0 || open.WithinMsAt(open.Count - 1) < withinMs ? open.Count : FirstFrom(open, withinMs);
        if (index < open.Count && open.WithinMsAt(index) == withinMs)
        {
            replaced = open.ValueAt(index);
            if (value <= replaced)
                return SampleIntake.Known;
            open.Blocks[index / BlockSize].Set(index % BlockSize, withinMs, value);
            Version++;
            return SampleIntake.Replaced;
        }

        if (open.Count == MostPerDay)
            return SampleIntake.Refused;
        MakeRoom(ref open, day);
        Shift(open, index);
        open.Blocks[index / BlockSize].Set(index % BlockSize, withinMs, value);
        open.Count++;
        Version++;
        return SampleIntake.Added;
    }

    /// <summary>Index of the first measurement that is not before the time.</summary>
    private static int FirstFrom(in Day open, int withinMs)
    {
        var (low, high) = (0, open.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (open.WithinMsAt(middle) < withinMs)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Room for one more at the end.</summary>
    private void MakeRoom(ref Day open, int day)
    {
        if (open.Blocks is null)
        {
            ShrinkAllBut(day);
            var expected = (int)Math.Min(TimeSpan.FromDays(1) / ReportInterval, MostPerDay) + Spare;
            open.Blocks = [new SampleBlock(Math.Min(BlockSize, expected))];
            return;
        }

        if (open.Count == open.Blocks.Length * BlockSize)
        {
            Array.Resize(ref open.Blocks, open.Blocks.Length + 1);
            open.Blocks[^1] = new SampleBlock(BlockSize);
            return;
        }

        var inLast = open.Count % BlockSize;
        if (inLast == open.Blocks[^1].Capacity)
            open.Blocks[^1].Resize(Math.Min(BlockSize, inLast + (inLast / 2) + Spare));
    }

    /// <summary>Moves the measurements from an index on by one.</summary>
    private static void Shift(in Day open, int index)
    {
        for (var block = open.Count / BlockSize; block > index / BlockSize; block--)
        {
            var before = open.Blocks[block - 1];
            open.Blocks[block].Shift(0, block == open.Count / BlockSize ? open.Count % BlockSize : BlockSize - 1);
            open.Blocks[block].Set(0, before.WithinMsAt(BlockSize - 1), before.ValueAt(BlockSize - 1));
        }

        var first = index % BlockSize;
        var end = index / BlockSize == open.Count / BlockSize ? open.Count % BlockSize : BlockSize - 1;
        if (end > first)
            open.Blocks[index / BlockSize].Shift(first, end - first);
    }

    /// <summary>A day that is over needs no room for more.</summary>
    private void ShrinkAllBut(int day)
    {
        for (var i = 0; i < Days.Count; i++)
        {
            ref var other = ref Days.ItemAt(i);
            if (Days.DayAt(i) != day && other.Count > 0)
                other.Blocks[^1].Resize(((other.Count - 1) % BlockSize) + 1);
        }
    }
}
