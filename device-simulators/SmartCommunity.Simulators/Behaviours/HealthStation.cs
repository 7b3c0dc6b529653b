using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// Health station: residents measure themselves in opening hours, one message a visit with the blood pressure whole; between visits only its signal, for it is on all day. Mornings are busier and
/// fasting, Sundays and holidays closed. The same residents come again, and again with their own pressure. After each visit it says who came, under a pseudonym, and whether a doctor should look.
/// </summary>
internal sealed class HealthStation(Dice community, Dice dice) : Behaviour
{
    private const double SlotMinutes = 12;
    private const int SlotsPerDay = 120;
    private const double OpenFrom = 7.5 * 60;
    private const double LunchFrom = 11.5 * 60;
    private const double LunchTo = 13.5 * 60;
    private const double OpenTo = 17 * 60;
    private const int SlotsToLook = SlotsPerDay * 12;

    /// <summary>Who comes to the stations of a community at all.</summary>
    private const int SubjectsPerCommunity = 160;

    /// <summary>The visit is told when the measurements are through.</summary>
    private const long TellAfterMs = 1_000;

    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(30), _keptStep = TimeSpan.FromMinutes(30);

    private readonly Dice _visits = dice.Fork("visitor");
    private readonly ValueSet _told = new();

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep, _keptFor, _keptFor);

    internal override void Measure(Moment now, ValueSet values)
    {
        values.Add("signal", Signal(dice, now));
        var slot = SlotNumber(now);
        if (VisitMs(slot) != now.AtMs)
            return;
        var visit = _visits.Fork(slot);
        var subject = SubjectOf(visit);
        var fever = visit.Chance(3, 0.02) ? visit.Between(4, 0.9, 2) : 0;
        var effort = 16 * visit.Bell(5);
        var winter = 4 * Curve.Cos(360 * (Almanac.YearPart(now.Day) - 0.05));
        var systolic = subject.Systolic + winter + (0.7 * effort);
        values.Add("systolic", systolic);
        values.Add("diastolic", Math.Min(subject.Diastolic + (0.4 * winter) + (0.3 * effort) + (5 * visit.Bell(6)), systolic - 18));
        values.Add("heartRate", Math.Clamp(subject.HeartRate + (8 * fever) + (0.4 * effort) + (9 * visit.Bell(7)), 42, 150));
        values.Add("spo2", Math.Min(100, 98.3 - (0.018 * subject.Age) - (0.03 * (subject.BodyMass - 23)) - (0.5 * fever) + (2.2 * visit.Bell(8))));
        values.Add("bodyTemp", 36.4 + fever + (0.5 * visit.Bell(9)));
        values.Add("respRate", 16 + (2 * fever) + (0.1 * effort) + (4 * visit.Bell(10)));
        if (visit.Chance(11, 0.6))
            values.Add("glucose", Math.Max(3.2, subject.FastingGlucose + AfterMeal(now, subject, visit) + (0.7 * visit.Bell(12))));
        if (visit.Chance(13, 0.45))
            Body(subject, visit, values);
        if (visit.Chance(14, 0.08))
            Blood(subject, visit, values);
    }

    internal override long NextChangeMs(long afterMs)
    {
        var slot = SlotNumber(Moment.Of(afterMs));
        for (var next = slot; next < slot + SlotsToLook; next++)
        {
            if (VisitMs(next) is { } visit && visit > afterMs)
                return visit;
        }

        return Never;
    }

    internal override Incident? NextEvent(long afterMs)
    {
        var visitMs = NextChangeMs(afterMs - TellAfterMs);
        if (visitMs == Never)
            return null;
        _told.Clear();
        Measure(Moment.Of(visitMs), _told);
        var subject = SubjectOf(_visits.Fork(SlotNumber(Moment.Of(visitMs))));
        return Incident.Ordinary(
            visitMs + TellAfterMs, "visit", new("subject", Text: $"p-{subject.Dice.Bits(40):x16}"), new("consent", Flag: subject.Dice.Chance(41, 0.92)), new("bloodPressure", Flag: true),
            new("glucose", Flag: _told.Find("glucose") is not null), new("abnormal", Flag: IsAbnormal(_told)));
    }

    /// <summary>Beyond these the station suggests a look by the doctor: severe hypertension, random glucose of a diabetic, fever, too little oxygen.</summary>
    private static bool IsAbnormal(ValueSet values)
    {
        const double systolic = 160, diastolic = 100, glucose = 11.1, bodyTemp = 38, spo2 = 93;
        return values.Find("systolic") >= systolic || values.Find("diastolic") >= diastolic || values.Find("glucose") >= glucose || values.Find("bodyTemp") >= bodyTemp || values.Find("spo2") < spo2;
    }

    private Subject SubjectOf(Dice visit) => Subject.Of(community.Fork("subject").Fork((long)(visit.Unit(0) * SubjectsPerCommunity)));

    /// <summary>Before about nine most have not eaten; later two hours after a meal is likely, and a diabetic's glucose rises more.</summary>
    private static double AfterMeal(Moment now, Subject subject, Dice visit)
    {
        const double FastingUntilHour = 9;
        return now.Hour < FastingUntilHour || visit.Chance(15, 0.3) ? 0 : visit.Between(16, 0.3, 1.9) * (subject.IsDiabetic ? 2.4 : 1);
    }

    private static void Body(Subject subject, Dice visit, ValueSet values)
    {
        var bodyMass = subject.BodyMass + (0.5 * visit.Bell(17));
        values.Add("height", subject.HeightCm + (0.4 * visit.Bell(18)));
        values.Add("weight", bodyMass * subject.HeightCm * subject.HeightCm / 10_000);
        values.Add("bmi", bodyMass);
        values.Add("waist", (subject.IsFemale ? 79 : 85) + (2.3 * (bodyMass - 23.5)) + (6 * subject.Dice.Bell(30)));
    }

    private static void Blood(Subject subject, Dice visit, ValueSet values)
    {
        values.Add("uricAcid", (subject.IsFemale ? 285 : 350) + (6 * (subject.BodyMass - 23)) + (140 * subject.Dice.Bell(31)) + (30 * visit.Bell(19)));
        values.Add("cholesterol", 4.9 + (0.03 * (subject.BodyMass - 23)) + (1.8 * subject.Dice.Bell(32)) + (0.3 * visit.Bell(20)));
    }

    private static long SlotNumber(Moment now) => (now.Day * SlotsPerDay) + (long)(now.Minute / SlotMinutes);

    private long? VisitMs(long slot)
    {
        var (day, index) = Math.DivRem(slot, SlotsPerDay);
        var minute = (index * SlotMinutes) + _visits.Between(slot, 0, SlotMinutes);
        var isMorning = minute >= OpenFrom && minute < LunchFrom;
        var isAfternoon = minute >= LunchTo && minute < OpenTo;
        const int Sunday = 6;
        if (!isMorning && !isAfternoon)
            return null;
        var open = Almanac.KindOf(day) == DayKind.Holiday || Almanac.WeekdayOf(day) == Sunday && Almanac.IsDayOff(day) ? 0 : 1;
        return dice.Chance(slot, open * (isMorning ? 0.85 : 0.45)) ? Moment.MsOf(day, minute) : null;
    }
}
