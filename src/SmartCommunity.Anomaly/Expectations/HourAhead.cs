using SmartCommunity.Anomaly.Detectors;

namespace SmartCommunity.Anomaly.Expectations;

/// <summary>What was known of a quarter of an hour an hour before it ended, in the series' canonical unit.</summary>
/// <param name="Seasonal">The naive expectation: the value a week before, or, where that is not known, a day before.</param>
/// <param name="HourBefore">The value an hour before, or, where that is a gap, the seasonal value: what a model adds to.</param>
/// <param name="Spread">Mean distance from the median over a week: what errors are told in.</param>
/// <param name="Features">What a model goes by, see <see cref="HourAhead.FeatureNames"/>.</param>
internal readonly record struct KnownAhead(float Seasonal, float HourBefore, float Spread, float[] Features);

/// <summary>
/// Remembers fifteen days of a series and says what was known of a quarter an hour before. A day ahead was tried: what it is off by is twice as much, and finds fewer faults (decision 0038). Causal, of bounded
/// memory, indifferent to the unit. Not safe for several threads.
/// </summary>
internal sealed class HourAhead
{
    private const int DaysAWeek = 7;
    private const int Week = DaysAWeek * QuarterSeries.ADay;

    // The day two weeks back.
    private const int Remembered = (2 * Week) + QuarterSeries.ADay;

    // A day by the hour: fewer values tell no spread.
    private const int LeastValues = 24;

    // How long before it is known, and over what means are taken: a single value is noisier than its hour.
    private const int AnHour = 4;

    // 1 January 1970 was a Thursday: three days after a Monday.
    private const int EpochWeekday = 3;

    // Spreads beyond which a feature says no more: one reading of start-up garbage must not stretch a model's scale.
    private const float MostSpreads = 20;

    private readonly CanonicalUnit _unit = new();
    private readonly float[] _values = new float[Remembered];
    private readonly float[] _sorted = new float[Week];
    private long _latest = long.MinValue;
    private long _day = long.MinValue;
    private float _median;
    private float _spread;

    internal HourAhead() => Array.Fill(_values, float.NaN);

    /// <summary>Names of <see cref="KnownAhead.Features"/>, in order. In spreads, from the value an hour before, or from the same hour a week or a day before; the last three as they are.</summary>
    internal static IReadOnlyList<string> FeatureNames { get; } =
        ["hourBefore", "seasonal", "yesterday", "dayBefore", "twoWeeksAgo", "usualAtThisTime", "hourYesterday", "hourLastWeek", "lastDay", "dayLastWeek", "lastWeek", "lastHour", "lastHourToWeek", "lastHourToDay", "noWeek", "quarterOfDay", "weekday"];

    /// <summary>Bytes held by the arrays.</summary>
    internal int Bytes => (_values.Length + _sorted.Length) * sizeof(float);

    /// <summary>The value in the canonical unit; null: it is no number, or one of the first, from which the unit is still to be made.</summary>
    internal float? Canonical(double value) => double.IsFinite(value) ? _unit.Of(value) : null;

    /// <summary>The other way, for what is shown.</summary>
    internal double Back(double canonical) => _unit.Back(canonical);

    /// <summary>Remembers a value. One that comes again, or late, replaces what was there; one older than all that is remembered is dropped.</summary>
    internal void Add(long quarter, float value)
    {
        if (_latest == long.MinValue)
            _latest = quarter - 1;
        for (var gap = Math.Max(_latest + 1, quarter - Remembered + 1); gap < quarter; gap++)
            _values[Slot(gap)] = float.NaN;
        if (quarter <= _latest - Remembered)
            return;
        _values[Slot(quarter)] = value;
        _latest = Math.Max(_latest, quarter);
    }

    /// <summary>What was known an hour before; null: too little.</summary>
    internal KnownAhead? Of(long quarter)
    {
        Learn(quarter);
        var yesterday = At(quarter - QuarterSeries.ADay);
        var lastWeek = At(quarter - Week);
        var seasonal = float.IsNaN(lastWeek) ? yesterday : lastWeek;
        if (float.IsNaN(seasonal) || _spread <= 0)
            return null;
        var ahead = quarter - AnHour;
        var hour = Mean(ahead - AnHour + 1, AnHour);
        var before = float.IsNaN(At(ahead)) ? seasonal : At(ahead);
        var (day, inDay) = Math.DivRem(quarter, QuarterSeries.ADay);
        return new KnownAhead(seasonal, before, _spread,
        [
            Spreads(before - _median), Apart(seasonal), Apart(yesterday), Apart(At(quarter - (2 * QuarterSeries.ADay))), Apart(At(quarter - (2 * Week))), Apart(Usual(quarter)), Apart(Mean(quarter - QuarterSeries.ADay - AnHour + 1, AnHour)),
            Apart(Mean(quarter - Week - (AnHour / 2), AnHour + 1)), Apart(Mean(ahead - QuarterSeries.ADay + 1, QuarterSeries.ADay)), Apart(Mean(quarter - Week - QuarterSeries.ADay + 1, QuarterSeries.ADay)),
            Apart(Mean(ahead - Week + 1, Week)), Apart(hour), Moved(Mean(ahead - AnHour + 1 - Week, AnHour)), Moved(Mean(ahead - AnHour + 1 - QuarterSeries.ADay, AnHour)), float.IsNaN(lastWeek) ? 1 : 0, inDay, (day + EpochWeekday) % DaysAWeek,
        ]);

        // What is not known is as the value an hour before, and has not moved.
        float Apart(float value) => float.IsNaN(value) ? 0 : Spreads(value - before);

        float Moved(float then) => float.IsNaN(hour) || float.IsNaN(then) ? 0 : Spreads(hour - then);
    }

    private static int Slot(long quarter) => (int)(((quarter % Remembered) + Remembered) % Remembered);

    private float Spreads(float distance) => Math.Clamp(distance / _spread, -MostSpreads, MostSpreads);

    private float At(long quarter) => quarter > _latest || quarter <= _latest - Remembered ? float.NaN : _values[Slot(quarter)];

    private float Mean(long from, int count)
    {
        var (sum, known) = (0.0, 0);
        for (var quarter = from; quarter < from + count; quarter++)
        {
            if (At(quarter) is var value && !float.IsNaN(value))
                (sum, known) = (sum + value, known + 1);
        }

        return known == 0 ? float.NaN : (float)(sum / known);
    }

    private float Usual(long quarter)
    {
        Span<float> known = stackalloc float[DaysAWeek];
        var count = 0;
        for (var day = 1; day <= DaysAWeek; day++)
        {
            if (At(quarter - (day * QuarterSeries.ADay)) is var value && !float.IsNaN(value))
                known[count++] = value;
        }

        return count == 0 ? float.NaN : ClockBins.Median(known[..count]);
    }

    // Median and spread of the week that ended with the day before yesterday: once a day.
    private void Learn(long quarter)
    {
        var day = quarter / QuarterSeries.ADay;
        if (day == _day)
            return;
        _day = day;
        var (end, count) = ((day - 1) * QuarterSeries.ADay, 0);
        for (var at = end - Week; at < end; at++)
        {
            if (At(at) is var value && !float.IsNaN(value))
                _sorted[count++] = value;
        }

        _spread = 0;
        if (count < LeastValues)
            return;
        _median = ClockBins.Median(_sorted.AsSpan(0, count));
        var distance = 0.0;
        for (var i = 0; i < count; i++)
            distance += Math.Abs(_sorted[i] - _median);
        _spread = (float)(distance / count);
    }
}
