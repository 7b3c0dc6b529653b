namespace SmartCommunity.Anomaly.Expectations;

/// <summary>Walks recorded series as if they came in, and counts how far expectations were off.</summary>
internal static class ExpectationTest
{
    /// <summary>Each value with what was known of it an hour before, in the canonical unit; only values of which enough was.</summary>
    internal static IEnumerable<(int Index, double Raw, float Value, KnownAhead Known, HourAhead Memory)> Ahead(QuarterSeries series, int to)
    {
        var memory = new HourAhead();
        for (var i = 0; i < to; i++)
        {
            if (memory.Canonical(series.Values[i]) is not { } value)
                continue;
            var known = memory.Of(series.First + i);
            memory.Add(series.First + i, value);
            if (known is { } ahead)
                yield return (i, series.Values[i], value, ahead, memory);
        }
    }

    /// <summary>Errors from an index of each series on; without trees the seasonal value is expected.</summary>
    internal static ExpectationTestResult Of(IEnumerable<(QuarterSeries Series, int From)> parts, ExpectationTrees? trees)
    {
        var (points, error, seasonalError, hourError) = (0, 0.0, 0.0, 0.0);
        var rows = new List<ExpectationSeriesResult>();
        foreach (var (series, from) in parts)
        {
            var (own, ownError, ownSeasonal) = (0, 0.0, 0.0);
            foreach (var (_, raw, value, known, memory) in Ahead(series, series.Values.Count).Where(a => a.Index >= from))
            {
                var expected = Expected(known, trees);
                error += Math.Abs(value - expected) / known.Spread;
                seasonalError += Math.Abs(value - known.Seasonal) / known.Spread;
                hourError += Math.Abs(value - known.HourBefore) / known.Spread;
                ownError += Math.Abs(raw - memory.Back(expected));
                ownSeasonal += Math.Abs(raw - memory.Back(known.Seasonal));
                own++;
            }

            points += own;
            if (own > 0)
                rows.Add(new ExpectationSeriesResult(series.Name, own, ownError / own, ownSeasonal / own));
        }

        var count = Math.Max(1, points);
        return new ExpectationTestResult(points, error / count, seasonalError / count, hourError / count, rows);
    }

    internal static float Expected(KnownAhead known, ExpectationTrees? trees) => trees is null ? known.Seasonal : known.HourBefore + (trees.Of(known.Features) * known.Spread);
}
