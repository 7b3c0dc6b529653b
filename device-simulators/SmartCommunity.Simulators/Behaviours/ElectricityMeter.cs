using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>A load behind a meter: kWh of a day, and how they spread over its quarters of an hour.</summary>
internal readonly record struct Load(double StartKwh, Func<long, double> TotalOf, Func<long, int, double> WeightOf);

/// <summary>Electricity meter: register and power of its load, mains that sag under it; one phase in a home, three elsewhere.</summary>
internal sealed class ElectricityMeter(Load load, Dice dice, bool isThreePhase) : Behaviour
{
    private const double MainsVolt = 228;
    private const double VoltPerKw = 0.6;
    private const int PhaseCount = 3;
    private const long VoltMs = 5 * 60_000;
    private readonly DayRegister _energy = new(load.StartKwh, load.TotalOf, load.WeightOf);

    /// <summary>Three phases: a meter of the community, whose registers a collector has kept.</summary>
    internal override Kept KeptAt(Moment start) => isThreePhase ? KeptRegisters.Kept : default;

    internal override void Measure(Moment now, ValueSet values)
    {
        var powerKw = _energy.RateAt(now);
        var factor = 0.95 + (0.03 * dice.Wave(now.AtMs, VoltMs));
        var apparentKva = powerKw / factor;
        values.Add("energyImport", _energy.At(now));
        values.Add("energyExport", 0);
        values.Add("activePower", powerKw);
        values.Add("reactivePower", Math.Sqrt((apparentKva * apparentKva) - (powerKw * powerKw)));
        values.Add("powerFactor", factor);
        values.Add("frequency", 50 + (0.03 * dice.Fork("hertz").Wave(now.AtMs, VoltMs)));
        values.Add("relay", true);
        Phase(now, values, "voltage", "current", 0, isThreePhase ? apparentKva / PhaseCount : apparentKva);
        if (!isThreePhase)
            return;
        Phase(now, values, "voltageB", "currentB", 1, apparentKva / PhaseCount);
        Phase(now, values, "voltageC", "currentC", 2, apparentKva / PhaseCount);
    }

    private void Phase(Moment now, ValueSet values, string voltage, string current, int phase, double apparentKva)
    {
        var volt = MainsVolt - (apparentKva * VoltPerKw) + (3 * dice.Fork(phase).Wave(now.AtMs, VoltMs));
        values.Add(voltage, volt);
        values.Add(current, 1000 * apparentKva * (isThreePhase ? 1 + (0.12 * dice.Fork(10 + phase).Wave(now.AtMs, VoltMs)) : 1) / volt);
    }
}

/// <summary>The loads of a community by what hangs behind the meter; the order is that of the names in the district.</summary>
internal static class CommunityLoad
{
    internal const int Kinds = 6;
    private const int FamilyKind = 2;

    private static readonly double[] LiftCourse =
        [0.15, 0.08, 0.06, 0.06, 0.08, 0.25, 0.8, 1.6, 1.5, 1, 0.9, 1.1, 1.2, 0.9, 0.8, 0.9, 1.1, 1.6, 1.9, 1.6, 1.3, 1, 0.6, 0.3];

    private static readonly double[] WaterCourse =
        [0.3, 0.2, 0.15, 0.15, 0.2, 0.5, 1.3, 1.7, 1.3, 1, 0.9, 1.1, 1.2, 0.8, 0.7, 0.7, 0.9, 1.3, 1.7, 1.8, 1.9, 1.7, 1.1, 0.6];

    private static readonly double[] OfficeCourse =
        [0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.3, 0.5, 1.2, 1.8, 1.9, 1.8, 1.3, 1.6, 1.9, 1.9, 1.8, 1.4, 0.7, 0.5, 0.4, 0.3, 0.3, 0.25];

    private static readonly double[] ChargingCourse =
        [2, 1.6, 1.1, 0.7, 0.4, 0.3, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 0.8, 0.7, 0.5, 0.5, 0.6, 0.9, 1.4, 1.8, 2, 2.1, 2.4, 2.3];

