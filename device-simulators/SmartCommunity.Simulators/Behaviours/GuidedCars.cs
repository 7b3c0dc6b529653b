using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// Cars that enter a car park for the spots with detectors: each passes the barrier some minutes before its spot is taken. Most find it at once; some look for a while, the more the worse the
/// guidance is.
/// </summary>
/// <param name="cars">The cars of the spots with detectors.</param>
/// <param name="dice">The gate's own.</param>
/// <param name="lost">Share of the entries that take longer than five minutes, 0 to 1.</param>
internal sealed class GuidedCars(IReadOnlyList<ParkedCar> cars, Dice dice, double lost)
{
    private const int HorizonDays = 14;
    private readonly double[] _passages = new double[ParkedCar.MostPassages];

    /// <summary>The first entry after the instant.</summary>
    internal Incident? NextEntry(long afterMs)
    {
        var first = Moment.Of(afterMs).Day;
        for (var day = first; day < first + HorizonDays; day++)
        {
            if (NextOf(day, afterMs) is { } entryMs)
                return Incident.Ordinary(entryMs, "gateEntry", new("direction", Text: "in"), new("laneId", Text: "guided"), new("openedBy", Text: "plate"));
        }

        return null;
    }

    private long? NextOf(long day, long afterMs)
    {
        var next = default(long?);
        for (var car = 0; car < cars.Count; car++)
        {
            var isThere = cars[car].IsThereAtStart(day);
            var count = cars[car].Passages(day, _passages);
            for (var i = 0; i < count; i++)
            {
                var entryMs = Moment.MsOf(day, _passages[i] - LookingMinutes(car, day, i));
                if (isThere == (i % 2 == 1) && entryMs > afterMs && !(entryMs >= next))
                    next = entryMs;
            }
        }

        return next;
    }

    private double LookingMinutes(int car, long day, int passage)
    {
        var looks = dice.Fork("looks").Fork(car).Fork(day);
        return looks.Chance(passage, lost) ? looks.Between(100 + passage, 5.5, 11) : looks.Between(100 + passage, 0.7, 4.2);
    }
}
