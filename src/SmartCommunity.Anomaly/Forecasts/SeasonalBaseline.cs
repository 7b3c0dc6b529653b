namespace SmartCommunity.Anomaly.Forecasts;

/// <summary>The median of the target's weekday over the last four weeks; of all their days where that weekday has no value.</summary>
internal static class SeasonalBaseline
{
    internal const int Weeks = 4;

    /// <summary>The forecast as of a day for one that lies ahead; null without any value in the four weeks.</summary>
    internal static double? Of(DailySeries series, int origin, int target)
    {
        var all = new List<double>(Weeks * DailySeries.Week);
        var same = new List<double>(Weeks);
        for (var day = origin - (Weeks * DailySeries.Week) + 1; day <= origin; day++)
        {
            if (series[day] is not { } value)
                continue;
            all.Add(value);
            if (series.WeekdayOf(day) == series.WeekdayOf(target))
                same.Add(value);
        }

        return same.Count > 0 ? Median(same) : all.Count > 0 ? Median(all) : null;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