    /// <summary>A family has one phase, the rest three.</summary>
    internal static bool IsThreePhase(int number) => (number - 1) % Kinds != FamilyKind;

    internal static Load Of(int number, Dice dice, Weather weather) => ((number - 1) % Kinds) switch
    {
        0 => Lighting(dice),
        1 => Course(dice, LiftCourse, dice.Between(0, 18, 45), _ => 1),
        FamilyKind => Family(dice, weather, dice.Between(0, 6, 12)),
        3 => Course(dice, WaterCourse, dice.Between(0, 25, 60), day => 1 + (0.008 * Math.Max(0, weather.DayMean(day).Celsius - 15))),
        4 => Course(dice, OfficeCourse, dice.Between(0, 30, 80), day => (Almanac.IsDayOff(day) ? 0.45 : 1) * Season(weather, day)),
        _ => Course(dice, ChargingCourse, dice.Between(0, 60, 160), day => Almanac.IsDayOff(day) ? 1.15 : 1),
    };

    /// <summary>
    /// A family's home. The course over the day and the scatter of quarters are those of the recorded household; the season is fitted to two years of a recorded
    /// transformer against the degrees of the weather.
    /// </summary>
    internal static Load Family(Dice dice, Weather weather, double dailyKwh) => new(
        dice.Between(1, 500, 20_000),
        day => dailyKwh * Season(weather, day) * (Almanac.IsDayOff(day) ? 1.12 : 1) * dice.Fork(day).Between(-1, 0.8, 1.2),
        (day, slot) => Fitted.HouseholdBase + ((1 - Fitted.HouseholdBase) * CourseAt(slot) * Ratio(dice.Fork(day).Unit(slot))));

    /// <summary>Load of a day against a mild one: fitted, kWh per degree of cooling and of heating.</summary>
    internal static double Season(Weather weather, long day)
    {
        var celsius = weather.DayMean(day).Celsius;
        return Fitted.SeasonBase
            + (Fitted.CoolingPerDegree * Math.Max(0, celsius - Fitted.CoolingAbove))
            + (Fitted.HeatingPerDegree * Math.Max(0, Fitted.HeatingBelow - celsius));
    }

    /// <summary>An hour's mean stands in the middle of its hour.</summary>
    private static double CourseAt(int slot)
    {
        const double HalfHour = 0.5 / 24;
        var part = ((slot + 0.5) / DayRegister.SlotsPerDay) - HalfHour;
        return Curve.OfDay(Fitted.HouseholdCourse, part < 0 ? part + 1 : part);
    }

    private static double Ratio(double chance)
    {
        var position = chance * (Fitted.HouseholdRatio.Length - 1);
        var low = (int)position;
        return Fitted.HouseholdRatio[low] + ((Fitted.HouseholdRatio[low + 1] - Fitted.HouseholdRatio[low]) * (position - low));
    }

    private static Load Course(Dice dice, double[] course, double dailyKwh, Func<long, double> factor) => new(
        dice.Between(1, 2_000, 60_000),
        day => dailyKwh * factor(day) * dice.Fork(day).Between(-1, 0.9, 1.1),
        (day, slot) => Curve.OfDay(course, (slot + 0.5) / DayRegister.SlotsPerDay) * dice.Fork(day).Between(slot, 0.75, 1.25));

    /// <summary>Stairs and paths: a little all day, all of it from dusk to dawn, less after half past ten.</summary>
    private static Load Lighting(Dice dice)
    {
        var ratedKw = dice.Between(0, 1.5, 5);
        return new Load(
            dice.Between(1, 2_000, 60_000),
            day => ratedKw * (LampHours.Between(day, 0, Moment.MinutesPerDay) + 1.5),
            (day, slot) => LampHours.Between(day, slot * DayRegister.MinutesPerSlot, (slot + 1) * DayRegister.MinutesPerSlot) + (1.5 / DayRegister.SlotsPerDay));
    }
}
