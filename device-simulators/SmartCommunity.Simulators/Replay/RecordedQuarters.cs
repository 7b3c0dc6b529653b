using System.Globalization;
using SmartCommunity.Simulators.Fitting;
using SmartCommunity.Simulators.Replay;

namespace SmartCommunity.Simulators;

/// <summary>A recorded series by quarters of an hour, to learn from.</summary>
/// <param name="Series">Name of the set and of the series in it.</param>
/// <param name="First">Number of the first quarter since 1970, by the wall clock of the place.</param>
/// <param name="Values">A value a quarter; not a number: a gap.</param>
public sealed record RecordedQuarters(string Series, long First, IReadOnlyList<double> Values)
{
    private const string Transformer = "ett_h1", Household = "uci_household_2days", Lots = "parking_de";
    private const int QuartersAnHour = 4;

    // A lot that shows fewer different values hangs, or is a copy of another.
    private const int LeastDifferentValues = 50;
    private const long QuarterMs = 15 * 60_000;

    /// <summary>The sets of electric load in a folder of recorded sets: a household's power and a transformer's six loads, the latter a value an hour. Those that are not there are left out.</summary>
    public static IReadOnlyList<RecordedQuarters> Load(string folder) =>
    [
        .. Directory.Exists(Path.Combine(folder, Household)) ? [HouseholdOf(folder)] : Array.Empty<RecordedQuarters>(),
        .. Directory.Exists(Path.Combine(folder, Transformer)) ? TransformerOf(Path.Combine(folder, Transformer, "ETTh1.csv")) : [],
    ];

    /// <summary>Occupied shares of the recorded car parks whose number of spots is known; a lot that says nothing is as it was. Empty where the set is not there.</summary>
    public static IReadOnlyList<RecordedQuarters> Occupancy(string folder)
    {
        if (!Directory.Exists(Path.Combine(folder, Lots)))
            return [];
        var recording = (CarParks)Recording.Open(folder, ReplayDataset.CarParks);
        var seen = recording.Messages().Where(static m => m.Values[0] >= 0 && m.Values[0] <= m.Values[1]).GroupBy(static m => m.Device).OrderBy(static g => g.Key);
        return [.. seen.Where(static g => g.Select(static m => m.Values[0]).Distinct().Count() > LeastDifferentValues).Select(g => LotOf(recording.Devices[g.Key].Id, [.. g]))];
    }

    private static RecordedQuarters HouseholdOf(string folder)
    {
        // The file begins at a local midnight; which day it is told by is the same to whoever learns from it.
        var quarters = RecordedHousehold.Read(folder).Quarters;
        var firstMs = Recording.Open(folder, ReplayDataset.HouseholdPower).Messages().First().AtMs;
        return new RecordedQuarters($"{Household}/activePower", (firstMs + RecordedTime.OffsetMs) / QuarterMs, quarters);
    }

    private static IEnumerable<RecordedQuarters> TransformerOf(string path)
    {
        using var reader = new StreamReader(path);
        var rows = Csv.Rows(reader).ToArray();
        var first = QuarterOf(rows[1][0]);
        foreach (var column in Enumerable.Range(1, rows[0].Count - 2))
        {
            var values = new double[QuarterOf(rows[^1][0]) - first + 1];
            Array.Fill(values, double.NaN);
            foreach (var row in rows.Skip(1))
                values[QuarterOf(row[0]) - first] = double.Parse(row[column], CultureInfo.InvariantCulture);
            yield return new RecordedQuarters($"{Transformer}/{rows[0][column]}", first, values);
        }

        static long QuarterOf(string hour) => (long)(DateTime.Parse(hour, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalHours * QuartersAnHour;
    }

    private static RecordedQuarters LotOf(string lot, RecordedMessage[] messages)
    {
        var first = QuarterOf(messages[0]);
        var values = new double[QuarterOf(messages[^1]) - first + 1];
        var (last, filled) = (double.NaN, 0);
        foreach (var message in messages)
        {
            for (var quarter = (int)(QuarterOf(message) - first); filled < quarter; filled++)
                values[filled] = last;
            last = 1 - (message.Values[0] / message.Values[1]);
        }

        values[^1] = last;
        return new RecordedQuarters($"{Lots}/{lot}", first, values);

        static long QuarterOf(RecordedMessage message) => RecordedCarParks.LocalMs(message.AtMs) / QuarterMs;
    }
}
