using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Fitting;

/// <summary>
/// Everything that has been recorded, next to what the simulator makes of its parameters. Simulated car parks, office and resident are run as the recorded ones were: as many
/// lots, one room, one person, on as many ordinary days.
/// </summary>
internal static class Comparisons
{
    /// <summary>A Monday; the four weeks after it have neither holiday nor make-up workday.</summary>
    private static readonly long FirstDay = Almanac.NumberOf(new DateOnly(2026, 3, 2));

    private const int Days = 28;
    private const int Residents = 24;
    private const int Households = 20;
    private const int Offices = 8;
    private const int QuartersPerDay = DayRegister.SlotsPerDay;
    private const int Saturday = 5;
    private const int HoldsPerHour = 12;
    private const int HoldMinutes = 5;

    internal static IReadOnlyList<Comparison> All(string dataFolder, ulong seed)
    {
        var dice = Dice.Of(seed).Fork("comparison");
        var weather = new Weather(dice.Fork("weather"), []);
        return
        [
            .. CarParks(RecordedCarParks.Read(dataFolder), dice.Fork("parking")),
            Household(RecordedHousehold.Read(dataFolder), dice.Fork("household"), weather),
            Season(RecordedTransformer.Read(dataFolder), weather),
            .. Resident(RecordedResident.Read(dataFolder), dice.Fork("resident")),
            Room(RecordedRoom.Read(dataFolder), dice.Fork("office"), weather),
        ];
    }

    private static Comparison[] CarParks(RecordedCarParks recorded, Dice dice)
    {
        const double ShareLimit = 0.03;
        const double DistributionLimit = 0.1;
        var (weekday, saturdays, sundays) = (new HourSamples(), new HourSamples(), new HourSamples());
        for (var lot = 0; lot < recorded.Lots; lot++)
        {
            var park = new PublicCarPark(dice.Fork(lot), (lot + 0.5) / recorded.Lots);
            ForEachQuarter(
                at => Almanac.WeekdayOf(at.Day) switch { > Saturday => sundays, Saturday => saturdays, _ => weekday },
                at => (double)park.At(at).Occupied / park.Total);
        }

        return
        [
            new("parking-weekday", "Public car parks, weekdays: occupied share", "1", "parking_de", recorded.Weekday, weekday, ShareLimit, DistributionLimit),
            new("parking-saturday", "Public car parks, Saturdays: occupied share", "1", "parking_de", recorded.Saturdays, saturdays, ShareLimit, DistributionLimit),
            new("parking-sunday", "Public car parks, Sundays: occupied share", "1", "parking_de", recorded.Sundays, sundays, ShareLimit, DistributionLimit),
        ];
    }

    /// <summary>Against the mean: a French home with electric heating uses more than one here.</summary>
    private static Comparison Household(RecordedHousehold recorded, Dice dice, Weather weather)
    {
        // Two days: an hour's mean stands on eight quarters.
        const double ShapeLimit = 0.3;
        const double DistributionLimit = 0.18;
        var (of, simulated, mean) = (new HourSamples(), new HourSamples(), recorded.Quarters.Average());
        for (var i = 0; i < recorded.Quarters.Length; i++)
            of.Add(i / 4 % HourSamples.Hours, recorded.Quarters[i] / mean);
        for (var home = 0; home < Households; home++)
        {
            const double DailyKwh = 8;
            var load = CommunityLoad.Family(dice.Fork(home), weather, DailyKwh);
            var register = new DayRegister(0, load.TotalOf, load.WeightOf);
            var values = new HourSamples();
            ForEachQuarter(_ => values, register.RateAt);
            var own = values.All().Average();
            for (var hour = 0; hour < HourSamples.Hours; hour++)
            {
                foreach (var value in values.At(hour))
                    simulated.Add(hour, value / own);
            }
        }

        return new("household", "Household power against its mean, quarters of an hour", "1", "uci_household_2days", of, simulated, ShapeLimit, DistributionLimit);
    }

