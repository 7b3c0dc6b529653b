namespace SmartCommunity.Simulators.Seeded;

/// <summary>A spell a scenario lays over the weather: degrees added, least cloud and least rain, with half a day of ramp at both ends.</summary>
internal readonly record struct WeatherSpell(long FromMs, long ToMs, double Celsius, double MinCloud, double MinRainMmPerHour)
{
    private const double RampMs = 12 * 3_600_000;

    /// <summary>How much of the spell is there, 0 to 1.</summary>
    internal double StrengthAt(long atMs) => Math.Clamp(Math.Min(atMs - FromMs, ToMs - atMs) / RampMs, 0, 1);
}

/// <summary>
/// The weather of the district: Hangzhou's normals by month (1991–2020, rounded), fronts of some days, clouds of some hours, and a daily course that is flat under
/// cloud. Pure in (seed, instant) and shared by everything that feels it: meters, PV, lamps, rooms, outdoor air. Thread-safe.
/// </summary>
internal sealed class Weather
{
    private const int Months = 12;
    private const int KnownDays = 6 * 366;
    private const long FrontMs = 5 * 86_400_000L;
    private const long ShowerMs = 2 * 86_400_000L;
    private const long CloudMs = 4 * 3_600_000;
    private const double ColdestHour = 5.5;
    private const double WarmestHour = 14.5;
    private const double DegreesPerHour = 15;
    private const double RainyCloud = 0.82;

    private static readonly double[] MeanCelsius = [5, 6.8, 10.9, 16.8, 21.9, 25.1, 29.3, 28.7, 24.4, 19.2, 13.2, 7.3];
    private static readonly double[] MeanCloud = [0.6, 0.65, 0.66, 0.64, 0.64, 0.76, 0.55, 0.52, 0.58, 0.5, 0.54, 0.53];
    private static readonly double[] MeanHumidity = [74, 75, 73, 71, 71, 80, 75, 77, 78, 74, 74, 71];

    /// <summary>Mean temperature by month, January first.</summary>
    internal static IReadOnlyList<double> NormalCelsius => MeanCelsius;

    private readonly Dice _front;
    private readonly Dice _cloud;
    private readonly Dice _gust;
    private readonly WeatherSpell[] _spells;
    private readonly (float Celsius, float Cloud)[] _days;

    internal Weather(Dice dice, IReadOnlyList<WeatherSpell> spells)
    {
        (_front, _cloud, _gust) = (dice.Fork("front"), dice.Fork("cloud"), dice.Fork("gust"));
        _spells = [.. spells];
        _days = new (float, float)[KnownDays];
        for (var i = 0; i < KnownDays; i++)
            _days[i] = MeanOf(Behaviours.DayRegister.EpochDay + i);
    }

    /// <summary>Mean temperature (Cel) and cloud (0 clear to 1 overcast) of a calendar day.</summary>
    internal (double Celsius, double Cloud) DayMean(long day)
    {
        var index = day - Behaviours.DayRegister.EpochDay;
        return index >= 0 && index < KnownDays ? _days[index] : MeanOf(day);
    }

    /// <summary>Shade temperature, Cel.</summary>
    internal double Celsius(Moment now)
    {
        const double ClearRange = 5.2;
        const double OvercastRange = 2;
        const double HourlyNoise = 0.5;
        var range = ClearRange + ((OvercastRange - ClearRange) * SlowCloud(now));
        return AirMass(now) + (range * Course(now.Hour)) + (HourlyNoise * _gust.Wave(now.AtMs, CloudMs));
    }

    /// <summary>Temperature without the daily course, Cel: the season, the fronts, a scenario's spell.</summary>
    internal double AirMass(Moment now) => Normal(MeanCelsius, now) + Front(now.AtMs) + Spell(now.AtMs);

