using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>A waste bin: fills after breakfast and after supper, is emptied early in the morning, every day or every third, and smells warmer than the air.</summary>
/// <param name="dice">Its own.</param>
/// <param name="weather">The district's.</param>
/// <param name="number">Its number, which says what is thrown into it.</param>
/// <param name="accuracy">Share of the drops that belong into it; null: it has no camera and says nothing of drops.</param>
internal sealed class WasteBin(Dice dice, Weather weather, int number, double? accuracy) : Behaviour
{
    private const int DropSlotsPerDay = 288;
    private const double DropsPerDay = 60;
    private const double HeaviestKg = 3.5;

    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(7);

    /// <summary>In the order of the district's names.</summary>
    private static readonly string[] Kinds = ["kitchen", "other", "recyclable", "hazardous"];

    private const double LongPeriod = 3;
    private static readonly double[] Course = [0.3, 0.1, 0.05, 0.05, 0.1, 0.5, 1.4, 2.4, 2, 1.1, 0.8, 0.9, 1.3, 1.2, 0.7, 0.6, 0.8, 1.2, 2, 2.4, 2, 1.2, 0.7, 0.4];
    private static readonly double[] Until = Sums();
    private readonly bool _isDaily = dice.Chance(0, 0.7);
    private readonly double _emptiedAt = Math.Floor(dice.Between(1, 5.5 * 60, 8 * 60));

    /// <summary>On its busiest day of all below 95 %: one that runs over is a fault (<c>binOverflow</c>), with a label.</summary>
    private readonly double _fillPerDay = dice.Between(2, 40, 62);

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

    internal override Kept KeptAt(Moment start) => new(Events: _keptFor);

    internal override Incident? NextEvent(long afterMs)
    {
        var atMs = accuracy is null ? Never : Slots.Next(afterMs, DropSlotsPerDay, 2 * DropSlotsPerDay, DropMs);
        if (atMs == Never)
            return null;
        var drop = dice.Fork("drop").Fork(atMs);
        return Incident.Ordinary(
            atMs, "wasteDrop", new("correct", Flag: drop.Chance(0, accuracy!.Value)), new("kind", Text: Kinds[(number - 1) % Kinds.Length]),
            new("mass", Number: Math.Round(drop.Between(1, 0.1, HeaviestKg), 2)));
    }

    private long? DropMs(long slot)
    {
        var hour = (int)(slot % DropSlotsPerDay * Course.Length / DropSlotsPerDay);
        var chance = DropsPerDay * (Until[hour + 1] - Until[hour]) * Course.Length / DropSlotsPerDay;
        var drops = dice.Fork("drops");
        return drops.Chance(slot, chance) ? Slots.InstantOf(slot, DropSlotsPerDay, drops.Fork(1).Unit(slot)) : null;
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

/// <summary>Information display: on from half past six to ten, bright in the sun. One at a bus stop keeps what it measured.</summary>
internal sealed class Display(Dice dice, Weather weather, bool isAtStop) : Behaviour
{
    private const double OnFrom = 6.5;
    private const double OnTo = 22;

    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(7), _keptStep = TimeSpan.FromMinutes(15);

    internal override Kept KeptAt(Moment start) => isAtStop ? new(_keptFor, _keptStep) : default;

    internal override void Measure(Moment now, ValueSet values)
    {
        var isOn = now.Hour is >= OnFrom and < OnTo;
        var brightness = isOn ? Math.Clamp(28 + (OutdoorLight.Lux(now, weather) / 900), 28, 95) : 0;
        values.Add("screenOn", isOn);
        values.Add("brightness", brightness);
        values.Add("temp", weather.Celsius(now) + (isOn ? 8 + (0.08 * brightness) : 1) + (1.5 * dice.Wave(now.AtMs, 1_800_000)));
    }
}

/// <summary>Meter concentrator: its signal.</summary>
internal sealed class Concentrator(Dice dice) : Behaviour
{
    internal override void Measure(Moment now, ValueSet values) => values.Add("signal", Signal(dice, now));
}
