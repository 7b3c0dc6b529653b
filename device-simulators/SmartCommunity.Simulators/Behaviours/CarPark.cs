using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>What a car park's gate and its site display know at an instant: entries − exits since the start = occupied.</summary>
internal readonly record struct ParkCount(double Entries, double Exits, int Occupied);

/// <summary>A car park that its site, its gate, its spots and its chargers share. Thread-safe.</summary>
internal interface ICarPark
{
    /// <summary>Spots in all.</summary>
    int Total { get; }

    /// <summary>The counts at an instant.</summary>
    ParkCount At(Moment now);
}

/// <summary>A residential car park, car by car: full at night, commuters gone on weekdays, errands and visitors at the weekend.</summary>
internal sealed class ResidentialCarPark : ICarPark
{
    private const double FirstCount = 500;
    private readonly ParkedCar[] _cars;
    private readonly CarDay?[] _memo = new CarDay?[2];

    internal ResidentialCarPark(Dice dice)
    {
        _cars = [.. Enumerable.Range(0, (int)dice.Between(0, 40, 110)).Select(i => new ParkedCar(dice.Fork(i)))];
        Total = _cars.Length + SpotsWithoutCar;
    }

    /// <summary>Spots kept free of residents' cars: work, loading, a broken detector.</summary>
    internal const int SpotsWithoutCar = 3;

    public int Total { get; }

    /// <summary>The car of a spot, counted from 0; spots beyond the cars share them.</summary>
    internal ParkedCar CarOf(int spot) => _cars[spot % _cars.Length];

    /// <summary>The same among the cars that sleep here.</summary>
    internal ParkedCar ResidentsCar(int spot)
    {
        var residents = Array.FindAll(_cars, c => c.Kind != CarKind.Visitor);
        return residents[spot % residents.Length];
    }

    public ParkCount At(Moment now)
    {
        var day = Of(now.Day);
        var (inward, outward) = day.Until(now.Minute);
        var entries = day.EntriesBefore + inward;
        return new ParkCount(entries, FirstCount + entries - (day.AtStart + inward - outward), day.AtStart + inward - outward);
    }

    private CarDay Of(long day)
    {
        var kept = _memo[day & 1];
        if (kept is not null && kept.Day == day)
            return kept;
        var before = _memo[(day - 1) & 1] is { } yesterday && yesterday.Day == day - 1 ? yesterday : null;
        var made = new CarDay(day, _cars, before is null ? EntriesUntil(day) : before.EntriesBefore + before.Entries);
        _memo[day & 1] = made;
        return made;
    }

    private double EntriesUntil(long day)
    {
        double sum = FirstCount;
        for (var past = DayRegister.EpochDay; past < day; past++)
        {
            foreach (var car in _cars)
                sum += car.Entries(past);
        }

        return sum;
    }

    /// <summary>One day's passages in order of time. Immutable.</summary>
    private sealed class CarDay
    {
        private readonly ushort[] _passages;

        internal CarDay(long day, ParkedCar[] cars, double entriesBefore)
        {
            (Day, EntriesBefore) = (day, entriesBefore);
            var passages = new List<ushort>(cars.Length * 2);
            Span<double> minutes = stackalloc double[ParkedCar.MostPassages];
            foreach (var car in cars)
            {
                var isThere = car.IsThereAtStart(day);
                AtStart += isThere ? 1 : 0;
                var count = car.Passages(day, minutes);
                for (var i = 0; i < count; i++)
                {
                    var isEntry = isThere == (i % 2 == 1);
                    Entries += isEntry ? 1 : 0;
                    passages.Add(Key(minutes[i], isEntry));
                }
            }

            passages.Sort();
            _passages = [.. passages];
        }

        internal long Day { get; }

        internal double EntriesBefore { get; }

        internal int AtStart { get; }

        internal int Entries { get; }

        internal (int In, int Out) Until(double minute)
        {
            var (inward, outward) = (0, 0);
            var last = Key(minute, isEntry: true);
            foreach (var passage in _passages)
            {
                if (passage > last)
                    break;
                inward += passage & 1;
                outward += 1 - (passage & 1);
            }

            return (inward, outward);
        }

        /// <summary>Steps of three seconds, twice; the lowest bit says in.</summary>
        private static ushort Key(double minute, bool isEntry)
        {
            const double StepsPerMinute = 20;
            return (ushort)(((int)(Math.Clamp(minute, 0, Moment.MinutesPerDay - 0.1) * StepsPerMinute) * 2) + (isEntry ? 1 : 0));
        }
    }
}

/// <summary>
/// The public car park of a neighbourhood centre: its occupancy follows the quantiles that were fitted to the recorded city car parks, by kind of day and hour. A car park
/// has its own place among them, and wanders a little about it.
/// </summary>
internal sealed class PublicCarPark : ICarPark
{
    /// <summary>An hour's quantiles stand in the middle of it.</summary>
    private const double HalfHour = 0.5 / 24;
    private const long DaysMs = 2 * 86_400_000L;
    private const long HalfHourMs = 40 * 60_000;

    /// <summary>Cars a spot sees on a day; more than any day's rises add up to, so that the gate's counts hold.</summary>
    private const double Turnover = 4;
    private readonly Dice _dice;
    private readonly double _rank;
    private readonly Flow _flow;

    internal PublicCarPark(Dice dice)
        : this(dice, dice.Unit(1))
    {
    }

    internal PublicCarPark(Dice dice, double rank)
    {
        (_dice, _rank) = (dice, rank);
        Total = (int)dice.Between(0, 60, 240);
        _flow = new Flow(dice.Between(2, 2_000, 90_000), Level, _ => (int)(Total * Turnover));
    }

    public int Total { get; }

    public ParkCount At(Moment now)
    {
        var count = _flow.At(now);
        return new ParkCount(count.Entries, count.Exits, Math.Min(Total, count.Inside));
    }

    /// <summary>Share of the spots that are taken.</summary>
    internal double ShareAt(Moment now)
    {
        var rank = _rank + (0.1 * _dice.Wave(now.AtMs, DaysMs)) + (0.06 * _dice.Fork(3).Wave(now.AtMs, HalfHourMs));
        var kind = Almanac.WeekdayOf(now.Day);
        const int Saturday = 5;
        var table = !Almanac.IsDayOff(now.Day) ? Fitted.OccupancyWeekday
            : kind == Saturday && Almanac.KindOf(now.Day) == DayKind.Weekend ? Fitted.OccupancySaturday : Fitted.OccupancySunday;
        return Quantile(table, now.DayPart < HalfHour ? now.DayPart + 1 - HalfHour : now.DayPart - HalfHour, rank < 0 ? -rank : rank > 1 ? 2 - rank : rank);
    }

    private double Level(Moment at) => Total * ShareAt(at);

    private static double Quantile(double[][] table, double dayPart, double rank)
    {
        var position = rank * (Fitted.OccupancyRanks.Length - 1);
        var low = Math.Min((int)position, Fitted.OccupancyRanks.Length - 2);
        var part = position - low;
        return (Curve.OfDay(table[low], dayPart) * (1 - part)) + (Curve.OfDay(table[low + 1], dayPart) * part);
    }
}
