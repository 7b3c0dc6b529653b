using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Counter at the door of a service place: people come in opening hours, more on days off.</summary>
internal sealed class PeopleCounter : Behaviour
{
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(8), _keptStep = TimeSpan.FromDays(1);

    private static readonly double[] Course = [0, 0, 0, 0, 0, 0, 0.02, 0.15, 0.4, 0.7, 0.8, 0.6, 0.35, 0.5, 0.75, 0.85, 0.8, 0.55, 0.6, 0.7, 0.35, 0.05, 0, 0];
    private readonly Dice _dice;
    private readonly double _most;
    private readonly Flow _flow;

    /// <param name="dice">Its own.</param>
    /// <param name="size">How large the place is; 1: a hall that holds 15 to 60 people.</param>
    internal PeopleCounter(Dice dice, double size = 1)
    {
        _dice = dice;
        _most = size * dice.Between(0, 15, 60);
        _flow = new Flow(dice.Between(1, 1_000, 80_000), Level, day => (int)(_most * dice.Fork(day).Between(0, 9, 12)));
    }

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep);

    internal override void Measure(Moment now, ValueSet values)
    {
        var count = _flow.At(now);
        values.Add("entries", count.Entries);
        values.Add("exits", count.Exits);
        values.Add("occupants", count.Inside);
    }

    private double Level(Moment at) =>
        _most * Curve.OfDay(Course, at.DayPart) * (Almanac.IsDayOff(at.Day) ? 1 : 0.7) * (1 + (0.6 * _dice.Wave(at.AtMs, 2_400_000)));
}

/// <summary>The door of a stairwell: residents leave in the morning and come back, the lock opens for some seconds each time.</summary>
internal sealed class AccessGate : Behaviour
{
    private const long OpenMs = 7_000;
    private static readonly double[] AtHomeWorkday =
        [0.97, 0.98, 0.98, 0.98, 0.98, 0.96, 0.9, 0.72, 0.55, 0.48, 0.46, 0.48, 0.5, 0.5, 0.48, 0.48, 0.53, 0.63, 0.74, 0.82, 0.87, 0.92, 0.95, 0.97];

    private static readonly double[] AtHomeDayOff =
        [0.94, 0.95, 0.96, 0.96, 0.96, 0.95, 0.93, 0.9, 0.83, 0.72, 0.64, 0.66, 0.72, 0.7, 0.64, 0.6, 0.62, 0.68, 0.74, 0.76, 0.8, 0.86, 0.9, 0.93];

    private readonly Dice _dice;
    private readonly double _residents;
    private readonly Flow _flow;

    internal AccessGate(Dice dice)
    {
        _dice = dice;
        _residents = dice.Between(0, 30, 80);
        _flow = new Flow(dice.Between(1, 20_000, 200_000), Level, day => (int)(_residents * dice.Fork(day).Between(0, 3.4, 4.2)));
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        var count = _flow.At(now);
        var before = _flow.At(Moment.At(now.Day, Math.Max(0, now.Minute - (OpenMs / 60_000.0))));
        values.Add("door", count.Entries > before.Entries || count.Exits > before.Exits);
        values.Add("entries", count.Entries);
        values.Add("exits", count.Exits);
    }

    private double Level(Moment at) =>
        _residents * Math.Min(1, Curve.OfDay(Almanac.IsDayOff(at.Day) ? AtHomeDayOff : AtHomeWorkday, at.DayPart) + (0.04 * _dice.Wave(at.AtMs, 3_600_000)));
}

/// <summary>A lift: trips by the time of day; where it stands follows from the number of the trip, so floor, door and direction agree.</summary>
internal sealed class Lift : Behaviour
{
    private const double RidesShare = 0.35;
    private const double Idle = 0;
    private const double Up = 1;
    private const double Down = 2;
    private static readonly double[] Course =
        [0.12, 0.06, 0.05, 0.05, 0.08, 0.3, 1, 2, 1.7, 1, 0.9, 1.1, 1.2, 0.9, 0.8, 0.9, 1.2, 1.8, 1.9, 1.5, 1.2, 0.9, 0.5, 0.25];

    private readonly Dice _dice;
    private readonly double _floors;
    private readonly DayRegister _trips;

    internal Lift(Dice dice)
    {
        _dice = dice;
        _floors = Math.Floor(dice.Between(0, 11, 27));
        var aDay = dice.Between(1, 140, 360);
        _trips = new DayRegister(
            dice.Between(2, 20_000, 400_000),
            day => Math.Floor(aDay * (Almanac.IsDayOff(day) ? 1.08 : 1) * dice.Fork(day).Between(0, 0.88, 1.12)),
            (day, slot) => Curve.OfDay(Course, (slot + 0.5) / DayRegister.SlotsPerDay) * dice.Fork(day).Between(10 + slot, 0.5, 1.5));
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        var trips = _trips.At(now);
        var number = (long)Math.Floor(trips);
        var part = trips - number;
        var (from, to) = (FloorOf(number), FloorOf(number + 1));
        var isBusy = _trips.RateAt(now) > 6;
        var rides = part > 1 - RidesShare && from != to && isBusy;
        var floor = rides ? Math.Round(from + ((to - from) * (part - 1 + RidesShare) / RidesShare)) : from;
        values.Add("liftState", !rides ? Idle : to > from ? Up : Down);
        values.Add("floor", floor);
        values.Add("door", !rides && part < 0.12 && isBusy);
        values.Add("presence", rides);
        values.Add("trips", number);
    }

    /// <summary>Every other trip ends on the ground floor.</summary>
    private double FloorOf(long trip) => trip % 2 == 0 ? 1 : 1 + Math.Floor(_dice.Between(trip, 0, _floors - 1)) + 1;
}
