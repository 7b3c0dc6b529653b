using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Load of a stairwell of households: morning and evening peaks, later mornings at the weekend; 220 V, lagging a little.</summary>
internal sealed class ElectricityMeter : Behaviour
{
    private const double MainsVolt = 226;
    private const long VoltMs = 5 * 60_000;
    private static readonly double[] Weekday =
        [0.35, 0.3, 0.28, 0.27, 0.28, 0.35, 0.6, 0.95, 0.85, 0.6, 0.55, 0.75, 0.85, 0.6, 0.55, 0.55, 0.7, 1.1, 1.55, 1.75, 1.7, 1.4, 0.95, 0.55];

    private static readonly double[] Weekend =
        [0.4, 0.33, 0.3, 0.28, 0.28, 0.3, 0.42, 0.65, 0.95, 1, 0.95, 1.1, 1.15, 0.9, 0.8, 0.8, 0.95, 1.25, 1.6, 1.75, 1.7, 1.45, 1.05, 0.65];

    private readonly Dice _dice;
    private readonly double _meanKw;
    private readonly SlotRegister _energy;

    internal ElectricityMeter(Dice dice)
    {
        _dice = dice;
        _meanKw = dice.Between(0, 3, 14);
        _energy = new SlotRegister(dice.Between(1, 500, 60_000), PowerAt);
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        var powerKw = _energy.RateAt(now);
        var factor = 0.95 + (0.03 * _dice.Wave(now.AtMs, VoltMs));
        var apparentKva = powerKw / factor;
        var voltage = MainsVolt - (powerKw * 0.15) + (3 * _dice.Fork("volt").Wave(now.AtMs, VoltMs));
        values.Add("energyImport", _energy.At(now));
        values.Add("energyExport", 0);
        values.Add("activePower", powerKw);
        values.Add("reactivePower", Math.Sqrt((apparentKva * apparentKva) - (powerKw * powerKw)));
        values.Add("voltage", voltage);
        values.Add("current", 1000 * apparentKva / voltage);
        values.Add("powerFactor", factor);
        values.Add("frequency", 50 + (0.03 * _dice.Fork("hertz").Wave(now.AtMs, VoltMs)));
    }

    private double PowerAt(long day, int slot)
    {
        var today = _dice.Fork(day);
        var table = Moment.Of(Moment.MsOf(day, 1)).IsWeekend ? Weekend : Weekday;
        var shape = Curve.OfDay(table, (double)slot / SlotRegister.SlotsPerDay);
        return _meanKw * shape * today.Between(-1, 0.85, 1.15) * today.Between(slot, 0.75, 1.25);
    }
}

/// <summary>Roof PV: the sun's height over the district and the day's clouds.</summary>
internal sealed class PvInverter : Behaviour
{
    private const double MainsVolt = 228;
    private const long VoltMs = 5 * 60_000;
    private readonly Dice _dice;
    private readonly double _ratedKw;
    private readonly SlotRegister _energy;

    internal PvInverter(Dice dice)
    {
        _dice = dice;
        _ratedKw = Math.Round(dice.Between(0, 20, 60));
        _energy = new SlotRegister(dice.Between(1, 1_000, 20_000), PowerAt);
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        var powerKw = _energy.RateAt(now);
        var voltage = MainsVolt + (0.1 * powerKw) + (2 * _dice.Wave(now.AtMs, VoltMs));
        values.Add("pvEnergy", _energy.At(now));
        values.Add("pvPower", powerKw);
        values.Add("voltage", voltage);
        values.Add("current", 1000 * powerKw / voltage);
    }

    private double PowerAt(long day, int slot)
    {
        var height = Sun.SineOfHeight(Moment.Of(Moment.MsOf(day, (slot * 15) + 7.5)));
        if (height <= 0)
            return 0;
        var today = _dice.Fork(day);
        var clearSky = 1 - (0.75 * today.Unit(-1) * today.Unit(-2));
        return _ratedKw * height * clearSky * (1 - ((1 - clearSky) * today.Unit(slot)));
    }
}
