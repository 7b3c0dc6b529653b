using System.Globalization;
using System.Text;
using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fitting;
using SmartCommunity.Simulators.Report;
using SmartCommunity.Simulators.Seeded;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>
/// The simulators' report: <c>report.md</c> and its pictures. With recorded data, simulated next to recorded with the distance between them and its limit; without, and for classes of which
/// nothing has been recorded, what is simulated alone. The same seed gives the same numbers.
/// </summary>
public static class SimulationReport
{
    private const string Community = "baihe";
    private const int ClassDays = 3;
    private const int HalfDayMinutes = 12 * 60;

    /// <summary>A Thursday in July, when it is hot: lines of single devices begin here.</summary>
    private static readonly long FirstDay = Almanac.NumberOf(new DateOnly(2026, 7, 9));

    /// <summary>Writes the report.</summary>
    /// <param name="folder">Where to; made if it is not there, files of the same names are replaced.</param>
    /// <param name="dataFolder">Folder that holds the recorded data sets' own folders; null: nothing recorded is drawn.</param>
    /// <param name="seed">Seed of the district.</param>
    /// <returns>Path of the page.</returns>
    /// <exception cref="DirectoryNotFoundException">The data folder, or a data set in it, is not there.</exception>
    public static string Write(string folder, string? dataFolder, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# Simulated behaviour\n\nSeed {seed}.\n");
        if (dataFolder is null)
            page.Append("\nNo folder with recorded data was given: everything below is simulated only.\n");
        else
            Recorded(page, folder, dataFolder, seed);
        var view = new DistrictView(SimulatedDistrict.Plan(seed, [Community], 1, new byte[DeviceToken.MinSecretBytes]));
        var devices = SimulatedDistrict.Plan(seed, [Community], 1, new byte[DeviceToken.MinSecretBytes]).Devices;
        Home(page, folder, devices, view);
        Classes(page, folder, devices, view);
        var path = Path.Combine(folder, "report.md");
        File.WriteAllText(path, page.ToString());
        return path;
    }

    private static void Recorded(StringBuilder page, string folder, string dataFolder, ulong seed)
    {
        page.Append("\n## Simulated next to recorded\n\nRMSE: root mean square difference of the 24 hourly means. D: Kolmogorov's distance of the two distributions.\n");
        foreach (var comparison in Comparisons.All(dataFolder, seed))
        {
            ComparisonPicture.Save(comparison, Path.Combine(folder, $"{comparison.Key}.png"));
            page.Append(
                CultureInfo.InvariantCulture,
                $"""

                 ### {comparison.Title}

                 ![{comparison.Title}]({comparison.Key}.png)

                 `{comparison.Source}`, {comparison.Recorded.Count:N0} recorded and {comparison.Simulated.Count:N0} simulated values. RMSE {comparison.Rmse:0.000} {Unit(comparison.Unit)}(limit {comparison.RmseLimit}), D {comparison.Kolmogorov:0.000} (limit {comparison.KolmogorovLimit}): {(comparison.IsClose ? "close" : "**not close**")}.

                 """);
        }
    }

    private static string Unit(string unit) => unit == "1" ? "" : $"{unit} ";

    private static void Home(StringBuilder page, string folder, IReadOnlyList<SimulatedDevice> devices, DistrictView view)
    {
        var ofHome = devices.Where(d => d.Home == 1).ToArray();
        var home = view.HomeOf(ofHome[0]);
        var familyDay = Enumerable.Range(0, 200).Select(i => FirstDay + i)
            .FirstOrDefault(day => home.DayOf(day).MinutesOf(Activity.Away) > HalfDayMinutes - 90 && !home.IsAwayNight(day) && !home.IsAwayNight(day - 1), FirstDay);
        page.Append("\n## A home\n\nSimulated only. Every device of a home asks the same day of the same elder.\n");
        DayOfHome(page, folder, ofHome, view, FirstDay + 1, "home-day", "An elder's day");
        DayOfHome(page, folder, ofHome, view, familyDay, "home-family-day", "A day with the family: no water, no motion, and nothing is wrong");
    }

    private static void DayOfHome(StringBuilder page, string folder, SimulatedDevice[] devices, DistrictView view, long day, string key, string title)
    {
        (string Class, string Quantity)[] shown =
            [("pir", "Motion"), ("doorContact", "Door"), ("bedSensor", "In bed"), ("waterMeter", "Flow"), ("electricityMeter", "Active power"), ("wearable", "Heart rate"), ("wearable", "Steps")];
        var rows = shown
            .Select(s => ClassSeries.Of(devices.First(d => d.Address.Class == s.Class), view, day, days: 1).FirstOrDefault(r => r.Label.StartsWith(s.Quantity, StringComparison.Ordinal)))
            .OfType<Series>().ToArray();
        SeriesPicture.Save(rows, day, Path.Combine(folder, $"{key}.png"));
        page.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n![{title}]({key}.png)\n\n{DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day):yyyy-MM-dd}, home 1.\n");
    }

    private static void Classes(StringBuilder page, string folder, IReadOnlyList<SimulatedDevice> devices, DistrictView view)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## Every class\n\nSimulated only: the first device of each class of one community over {ClassDays} days from 2026-07-09, nights shaded.\n");
        foreach (var known in DeviceClassCatalogue.Default.All)
        {
            if (devices.FirstOrDefault(d => d.Address.Class == known.Code) is not { } device)
                continue;
            page.Append(CultureInfo.InvariantCulture, $"\n### {known.En}\n\n");
            var rows = ClassSeries.Of(device, view, FirstDay, ClassDays);
            if (rows.Count == 0)
            {
                page.Append("Nothing changes on an ordinary day: it speaks up when something happens.\n");
                continue;
            }

            SeriesPicture.Save(rows, FirstDay, Path.Combine(folder, $"class-{known.Code}.png"));
            page.Append(CultureInfo.InvariantCulture, $"![{known.En}](class-{known.Code}.png)\n\n`{device.Id}`\n");
        }
    }
}
