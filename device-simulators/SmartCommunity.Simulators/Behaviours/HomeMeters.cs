using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Household water of an elder: meals, washing, the nightly visit; not a drop while away or asleep.</summary>
internal sealed class WaterMeter : Behaviour
{
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(31), _keptStep = TimeSpan.FromDays(1);

    private readonly ElderHome _home;
    private readonly Dice _dice;
    private readonly double _dailyM3;
    private readonly DayRegister _volume;

    internal WaterMeter(ElderHome home, Dice dice)
    {
        (_home, _dice) = (home, dice);
        _dailyM3 = dice.Between(1, 0.07, 0.17);
        _volume = new DayRegister(dice.Between(0, 20, 400), TotalOf, WeightOf);
    }

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep);

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("volume", _volume.At(now));
        values.Add("flow", _volume.RateAt(now));
        values.Add("battery", Battery(_dice, now));
        values.Add("valve", true);
    }

    /// <summary>Cubic metres of a day.</summary>
    internal double TotalOf(long day) => _home.IsAwayAllDay(day) ? 0 : _dailyM3 * _home.PresenceShare(day) * _dice.Fork(day).Between(0, 0.65, 1.35);

    private double WeightOf(long day, int slot) => _home.ActivityAt(DayRegister.MiddleOf(day, slot)) switch
    {
        Activity.Shower => 9,
        Activity.Cooking => 4,
        Activity.Eating => 1.5,
        Activity.Bathroom => 3,
        Activity.Active => 1.2,
        Activity.Resting => 0.15,
        _ => 0,
    } * _dice.Fork(day).Between(10 + slot, 0.3, 1.7);
}

/// <summary>Household gas: cooking, and the hot water of the shower.</summary>
internal sealed class GasMeter : Behaviour
{
    private readonly ElderHome _home;
    private readonly Dice _dice;
    private readonly Weather _weather;
    private readonly double _dailyM3;
    private readonly DayRegister _volume;

    internal GasMeter(ElderHome home, Dice dice, Weather weather)
    {
        (_home, _dice, _weather) = (home, dice, weather);
        _dailyM3 = dice.Between(1, 0.18, 0.5);
        _volume = new DayRegister(dice.Between(0, 40, 1_500), TotalOf, WeightOf);
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("volume", _volume.At(now));
        values.Add("flow", _volume.RateAt(now));
        values.Add("valve", true);
        values.Add("battery", Battery(_dice, now));
    }

    /// <summary>Water is warmed further in winter: 2 % for each degree below 20.</summary>
    private double TotalOf(long day)
    {
        if (_home.IsAwayAllDay(day))
            return 0;
        var cold = 1 + (0.02 * Math.Max(0, 20 - _weather.DayMean(day).Celsius));
        return _dailyM3 * _home.PresenceShare(day) * cold * _dice.Fork(day).Between(0, 0.7, 1.3);
    }

    private double WeightOf(long day, int slot) => _home.ActivityAt(DayRegister.MiddleOf(day, slot)) switch
    {
        Activity.Cooking => 5,
        Activity.Shower => 7,
        Activity.Bathroom => 0.2,
        Activity.Away or Activity.Asleep => 0,
        _ => 0.004,
    } * _dice.Fork(day).Between(10 + slot, 0.5, 1.5);
}

/// <summary>Power of an elder's home: refrigerator all day, light and television, cooking, air conditioning while at home and it is hot or cold.</summary>
internal sealed class HomeLoad(ElderHome home, Dice dice, Weather weather)
{
    private const double CoolAbove = 27;
    private const double HeatBelow = 9;
    private readonly double _meanKwh = dice.Between(1, 2.2, 4.6);
    private readonly bool _hasAirConditioner = dice.Chance(2, 0.85);

    internal double TotalOf(long day)
    {
        var celsius = weather.DayMean(day).Celsius;
        var climate = _hasAirConditioner ? (0.35 * Math.Max(0, celsius - CoolAbove + 3)) + (0.18 * Math.Max(0, HeatBelow - celsius)) : 0;
        var lived = home.IsAwayAllDay(day) ? 0.25 : home.PresenceShare(day);
        return (_meanKwh + climate) * lived * dice.Fork(day).Between(0, 0.85, 1.15);
    }

    internal double WeightOf(long day, int slot)
    {
        var at = DayRegister.MiddleOf(day, slot);
        const double Refrigerator = 0.06;
        var today = dice.Fork(day);
        var (atHome, used) = home.ActivityAt(at) switch
        {
            Activity.Away => (false, 0),
            Activity.Asleep => (true, 0.02),
            Activity.Cooking => (true, 1.1),
            Activity.Active => (true, 0.3),
            Activity.Shower => (true, 0.5),
            _ => (true, at.Hour is > 17 or < 7 ? 0.2 : 0.11),
        };
        var celsius = atHome && _hasAirConditioner ? weather.DayMean(day).Celsius : 18;
        var air = (0.06 * Math.Max(0, celsius - CoolAbove + 2)) + (0.04 * Math.Max(0, HeatBelow - celsius));
        return (Refrigerator * today.Between(10 + slot, 0.5, 1.5)) + (used * today.Between(200 + slot, 0.5, 1.5)) + air;
    }
}
