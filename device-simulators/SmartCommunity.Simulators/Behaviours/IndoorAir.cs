using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Behaviours;

/// <summary>How a room is used: people by the hour on a workday and on a day off, seats, what they give off, from day to day, and how long airing takes.</summary>
internal sealed record RoomUse(double[] Workday, double[] DayOff, double Seats, double[] PpmPerHour, double AiringMinutes, double CookingPm)
{
    private static readonly double[] Canteen = [0, 0, 0, 0, 0, 0, 0.3, 0.5, 0.3, 0.1, 0.4, 1, 0.8, 0.1, 0.05, 0.1, 0.5, 0.8, 0.4, 0.1, 0, 0, 0, 0];
    private static readonly double[] Nursery = [0, 0, 0, 0, 0, 0, 0, 0.2, 0.9, 1, 0.8, 1, 1, 1, 1, 0.9, 0.7, 0.2, 0, 0, 0, 0, 0, 0];
    private static readonly double[] LivingRoom = [0, 0, 0, 0, 0, 0, 0, 0.1, 0.4, 0.7, 0.7, 0.4, 0.2, 0.5, 0.8, 0.8, 0.6, 0.3, 0.5, 0.8, 0.5, 0.1, 0, 0];
    private static readonly double[] Library = [0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0.5, 0.6, 0.4, 0.3, 0.5, 0.7, 0.8, 0.8, 0.5, 0.6, 0.7, 0.4, 0, 0, 0];
    private static readonly double[] Nobody = new double[24];

    /// <summary>The rooms of a community, in the order of the district's names: canteen, nursery, living room, library, elders' room.</summary>
    internal static RoomUse Of(int number, Dice dice)
    {
        const int Rooms = 5;
        var (workday, dayOff, pm) = ((number - 1) % Rooms) switch
        {
            0 => (Canteen, Canteen, 45.0),
            1 => (Nursery, Nobody, 0),
            2 => (LivingRoom, LivingRoom, 0),
            3 => (Library, Library, 0),
            _ => (LivingRoom, Library, 6),
        };
        var seats = dice.Between(0, 10, 30);
        return new RoomUse(workday, dayOff, seats, Fitted.OfficePpmPerHour, dice.Between(2, 0.5, 0.9) * Fitted.AiringMinutes, pm);
    }

    /// <summary>The recorded office, one "person" being whoever was in it: only to show simulated next to recorded.</summary>
    internal static RoomUse OfRecordedOffice() => new(
        Fitted.OfficeUse, Nobody, 1, Fitted.OfficePpmPerHour, Fitted.AiringMinutes, 0);
}

/// <summary>
/// A room: people breathe, air changes carry off what they gave, the season and the heater set the temperature.
/// CO2 of a quarter of an hour follows from the one before: excess' = excess · (1 − 15/airing) + people · ppm/4, from noon of the day before on. The background is that of the mornings and
/// changes from one to the next.
/// </summary>
internal sealed class IndoorAir(RoomUse use, Dice dice, Weather weather) : Behaviour
{
    private const long SlowMs = 3 * 3_600_000;
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(14), _keptStep = TimeSpan.FromMinutes(30);
    private const long HeadCountMs = 40 * 60_000;
    private const double QuarterHour = 0.25;
    private const int WarmUpSlots = DayRegister.SlotsPerDay / 2;
    private readonly float[] _excess = new float[DayRegister.SlotsPerDay + 1];
    private long _day = long.MinValue;

    internal override Kept KeptAt(Moment start) => new(_keptFor, _keptStep);

    internal override void Measure(Moment now, ValueSet values)
    {
        var people = PeopleAt(now);
        var daylight = Math.Max(0, Sun.SineOfHeight(now));
        var outdoor = weather.AirMass(now);
        var temp = 22 + (0.22 * (outdoor - 17)) + (1.2 * daylight) + (0.8 * Math.Min(1, people / use.Seats)) + dice.Wave(now.AtMs, SlowMs);
        values.Add("temp", temp);
        values.Add("humidity", Math.Clamp((0.75 * weather.Humidity(now)) + (0.1 * people) + (5 * dice.Fork("wet").Wave(now.AtMs, SlowMs)), 15, 95));
        values.Add("co2", Co2At(now));
        values.Add("light", (420 * daylight) + (people > 0.2 ? Fitted.LitRoomLux - 120 : 0));
        values.Add("hcho", Math.Max(0.002, dice.Between(5, 0.012, 0.05) * (1 + (0.05 * (temp - 22))) * (people > 0.2 ? 0.75 : 1) + (0.006 * dice.Fork("hcho").Wave(now.AtMs, SlowMs))));
        values.Add("pm25", (0.55 * OutdoorAir.Pm25(now, weather, dice.Fork("pm"))) + (use.CookingPm * people / use.Seats));
    }

    internal double Co2At(Moment now)
    {
        if (_day != now.Day)
            Fill(now.Day);
        var position = now.Minute / DayRegister.MinutesPerSlot;
        var slot = (int)position;
        var excess = _excess[slot] + ((_excess[slot + 1] - _excess[slot]) * (position - slot));
        return Background(now) + (8 * dice.Fork("gas").Wave(now.AtMs, HeadCountMs)) + excess;
    }

    private double Background(Moment now)
    {
        const double MorningHour = 5;
        var days = now.Day + ((now.Hour - MorningHour) / 24);
        var day = (long)Math.Floor(days);
        var mornings = dice.Fork("morning");
        return Pick(Fitted.BackgroundPpm, mornings.Unit(day)) + ((Pick(Fitted.BackgroundPpm, mornings.Unit(day + 1)) - Pick(Fitted.BackgroundPpm, mornings.Unit(day))) * (days - day));
    }

    /// <summary>The value at a chance, between the quantiles of <see cref="Fitted.Chances"/> and as far beyond them.</summary>
    private static double Pick(double[] quantiles, double chance)
    {
        var position = (chance - Fitted.Chances[0]) / (Fitted.Chances[1] - Fitted.Chances[0]);
        var low = Math.Clamp((int)Math.Floor(position), 0, quantiles.Length - 2);
        return Math.Max(quantiles[0] * 0.8, quantiles[low] + ((quantiles[low + 1] - quantiles[low]) * (position - low)));
    }

    private void Fill(long day)
    {
        var excess = 0.0;
        for (var slot = -WarmUpSlots; slot <= DayRegister.SlotsPerDay; slot++)
        {
            if (slot >= 0)
                _excess[slot] = (float)excess;
            var at = DayRegister.MiddleOf(day, slot);
            excess = (excess * (1 - (DayRegister.MinutesPerSlot / use.AiringMinutes))) + (PeopleAt(at) / use.Seats * Pick(use.PpmPerHour, dice.Fork("given").Unit(at.Day)) * QuarterHour);
        }

        _day = day;
    }

    private double PeopleAt(Moment moment)
    {
        var course = Almanac.IsDayOff(moment.Day) ? use.DayOff : use.Workday;
        var day = use.Seats > 1 ? dice.Fork("day").Between(moment.Day, 0.5, 1.1) : 1;
        var wanders = Math.Clamp(1 + (0.6 * dice.Fork("people").Wave(moment.AtMs, HeadCountMs)), 0, 1.6);
        var people = use.Seats * course[(int)moment.Hour] * day * wanders;
        return use.Seats > 1 ? Math.Round(people) : people;
    }
}
