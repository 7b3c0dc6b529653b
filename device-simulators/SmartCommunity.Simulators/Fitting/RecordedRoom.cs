using SmartCommunity.Simulators.Replay;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Fitting;

/// <summary>
/// Sixteen days of one office's air (<c>occupancy_uci</c>). dC/dt = −(C − background)/airing + given · occupied.
/// </summary>
internal sealed class RecordedRoom
{
    private const double MinutesPerHour = 60;
    private const int StepMinutes = 10;
    private const double EveningFrom = 18.5 * MinutesPerHour;
    private const double EveningTo = 20.5 * MinutesPerHour;
    private const double EarlyFrom = 4 * MinutesPerHour;
    private const double EarlyTo = 6 * MinutesPerHour;
    private const double LeastExcessPpm = 60;
    private const int LeastOccupiedSteps = 12;
    private const int FirstWeekendDay = 5;

    private readonly record struct Step(long Day, double Minute, double Co2, double Occupied, double Lux);

    private readonly Step[] _steps;

    private RecordedRoom(Step[] steps) => _steps = steps;

    /// <summary>CO2 on workdays, ppm.</summary>
    internal HourSamples Workdays => Where(s => IsWorkday(s.Day), s => s.Co2);

    internal double LitRoomLux => Statistics.Median(_steps.Where(s => s.Occupied > 0).Select(s => s.Lux));

    internal int Count => _steps.Length;

    internal static RecordedRoom Read(string dataFolder) => new([.. Minutes(dataFolder)
        .GroupBy(m => (m.Day, Slot: (int)(m.Minute / StepMinutes))).OrderBy(g => g.Key)
        .Select(g => new Step(g.Key.Day, g.Key.Slot * StepMinutes, g.Average(m => m.Co2), g.Average(m => m.Occupied), g.Average(m => m.Lux)))]);

    /// <summary>Share of the time somebody is in, by hour, on workdays.</summary>
    internal double[] Use() => Where(s => IsWorkday(s.Day), s => s.Occupied).Means();

    /// <summary>What the room has before people come, ppm, one value a day: the mean of 04:00 to 06:00. It is above the outdoor air, and differs from night to night.</summary>
    internal IReadOnlyDictionary<long, double> Background() => _steps.Where(s => s.Minute is >= EarlyFrom and < EarlyTo)
        .GroupBy(s => s.Day).ToDictionary(g => g.Key, g => g.Average(s => s.Co2));

    /// <summary>Minutes in which the excess over the next morning's background falls to 1/e: 18:30 to 20:30, the median of the evenings.</summary>
    internal double AiringMinutes()
    {
        var background = Background();
        var at = _steps.ToDictionary(s => (s.Day, s.Minute), s => s.Co2);
        var evenings =
            from step in _steps
            where step.Minute == EveningFrom && at.ContainsKey((step.Day, EveningTo)) && background.ContainsKey(step.Day + 1)
            let before = step.Co2 - background[step.Day + 1]
            let after = at[(step.Day, EveningTo)] - background[step.Day + 1]
            where before > LeastExcessPpm && after > 1 && after < before
            select (EveningTo - EveningFrom) / Math.Log(before / after);
        return Statistics.Median(evenings);
    }

    /// <summary>ppm an hour its people give off, one value a workday, with that airing: rise and airing balanced over the occupied time.</summary>
    internal double[] GivenPpmPerHour()
    {
        var airing = AiringMinutes() / MinutesPerHour;
        var background = Background();
        var days =
            from day in _steps.GroupBy(s => s.Day)
            where background.ContainsKey(day.Key)
            let pairs = day.Zip(day.Skip(1)).Where(p => p.First.Occupied > 0 && p.Second.Minute - p.First.Minute == StepMinutes).ToArray()
            where pairs.Length >= LeastOccupiedSteps
            let hours = pairs.Sum(p => p.First.Occupied) * StepMinutes / MinutesPerHour
            let rises = pairs.Sum(p => p.Second.Co2 - p.First.Co2)
            let aired = pairs.Sum(p => (p.First.Co2 - background[day.Key]) / airing) * StepMinutes / MinutesPerHour
            select (rises + aired) / hours;
        return [.. days];
    }

    private HourSamples Where(Func<Step, bool> predicate, Func<Step, double> value)
    {
        var samples = new HourSamples();
        foreach (var step in _steps.Where(predicate))
            samples.Add((int)(step.Minute / MinutesPerHour), value(step));
        return samples;
    }

    private static bool IsWorkday(long day) => Almanac.WeekdayOf(day) < FirstWeekendDay;

    private static IEnumerable<(long Day, double Minute, double Co2, double Occupied, double Lux)> Minutes(string dataFolder)
    {
        foreach (var (local, cells) in RoomAir.Rows(Path.Combine(dataFolder, "occupancy_uci")))
            yield return (Almanac.NumberOf(DateOnly.FromDateTime(local)), local.TimeOfDay.TotalMinutes, cells[3], cells[5], cells[2]);
    }
}
