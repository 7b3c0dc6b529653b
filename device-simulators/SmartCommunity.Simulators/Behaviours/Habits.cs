using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>A habitual time: hour of the day and how far it scatters from day to day (standard deviation, minutes).</summary>
internal readonly record struct HabitTime(double Hour, double SdMinutes)
{
    /// <summary>Standard deviation of <see cref="Dice.Bell"/>: the mean of four uniform throws, scaled to (−1, 1).</summary>
    internal const double BellSd = 0.288_675;

    /// <summary>Minute of the day, may be past midnight.</summary>
    internal double Throw(Dice dice, long n) => (Hour * 60) + (SdMinutes / BellSd * dice.Bell(n));
}

/// <summary>An outing: how likely on a workday and on a day off, when it starts, and for how long (hours, mean and standard deviation).</summary>
internal readonly record struct Outing(double OnWorkday, double OnDayOff, HabitTime Leaves, double Hours, double HoursSd);

/// <summary>How one person lives. Times of an elder are drawn per person; what scatters from day to day is fitted to the recorded resident (<see cref="Fitted"/>).</summary>
internal sealed record Habits
{
    /// <summary>Gets up.</summary>
    internal required HabitTime Wakes { get; init; }

    /// <summary>Goes to bed; above 24 h is past midnight.</summary>
    internal required HabitTime Sleeps { get; init; }

    /// <summary>Cooks and eats at noon and in the evening: probability at home, time, minutes of cooking.</summary>
    internal required (double Chance, HabitTime At, double CookingMinutes) Lunch { get; init; }

    internal required (double Chance, HabitTime At, double CookingMinutes) Dinner { get; init; }

    internal required double BreakfastChance { get; init; }

    internal required double NapChance { get; init; }

    /// <summary>Visits an hour while awake at home, and a night.</summary>
    internal required double ToiletPerAwakeHour { get; init; }

    internal required double ToiletPerNight { get; init; }

    internal required double ToiletMinutes { get; init; }

    internal required double ShowerChance { get; init; }

    internal required bool ShowersInTheMorning { get; init; }

    /// <summary>Stretches of housework and walking about an hour, while awake at home.</summary>
    internal required double ActivePerHour { get; init; }

    /// <summary>Probability that somebody who rests is seen moving within five minutes.</summary>
    internal required double RestingMotionChance { get; init; }

    internal required Outing[] Outings { get; init; }

    /// <summary>Probability of a day spent with the family: out of the house from morning to late evening, not a drop of water.</summary>
    internal required double FamilyDayChance { get; init; }

    /// <summary>Probability of a night away from home.</summary>
    internal required double AwayNightChance { get; init; }

    /// <summary>An elder living alone in Hangzhou: early to bed, a nap, a walk in the morning, shopping. Assumed, except what is taken from the fit.</summary>
    internal static Habits OfElder(Dice person) => new()
    {
        Wakes = new HabitTime(person.Between(0, 5.1, 6.9), Fitted.WakeSdMinutes),
        Sleeps = new HabitTime(person.Between(1, 20.6, 22.4), Fitted.WakeSdMinutes),
        Lunch = (0.93, new HabitTime(person.Between(2, 11, 11.8), 14), 30),
        Dinner = (0.95, new HabitTime(person.Between(3, 16.9, 17.9), 16), 32),
        BreakfastChance = 0.97,
        NapChance = person.Between(4, 0.3, 0.9),
        ToiletPerAwakeHour = Fitted.ToiletPerAwakeHour * person.Between(5, 0.8, 1.2),
        ToiletPerNight = person.Between(6, 0.7, 2.1),
        ToiletMinutes = Fitted.ToiletMinutes * person.Between(7, 1.5, 3),
        ShowerChance = 0.55,
        ShowersInTheMorning = false,
        ActivePerHour = person.Between(8, 0.5, 1.3),
        RestingMotionChance = person.Between(16, 0.2, 0.4),
        Outings =
        [
            new Outing(person.Between(9, 0.4, 0.9), person.Between(9, 0.3, 0.8), new HabitTime(person.Between(10, 7.6, 9.2), 22), 1.2, 0.4),
            new Outing(person.Between(11, 0.2, 0.6), person.Between(11, 0.2, 0.6), new HabitTime(person.Between(12, 14.4, 15.6), 30), 1.3, 0.5),
            new Outing(person.Between(13, 0.1, 0.5), person.Between(13, 0.1, 0.5), new HabitTime(18.6, 15), 0.7, 0.2),
        ],
        FamilyDayChance = person.Between(14, 0.01, 0.05),
        AwayNightChance = person.Between(15, 0.002, 0.02),
    };

    /// <summary>The recorded resident (Kasteren house A, a working man of 26): only to show simulated next to recorded.</summary>
    internal static Habits OfRecordedResident() => new()
    {
        Wakes = new HabitTime(Fitted.WakeHour, Fitted.WakeSdMinutes),
        Sleeps = new HabitTime(Fitted.SleepHour, Fitted.SleepSdMinutes),
        Lunch = (0, new HabitTime(12, 15), 0),
        Dinner = (Fitted.DinnerChance, new HabitTime(Fitted.DinnerHour, Fitted.DinnerSdMinutes), Fitted.DinnerMinutes),
        BreakfastChance = Fitted.BreakfastChance,
        NapChance = 0,
        ToiletPerAwakeHour = Fitted.ToiletPerAwakeHour,
        ToiletPerNight = Fitted.ToiletPerNight,
        ToiletMinutes = Fitted.ToiletMinutes,
        ShowerChance = Fitted.ShowerChance,
        ShowersInTheMorning = true,
        ActivePerHour = Fitted.DrinksPerAwakeHour,
        RestingMotionChance = Fitted.RestingMotionChance,
        Outings =
        [
            new Outing(Fitted.LeavesOnWorkday, Fitted.LeavesOnDayOff, new HabitTime(Fitted.LeaveHour, Fitted.LeaveSdMinutes), Fitted.AwayHours, Fitted.AwaySdHours),
            new Outing(Fitted.EveningOutChance, Fitted.EveningOutChance, new HabitTime(Fitted.EveningOutHour, Fitted.EveningOutSdMinutes), Fitted.EveningOutHours, Fitted.EveningOutSdHours),
        ],
        FamilyDayChance = 0,
        AwayNightChance = Fitted.AwayNightChance,
    };
}
