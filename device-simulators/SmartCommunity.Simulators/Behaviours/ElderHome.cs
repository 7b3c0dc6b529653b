using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>What the elder does.</summary>
internal enum Activity
{
    Asleep,
    Resting,
    Active,
    Eating,
    Bathroom,
    Away,
}

/// <summary>One stretch of a day, in minutes from midnight.</summary>
internal readonly record struct Stretch(double From, double To, Activity Activity);

/// <summary>
/// The day of one elder living alone: sleep, nightly bathroom visits, three meals, a nap, outings. All devices of a home ask the same key, so bed,
/// door, motion, water and wristband tell one story.
/// </summary>
internal sealed class ElderHome(Dice dice)
{
    private const double FallShare = 0.4;
    private const int IncidentStream = 77;
    private long _day = long.MinValue;
    private Stretch[] _stretches = [];

    internal Activity ActivityAt(Moment now)
    {
        foreach (var stretch in DayOf(now.Day))
        {
            if (now.Minute >= stretch.From && now.Minute < stretch.To)
                return stretch.Activity;
        }

        return Activity.Resting;
    }

    internal bool IsHome(Moment now) => ActivityAt(now) != Activity.Away;

    /// <summary>The stretches of a day that name an activity; the first that covers a minute wins, and resting fills the gaps.</summary>
    internal Stretch[] DayOf(long day)
    {
        if (_day != day)
            (_day, _stretches) = (day, Compose(dice.Fork(day)));
        return _stretches;
    }

    /// <summary>A fall or a call for help on this day, while at home and awake; <paramref name="perDay"/> is its probability.</summary>
    internal Incident? IncidentOf(long day, double perDay)
    {
        var today = dice.Fork(IncidentStream).Fork(day);
        if (!today.Chance(0, perDay))
            return null;
        var minute = today.Between(1, 7 * 60, 20 * 60);
        var type = today.Chance(2, FallShare) ? "fall" : "sos";
        return new Incident(Moment.MsOf(day, minute), type, $"{type}-{day}");
    }

    private static Stretch[] Compose(Dice today)
    {
        var wake = today.Between(0, 5.3 * 60, 7 * 60);
        var bed = today.Between(1, 20.8 * 60, 22.5 * 60);
        var breakfast = wake + today.Between(2, 25, 60);
        var lunch = today.Between(3, 11.2 * 60, 12 * 60);
        var dinner = today.Between(4, 17 * 60, 18 * 60);
        var napFrom = today.Between(5, 12.7 * 60, 13.2 * 60);
        var morningOut = today.Between(6, 8.4 * 60, 9.3 * 60);
        var afternoonOut = today.Between(7, 14.4 * 60, 15.3 * 60);
        var night = today.Between(8, 60, 0.8 * wake);
        var secondNight = today.Between(9, 60, 0.8 * wake);

        var day = new List<Stretch> { new(night, night + 8, Activity.Bathroom) };
        if (today.Chance(10, 0.4))
            day.Add(new Stretch(secondNight, secondNight + 6, Activity.Bathroom));
        day.AddRange(
        [
            new Stretch(0, wake, Activity.Asleep),
            new Stretch(bed, Moment.MinutesPerDay, Activity.Asleep),
            new Stretch(wake, wake + 20, Activity.Bathroom),
            new Stretch(breakfast, breakfast + 25, Activity.Eating),
            new Stretch(lunch, lunch + 35, Activity.Eating),
            new Stretch(dinner, dinner + 40, Activity.Eating),
            new Stretch(napFrom, napFrom + today.Between(11, 30, 70), Activity.Asleep),
            new Stretch(bed - 25, bed, Activity.Bathroom),
        ]);
        if (today.Chance(12, 0.75))
            day.Add(new Stretch(morningOut, morningOut + today.Between(13, 35, 115), Activity.Away));
        if (today.Chance(14, 0.5))
            day.Add(new Stretch(afternoonOut, afternoonOut + today.Between(15, 30, 95), Activity.Away));
        for (var hour = 7; hour < 20; hour++)
        {
            var from = (hour * 60) + today.Between(20 + hour, 0, 30);
            day.Add(new Stretch(from, from + today.Between(40 + hour, 8, 28), Activity.Active));
        }

        return [.. day];
    }
}
