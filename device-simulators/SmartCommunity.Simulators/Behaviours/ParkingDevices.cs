using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>A residential car park: full at night, commuters gone on weekdays, errands at the weekend.</summary>
internal sealed class ParkingSite(Dice dice) : Behaviour
{
    private const long DriftMs = 40 * 60_000;
    private static readonly double[] Weekday =
        [0.93, 0.94, 0.94, 0.94, 0.94, 0.93, 0.9, 0.78, 0.6, 0.5, 0.47, 0.46, 0.48, 0.47, 0.46, 0.47, 0.5, 0.58, 0.7, 0.8, 0.86, 0.89, 0.91, 0.92];

    private static readonly double[] Weekend =
        [0.9, 0.91, 0.92, 0.92, 0.92, 0.92, 0.91, 0.9, 0.86, 0.78, 0.72, 0.72, 0.75, 0.73, 0.7, 0.7, 0.72, 0.76, 0.78, 0.8, 0.83, 0.86, 0.88, 0.9];

    private readonly double _total = Math.Floor(dice.Between(0, 60, 240));

    internal override void Measure(Moment now, ValueSet values)
    {
        var share = Curve.OfDay(now.IsWeekend ? Weekend : Weekday, now.DayPart) + (0.06 * dice.Wave(now.AtMs, DriftMs));
        var occupied = Math.Round(_total * Math.Clamp(share, 0, 1));
        values.Add("freeSpots", _total - occupied);
        values.Add("occupiedSpots", occupied);
        values.Add("totalSpots", _total);
    }
}

/// <summary>One spot with a ground sensor; its car belongs to a commuter or to someone who goes out now and then.</summary>
internal sealed class ParkingSpot(Dice dice) : Behaviour
{
    private const double CommuterShare = 0.6;

    internal override void Measure(Moment now, ValueSet values)
    {
        var trip = TripOf(now.Day);
        values.Add("spotStatus", now.AtMs < trip.LeavesMs || now.AtMs >= trip.ReturnsMs);
        values.Add("battery", Battery(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var day = Moment.Of(afterMs).Day;
        for (var next = day; next <= day + 1; next++)
        {
            var trip = TripOf(next);
            if (trip.LeavesMs > afterMs)
                return trip.LeavesMs;
            if (trip.ReturnsMs > afterMs)
                return trip.ReturnsMs;
        }

        return Never;
    }

    private (long LeavesMs, long ReturnsMs) TripOf(long day)
    {
        var today = dice.Fork(day);
        var commutes = dice.Chance(0, CommuterShare) && !Moment.Of(Moment.MsOf(day, 1)).IsWeekend;
        var leaves = commutes ? today.Between(1, 6.8 * 60, 8.8 * 60) : today.Between(1, 9 * 60, 16 * 60);
        var away = commutes ? today.Between(2, 8.5 * 60, 11 * 60) : today.Between(2, 30, 5 * 60);
        return (Moment.MsOf(day, leaves), Moment.MsOf(day, leaves + away));
    }
}

/// <summary>AC charger of 7 kW: most evenings a session, some at noon; warm while charging.</summary>
internal sealed class EvCharger : Behaviour
{
    private const double RatedKw = 7;
    private const double Available = 0;
    private const double Charging = 2;
    private const double Finishing = 5;
    private readonly Dice _dice;
    private readonly SlotRegister _energy;

    internal EvCharger(Dice dice)
    {
        _dice = dice;
        _energy = new SlotRegister(dice.Between(0, 100, 3000), PowerAt);
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        var powerKw = _energy.RateAt(now);
        var justEnded = powerKw == 0 && SlotRegister.SlotOf(now) > 0 && PowerAt(now.Day, SlotRegister.SlotOf(now) - 1) > 0;
        values.Add("chargerStatus", powerKw > 0 ? Charging : justEnded ? Finishing : Available);
        values.Add("chargerTemp", 22 + (2.1 * powerKw) + (3 * _dice.Wave(now.AtMs, 3_600_000)));
        values.Add("energyImport", _energy.At(now));
        values.Add("activePower", powerKw);
    }

    private double PowerAt(long day, int slot)
    {
        var today = _dice.Fork(day);
        return InSession(today, 0, slot, 0.65, earliest: 68, latest: 84, maxSlots: 22) || InSession(today, 4, slot, 0.25, earliest: 40, latest: 52, maxSlots: 12)
            ? RatedKw * today.Between(100 + slot, 0.94, 1)
            : 0;
    }

    private static bool InSession(Dice today, int stream, int slot, double probability, int earliest, int latest, int maxSlots)
    {
        if (!today.Chance(stream, probability))
            return false;
        var from = today.Between(stream + 1, earliest, latest);
        return slot >= from && slot < from + today.Between(stream + 2, 4, maxSlots);
    }
}
