using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Wristband: vitals, steps since midnight, three quarters of an hour a day on its charger.</summary>
internal sealed class Wearable(Dice home, Dice dice, double incidentsPerHomeDay) : Behaviour
{
    private const double ChargeMinutes = 45;
    private const double Full = 98;

    /// <summary>Two thirds of a charge a day.</summary>
    private const double PercentPerMinute = 0.045;
    private readonly ElderHome _home = new(home);
    private readonly ElderHome _walking = new(home);
    private readonly Vitals _vitals = new(home.Fork("vitals"), new ElderHome(home));
    private SlotRegister? _steps;

    internal override void Measure(Moment now, ValueSet values)
    {
        var chargeFrom = ChargeFrom(now.Day);
        var charging = now.Minute >= chargeFrom && now.Minute < chargeFrom + ChargeMinutes;
        if (!charging)
        {
            values.Add("heartRate", _vitals.HeartRate(now));
            values.Add("spo2", _vitals.Saturation(now));
            values.Add("bodyTemp", _vitals.Temperature(now));
        }

        values.Add("steps", Math.Floor((_steps ??= new SlotRegister(0, StepsPerHour)).Today(now)));
        values.Add("battery", BatteryAt(now));
        values.Add("wearState", !charging);
    }

    internal override Incident? IncidentOf(long day) =>
        _home.IncidentOf(day, incidentsPerHomeDay) is { Type: "fall" } fall ? fall : null;

    private double StepsPerHour(long day, int slot) => _walking.ActivityAt(SlotMiddle(day, slot)) switch
    {
        Activity.Away => 2600,
        Activity.Active => 700,
        Activity.Bathroom or Activity.Eating => 120,
        Activity.Resting => 40,
        _ => 0,
    } * dice.Fork(day).Between(slot, 0.4, 1.3);

    private static Moment SlotMiddle(long day, int slot) => Moment.Of(Moment.MsOf(day, (slot * 15) + 7.5));

    /// <summary>Falls from full after one evening's charge to the next evening's, then rises while it charges.</summary>
    private double BatteryAt(Moment now)
    {
        var chargeFrom = ChargeFrom(now.Day);
        if (now.Minute >= chargeFrom + ChargeMinutes)
            return Full - (PercentPerMinute * (now.Minute - chargeFrom - ChargeMinutes));
        var sinceYesterday = Moment.MinutesPerDay - ChargeFrom(now.Day - 1) - ChargeMinutes;
        if (now.Minute < chargeFrom)
            return Full - (PercentPerMinute * (sinceYesterday + now.Minute));
        var lowest = Full - (PercentPerMinute * (sinceYesterday + chargeFrom));
        return lowest + ((Full - lowest) * (now.Minute - chargeFrom) / ChargeMinutes);
    }

    private double ChargeFrom(long day) => dice.Between(day, 19 * 60, 20 * 60);
}

/// <summary>Wall button: only its battery, and a call for help.</summary>
internal sealed class PanicButton(Dice home, Dice dice, bool hasFallSensor, double incidentsPerHomeDay) : Behaviour
{
    private readonly ElderHome _home = new(home);

    internal override void Measure(Moment now, ValueSet values) => values.Add("battery", Battery(dice, now));

    internal override Incident? IncidentOf(long day) =>
        _home.IncidentOf(day, incidentsPerHomeDay) switch
        {
            { Type: "sos" } sos => sos,
            { Type: "fall" } fall when !hasFallSensor => fall with { Type = "sos" },
            _ => null,
        };
}

/// <summary>Motion in the living room.</summary>
internal sealed class Pir(Dice home, Dice dice) : Behaviour
{
    private const long FlickerMs = 300_000;
    private readonly ElderHome _home = new(home);

    internal override void Measure(Moment now, ValueSet values)
    {
        var seen = _home.ActivityAt(now) switch
        {
            Activity.Active or Activity.Eating => 0.95,
            Activity.Bathroom => 0.6,
            Activity.Resting => 0.3,
            _ => 0,
        };
        values.Add("motion", dice.Chance(now.AtMs / FlickerMs, seen));
        values.Add("battery", Battery(dice, now));
    }
}

/// <summary>Front door: open for some seconds when the elder leaves and comes back.</summary>
internal sealed class DoorContact(Dice home, Dice dice) : Behaviour
{
    private readonly ElderHome _home = new(home);

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("door", Openings(now.Day).Any(o => now.AtMs >= o.FromMs && now.AtMs < o.ToMs));
        values.Add("battery", Battery(dice, now));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var day = Moment.Of(afterMs).Day;
        return Openings(day).Concat(Openings(day + 1)).SelectMany(o => new[] { o.FromMs, o.ToMs }).Where(ms => ms > afterMs).DefaultIfEmpty(Never).Min();
    }

    private IEnumerable<(long FromMs, long ToMs)> Openings(long day)
    {
        var today = dice.Fork(day);
        var number = 0;
        foreach (var outing in _home.DayOf(day).Where(s => s.Activity == Activity.Away))
        {
            foreach (var minute in new[] { outing.From, outing.To })
            {
                var fromMs = Moment.MsOf(day, minute);
                yield return (fromMs, fromMs + (long)today.Between(number++, 6_000, 40_000));
            }
        }
    }
}

/// <summary>Mattress: in bed, and the vitals while in bed.</summary>
internal sealed class BedSensor(Dice home) : Behaviour
{
    private readonly ElderHome _home = new(home);
    private readonly Vitals _vitals = new(home.Fork("vitals"), new ElderHome(home));

    internal override void Measure(Moment now, ValueSet values)
    {
        var inBed = _home.ActivityAt(now) == Activity.Asleep;
        values.Add("inBed", inBed);
        if (!inBed)
            return;
        values.Add("heartRate", _vitals.HeartRate(now));
        values.Add("respRate", _vitals.RespRate(now));
    }
}

/// <summary>Bathroom radar: presence, breathing of someone who keeps still, falls.</summary>
internal sealed class FallRadar(Dice home, double incidentsPerHomeDay) : Behaviour
{
    private readonly ElderHome _home = new(home);
    private readonly Vitals _vitals = new(home.Fork("vitals"), new ElderHome(home));

    internal override void Measure(Moment now, ValueSet values)
    {
        var present = _home.ActivityAt(now) == Activity.Bathroom;
        values.Add("presence", present);
        if (present)
            values.Add("respRate", _vitals.RespRate(now));
    }

    internal override Incident? IncidentOf(long day) =>
        _home.IncidentOf(day, incidentsPerHomeDay) is { Type: "fall" } fall ? fall : null;
}

/// <summary>Household water: meals, washing, the nightly visit; nothing while away or asleep.</summary>
internal sealed class WaterMeter : Behaviour
{
    private readonly Dice _dice;
    private readonly ElderHome _home;
    private readonly SlotRegister _volume;

    internal WaterMeter(Dice home, Dice dice)
    {
        _dice = dice;
        _home = new ElderHome(home);
        _volume = new SlotRegister(dice.Between(0, 20, 400), FlowAt);
    }

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("volume", _volume.At(now));
        values.Add("flow", _volume.RateAt(now));
        values.Add("battery", Battery(_dice, now));
    }

    private double FlowAt(long day, int slot) => _home.ActivityAt(Moment.Of(Moment.MsOf(day, (slot * 15) + 7.5))) switch
    {
        Activity.Eating => 0.05,
        Activity.Bathroom => 0.04,
        Activity.Active => 0.015,
        Activity.Resting => 0.002,
        _ => 0,
    } * _dice.Fork(day).Between(slot, 0.3, 1.7);
}
