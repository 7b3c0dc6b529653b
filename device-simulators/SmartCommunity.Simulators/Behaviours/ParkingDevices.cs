using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>The display of a car park: free + occupied + closed + unknown = total.</summary>
internal sealed class ParkingSite(ICarPark park, Dice dice) : Behaviour
{
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
}

/// <summary>The barrier of a car park: counts who passes, and misses one car in a thousand on the way out, so that its balance drifts a little.</summary>
internal sealed class ParkingGate(ICarPark park) : Behaviour
{
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
    private readonly double[] _passages = new double[ParkedCar.MostPassages];

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
