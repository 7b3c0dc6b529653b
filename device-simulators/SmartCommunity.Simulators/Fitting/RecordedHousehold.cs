using SmartCommunity.Simulators.Replay;

namespace SmartCommunity.Simulators.Fitting;

/// <summary>Two winter days of one household's power (<c>uci_household_2days</c>), as means of quarters of an hour, kW.</summary>
internal sealed class RecordedHousehold
{
    private const int QuartersPerHour = 4;
    private const double BasePart = 0.05;
    private const long QuarterMs = 15 * 60_000;

    private RecordedHousehold(double[] quarters)
    {
        Quarters = quarters;
        for (var i = 0; i < quarters.Length; i++)
            ByHour.Add(i / QuartersPerHour % HourSamples.Hours, quarters[i]);
    }

    /// <summary>In order, from a local midnight: the file begins there, and a zone of whole hours does not shift quarters.</summary>
    internal double[] Quarters { get; }

    internal HourSamples ByHour { get; } = new();

    internal static RecordedHousehold Read(string dataFolder) => new(
    [
        .. Recording.Open(dataFolder, ReplayDataset.HouseholdPower).Messages()
            .GroupBy(m => m.AtMs / QuarterMs).OrderBy(g => g.Key).Select(g => g.Average(m => m.Values[0])),
    ]);

    /// <summary>What is always on, against the mean: the lowest 5 % of the quarters.</summary>
    internal double Base => Statistics.Quantile(Quarters, BasePart) / Quarters.Average();

    /// <summary>What comes on top of the base by hour, against its mean, smoothed over its neighbours (1, 2, 1): two days are few.</summary>
    internal double[] Course()
    {
        var above = ByHour.Means().Select(m => Math.Max(0, (m / Quarters.Average()) - Base)).ToArray();
        var all = above.Average();
        double At(int hour) => above[(hour + HourSamples.Hours) % HourSamples.Hours] / all;
        return [.. Enumerable.Range(0, HourSamples.Hours).Select(h => ((At(h - 1) + At(h + 1)) / 4) + (At(h) / 2))];
    }

    /// <summary>Quantiles, at <paramref name="count"/> evenly spaced chances, of what a quarter has on top of the base against the course.</summary>
    internal double[] Ratio(int count)
    {
        var course = Course();
        var above = Quarters.Select(q => Math.Max(0, (q / Quarters.Average()) - Base)).ToArray();
        var ratios = above.Select((q, i) => q / (above.Average() * course[i / QuartersPerHour % HourSamples.Hours])).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => Statistics.Quantile(ratios, (double)i / (count - 1)))];
    }
}
