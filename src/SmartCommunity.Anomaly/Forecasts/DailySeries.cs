namespace SmartCommunity.Anomaly.Forecasts;

/// <summary>Values by day, days without a value among them.</summary>
internal sealed class DailySeries
{
    internal const int Week = 7;

    private readonly double?[] _values;

    internal DailySeries(IReadOnlyCollection<DailyValue> history)
    {
        First = history.Min(static v => v.Day);
        _values = new double?[history.Max(static v => v.Day).DayNumber - First.DayNumber + 1];
        foreach (var (day, value) in history)
            _values[day.DayNumber - First.DayNumber] = value;
    }

    internal DateOnly First { get; }

    internal int Length => _values.Length;

    /// <summary>The value of a day by its number from the first; null where there is none.</summary>
    internal double? this[int day] => day >= 0 && day < _values.Length ? _values[day] : null;

    internal int WeekdayOf(int day) => (int)First.AddDays(day).DayOfWeek;

    /// <summary>Mean of the values of so many days up to one; null without any.</summary>
    internal double? MeanUpTo(int day, int days)
    {
        var (sum, count) = (0.0, 0);
        for (var d = day - days + 1; d <= day; d++)
        {
            if (this[d] is not { } value)
                continue;
            sum += value;
            count++;
        }

        return count == 0 ? null : sum / count;
    }
}
