using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Seeded;

namespace SmartCommunity.Simulators.Fitting;

/// <summary>Computes every constant of <see cref="Fitted"/> from the recorded files, by the constant's name; a test holds the two together.</summary>
internal static class Fit
{
    /// <summary>All fitted values; a table of several rows is given as one list, row after row.</summary>
    internal static IReadOnlyDictionary<string, double[]> Compute(string dataFolder)
    {
        var values = new Dictionary<string, double[]>(StringComparer.Ordinal);
        CarParks(RecordedCarParks.Read(dataFolder), values);
        Household(RecordedHousehold.Read(dataFolder), values);
        Season(RecordedTransformer.Read(dataFolder), values);
        Room(RecordedRoom.Read(dataFolder), values);
        var resident = RecordedResident.Read(dataFolder);
        Nights(resident, values);
        AtHome(resident, values);
        Outings(resident, values);
        return values;
    }

    private static void CarParks(RecordedCarParks parks, Dictionary<string, double[]> values)
    {
        values[nameof(Fitted.OccupancyWeekday)] = [.. Fitted.OccupancyRanks.SelectMany(r => RecordedCarParks.Table(parks.Weekday, r))];
        values[nameof(Fitted.OccupancySaturday)] = [.. Fitted.OccupancyRanks.SelectMany(r => RecordedCarParks.Table(parks.Saturdays, r))];
        values[nameof(Fitted.OccupancySunday)] = [.. Fitted.OccupancyRanks.SelectMany(r => RecordedCarParks.Table(parks.Sundays, r))];
    }

    private static void Household(RecordedHousehold household, Dictionary<string, double[]> values)
    {
        values[nameof(Fitted.HouseholdBase)] = [household.Base];
        values[nameof(Fitted.HouseholdCourse)] = household.Course();
        values[nameof(Fitted.HouseholdRatio)] = household.Ratio(Fitted.HouseholdRatio.Length);
    }

    private static void Season(RecordedTransformer transformer, Dictionary<string, double[]> values)
    {
        var season = transformer.Season(Weather.NormalCelsius);
        values[nameof(Fitted.SeasonBase)] = [season[0]];
        values[nameof(Fitted.CoolingPerDegree)] = [season[1]];
        values[nameof(Fitted.HeatingPerDegree)] = [season[2]];
    }

    private static void Room(RecordedRoom room, Dictionary<string, double[]> values)
    {
        var given = room.GivenPpmPerHour();
        values[nameof(Fitted.AiringMinutes)] = [room.AiringMinutes()];
        values[nameof(Fitted.BackgroundPpm)] = Quantiles(room.Background().Values);
        values[nameof(Fitted.LitRoomLux)] = [room.LitRoomLux];
        values[nameof(Fitted.OfficeUse)] = room.Use();
        values[nameof(Fitted.OfficePpmPerHour)] = Quantiles(given);
    }

    /// <summary>10 %, 30 %, … 90 %.</summary>
    private static double[] Quantiles(IEnumerable<double> values) => [.. Fitted.Chances.Select(part => Statistics.Quantile(values, part))];

    private static void Nights(RecordedResident resident, Dictionary<string, double[]> values)
    {
        const double LatestBed = 27;
        const double Noon = 12;
        var nights = resident.Nights.ToArray();
        var wakes = nights.Select(n => n.To % Moment.MinutesPerDay).ToArray();
        var beds = nights.Select(n => n.Hour < Noon ? n.Hour + HourSamples.Hours : n.Hour).Where(h => h < LatestBed).Select(h => h * 60).ToArray();
        Time(values, nameof(Fitted.WakeHour), nameof(Fitted.WakeSdMinutes), wakes);
        Time(values, nameof(Fitted.SleepHour), nameof(Fitted.SleepSdMinutes), beds);
        var days = resident.LastDay - resident.FirstDay;
        values[nameof(Fitted.AwayNightChance)] = [Math.Max(0, 1 - ((double)nights.Length / days))];
        var visits = resident.Of(RecordedResident.Toilet).Count(v => nights.Any(n => v.From > n.From && v.To < n.To));
        values[nameof(Fitted.ToiletPerNight)] = [(double)visits / nights.Length];
        values[nameof(Fitted.ToiletMinutes)] = [Statistics.Median(resident.Of(RecordedResident.Toilet).Select(v => v.Minutes))];

        // The plan has one visit after waking and one before bed of its own.
        var awake = resident.Of(RecordedResident.Toilet).Count() - visits - (2 * nights.Length);
        values[nameof(Fitted.ToiletPerAwakeHour)] = [Math.Max(0, awake) / resident.AwakeHomeHours()];
    }

