using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Roof PV: the sun's height over the district and the weather's clouds; asleep at night.</summary>
internal sealed class PvInverter : Behaviour
{
    private const double MainsVolt = 228;
    private const double Sleeping = 2;
    private const double Starting = 3;
    private const double Tracking = 4;
    private const long VoltMs = 5 * 60_000;

    /// <summary>What reaches the meter: heat, dust, inverter, cables.</summary>
    private const double Performance = 0.82;
    private readonly Dice _dice;
    private readonly Weather _weather;
    private readonly double _ratedKw;
    private readonly double _selfUse;
    private readonly double _startKwh;
    private readonly DayRegister _energy;

    internal PvInverter(Dice dice, Weather weather)
    {
        (_dice, _weather) = (dice, weather);
        _ratedKw = Math.Round(dice.Between(0, 3, 12));
        _startKwh = dice.Between(1, 200, 4_000);
        _selfUse = dice.Between(2, 0.6, 0.9);
        _energy = new DayRegister(_startKwh, TotalOf, WeightOf);
    }

    internal override Kept KeptAt(Moment start) => KeptRegisters.Kept;

    internal override void Measure(Moment now, ValueSet values)
    {
        var powerKw = _energy.RateAt(now);
        var energy = _energy.At(now);
        var voltage = MainsVolt + (0.1 * powerKw) + (2 * _dice.Wave(now.AtMs, VoltMs));
        values.Add("pvEnergy", energy);
        values.Add("pvPower", powerKw);
        values.Add("pvSelfUse", _selfUse * energy);
        values.Add("voltage", voltage);
        values.Add("current", 1000 * powerKw / (3 * voltage));
        values.Add("frequency", 50 + (0.03 * _dice.Fork("hertz").Wave(now.AtMs, VoltMs)));
        values.Add("inverterState", powerKw <= 0 ? Sleeping : powerKw < 0.01 * _ratedKw ? Starting : Tracking);
        values.Add("irradiance", 1000 * powerKw / (_ratedKw * Performance));
        values.Add("inverterTemp", _weather.Celsius(now) + (24 * powerKw / _ratedKw) + 3);
        values.Add("powerFactor", powerKw > 0 ? 0.99 : 0);
        var direct = powerKw > 0 ? 560 + (60 * powerKw / _ratedKw) + (8 * _dice.Fork(1).Wave(now.AtMs, VoltMs)) : 0;
        values.Add("dcVoltage", direct);
        values.Add("dcCurrent", direct > 0 ? 1000 * powerKw / 0.97 / direct : 0);
    }

    private double TotalOf(long day) =>
        _ratedKw * Performance * Sun.Of(day).FullSunHours * OutdoorLight.ClearShare(_weather.DayMean(day).Cloud);

    private double WeightOf(long day, int slot)
    {
        var at = DayRegister.MiddleOf(day, slot);
        var cloud = _weather.Cloud(at);
        var passing = 1.8 * cloud * (1 - cloud) * _dice.Fork(day).Bell(slot);
        return Math.Max(0, Sun.SineOfHeight(at)) * OutdoorLight.ClearShare(Math.Clamp(cloud + passing, 0, 1));
    }
}
