namespace SmartCommunity.Tests.Anomaly.Detectors;

/// <summary>A kind of fault of a car park's count.</summary>
internal enum CarParkFault
{
    Stuck,
    Offset,
    Spike,
    FullAtNight,
}

/// <summary>A recorded car park with a fault put in.</summary>
/// <param name="Free">Free spaces.</param>
/// <param name="From">Row at which it begins.</param>
/// <param name="Within">Rows within which it must be found.</param>
internal sealed record FaultyCarPark(double[] Free, int From, int Within);

/// <summary>Puts one fault of a kind into each car park, by a seed.</summary>
internal static class CarParkFaults
{
    private const int Hour = 4;

    internal static IEnumerable<FaultyCarPark> Of(CarParks parks, CarParkFault kind, int seed, int learningDays)
    {
        var dice = new Random(seed * 1000 + (int)kind);
        foreach (var lot in parks.Lots)
        {
            var midnight = parks.Midnight(learningDays + dice.Next((parks.Rows / CarParks.QuartersADay) - learningDays - 1));
            var (from, length, within) = Time(kind, dice);
            // What is raised before the fault is not its: alerts are counted from its beginning.
            yield return new FaultyCarPark(With(lot, kind, midnight + from, length), midnight + from, within);
        }
    }

    // Quarters from midnight, quarters long, quarters in which it must be found.
    private static (int From, int Length, int Within) Time(CarParkFault kind, Random dice) => kind switch
    {
        CarParkFault.Stuck => (6 * Hour, 12 * Hour, 6 * Hour),
        CarParkFault.Offset => (dice.Next(16 * Hour), 8 * Hour, 8 * Hour),
        CarParkFault.Spike => (dice.Next(23 * Hour), Hour / 2, Hour / 2),
        _ => (Hour, 6 * Hour, 6 * Hour),
    };

    private static double[] With(CarPark lot, CarParkFault kind, int from, int length)
    {
        var free = (double[])lot.Free.Clone();
        var range = lot.Most - lot.Least;
        for (var row = from; row < Math.Min(from + length, free.Length); row++)
        {
            free[row] = kind switch
            {
                CarParkFault.Stuck => free[from - 1],
                CarParkFault.Offset => free[row] + 0.4 * range,
                CarParkFault.Spike => lot.Most + 0.5 * range,
                _ => 0,
            };
        }
        return free;
    }
}
