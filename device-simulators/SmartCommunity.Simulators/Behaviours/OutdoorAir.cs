using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Weather station: the district's weather at one place, dust by season, traffic and stagnant air, noise by the hour.</summary>
internal sealed class OutdoorAir : Behaviour
{
    private const long DustMs = 3 * 86_400_000L;
    private const int SampledEvery = 8;

    /// <summary>A year of it, four times a day: degree days need no more.</summary>
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(366), _keptStep = TimeSpan.FromHours(6);

    /// <summary>Monthly means of Hangzhou in recent years, ug/m3, rounded.</summary>
    private static readonly double[] MonthlyPm25 = [48, 40, 36, 31, 26, 20, 16, 17, 20, 26, 34, 44];
    private static readonly double[] Traffic = [0.5, 0.35, 0.3, 0.3, 0.35, 0.6, 1, 1.5, 1.6, 1.3, 1.1, 1.1, 1, 1, 1, 1.05, 1.2, 1.5, 1.5, 1.3, 1.1, 1, 0.85, 0.7];

    private readonly Dice _dice;
    private readonly Weather _weather;
    private readonly NoiseLevel _noise;
    private readonly DayRegister _rain;

    internal OutdoorAir(Dice dice, Weather weather)
    {
        (_dice, _weather) = (dice, weather);
        _noise = new NoiseLevel(dice.Fork("noise"), weather);
        _rain = new DayRegister(dice.Between(0, 0, 400), RainOf, (day, slot) => weather.RainMmPerHour(DayRegister.MiddleOf(day, slot)));
    }

    /// <summary>PM2.5 of the district as one place has it: season, stagnant days, morning and evening traffic; rain and wind clean.</summary>
    internal static double Pm25(Moment now, Weather weather, Dice place)
    {
        var season = Curve.OfDay(MonthlyPm25, Almanac.YearPart(now.Day - 15.2));
        var stagnant = 1 + (1.3 * weather.Stagnation(now.AtMs, DustMs));
        var traffic = 0.75 + (0.25 * Curve.OfDay(Traffic, now.DayPart));
        var cleaned = 1 / (1 + (0.12 * weather.WindMetrePerSecond(now)) + (0.1 * weather.RainMmPerHour(now)));
        return Math.Max(2, 1.35 * season * stagnant * stagnant * traffic * cleaned * (1 + (0.15 * place.Wave(now.AtMs, 3_600_000))));
    }

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep);

    internal override void Measure(Moment now, ValueSet values)
    {
        var pm25 = Pm25(now, _weather, _dice);
        values.Add("pm25", pm25);
        values.Add("pm10", (1.5 * pm25) + 6 + (4 * _dice.Fork(1).Wave(now.AtMs, 3_600_000)));
        values.Add("temp", _weather.Celsius(now) + (0.4 * _dice.Fork(2).Wave(now.AtMs, 3_600_000)));
        values.Add("humidity", _weather.Humidity(now));
        values.Add("pressure", 1014.5 - (0.65 * (_weather.AirMass(now) - 17)) + (3 * _weather.Stagnation(now.AtMs, 2 * DustMs)));
        values.Add("windSpeed", _weather.WindMetrePerSecond(now));
        values.Add("windDirection", (360 + 90 + (200 * _dice.Fork(3).Wave(now.AtMs, 6 * 3_600_000))) % 360);
        values.Add("rainfall", _rain.At(now));
        values.Add("noise", _noise.At(now));
    }

    /// <summary>Every eighth quarter of an hour stands for its two hours.</summary>
    private double RainOf(long day)
    {
        var sum = 0.0;
        for (var slot = SampledEvery / 2; slot < DayRegister.SlotsPerDay; slot += SampledEvery)
            sum += _weather.RainMmPerHour(DayRegister.MiddleOf(day, slot)) * SampledEvery / 4;
        return sum;
    }
}

/// <summary>A-weighted level at a place: quiet yard (class 1: 55 by day, 45 at night) or by a road (class 2: 60, 50), with the hour's traffic and what happens to pass.</summary>
internal sealed class NoiseLevel(Dice dice, Weather weather)
{
    private static readonly double[] Course = [-8, -9.5, -10.5, -11, -10, -7, -2, 1.5, 2, 1, 0.5, 0.5, -0.5, -1, 0, 0.5, 1, 2, 2, 1.5, 0.5, -1.5, -4, -6.5];
    private readonly double _dayLevel = dice.Chance(0, 0.5) ? dice.Between(1, 48.5, 53) : dice.Between(1, 53, 58);

    internal double At(Moment now)
    {
        const long PassingMs = 120_000;
        var passing = Math.Max(0, dice.Fork(1).Wave(now.AtMs, PassingMs));
        var rain = Math.Min(8, 1.2 * weather.RainMmPerHour(now));
        return _dayLevel + Curve.OfDay(Course, now.DayPart) + (7 * passing) + (2 * dice.Wave(now.AtMs, 1_800_000)) + rain;
    }
}

/// <summary>Noise meter.</summary>
internal sealed class NoiseMeter(Dice dice, Weather weather) : Behaviour
{
    private readonly NoiseLevel _level = new(dice.Fork("noise"), weather);

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("noise", _level.At(now));
        values.Add("battery", Battery(dice, now));
    }
}
