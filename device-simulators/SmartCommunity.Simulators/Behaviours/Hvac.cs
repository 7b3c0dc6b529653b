using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Air conditioning of a public room: cools on warm days, heats on cold ones, off outside opening hours; power goes by the outdoor temperature.</summary>
internal sealed class Hvac : Behaviour
{
    private const double CoolsAbove = 23.5;
    private const double HeatsBelow = 12;
    private const double CoolTo = 26;
    private const double HeatTo = 20;
    private const double OpenFrom = 7.5;
    private const double OpenTo = 21;
    private readonly Dice _dice;
    private readonly Weather _weather;
    private readonly double _ratedKw;
    private readonly DayRegister _energy;

    internal Hvac(Dice dice, Weather weather)
    {
        (_dice, _weather) = (dice, weather);
        _ratedKw = dice.Between(0, 3, 9);
        _energy = new DayRegister(dice.Between(1, 200, 9_000), TotalOf, WeightOf);
    }

    private enum Mode
    {
        Off,
        Cool,
        Heat,
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        var mode = IsOpen(now) ? ModeOf(now.Day) : Mode.Off;
        var powerKw = _energy.RateAt(now);
        var outdoor = _weather.Celsius(now);
        var set = mode == Mode.Heat || (mode == Mode.Off && outdoor < HeatTo) ? HeatTo : CoolTo;
        var drifts = 22 + (0.55 * (outdoor - 20));
        var wave = 0.8 * _dice.Wave(now.AtMs, 1_800_000);
        values.Add("hvacMode", (double)mode);
        values.Add("setpointTemp", set);
        values.Add("temp", mode == Mode.Off ? drifts + wave : set + wave);
        values.Add("fanSpeed", mode == Mode.Off ? 0 : powerKw > 0.6 * _ratedKw ? 3 : powerKw > 0.3 * _ratedKw ? 2 : 1);
        values.Add("humidity", Math.Clamp(_weather.Humidity(now) - (mode == Mode.Cool ? 15 : 6), 20, 95));
        values.Add("activePower", powerKw);
        values.Add("energyImport", _energy.At(now));
    }

    private Mode ModeOf(long day)
    {
        var celsius = _weather.DayMean(day).Celsius;
        return celsius > CoolsAbove ? Mode.Cool : celsius < HeatsBelow ? Mode.Heat : Mode.Off;
    }

    private static bool IsOpen(Moment at) => at.Hour is >= OpenFrom and < OpenTo;

    private static double Demand(Mode mode, double celsius) => mode switch
    {
        Mode.Cool => Math.Clamp(0.18 + (0.07 * (celsius - CoolsAbove)), 0.12, 0.95),
        Mode.Heat => Math.Clamp(0.2 + (0.055 * (HeatsBelow - celsius)), 0.12, 0.95),
        _ => 0,
    };

    private double TotalOf(long day) => _ratedKw * (OpenTo - OpenFrom) * Demand(ModeOf(day), _weather.DayMean(day).Celsius);

    private double WeightOf(long day, int slot)
    {
        var at = DayRegister.MiddleOf(day, slot);
        return IsOpen(at) ? Demand(ModeOf(day), _weather.Celsius(at)) * _dice.Fork(day).Between(slot, 0.8, 1.2) : 0;
    }
}