    /// <summary>Cloud cover, 0 to 1.</summary>
    internal double Cloud(Moment now)
    {
        var cover = Normal(MeanCloud, now) + (1.25 * _cloud.Wave(now.AtMs, ShowerMs)) + (0.35 * _gust.Fork(1).Wave(now.AtMs, CloudMs));
        foreach (var spell in _spells)
            cover = Math.Max(cover, spell.MinCloud * spell.StrengthAt(now.AtMs));
        return Math.Clamp(cover, 0, 1);
    }

    /// <summary>Rain, mm/h; none below four fifths of cloud.</summary>
    internal double RainMmPerHour(Moment now)
    {
        const double Heaviest = 16;
        var wet = Math.Max(0, Cloud(now) - RainyCloud) / (1 - RainyCloud) * Math.Max(0, _gust.Fork(2).Wave(now.AtMs, CloudMs / 2));
        var rain = Heaviest * wet * wet;
        foreach (var spell in _spells)
            rain = Math.Max(rain, spell.MinRainMmPerHour * spell.StrengthAt(now.AtMs));
        return rain;
    }

    /// <summary>Relative humidity, %: falls as the day warms, rises with cloud.</summary>
    internal double Humidity(Moment now)
    {
        var warming = Celsius(now) - AirMass(now);
        return Math.Clamp(Normal(MeanHumidity, now) - (3 * warming) + (22 * (Cloud(now) - 0.6)), 18, 100);
    }

    /// <summary>Wind at the roofs, m/s.</summary>
    internal double WindMetrePerSecond(Moment now)
    {
        var daytime = Math.Max(0, Curve.Sin((now.Hour - ColdestHour - 2) * DegreesPerHour));
        var gust = 1 + (1.2 * _gust.Fork(3).Wave(now.AtMs, CloudMs / 4)) + _gust.Fork(4).Wave(now.AtMs, ShowerMs);
        return Math.Max(0.1, (1.3 + (1.2 * daytime)) * gust);
    }

    /// <summary>How still the air stands, about −1 (swept) to 1 (stagnant), over the given time.</summary>
    internal double Stagnation(long atMs, long periodMs) => _front.Fork(2).Wave(atMs, periodMs);

    /// <summary>−1 at the coldest hour, 1 at the warmest, half a cosine each way.</summary>
    private static double Course(double hour)
    {
        const double HoursPerDay = 24;
        const double HalfTurn = 180;
        var since = hour < ColdestHour ? hour + HoursPerDay - WarmestHour : hour - WarmestHour;
        return since < 0 ? Curve.Cos(HalfTurn * since / (WarmestHour - ColdestHour)) : Curve.Cos(HalfTurn * since / (HoursPerDay - WarmestHour + ColdestHour));
    }

    /// <summary>The days' cloud from noon to noon, without a step at midnight.</summary>
    private double SlowCloud(Moment now)
    {
        const double Noon = 0.5;
        var (day, part) = now.DayPart < Noon ? (now.Day - 1, now.DayPart + Noon) : (now.Day, now.DayPart - Noon);
        return (DayMean(day).Cloud * (1 - part)) + (DayMean(day + 1).Cloud * part);
    }

    private static double Normal(double[] byMonth, Moment now)
    {
        const double HalfMonth = 0.5 / Months;
        return Curve.OfDay(byMonth, Almanac.YearPart(now.Day + now.DayPart - (HalfMonth * 365.25)));
    }

    private (float Celsius, float Cloud) MeanOf(long day)
    {
        double celsius = 0, cloud = 0;
        const int Samples = 4;
        for (var i = 0; i < Samples; i++)
        {
            var at = Moment.At(day, ((i * 2) + 1) * Moment.MinutesPerDay / (2 * Samples));
            celsius += AirMass(at) / Samples;
            cloud += Cloud(at) / Samples;
        }

        return ((float)celsius, (float)cloud);
    }

    private double Front(long atMs) => (9 * _front.Wave(atMs, FrontMs)) + (4 * _front.Fork(1).Wave(atMs, ShowerMs));

    private double Spell(long atMs)
    {
        var celsius = 0.0;
        foreach (var spell in _spells)
            celsius += spell.Celsius * spell.StrengthAt(atMs);
        return celsius;
    }
}
