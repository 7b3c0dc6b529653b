using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>A public room: people breathe, windows air it (time constant about half an hour), the season and the heater set the temperature.</summary>
internal sealed class IndoorAir(Dice dice) : Behaviour
{
    private const double OutdoorPpm = 425;
    private const double PpmPerPerson = 22;
    private const double DaysPerYear = 365.25;
    private const double FullTurn = 360;
    private const double ColdestDay = 20;
    private const long SlowMs = 3 * 3_600_000;
    private const long HeadCountMs = 30 * 60_000;

    /// <summary>How many minutes ago, and how much those people still count: an exponential of half an hour in five steps.</summary>
    private static readonly (double MinutesAgo, double Weight)[] Memory = [(0, 0.28), (15, 0.27), (30, 0.2), (50, 0.15), (75, 0.1)];

    private static readonly double[] Openness =
        [0, 0, 0, 0, 0, 0, 0.1, 0.4, 0.7, 0.9, 1, 0.9, 0.7, 0.6, 0.9, 1, 0.9, 0.6, 0.5, 0.6, 0.4, 0.1, 0, 0];

    private readonly double _seats = dice.Between(0, 12, 45);

    internal override void Measure(Moment now, ValueSet values)
    {
        var people = 0.0;
        foreach (var (minutesAgo, weight) in Memory)
            people += weight * PeopleAt(Moment.Of(Moment.MsOf(now.Day, now.Minute - minutesAgo)));
        var season = Curve.Cos(FullTurn * ((now.Day % DaysPerYear) - ColdestDay) / DaysPerYear);
        var daylight = Math.Max(0, Sun.SineOfHeight(now));
        var temp = 22.5 - (4 * season) + (1.5 * daylight) + (0.03 * people) + dice.Wave(now.AtMs, SlowMs);
        values.Add("temp", temp);
        values.Add("humidity", Math.Clamp(58 - (8 * season) - (1.2 * (temp - 22)) + (0.15 * people) + (8 * dice.Fork("wet").Wave(now.AtMs, SlowMs)), 15, 95));
        values.Add("co2", OutdoorPpm + (PpmPerPerson * people) + (12 * dice.Fork("gas").Wave(now.AtMs, HeadCountMs)));
        values.Add("light", (450 * daylight) + (PeopleAt(now) > 1 ? 320 : 0));
    }

    private double PeopleAt(Moment moment) =>
        Math.Round(_seats * Curve.OfDay(Openness, moment.DayPart) * Math.Max(0, 0.6 + (0.5 * dice.Fork("people").Wave(moment.AtMs, HeadCountMs))));
}
