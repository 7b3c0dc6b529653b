using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Who uses a parking spot of a residential car park.</summary>
internal enum CarKind
{
    Commuter,
    Local,
    Visitor,
}

/// <summary>
/// One spot's car from day to day. Whether it stands there at midnight is drawn for each night; a day's trips lead from one midnight to the next, so what goes out and comes
/// in adds up for ever. Pure in (seed, day).
/// </summary>
internal readonly struct ParkedCar
{
    /// <summary>Most times a car passes the gate on one day.</summary>
    internal const int MostPassages = 4;

    /// <summary>Passages stand at whole steps of three seconds, so that a minute and its instant mean the same.</summary>
    private const double StepsPerMinute = 20;
    private const double CommuterShare = 0.55;
    private const double LocalShare = 0.3;
    private const int NightStream = 11;
    private readonly Dice _dice;

    internal ParkedCar(Dice dice)
    {
        _dice = dice;
        var kind = dice.Unit(0);
        Kind = kind < CommuterShare ? CarKind.Commuter : kind < CommuterShare + LocalShare ? CarKind.Local : CarKind.Visitor;
    }

    internal CarKind Kind { get; }

    /// <summary>Is it there at the midnight the day begins with?</summary>
    internal bool IsThereAtStart(long day)
    {
        var isHoliday = Almanac.KindOf(day) == DayKind.Holiday && Almanac.KindOf(day - 1) == DayKind.Holiday;
        var chance = Kind switch
        {
            CarKind.Visitor => isHoliday ? 0.3 : 0.1,
            _ => isHoliday ? 0.75 : 0.95,
        };
        return _dice.Fork(NightStream).Chance(day, chance);
    }

    /// <summary>How often it comes in on the day; cheaper than <see cref="Passages"/> and the same number.</summary>
    internal int Entries(long day) => Trips(day) + (!IsThereAtStart(day) && IsThereAtStart(day + 1) ? 1 : 0);

    /// <summary>Minutes of the day at which it passes the gate, in order; in and out take turns, and the first is out when it is there at the start.</summary>
    internal int Passages(long day, Span<double> minutes)
    {
        var count = Draw(day, minutes);
        for (var i = 0; i < count; i++)
            minutes[i] = Math.Floor(minutes[i] * StepsPerMinute) / StepsPerMinute;
        return count;
    }

    private int Draw(long day, Span<double> minutes)
    {
        var today = _dice.Fork(day);
        var (isThere, stays) = (IsThereAtStart(day), IsThereAtStart(day + 1));
        var trips = Trips(day);
        if (isThere && stays)
            return trips == 0 ? 0 : Round(today, minutes, leaves: true, day, trips);
        if (!isThere && !stays)
            return trips == 0 ? 0 : Round(today, minutes, leaves: false, day, trips);
        minutes[0] = isThere ? today.Between(5, 7.5 * 60, 18 * 60) : today.Between(6, 11 * 60, 22.5 * 60);
        return 1;
    }

    /// <summary>Round trips of a car that is there at both midnights, or visits of one that is at neither.</summary>
    private int Trips(long day)
    {
        var isThere = IsThereAtStart(day);
        if (isThere != IsThereAtStart(day + 1))
            return 0;
        var today = _dice.Fork(day);
        var isOff = Almanac.IsDayOff(day);
        var first = (Kind, isThere) switch
        {
            (CarKind.Commuter, true) => isOff ? 0.6 : 0.93,
            (CarKind.Local, true) => isOff ? 0.65 : 0.55,
            (CarKind.Visitor, true) => 0.9,
            (CarKind.Visitor, false) => isOff ? 0.75 : 0.5,
            _ => 0,
        };
        return !today.Chance(1, first) ? 0 : Kind != CarKind.Visitor && today.Chance(2, 0.14) ? 2 : 1;
    }

    private int Round(Dice today, Span<double> minutes, bool leaves, long day, int trips)
    {
        var commutes = Kind == CarKind.Commuter && !Almanac.IsDayOff(day);
        var (from, away) = (commutes, leaves) switch
        {
            (true, _) => ((7.75 * 60) + (95 * today.Bell(3)), (9.7 * 60) + (150 * today.Bell(4))),
            (false, true) => (today.Between(3, 8.6 * 60, 16 * 60), today.Between(4, 40, 4.2 * 60)),
            _ => (today.Between(3, 9 * 60, 18.5 * 60), today.Between(4, 30, 4 * 60)),
        };
        (minutes[0], minutes[1]) = (from, from + away);
        if (trips == 1)
            return 2;
        minutes[2] = minutes[1] + today.Between(7, 20, 80);
        minutes[3] = Math.Min(minutes[2] + today.Between(8, 25, 110), Moment.MinutesPerDay - 1);
        return MostPassages;
    }
}
