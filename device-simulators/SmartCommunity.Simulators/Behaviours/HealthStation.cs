using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// Health station: residents measure themselves in clinic hours, one message a visit, mornings busier; silent otherwise. What a visitor measures hangs
/// together: age and weight raise the pressure, fever the heart rate.
/// </summary>
internal sealed class HealthStation(Dice dice) : Behaviour
{
    private const double SlotMinutes = 12;
    private const int SlotsPerDay = 120;
    private const double OpenFrom = 8 * 60;
    private const double LunchFrom = 11.5 * 60;
    private const double LunchTo = 13.5 * 60;
    private const double OpenTo = 17 * 60;

    internal override bool ReportsByInterval => false;

    /// <summary>The values of the last visitor before the moment, so that a station that has just connected has something to say.</summary>
    internal override void Measure(Moment now, ValueSet values)
    {
        var visitor = dice.Fork("visitor").Fork(SlotNumber(now));
        var age = visitor.Between(0, 45, 90);
        var height = visitor.Between(1, 148, 182);
        var bodyMass = visitor.Between(2, 19, 30);
        var fever = visitor.Chance(3, 0.03) ? 1.2 : 0;
        var systolic = 95 + (0.4 * age) + (0.8 * (bodyMass - 22)) + (14 * visitor.Bell(4));
        values.Add("systolic", systolic);
        values.Add("diastolic", 34 + (0.36 * systolic) + (6 * visitor.Bell(5)));
        values.Add("heartRate", 73 + (9 * fever) + (11 * visitor.Bell(6)));
        values.Add("spo2", Math.Min(100, 97.2 - (age / 90) + (1.5 * visitor.Bell(7))));
        values.Add("bodyTemp", 36.5 + fever + (0.3 * visitor.Bell(8)));
        values.Add("glucose", 5.4 + ((bodyMass - 22) * 0.12) + (1.4 * visitor.Bell(9)));
        values.Add("height", height);
        values.Add("weight", bodyMass * height * height / 10_000);
    }

    internal override long NextChangeMs(long afterMs)
    {
        var slot = SlotNumber(Moment.Of(afterMs));
        const int SlotsToLook = SlotsPerDay * 3;
        for (var next = slot; next < slot + SlotsToLook; next++)
        {
            if (VisitMs(next) is { } visit && visit > afterMs)
                return visit;
        }

        return Never;
    }

    private static long SlotNumber(Moment now) => (now.Day * SlotsPerDay) + (long)(now.Minute / SlotMinutes);

    private long? VisitMs(long slot)
    {
        var (day, index) = Math.DivRem(slot, SlotsPerDay);
        var minute = (index * SlotMinutes) + dice.Fork("visit").Between(slot, 0, SlotMinutes);
        var isMorning = minute >= OpenFrom && minute < LunchFrom;
        var isAfternoon = minute >= LunchTo && minute < OpenTo;
        var comes = isMorning ? 0.85 : isAfternoon ? 0.5 : 0;
        return dice.Fork("comes").Chance(slot, comes) ? Moment.MsOf(day, minute) : null;
    }
}
