using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>A waste bin: fills after breakfast and after supper, is emptied early in the morning, every day or every third, and smells warmer than the air.</summary>
internal sealed class WasteBin(Dice dice, Weather weather) : Behaviour
{
    private const double LongPeriod = 3;
    private static readonly double[] Course = [0.3, 0.1, 0.05, 0.05, 0.1, 0.5, 1.4, 2.4, 2, 1.1, 0.8, 0.9, 1.3, 1.2, 0.7, 0.6, 0.8, 1.2, 2, 2.4, 2, 1.2, 0.7, 0.4];
    private static readonly double[] Until = Sums();
    private readonly bool _isDaily = dice.Chance(0, 0.7);
    private readonly double _emptiedAt = Math.Floor(dice.Between(1, 5.5 * 60, 8 * 60));
    private readonly double _fillPerDay = dice.Between(2, 45, 85);
    private readonly double _massPerPercent = dice.Between(3, 0.25, 0.7);

    internal override void Measure(Moment now, ValueSet values)
    {
        var fill = Math.Min(100, FillAt(now));
        values.Add("binFill", fill);
        values.Add("binMass", Math.Max(0, (fill * _massPerPercent) + (0.4 * dice.Wave(now.AtMs, 3_600_000)) + 0.4));
        values.Add("temp", weather.Celsius(now) + (0.04 * fill) + dice.Fork(1).Wave(now.AtMs, 3_600_000));
        values.Add("battery", Battery(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var day = Moment.Of(afterMs).Day;
        while (!IsEmptied(day) || Moment.MsOf(day, _emptiedAt) <= afterMs)
            day++;
        return Moment.MsOf(day, _emptiedAt);
    }

    private bool IsEmptied(long day) => _isDaily || day % LongPeriod == 0;

    private double FillAt(Moment now)
    {
        var fill = 0.0;
        var day = now.Day;
        var to = now.Minute;
        while (true)
        {
            var emptied = IsEmptied(day) && (day < now.Day || now.Minute >= _emptiedAt);
            var from = emptied ? _emptiedAt : 0;
            fill += PerDay(day) * (ShareUntil(to) - ShareUntil(from));
            if (emptied)
                return fill + dice.Between(4, 0, 4);
            (day, to) = (day - 1, Moment.MinutesPerDay);
        }
    }

    private double PerDay(long day) => _fillPerDay / (_isDaily ? 1 : LongPeriod) * (Almanac.IsDayOff(day) ? 1.15 : 1) * dice.Fork(2).Between(day, 0.75, 1.2);

    private static double ShareUntil(double minute)
    {
        var position = Math.Min(minute, Moment.MinutesPerDay - 0.001) / 60;
        var hour = (int)position;
        return Until[hour] + ((Until[hour + 1] - Until[hour]) * (position - hour));
    }

    private static double[] Sums()
    {
        var sums = new double[Course.Length + 1];
        for (var i = 0; i < Course.Length; i++)
            sums[i + 1] = sums[i] + (Course[i] / Course.Sum());
        return sums;
    }
}

/// <summary>Information display: on from half past six to ten, bright in the sun.</summary>
internal sealed class Display(Dice dice, Weather weather) : Behaviour
{
    private const double OnFrom = 6.5;
    private const double OnTo = 22;

    internal override void Measure(Moment now, ValueSet values)
    {
        var isOn = now.Hour is >= OnFrom and < OnTo;
        var brightness = isOn ? Math.Clamp(28 + (OutdoorLight.Lux(now, weather) / 900), 28, 95) : 0;
        values.Add("screenOn", isOn);
        values.Add("brightness", brightness);
        values.Add("temp", weather.Celsius(now) + (isOn ? 8 + (0.08 * brightness) : 1) + (1.5 * dice.Wave(now.AtMs, 1_800_000)));
    }
}

/// <summary>Parcel locker: couriers fill it from morning to afternoon, residents empty it after work; around 11 November and 18 June it overflows nearly.</summary>
internal sealed class ParcelLocker(Dice dice) : Behaviour
{
    private static readonly double[] Course =
        [0.24, 0.24, 0.23, 0.23, 0.23, 0.23, 0.22, 0.19, 0.2, 0.32, 0.48, 0.58, 0.6, 0.62, 0.68, 0.72, 0.72, 0.66, 0.52, 0.42, 0.34, 0.29, 0.26, 0.25];

    private readonly double _cells = 10 * Math.Floor(dice.Between(0, 4, 13));

    internal override void Measure(Moment now, ValueSet values)
    {
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)now.Day);
        var isSale = date is { Month: 11, Day: >= 12 and <= 17 } or { Month: 6, Day: >= 19 and <= 22 };
        var day = (isSale ? 1.35 : Almanac.IsSpringFestival(now.Day) ? 0.25 : 1) * dice.Between(now.Day, 0.85, 1.15);
        var taken = Math.Round(_cells * Math.Clamp((Curve.OfDay(Course, now.DayPart) * day) + (0.05 * dice.Fork(1).Wave(now.AtMs, 1_800_000)), 0, 1));
        values.Add("freeCells", _cells - taken);
        values.Add("occupiedCells", taken);
        values.Add("totalCells", _cells);
    }
}

/// <summary>Meter concentrator: its signal.</summary>
internal sealed class Concentrator(Dice dice) : Behaviour
{
    internal override void Measure(Moment now, ValueSet values) => values.Add("signal", Signal(dice, now));
}
