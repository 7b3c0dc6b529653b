using SmartCommunity.Simulators.Replay;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Fitting;

/// <summary>Occupied shares of the recorded city car parks (<c>parking_de</c>), by kind of day and hour, Central European time.</summary>
internal sealed class RecordedCarParks
{
    /// <summary>A lot that shows fewer different values hangs or is a copy of another.</summary>
    private const int LeastDifferentValues = 50;
    private const int SlotsPerDay = 96;
    private const long SlotMs = 15 * 60_000;
    private const long DayMs = 86_400_000;
    private const int Saturday = 5;

    /// <summary>Summer time ended on 27 October 2024 at 01:00 UTC.</summary>
    private const long WinterTimeFromMs = 1_729_990_800_000;

    /// <summary>3 October, a public holiday, counts as a Sunday.</summary>
    private static readonly long Holiday = Almanac.NumberOf(new DateOnly(2024, 10, 3));

    internal HourSamples Weekday { get; } = new();

    internal HourSamples Saturdays { get; } = new();

    internal HourSamples Sundays { get; } = new();

    internal int Lots { get; private set; }

    /// <summary>Reads every day in the folder of data sets; a cell that is empty keeps the last value, as its source says.</summary>
    internal static RecordedCarParks Read(string dataFolder)
    {
        var recording = (CarParks)Recording.Open(dataFolder, ReplayDataset.CarParks);
        var count = recording.Devices.Count;
        var (last, seen) = (new double[count], new HashSet<double>[count]);
        Array.Fill(last, double.NaN);
        for (var i = 0; i < count; i++)
            seen[i] = [];
        var kept = new List<(int Slot, float[] Shares)>();
        var slot = -1L;
        foreach (var message in recording.Messages())
        {
            var next = LocalMs(message.AtMs) / SlotMs;
            if (next != slot && slot >= 0)
                kept.Add(((int)slot, Array.ConvertAll(last, v => (float)v)));
            slot = next;
            var (free, total) = (message.Values[0], message.Values[1]);
            if (!(free >= 0 && free <= total))
                continue;
            last[message.Device] = 1 - (free / total);
            seen[message.Device].Add(free);
        }

        var result = new RecordedCarParks { Lots = seen.Count(s => s.Count > LeastDifferentValues) };
        foreach (var (at, shares) in kept)
            result.Add(at, shares, seen);
        return result;
    }

    /// <summary>Occupied share by rank among the lots and by every second hour.</summary>
    internal static double[] Table(HourSamples samples, double rank)
    {
        const double Outermost = 0.02;
        var part = Math.Clamp(rank, Outermost, 1 - Outermost);
        return [.. samples.Quantiles(part).Where((_, hour) => hour % 2 == 0)];
    }

    private void Add(int slot, float[] shares, HashSet<double>[] seen)
    {
        var day = slot / SlotsPerDay;
        var weekday = Almanac.WeekdayOf(day);
        var samples = day == Holiday || weekday > Saturday ? Sundays : weekday == Saturday ? Saturdays : Weekday;
        for (var lot = 0; lot < shares.Length; lot++)
        {
            if (!float.IsNaN(shares[lot]) && seen[lot].Count > LeastDifferentValues)
                samples.Add(slot % SlotsPerDay * HourSamples.Hours / SlotsPerDay, shares[lot]);
        }
    }

    internal static long LocalMs(long atMs) => atMs + ((atMs < WinterTimeFromMs ? 2 : 1) * DayMs / HourSamples.Hours);
}
