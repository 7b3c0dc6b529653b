using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// One evening's charge: the car plugs in, waits for the cheap hours or begins, takes full power to 85 % of its need and less and less after, and stays plugged in until it
/// leaves. Times are epoch milliseconds.
/// </summary>
internal readonly record struct ChargeSession(long PluggedMs, long BeginsMs, long LeavesMs, double NeedKwh, double RatedKw, double StartSoc, double CapacityKwh)
{
    private const double MsPerHour = 3_600_000;
    private const double FullPowerShare = 0.85;

    /// <summary>Power at the end of the taper, as a share of the rated.</summary>
    private const double LastShare = 0.25;

    internal static ChargeSession None => new(long.MaxValue, long.MaxValue, long.MaxValue, 0, 0, 0, 1);

    private double FullHours => FullPowerShare * NeedKwh / RatedKw;

    private double TaperHours => (1 - FullPowerShare) * NeedKwh / (RatedKw * (1 + LastShare) / 2);

    internal long FullMs => BeginsMs + (long)((FullHours + TaperHours) * MsPerHour);

    internal bool Holds(long atMs) => atMs >= PluggedMs && atMs < LeavesMs;

    internal double PowerAt(long atMs)
    {
        if (!Holds(atMs) || atMs < BeginsMs || atMs >= FullMs)
            return 0;
        var hours = (atMs - BeginsMs) / MsPerHour;
        return RatedKw * (hours < FullHours ? 1 : 1 - ((1 - LastShare) * (hours - FullHours) / TaperHours));
    }

    /// <summary>The integral of the power.</summary>
    internal double DeliveredUntil(long atMs)
    {
        var hours = (Math.Min(Math.Min(atMs, LeavesMs), FullMs) - BeginsMs) / MsPerHour;
        if (NeedKwh == 0 || hours <= 0)
            return 0;
        var tapered = Math.Max(0, hours - FullHours);
        return RatedKw * (Math.Min(hours, FullHours) + tapered - ((1 - LastShare) * tapered * tapered / (2 * TaperHours)));
    }
}

/// <summary>
/// AC charger of 7 kW at a resident's spot of the garage: available, preparing, (suspendedEvse until the cheap hours,) charging, suspendedEv when full, finishing before the car leaves.
/// The register is the exact integral of the power.
/// </summary>
internal sealed class EvCharger(ParkedCar car, Dice dice) : Behaviour
{
    private const double Available = 0;
    private const double Preparing = 1;
    private const double Charging = 2;
    private const double SuspendedEvse = 3;
    private const double SuspendedEv = 4;
    private const double Finishing = 5;
    private const double MainsVolt = 229;
    private const long PreparingMs = 80_000;
    private const long FinishingMs = 90_000;
    private const double CheapFrom = 22 * 60;

    private readonly double[] _passages = new double[ParkedCar.MostPassages];
    private long _day = DayRegister.EpochDay - 1;
    private double _before = dice.Between(0, 100, 3_000);
    private ChargeSession _yesterday = ChargeSession.None;
    private ChargeSession _today = ChargeSession.None;

    internal override void Measure(Moment now, ValueSet values)
    {
        Advance(now.Day);
        var session = _today.Holds(now.AtMs) ? _today : _yesterday;
        var powerKw = session.PowerAt(now.AtMs);
        var voltage = MainsVolt + (3 * dice.Wave(now.AtMs, 300_000)) - (0.4 * powerKw);
        values.Add("chargerStatus", StateAt(session, now.AtMs));
        values.Add("chargerTemp", 17 + (6 * Curve.Sin(360 * (Almanac.YearPart(now.Day) - 0.3))) + (2.6 * Warmth(session, now.AtMs)) + (2 * dice.Wave(now.AtMs, 3_600_000)));
        values.Add("energyImport", _before + _yesterday.DeliveredUntil(now.AtMs) + _today.DeliveredUntil(now.AtMs));
        values.Add("activePower", powerKw);
        values.Add("voltage", voltage);
        values.Add("current", 1000 * powerKw / voltage);
        if (session.Holds(now.AtMs))
            values.Add("soc", Math.Min(100, 100 * (session.StartSoc + (session.DeliveredUntil(now.AtMs) / session.CapacityKwh))));
    }

