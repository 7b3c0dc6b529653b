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

    private const int Spare = 16;

    internal struct Day
    {
        internal int[] WithinMs;
        internal long[] Values;
        internal int Count;
    }

    internal DayTable<Day> Days { get; } = new(growth: 2);

    /// <summary>How often the device reports: a new day has room for that.</summary>
    internal TimeSpan ReportInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Grows with every measurement that was added or replaced.</summary>
    internal int Version { get; private set; }

    internal SampleIntake Add(int day, int withinMs, long value, out long replaced)
    {
        replaced = 0;
        ref var open = ref Days.At(day);
        if (open.WithinMs is null)
            ShrinkAllBut(day);
        if (open.WithinMs is null)
            Reserve(ref open, (int)Math.Min(TimeSpan.FromDays(1) / ReportInterval, MostPerDay - Spare) + Spare);
        var index = open.Count == 0 || open.WithinMs![open.Count - 1] < withinMs ? open.Count : Array.BinarySearch(open.WithinMs!, 0, open.Count, withinMs);
        if (index >= 0 && index < open.Count)
        {
            replaced = open.Values[index];
            if (value <= replaced)
                return SampleIntake.Known;
            open.Values[index] = value;
            Version++;
            return SampleIntake.Replaced;
        }

        if (open.Count == MostPerDay)
            return SampleIntake.Refused;
        if (open.Count == open.WithinMs!.Length)
            Reserve(ref open, Math.Min(MostPerDay, open.Count + (open.Count / 2) + Spare));
        index = index < 0 ? ~index : index;
        Array.Copy(open.WithinMs, index, open.WithinMs, index + 1, open.Count - index);
        Array.Copy(open.Values, index, open.Values, index + 1, open.Count - index);
        (open.WithinMs[index], open.Values[index]) = (withinMs, value);
        open.Count++;
        Version++;
        return SampleIntake.Added;
    }

    /// <summary>A day that is over needs no room for more.</summary>
    private void ShrinkAllBut(int day)
    {
        for (var i = 0; i < Days.Count; i++)
        {
            if (Days.DayAt(i) != day)
                Reserve(ref Days.ItemAt(i), Days.ItemAt(i).Count);
        }
    }

    private static void Reserve(ref Day open, int count)
    {
        Array.Resize(ref open.WithinMs, count);
        Array.Resize(ref open.Values, count);
    }
}
