using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>
/// The days of one person living alone: sleep and nightly visits to the bathroom, meals, a nap, outings, days with the family, nights away. All devices of a home ask
/// the same instance, so bed, door, motion, water, power and wristband tell one story. Pure in (seed, day); thread-safe, for a plan is immutable and
/// keeping the wrong one costs only time.
/// </summary>
internal sealed class ElderHome(Dice dice, Habits habits)
{
    private const double FallShare = 0.4;
    private const int IncidentStream = 77;
    private const int AwayStream = 78;
    private readonly DayPlan?[] _memo = new DayPlan?[2];

    internal ElderHome(Dice dice)
        : this(dice, Habits.OfElder(dice.Fork("person")))
    {
    }

    internal Habits Habits => habits;

    /// <summary>What every draw of the home derives from.</summary>
    internal Dice Dice => dice;

    internal Activity ActivityAt(Moment now) => DayOf(now.Day).At(now.Minute);

    /// <summary>
    /// What the body does: outside the home, too. A short outing is a walk; of a long one a quarter is, the rest is sitting, and a night away is slept.
    /// </summary>
    internal Activity BodyAt(Moment now)
    {
        const double LongOutingMinutes = 150;
        const double WalkingShare = 0.25;
        const long SpellMs = 20 * 60_000;
        var stretch = DayOf(now.Day).StretchAt(now.Minute);
        if (stretch.Activity != Activity.Away)
            return stretch.Activity;
        if (now.Hour is >= 22 or < 6)
            return Activity.Asleep;
        return stretch.To - stretch.From < LongOutingMinutes || dice.Fork(AwayStream).Chance(now.AtMs / SpellMs, WalkingShare) ? Activity.Away : Activity.Resting;
    }

    internal bool IsHome(Moment now) => ActivityAt(now) != Activity.Away;

    internal DayPlan DayOf(long day)
    {
        ref var slot = ref _memo[day & 1];
        var plan = slot;
        if (plan is null || plan.Day != day)
            slot = plan = Compose(day);
        return plan;
    }

    /// <summary>Nobody sleeps at home in the night that follows the day.</summary>
    internal bool IsAwayNight(long day)
    {
        const double FestivalWithFamily = 0.3;
        return dice.Fork(AwayStream).Chance(day, Almanac.IsSpringFestival(day) ? FestivalWithFamily : habits.AwayNightChance);
    }

    /// <summary>True without composing the plan: away from midnight to midnight.</summary>
    internal bool IsAwayAllDay(long day) => IsAwayNight(day - 1) && IsAwayNight(day);

    /// <summary>Roughly how much of the day is lived at home, without composing the plan: what a day's consumption goes by.</summary>
    internal double PresenceShare(long day)
    {
        const double Half = 0.5;
        return IsFamilyDay(day) || IsAwayNight(day) || IsAwayNight(day - 1) ? Half : 1;
    }

    /// <summary>A fall or a call for help on this day, while at home and awake; <paramref name="perDay"/> is its probability.</summary>
    internal Incident? IncidentOf(long day, double perDay)
    {
        var today = dice.Fork(IncidentStream).Fork(day);
        if (!today.Chance(0, perDay))
            return null;
        const int Tries = 12;
        var minute = 0.0;
        for (var i = 0; i < Tries; i++)
        {
            minute = today.Between(10 + i, 7 * 60, 20 * 60);
            if (DayOf(day).At(minute) is not (Activity.Away or Activity.Asleep))
                break;
        }

        var type = today.Chance(2, FallShare) ? "fall" : "sos";
        return new Incident(Moment.MsOf(day, minute), type, $"{type}-{day}");
    }

    private DayPlan Compose(long day)
    {
        Span<Activity> minutes = stackalloc Activity[DayPlan.Minutes];
        if (IsAwayAllDay(day))
        {
            minutes.Fill(Activity.Away);
            return new DayPlan(day, minutes);
        }

        minutes.Clear();
        var today = dice.Fork(day);
        var wake = Math.Clamp(habits.Wakes.Throw(today, 0), 180, 840);
        var bed = BedOf(day);
        Housework(minutes, today, wake, bed);
        Meals(minutes, today, wake);
        Outings(minutes, today, day);
        Toilet(minutes, today, wake, bed);
        Sleep(minutes, today, day, wake, bed);
        if (IsAwayNight(day - 1))
            Paint(minutes, 0, today.Between(40, 9 * 60, 19 * 60), Activity.Away);
        if (IsAwayNight(day))
            Paint(minutes, today.Between(41, 9 * 60, 11 * 60), DayPlan.Minutes, Activity.Away);
        return new DayPlan(day, minutes);
    }

    /// <summary>A day out of the house with the family, twice as likely on a day off.</summary>
    private bool IsFamilyDay(long day) => dice.Fork(day).Chance(14, habits.FamilyDayChance * (Almanac.IsDayOff(day) ? 2 : 1));

    private double BedOf(long day) => Math.Clamp(habits.Sleeps.Throw(dice.Fork(day), 1), 19 * 60, 29 * 60);