    internal override long NextChangeMs(long afterMs)
    {
        var day = Moment.Of(afterMs).Day;
        Advance(day);
        var next = Moment.MsOf(day + 1, 0);
        next = Math.Min(next, NextOf(_yesterday, afterMs));
        return Math.Min(next, NextOf(_today, afterMs));
    }

    private static long NextOf(ChargeSession session, long afterMs)
    {
        if (session.NeedKwh == 0)
            return Never;
        ReadOnlySpan<long> turns =
            [session.PluggedMs, session.PluggedMs + PreparingMs, session.BeginsMs, session.FullMs, session.LeavesMs - FinishingMs, session.LeavesMs];
        var next = Never;
        foreach (var ms in turns)
        {
            if (ms > afterMs && ms <= session.LeavesMs)
                next = Math.Min(next, ms);
        }

        return next;
    }

    /// <summary>The power of the last three quarters of an hour, the nearer the more: what the copper still feels.</summary>
    private static double Warmth(ChargeSession session, long atMs)
    {
        const long StepMs = 6 * 60_000;
        const int Steps = 8;
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < Steps; i++)
        {
            sum += (Steps - i) * session.PowerAt(atMs - (i * StepMs));
            weights += Steps - i;
        }

        return sum / weights;
    }

    private static double StateAt(ChargeSession session, long atMs) =>
        !session.Holds(atMs) ? Available
        : atMs < session.PluggedMs + PreparingMs ? Preparing
        : atMs < session.BeginsMs ? SuspendedEvse
        : atMs >= session.LeavesMs - FinishingMs ? Finishing
        : atMs < session.FullMs ? Charging
        : SuspendedEv;

    private void Advance(long day)
    {
        if (day == _day)
            return;
        if (day < _day)
            (_day, _before, _yesterday, _today) = (DayRegister.EpochDay - 1, dice.Between(0, 100, 3_000), ChargeSession.None, ChargeSession.None);
        for (; _day < day; _day++)
        {
            _before += _yesterday.DeliveredUntil(_yesterday.LeavesMs);
            (_yesterday, _today) = (_today, SessionOf(_day + 1));
        }
    }

    /// <summary>The session of the car that comes home on the day and stays.</summary>
    private ChargeSession SessionOf(long day)
    {
        const double PlugsIn = 0.62;
        var count = car.Passages(day, _passages);
        var today = dice.Fork(day);
        if (count == 0 || !car.IsThereAtStart(day + 1) || !today.Chance(0, PlugsIn))
            return ChargeSession.None;
        var plugged = Math.Min(_passages[count - 1] + today.Between(1, 1, 4), Moment.MinutesPerDay - 1);
        var pluggedMs = Moment.MsOf(day, plugged);
        var waits = dice.Chance(2, 0.3) && plugged < CheapFrom;
        var beginsMs = waits ? Moment.MsOf(day, CheapFrom + today.Between(3, 0, 12)) : pluggedMs + PreparingMs;
        var capacity = dice.Between(4, 40, 75);
        var soc = today.Between(5, 0.3, 0.85);
        return new ChargeSession(pluggedMs, Math.Max(beginsMs, pluggedMs + PreparingMs), LeavesMs(day + 1), (1 - soc) * capacity, dice.Between(6, 6.6, 7), soc, capacity);
    }

    /// <summary>At the latest a minute before the second midnight, so that a session belongs to two days at most; then the owner unplugs to make room.</summary>
    private long LeavesMs(long day)
    {
        var count = car.Passages(day, _passages);
        return count > 0 ? Moment.MsOf(day, _passages[0]) : Moment.MsOf(day, Moment.MinutesPerDay - 1);
    }
}
