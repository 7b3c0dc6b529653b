using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>The display of a car park: free + occupied + closed + unknown = total. It also says when a spot that its owner shares is used by another.</summary>
/// <param name="park">What it displays.</param>
/// <param name="dice">Its own.</param>
/// <param name="sharedSpots">Ids of the spots that are shared; empty: none is.</param>
internal sealed class ParkingSite(ICarPark park, Dice dice, IReadOnlyList<string> sharedSpots) : Behaviour
{
    private const int SlotsPerDay = 24;
    private const double UsesPerHour = 0.16;
    private const double SharedFrom = 8, SharedTo = 20;

    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(30);

    internal override Kept KeptAt(Moment start) => new(Events: _keptFor);

    internal override void Measure(Moment now, ValueSet values)
    {
        var occupied = park.At(now).Occupied;
        const int DaysPerWeek = 7;
        var week = now.Day / DaysPerWeek;
        var left = park.Total - occupied;
        var closed = Math.Min(left, dice.Chance(week, 0.25) ? 1 : 0);
        var unknown = Math.Min(left - closed, dice.Fork(1).Chance(week, 0.15) ? 1 : 0);
        values.Add("freeSpots", left - closed - unknown);
        values.Add("occupiedSpots", occupied);
        values.Add("closedSpots", closed);
        values.Add("unknownSpots", unknown);
        values.Add("totalSpots", park.Total);
        values.Add("occupancy", (double)occupied / park.Total);
    }

    internal override Incident? NextEvent(long afterMs)
    {
        const int horizonDays = 14;
        var atMs = sharedSpots.Count == 0 ? Never : Slots.Next(afterMs, SlotsPerDay, horizonDays * SlotsPerDay, UseMs);
        return atMs == Never ? null : Incident.Ordinary(atMs, "sharedUse", new EventField("spot", Text: sharedSpots[(int)(dice.Fork("spot").Unit(atMs) * sharedSpots.Count)]));
    }

    /// <summary>Neighbours park on it while its owner is at work.</summary>
    private long? UseMs(long slot)
    {
        var uses = dice.Fork("use");
        return slot % SlotsPerDay is >= (long)SharedFrom and < (long)SharedTo && uses.Chance(slot, UsesPerHour) ? Slots.InstantOf(slot, SlotsPerDay, uses.Fork(1).Unit(slot)) : null;
    }
}

/// <summary>
/// The barrier of a car park: counts who passes, and misses one car in a thousand on the way out, so that its balance drifts a little. Cars that it guides to a spot with a detector it also tells one by
/// one.
/// </summary>
/// <param name="park">Whose barrier it is.</param>
/// <param name="guided">What it tells of single cars; null: nothing.</param>
internal sealed class ParkingGate(ICarPark park, GuidedCars? guided) : Behaviour
{
    /// <summary>A day's spots are compared with its gate until it closes, six hours after its end; what is told later of it would look like cars that never parked.</summary>
    private const double DayClosesHour = 6, MarginHours = 0.25;

    internal override Kept KeptAt(Moment start) =>
        guided is null ? default : new(Events: TimeSpan.FromMinutes(start.Minute) + (start.Hour < DayClosesHour - MarginHours ? TimeSpan.FromDays(1) : TimeSpan.Zero));

    internal override Incident? NextEvent(long afterMs) => guided?.NextEntry(afterMs);


    private const double ExitsPerMissed = 1_000;
    private const long OpenMs = 9_000;

    internal override void Measure(Moment now, ValueSet values)
    {
        var count = park.At(now);
        var before = park.At(Moment.Of(now.AtMs - OpenMs));
        values.Add("barrier", count.Entries > before.Entries || count.Exits > before.Exits);
        values.Add("entries", count.Entries);
        values.Add("exits", count.Exits - Math.Floor(count.Exits / ExitsPerMissed));
    }
}

/// <summary>One spot with a ground detector; its car is one of its car park's.</summary>
internal sealed class ParkingSpot(ParkedCar car, Dice dice) : Behaviour
{
    private const int HorizonDays = 14;
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(2), _keptStep = TimeSpan.FromHours(1);
    private readonly double[] _passages = new double[ParkedCar.MostPassages];

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep, _keptFor);

    internal override void Measure(Moment now, ValueSet values)
    {
        var isThere = car.IsThereAtStart(now.Day);
        var count = car.Passages(now.Day, _passages);
        for (var i = 0; i < count && _passages[i] <= now.Minute; i++)
            isThere = !isThere;
        values.Add("spotStatus", isThere);
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var first = Moment.Of(afterMs).Day;
        for (var day = first; day < first + HorizonDays; day++)
        {
            var count = car.Passages(day, _passages);
            for (var i = 0; i < count; i++)
            {
                var atMs = Moment.MsOf(day, _passages[i]);
                if (atMs > afterMs)
                    return atMs;
            }
        }

        return Moment.MsOf(first + HorizonDays, 0);
    }
}