    private void Housework(Span<Activity> minutes, Dice today, double wake, double bed)
    {
        var until = Math.Min(bed, DayPlan.Minutes);
        for (var hour = 0; (hour * 60) + wake < until; hour++)
        {
            if (!today.Chance(100 + hour, habits.ActivePerHour))
                continue;
            var from = wake + (hour * 60) + today.Between(130 + hour, 0, 40);
            Paint(minutes, from, Math.Min(until, from + today.Between(160 + hour, 6, 26)), Activity.Active);
        }
    }

    private void Meals(Span<Activity> minutes, Dice today, double wake)
    {
        if (today.Chance(2, habits.BreakfastChance))
            Meal(minutes, today, 3, wake + today.Between(4, 15, 45), cooking: 8, eating: 18);
        if (today.Chance(5, habits.Lunch.Chance))
            Meal(minutes, today, 6, habits.Lunch.At.Throw(today, 7), habits.Lunch.CookingMinutes, eating: 28);
        if (today.Chance(8, habits.Dinner.Chance))
            Meal(minutes, today, 9, habits.Dinner.At.Throw(today, 10), habits.Dinner.CookingMinutes, eating: 30);
        var nap = today.Between(11, 12.6 * 60, 13.3 * 60);
        if (today.Chance(12, habits.NapChance))
            Paint(minutes, nap, nap + today.Between(13, 25, 90), Activity.Asleep);
    }

    private static void Meal(Span<Activity> minutes, Dice today, long n, double at, double cooking, double eating)
    {
        var cooks = cooking * today.Between(n + 50, 0.6, 1.4);
        Paint(minutes, at, at + cooks, Activity.Cooking);
        Paint(minutes, at + cooks, at + cooks + (eating * today.Between(n + 60, 0.7, 1.3)), Activity.Eating);
    }

    private void Outings(Span<Activity> minutes, Dice today, long day)
    {
        if (IsFamilyDay(day))
        {
            Paint(minutes, today.Between(15, 8 * 60, 9.5 * 60), today.Between(16, 20.2 * 60, 21.5 * 60), Activity.Away);
            return;
        }

        var isOff = Almanac.IsDayOff(day);
        for (var i = 0; i < habits.Outings.Length; i++)
        {
            var outing = habits.Outings[i];
            if (!today.Chance(20 + i, isOff ? outing.OnDayOff : outing.OnWorkday))
                continue;
            var leaves = outing.Leaves.Throw(today, 25 + i);
            var hours = outing.Hours + (outing.HoursSd / HabitTime.BellSd * today.Bell(30 + i));
            Paint(minutes, leaves, leaves + (60 * Math.Max(0.25, hours)), Activity.Away);
        }
    }

    private void Toilet(Span<Activity> minutes, Dice today, double wake, double bed)
    {
        Visit(minutes, today, 200, wake + today.Between(17, 1, 12));
        Visit(minutes, today, 201, Math.Min(bed, DayPlan.Minutes) - today.Between(18, 4, 14));
        var gap = 60 / Math.Max(0.05, habits.ToiletPerAwakeHour);
        var at = wake + (gap * today.Between(202, 0.3, 1.6));
        for (var n = 203; at < Math.Min(bed, DayPlan.Minutes) - 20; n++)
        {
            Visit(minutes, today, n, at);
            at += gap * today.Between(n + 100, 0.25, 1.75);
        }

        if (!today.Chance(19, habits.ShowerChance))
            return;
        var shower = habits.ShowersInTheMorning ? wake + today.Between(35, 15, 60) : Math.Min(bed, DayPlan.Minutes) - today.Between(36, 40, 100);
        Paint(minutes, shower, shower + today.Between(37, 6, 14), Activity.Shower, over: Activity.Away);
    }

    /// <summary>Somebody who is out uses another bathroom.</summary>
    private void Visit(Span<Activity> minutes, Dice today, long n, double at) =>
        Paint(minutes, at, at + Math.Max(1, habits.ToiletMinutes * today.Between(n + 300, 0.5, 1.8)), Activity.Bathroom, over: Activity.Away);

    private void Sleep(Span<Activity> minutes, Dice today, long day, double wake, double bed)
    {
        var fellAsleep = Math.Max(0, BedOf(day - 1) - DayPlan.Minutes);
        Paint(minutes, fellAsleep, wake, Activity.Asleep);
        Paint(minutes, bed, DayPlan.Minutes, Activity.Asleep);
        const int MostVisits = 3;
        for (var i = 0; i < MostVisits; i++)
        {
            if (today.Chance(50 + i, habits.ToiletPerNight / MostVisits))
                Visit(minutes, today, 600 + i, fellAsleep + ((wake - fellAsleep) * today.Between(55 + i, 0.12, 0.95)));
        }
    }

    private static void Paint(Span<Activity> minutes, double from, double to, Activity activity, Activity? over = null)
    {
        var last = Math.Min(to, DayPlan.Minutes);
        for (var minute = (int)Math.Max(0, from); minute < last; minute++)
        {
            if (over is null || minutes[minute] != over)
                minutes[minute] = activity;
        }
    }
}