    private static void AtHome(RecordedResident resident, Dictionary<string, double[]> values)
    {
        var mornings = resident.Nights.Count();
        var days = resident.LastDay - resident.FirstDay;
        values[nameof(Fitted.ShowerChance)] = [Math.Min(1, (double)resident.Of(RecordedResident.ShowerTaken).Count() / mornings)];
        values[nameof(Fitted.BreakfastChance)] = [Math.Min(1, (double)resident.Of(RecordedResident.Breakfast).Count() / mornings)];
        var dinners = resident.Of(RecordedResident.Dinner).ToArray();
        values[nameof(Fitted.DinnerChance)] = [(double)dinners.Length / days];
        Time(values, nameof(Fitted.DinnerHour), nameof(Fitted.DinnerSdMinutes), [.. dinners.Select(d => d.Hour * 60)]);
        values[nameof(Fitted.DinnerMinutes)] = [Statistics.Median(dinners.Select(d => d.Minutes))];
        values[nameof(Fitted.DrinksPerAwakeHour)] = [resident.Of(RecordedResident.Drink).Count() / resident.AwakeHomeHours()];
        values[nameof(Fitted.RestingMotionChance)] = [resident.RestingChance()];
    }

    private static void Outings(RecordedResident resident, Dictionary<string, double[]> values)
    {
        const double EveningFrom = 16;
        const int FirstWeekendDay = 5;
        var days = Enumerable.Range((int)resident.FirstDay, (int)(resident.LastDay - resident.FirstDay)).ToArray();
        var first = resident.Of(RecordedResident.Away).Where(o => o.Hour < EveningFrom).GroupBy(o => o.Day).ToDictionary(g => g.Key, g => g.First());
        var evening = resident.Of(RecordedResident.Away).Where(o => o.Hour >= EveningFrom).GroupBy(o => o.Day).Select(g => g.First()).ToArray();

        // A day he did not wake up at home says nothing about when he leaves it.
        var wokeUp = resident.Nights.Select(n => (long)(n.To / Moment.MinutesPerDay)).ToHashSet();
        double Share(Func<int, bool> kind) => days.Where(d => kind(d) && wokeUp.Contains(d)).Select(d => first.ContainsKey(d) ? 1.0 : 0).DefaultIfEmpty(0).Average();
        values[nameof(Fitted.LeavesOnWorkday)] = [Share(d => Almanac.WeekdayOf(d) < FirstWeekendDay)];
        values[nameof(Fitted.LeavesOnDayOff)] = [Share(d => Almanac.WeekdayOf(d) >= FirstWeekendDay)];
        Time(values, nameof(Fitted.LeaveHour), nameof(Fitted.LeaveSdMinutes), [.. first.Values.Select(o => o.Hour * 60)]);
        Length(values, nameof(Fitted.AwayHours), nameof(Fitted.AwaySdHours), first.Values);
        values[nameof(Fitted.EveningOutChance)] = [(double)evening.Length / days.Length];
        Time(values, nameof(Fitted.EveningOutHour), nameof(Fitted.EveningOutSdMinutes), [.. evening.Select(o => o.Hour * 60)]);
        Length(values, nameof(Fitted.EveningOutHours), nameof(Fitted.EveningOutSdHours), evening);
    }

    private static void Time(Dictionary<string, double[]> values, string hour, string sd, double[] minutes)
    {
        values[hour] = [Statistics.Median(minutes) / 60];
        values[sd] = [Statistics.RobustSd(minutes)];
    }

    /// <summary>Outings that end on the day they began.</summary>
    private static void Length(Dictionary<string, double[]> values, string hours, string sd, IEnumerable<RecordedResident.Entry> outings)
    {
        const double OneDay = 16 * 60;
        var lengths = outings.Where(o => o.Minutes < OneDay).Select(o => o.Minutes / 60).ToArray();
        values[hours] = [Statistics.Median(lengths)];
        values[sd] = [Statistics.RobustSd(lengths)];
    }
}