    /// <summary>The twelve months stand where the hours stand elsewhere, twice over.</summary>
    private static Comparison Season(RecordedTransformer recorded, Weather weather)
    {
        const double ShapeLimit = 0.15;
        const double DistributionLimit = 0.45;
        const int Year = 2026;
        var (of, simulated) = (new HourSamples(), new HourSamples());
        var byMonth = Enumerable.Range(1, 12).Select(month => Enumerable.Range(1, DateTime.DaysInMonth(Year, month))
            .Average(day => CommunityLoad.Season(weather, Almanac.NumberOf(new DateOnly(Year, month, day))))).ToArray();
        for (var half = 0; half < HourSamples.Hours; half++)
        {
            of.Add(half, recorded.ByMonth[half / 2]);
            simulated.Add(half, byMonth[half / 2] / byMonth.Average());
        }

        return new("season", "Load by month against the year's mean (half months on the axis)", "1", "ett_h1", of, simulated, ShapeLimit, DistributionLimit);
    }

    private static Comparison[] Resident(RecordedResident recorded, Dice dice)
    {

        // The share of an hour of 24 recorded days has a standard error of up to 0.1.
        const double ShareLimit = 0.15;
        const double DistributionLimit = 0.15;
        const double HoldsLimit = 0.7;
        var (asleep, away, active) = (new HourSamples(), new HourSamples(), new HourSamples());
        for (var person = 0; person < Residents; person++)
        {
            var home = new ElderHome(dice.Fork(person), Habits.OfRecordedResident());
            var pir = new Pir(home, dice.Fork(person).Fork("pir"));
            for (var day = FirstDay; day < FirstDay + Days; day++)
            {
                for (var hour = 0; hour < HourSamples.Hours; hour++)
                {
                    asleep.Add(hour, Share(home.DayOf(day), hour, Activity.Asleep));
                    away.Add(hour, Share(home.DayOf(day), hour, Activity.Away));
                    var from = hour * 60;
                    active.Add(hour, Enumerable.Range(0, HoldsPerHour).Count(i => pir.SeesIn(Moment.At(day, from + (i * HoldMinutes)))));
                }
            }
        }

        return
        [
            new("resident-asleep", "Single resident: share of the hour asleep at home", "1", "kasteren_adl", recorded.ShareOf(RecordedResident.Sleep), asleep, ShareLimit, DistributionLimit),
            new("resident-away", "Single resident: share of the hour away from home", "1", "kasteren_adl", recorded.ShareOf(RecordedResident.Away), away, ShareLimit, DistributionLimit),
            new("resident-activity", "Single resident: five-minute stretches an hour with activity seen", "1", "kasteren_adl", recorded.ActiveHolds(), active, HoldsLimit, DistributionLimit),
        ];
    }

    private static Comparison Room(RecordedRoom recorded, Dice dice, Weather weather)
    {
        const double PpmLimit = 120;
        const double DistributionLimit = 0.15;
        var simulated = new HourSamples();
        for (var room = 0; room < Offices; room++)
        {
            var air = new IndoorAir(RoomUse.OfRecordedOffice(), dice.Fork(room), weather);
            ForEachQuarter(at => Almanac.IsDayOff(at.Day) ? null : simulated, air.Co2At);
        }

        return new("office-co2", "Office, workdays: CO2", "[ppm]", "occupancy_uci", recorded.Workdays, simulated, PpmLimit, DistributionLimit);
    }

    private static double Share(DayPlan plan, int hour, Activity activity)
    {
        const double MinutesPerHour = 60;
        var minutes = 0;
        for (var minute = 0; minute < MinutesPerHour; minute++)
            minutes += plan.At((hour * MinutesPerHour) + minute) == activity ? 1 : 0;
        return minutes / MinutesPerHour;
    }

    private static void ForEachQuarter(Func<Moment, HourSamples?> into, Func<Moment, double> value)
    {
        for (var day = FirstDay; day < FirstDay + Days; day++)
        {
            for (var slot = 0; slot < QuartersPerDay; slot++)
            {
                var at = DayRegister.MiddleOf(day, slot);
                var measured = value(at);
                into(at)?.Add((int)at.Hour, measured);
            }
        }
    }
}
