using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Anomaly.Kits;

/// <summary>What is usual in one home at each hour of the day, column by column: homes differ more from each other than any day from the next. Causal, bounded (5 kB a column).</summary>
internal sealed class KitUsual
{
    private readonly ClockBins[] _columns;

    internal KitUsual(int columns) => _columns = [.. Enumerable.Range(0, columns).Select(static _ => new ClockBins(weekendApart: false))];

    internal int Bytes => _columns.Sum(static c => c.Bytes);

    /// <summary>Distance of each value from what is usual at its hour, and what is usual; not a number where either is unknown. Then remembers the values.</summary>
    internal void Next(long hour, ReadOnlySpan<double> values, Span<double> departures, Span<double> usual)
    {
        Span<float> known = stackalloc float[ClockBins.Depth];
        for (var i = 0; i < _columns.Length; i++)
        {
            (departures[i], usual[i]) = (double.NaN, double.NaN);
            if (!double.IsFinite(values[i]))
                continue;
            var seconds = hour * KitSeries.Seconds;
            var count = _columns[i].Usual(seconds, known);
            if (count >= ClockBins.LeastValues)
            {
                usual[i] = ClockBins.Median(known[..count]);
                departures[i] = values[i] - usual[i];
            }

            _columns[i].Remember(seconds, (float)values[i]);
        }
    }
}
