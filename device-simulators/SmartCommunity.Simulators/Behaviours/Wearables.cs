using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>Steps since midnight, out of what the wearer does.</summary>
internal sealed class Steps(ElderHome home, Dice dice)
{
    private long _day = long.MinValue;
    private readonly float[] _untilSlot = new float[DayRegister.SlotsPerDay + 1];

    internal double Today(Moment now)
    {
        if (_day != now.Day)
        {
            _day = now.Day;
            for (var slot = 0; slot < DayRegister.SlotsPerDay; slot++)
                _untilSlot[slot + 1] = _untilSlot[slot] + (float)InSlot(now.Day, slot);
        }

        var position = now.Minute / DayRegister.MinutesPerSlot;
        var index = (int)position;
        return Math.Floor(_untilSlot[index] + ((_untilSlot[index + 1] - _untilSlot[index]) * (position - index)));
    }

    private double InSlot(long day, int slot) => home.BodyAt(DayRegister.MiddleOf(day, slot)) switch
    {
        Activity.Away => 650,
        Activity.Active => 180,
        Activity.Cooking => 90,
        Activity.Bathroom or Activity.Shower or Activity.Eating => 30,
        Activity.Resting => 8,
        _ => 0,
    } * dice.Fork(day).Between(slot, 0.4, 1.3);
}

/// <summary>The battery of something worn: charged for three quarters of an hour every evening, then off the wrist.</summary>
internal sealed class WornBattery(Dice dice, double percentPerMinute)
{
    private const double ChargeMinutes = 45;
    private const double Full = 98;

    internal bool IsCharging(Moment now) => now.Minute >= ChargeFrom(now.Day) && now.Minute < ChargeFrom(now.Day) + ChargeMinutes;

    /// <summary>Falls from full after one evening's charge to the next evening's, then rises while it charges.</summary>
    internal double At(Moment now)
    {
        var chargeFrom = ChargeFrom(now.Day);
        if (now.Minute >= chargeFrom + ChargeMinutes)
            return Full - (percentPerMinute * (now.Minute - chargeFrom - ChargeMinutes));
        var sinceYesterday = Moment.MinutesPerDay - ChargeFrom(now.Day - 1) - ChargeMinutes;
        if (now.Minute < chargeFrom)
            return Full - (percentPerMinute * (sinceYesterday + now.Minute));
        var lowest = Full - (percentPerMinute * (sinceYesterday + chargeFrom));
        return lowest + ((Full - lowest) * (now.Minute - chargeFrom) / ChargeMinutes);
    }

    private double ChargeFrom(long day) => dice.Between(day, 19 * 60, 20 * 60);
}

/// <summary>Wristband: vitals that follow sleep and effort, steps since midnight. Its place is opt-in and not sent.</summary>
internal sealed class Wearable(ElderHome home, Dice dice, double incidentsPerHomeDay) : Behaviour
{
    /// <summary>Two thirds of a charge a day.</summary>
    private const double PercentPerMinute = 0.045;
    private readonly Vitals _vitals = new(home.Dice.Fork("vitals"), home);
    private readonly WornBattery _battery = new(dice, PercentPerMinute);
    private readonly Steps _steps = new(home, dice);

    internal override void Measure(Moment now, ValueSet values)
    {
        var isCharging = _battery.IsCharging(now);
        if (!isCharging)
        {
            values.Add("heartRate", _vitals.HeartRate(now));
            values.Add("spo2", _vitals.Saturation(now));
            values.Add("bodyTemp", _vitals.Temperature(now));
            values.Add("respRate", _vitals.RespRate(now));
        }

        values.Add("steps", _steps.Today(now));
        values.Add("battery", _battery.At(now));
        values.Add("wearState", !isCharging);
    }

    internal override Kept KeptAt(Moment start) => KeptIncidents.Kept;

    internal override Incident? IncidentOf(long day) =>
        home.IncidentOf(day, incidentsPerHomeDay) is { Type: "fall" } fall ? fall : null;
}

/// <summary>Watch with fall detection: a wristband that knows less and lasts longer.</summary>
internal sealed class FallWatch(ElderHome home, Dice dice, double incidentsPerHomeDay) : Behaviour
{
    private const double PercentPerMinute = 0.028;
    private readonly Vitals _vitals = new(home.Dice.Fork("vitals"), home);
    private readonly WornBattery _battery = new(dice, PercentPerMinute);
    private readonly Steps _steps = new(home, dice);

    internal override void Measure(Moment now, ValueSet values)
    {
        var isCharging = _battery.IsCharging(now);
        if (!isCharging)
            values.Add("heartRate", _vitals.HeartRate(now));
        values.Add("steps", _steps.Today(now));
        values.Add("battery", _battery.At(now));
        values.Add("wearState", !isCharging);
    }

    internal override Kept KeptAt(Moment start) => KeptIncidents.Kept;

    internal override Incident? IncidentOf(long day) =>
        home.IncidentOf(day, incidentsPerHomeDay) is { Type: "fall" } fall ? fall : null;
}

/// <summary>Wall button: only its battery, and a call for help.</summary>
internal sealed class PanicButton(ElderHome home, Dice dice, bool hasFallSensor, double incidentsPerHomeDay) : Behaviour
{
    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("battery", Battery(dice, now));
        values.Add("signal", Signal(dice, now));
    }

    internal override Kept KeptAt(Moment start) => KeptIncidents.Kept;

    internal override Incident? IncidentOf(long day) =>
        home.IncidentOf(day, incidentsPerHomeDay) switch
        {
            { Type: "sos" } sos => sos,
            { Type: "fall" } fall when !hasFallSensor => fall with { Type = "sos" },
            _ => null,
        };
}
