namespace SmartCommunity.Simulators.Fitting;

/// <summary>Values by hour of the day: what a daily profile and a distribution are drawn from.</summary>
internal sealed class HourSamples
{
    internal const int Hours = 24;
    private readonly List<double>[] _byHour = [.. Enumerable.Range(0, Hours).Select(_ => new List<double>())];

    internal int Count => _byHour.Sum(h => h.Count);

    internal void Add(int hour, double value) => _byHour[hour].Add(value);

    internal IReadOnlyList<double> At(int hour) => _byHour[hour];

    internal double[] All() => [.. _byHour.SelectMany(h => h)];

    /// <summary>Mean by hour; an hour without values takes the mean of all.</summary>
    internal double[] Means() => [.. _byHour.Select(h => h.Count > 0 ? h.Average() : All().Average())];

    internal double[] Quantiles(double part) => [.. _byHour.Select(h => Statistics.Quantile(h.Count > 0 ? h : All(), part))];
}
