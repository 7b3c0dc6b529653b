using SmartCommunity.Anomaly.Expectations;

namespace SmartCommunity.Tests.Anomaly.Expectations;

/// <summary>Weeks of a made load: a day's course, less at weekends, and what yesterday tells of today.</summary>
internal static class MadeSeries
{
    /// <summary>A Monday's midnight, by the wall clock.</summary>
    internal const long First = 20_514L * QuarterSeries.ADay;

    /// <summary>A level that wanders from day to day: the week before knows little of it, yesterday most.</summary>
    internal static QuarterSeries Wandering(string name, int days, int seed, double scale = 1, double shift = 0)
    {
        var random = new Random(seed);
        var (values, level) = (new double[days * QuarterSeries.ADay], 20.0);
        for (var i = 0; i < values.Length; i++)
        {
            level += i % QuarterSeries.ADay == 0 ? 6 * (random.NextDouble() - 0.5) : 0;
            values[i] = (scale * (level + Course(i) + random.NextDouble())) + shift;
        }

        return new QuarterSeries(name, First, values);
    }

    /// <summary>Each week is the week before, and noise that nothing tells.</summary>
    internal static QuarterSeries Weekly(string name, int days, int seed)
    {
        var random = new Random(seed);
        return new QuarterSeries(name, First, [.. Enumerable.Range(0, days * QuarterSeries.ADay).Select(i => 20 + Course(i) + (0.01 * random.NextDouble()))]);
    }

    private static double Course(int quarter) => (quarter / QuarterSeries.ADay % 7 < 5 ? 10 : 4) * (1 + Math.Sin(quarter * Math.Tau / QuarterSeries.ADay));
}
