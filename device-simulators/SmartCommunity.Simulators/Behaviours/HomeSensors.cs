using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Motion in the living room and the passage: reports when it begins to see someone and when it no longer does.</summary>
internal sealed class Pir(ElderHome home, Dice dice) : Behaviour
{
    /// <summary>How long a detector of this kind holds its output after a movement.</summary>
    private const long HoldMs = 5 * 60_000;
    private const int HorizonHolds = 200;
    private readonly long _phaseMs = (long)dice.Between(-3, 0, HoldMs);

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("motion", SeesAt(HoldOf(now.AtMs)));
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var hold = HoldOf(afterMs);
        var before = SeesAt(hold);
        for (var next = hold + 1; next <= hold + HorizonHolds; next++)
        {
            if (SeesAt(next) != before)
                return StartOf(next);
        }

        return StartOf(hold + HorizonHolds);
    }

    /// <summary>Does it see somebody in the hold of the moment?</summary>
    internal bool SeesIn(Moment now) => SeesAt(HoldOf(now.AtMs));

    private long HoldOf(long atMs) => (atMs + _phaseMs) / HoldMs;

    private long StartOf(long hold) => (hold * HoldMs) - _phaseMs;

    private bool SeesAt(long hold) => dice.Chance(hold, ChanceOf(home, home.ActivityAt(Moment.Of(StartOf(hold) + (HoldMs / 2)))));

    private static double ChanceOf(ElderHome home, Activity activity) => activity switch
    {
        Activity.Active or Activity.Cooking => 0.95,
        Activity.Eating => 0.8,
        Activity.Bathroom or Activity.Shower => 0.9,
        Activity.Resting => home.Habits.RestingMotionChance,
        _ => 0,
    };
}

/// <summary>Front door: open for some seconds when the elder leaves and comes back.</summary>
internal sealed class DoorContact(ElderHome home, Dice dice) : Behaviour
{
    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("door", IsOpen(now));
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var day = Moment.Of(afterMs).Day;
        for (var ahead = 0; ahead < 2; ahead++)
        {
            var plan = home.DayOf(day + ahead);
            for (var i = 0; i < plan.Count; i++)
            {
                if (!Opens(plan, i))
                    continue;
                var (fromMs, toMs) = Opening(plan, i);
                if (fromMs > afterMs)
                    return fromMs;
                if (toMs > afterMs)
                    return toMs;
            }
        }

        return Moment.MsOf(day + 2, 0);
    }

    private bool IsOpen(Moment now)
    {
        var plan = home.DayOf(now.Day);
        for (var i = 0; i < plan.Count; i++)
        {
            if (!Opens(plan, i))
                continue;
            var (fromMs, toMs) = Opening(plan, i);
            if (now.AtMs >= fromMs && now.AtMs < toMs)
                return true;
        }

        return false;
    }

    /// <summary>A stretch begins with the door: away after home, or home after away, not at midnight.</summary>
    private static bool Opens(DayPlan plan, int index) =>
        index > 0 && plan[index].Activity == Activity.Away != (plan[index - 1].Activity == Activity.Away);

    private (long FromMs, long ToMs) Opening(DayPlan plan, int index)
    {
        var today = dice.Fork(plan.Day);
        var fromMs = Moment.MsOf(plan.Day, plan[index].From) + (long)today.Between(index, 0, 20_000);
        return (fromMs, fromMs + (long)today.Between(100 + index, 6_000, 38_000));
    }
}

/// <summary>Mattress: in bed, and the vitals while in bed.</summary>
internal sealed class BedSensor(ElderHome home) : Behaviour
{
    private readonly Vitals _vitals = new(home.Dice.Fork("vitals"), home);

    internal override void Measure(Moment now, ValueSet values)
    {
        var inBed = home.ActivityAt(now) == Activity.Asleep;
        values.Add("inBed", inBed);
        if (!inBed)
            return;
        values.Add("heartRate", _vitals.HeartRate(now));
        values.Add("respRate", _vitals.RespRate(now));
    }

    internal override long NextChangeMs(long afterMs) => HomeChanges.Next(home, afterMs, static a => a == Activity.Asleep);
}

/// <summary>Bathroom radar: presence, heart and breathing of someone who keeps still, falls.</summary>
internal sealed class FallRadar(ElderHome home, double incidentsPerHomeDay) : Behaviour
{
    private readonly Vitals _vitals = new(home.Dice.Fork("vitals"), home);

    internal override void Measure(Moment now, ValueSet values)
    {
        var isPresent = home.ActivityAt(now) is Activity.Bathroom or Activity.Shower;
        values.Add("presence", isPresent);
        if (!isPresent)
            return;
        values.Add("respRate", _vitals.RespRate(now));
        values.Add("heartRate", _vitals.HeartRate(now));
    }

    internal override long NextChangeMs(long afterMs) => HomeChanges.Next(home, afterMs, static a => a is Activity.Bathroom or Activity.Shower);

    internal override Kept KeptAt(Moment start) => KeptIncidents.Kept;

    internal override Incident? IncidentOf(long day) =>
        home.IncidentOf(day, incidentsPerHomeDay) is { Type: "fall" } fall ? fall : null;
}

/// <summary>When what a device of the home sees changes.</summary>
internal static class HomeChanges
{
    private const int HorizonDays = 3;

    internal static long Next(ElderHome home, long afterMs, Func<Activity, bool> sees)
    {
        var now = Moment.Of(afterMs);
        var before = sees(home.ActivityAt(now));
        for (var day = now.Day; day < now.Day + HorizonDays; day++)
        {
            var plan = home.DayOf(day);
            for (var i = 0; i < plan.Count; i++)
            {
                var startMs = Moment.MsOf(day, plan[i].From);
                if (startMs > afterMs && sees(plan[i].Activity) != before)
                    return startMs;
            }
        }

        return Moment.MsOf(now.Day + HorizonDays, 0);
    }
}
