using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>When lamps burn and how bright: from dusk to dawn, dimmed from half past ten to five.</summary>
internal static class LampHours
{
    internal const double DimShare = 0.6;
    private const double DimFrom = 22.5 * 60;
    private const double DimTo = 5 * 60;

    /// <summary>Lamps come on with the sun this long below the horizon, and go out as long before it rises.</summary>
    private const double TwilightMinutes = 14;
    private const double MinutesPerHour = 60;

    /// <summary>Brightness as a share; 0 is off.</summary>
    internal static double At(long day, double minute)
    {
        var (dawn, dusk, _) = Sun.Of(day);
        return minute >= dawn - TwilightMinutes && minute < dusk + TwilightMinutes ? 0 : minute is >= DimFrom or < DimTo ? DimShare : 1;
    }

    /// <summary>Hours at full brightness between two minutes of a day.</summary>
    internal static double Between(long day, double from, double to)
    {
        var (dawn, dusk, _) = Sun.Of(day);
        var sum = (DimShare * Overlap(from, to, 0, DimTo)) + Overlap(from, to, DimTo, dawn - TwilightMinutes)
            + Overlap(from, to, dusk + TwilightMinutes, DimFrom) + (DimShare * Overlap(from, to, DimFrom, Moment.MinutesPerDay));
        return sum / MinutesPerHour;
    }

    private static double Overlap(double from, double to, double start, double end) => Math.Max(0, Math.Min(to, end) - Math.Max(from, start));
}

/// <summary>Street lamp: dusk to dawn by the sun, dimmed at night; its light meter sees sun, cloud and itself.</summary>
internal sealed class StreetLamp : Behaviour
{
    private const double MainsVolt = 227;
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(8), _keptStep = TimeSpan.FromMinutes(30);
    private readonly Dice _dice;
    private readonly Weather _weather;
    private readonly double _ratedKw;
    private readonly DayRegister _energy;

    internal StreetLamp(Dice dice, Weather weather)
    {
        (_dice, _weather) = (dice, weather);
        _ratedKw = Math.Round(dice.Between(0, 3, 12)) / 100;
        _energy = new DayRegister(
            dice.Between(1, 50, 900),
            day => _ratedKw * LampHours.Between(day, 0, Moment.MinutesPerDay),
            (day, slot) => LampHours.Between(day, slot * DayRegister.MinutesPerSlot, (slot + 1) * DayRegister.MinutesPerSlot));
    }

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep);

    internal override void Measure(Moment now, ValueSet values)
    {
        var brightness = LampHours.At(now.Day, now.Minute);
        var powerKw = _ratedKw * brightness;
        var voltage = MainsVolt + (3 * _dice.Wave(now.AtMs, 300_000));
        values.Add("lampOn", brightness > 0);
        values.Add("dimming", 100 * brightness);
        values.Add("activePower", powerKw);
        values.Add("energyImport", _energy.At(now));
        values.Add("voltage", voltage);
        values.Add("current", 1000 * powerKw / voltage);
        values.Add("fault", false);
        values.Add("light", OutdoorLight.Lux(now, _weather) + (25 * brightness));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var now = Moment.Of(afterMs);
        var before = LampHours.At(now.Day, now.Minute);
        for (var minute = Math.Floor(now.Minute) + 1; minute < Moment.MinutesPerDay; minute++)
        {
            if (LampHours.At(now.Day, minute) != before)
                return Moment.MsOf(now.Day, minute) + (long)_dice.Between(7, 0, 60_000);
        }

        return Moment.MsOf(now.Day + 1, 0) + (long)_dice.Between(7, 1, 60_000);
    }
}

/// <summary>Daylight on a horizontal plane.</summary>
internal static class OutdoorLight
{
    private const double ClearNoonLux = 105_000;

    internal static double Lux(Moment now, Weather weather) => ClearNoonLux * Math.Max(0, Sun.SineOfHeight(now)) * ClearShare(weather.Cloud(now));

    /// <summary>What a cloud cover lets through, after Kasten and Czeplak: little is lost until the sky is mostly covered (cubic in their formula, here square).</summary>
    internal static double ClearShare(double cloud) => 1 - (0.75 * cloud * cloud);
}
