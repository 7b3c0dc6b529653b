using System.Globalization;
using SmartCommunity.Anomaly.Models;

namespace SmartCommunity.Anomaly.Kits;

/// <summary>Learns which quantities of a home's kit go together. Each home is split by time: its latest part is never learned from. Pure, and nothing is drawn by chance: the same hours give the same model.</summary>
public static class KitTraining
{
    /// <summary>Share of each home's hours, the latest, that is held out: a quarter.</summary>
    public const double HeldOutShare = 0.25;

    // Components must leave this much less (5 %, as for forecasts) than what is usual at the hour alone: less may be chance.
    private const double LeastGain = 0.05;

    // Fewer hours of a column tell no spread: ten days of one home.
    private const int LeastHours = 240;

    // Spreads beyond which an hour is an event, and no lesson.
    internal const double MostSpreads = 5;

    private const int LeastColumns = 3;

    /// <summary>What keeps a model from being trained, in one sentence; null where nothing does.</summary>
    public static string? Fault(IReadOnlyCollection<KitSeries> homes)
    {
        ArgumentNullException.ThrowIfNull(homes);
        var columns = ColumnsOf([.. homes]);
        return columns.Length >= LeastColumns
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{homes.Count} homes give {columns.Length} quantities that move in {LeastHours} hours to learn from, of which six days before are known; at least {LeastColumns} are needed");
    }

    /// <summary>A model of the first parts, tested on the last.</summary>
    /// <param name="homes">All homes; see <see cref="Fault"/> for what must hold.</param>
    /// <param name="at">When it is trained.</param>
    /// <exception cref="ArgumentException">The homes do not suffice; the message says what lacks.</exception>
    public static KitModel Run(IReadOnlyCollection<KitSeries> homes, DateTimeOffset at)
    {
        if (Fault(homes) is { } fault)
            throw new ArgumentException(fault, nameof(homes));
        KitSeries[] ordered = [.. homes.OrderBy(static h => h.Name, StringComparer.Ordinal)];
        var columns = ColumnsOf(ordered);
        var rows = ordered.SelectMany(h => Departures(h.First, h.Rows(columns).Take(LearnedOf(h)), columns.Length)).ToArray();
        double[] spreads = [.. columns.Select((_, i) => Spread(rows, i))];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = Math.Clamp(row[i] / spreads[i], -MostSpreads, MostSpreads);
        }

        var (components, variances) = KitPlane.Learn(Correlation(rows, columns.Length));
        var sources = ordered.Select(SourceOf).ToArray();
        var model = new KitModel
        {
            Name = KitModel.ModelName, Version = Version(sources, columns, components.Length, at), TrainedAt = at, Columns = columns, Spreads = spreads, Components = components, Variances = variances,
            TrainedOn = sources, HeldOut = new KitTestResult(0, 0, 0, 0, 0),
        };
        var (with, without) = (Test(model), Test(Bare(model)));
        return with.Gain >= LeastGain ? model with { HeldOut = with } : Bare(model) with { HeldOut = with with { Records = without.Records } };

        KitTestResult Test(KitModel made) => KitTest.Of(made, ordered.Select(static h => (h, LearnedOf(h))));
    }

    /// <summary>The same without components: what is usual at the hour is all that is expected.</summary>
    internal static KitModel Bare(KitModel model) => model with { Components = [], Variances = [] };

    /// <summary>How many of a home's hours are learned from.</summary>
    internal static int LearnedOf(KitSeries home) => (int)(home.Hours.Count * (1 - HeldOutShare));

    /// <summary>Departures of a home's hours from what is usual at the hour.</summary>
    internal static IEnumerable<double[]> Departures(long first, IEnumerable<double[]> rows, int columns)
    {
        var (usual, median) = (new KitUsual(columns), new double[columns]);
        foreach (var (i, row) in rows.Index())
        {
            var departures = new double[columns];
            usual.Next(first + i, row, departures, median);
            yield return departures;
        }
    }

    // Columns that were seen for long enough, and moved.
    private static string[] ColumnsOf(KitSeries[] homes)
    {
        string[] all = [.. homes.SelectMany(static h => h.Columns).Distinct().Order(StringComparer.Ordinal)];
        var rows = homes.SelectMany(h => Departures(h.First, h.Rows(all).Take(LearnedOf(h)), all.Length)).ToArray();
        return [.. all.Where((_, i) => rows.Count(r => double.IsFinite(r[i])) >= LeastHours && MeanDistance(rows, i) > 0)];
    }

    private static double MeanDistance(double[][] rows, int column) => rows.Where(r => double.IsFinite(r[column])).Select(r => Math.Abs(r[column])).DefaultIfEmpty(0).Average();

    private static double Spread(double[][] rows, int column)
    {
        var most = MostSpreads * MeanDistance(rows, column);
        return Math.Sqrt(rows.Where(r => double.IsFinite(r[column])).Average(r => Math.Min(r[column] * r[column], most * most)));
    }

    // Pair by pair over the hours in which both were said, each column to variance 1; pairs that were never seen together do not go together.
    private static double[][] Correlation(double[][] rows, int columns)
    {
        var correlation = Enumerable.Range(0, columns).Select(_ => new double[columns]).ToArray();
        for (var a = 0; a < columns; a++)
        {
            correlation[a][a] = 1;
            for (var b = 0; b < a; b++)
            {
                var both = rows.Where(r => double.IsFinite(r[a]) && double.IsFinite(r[b])).ToArray();
                var (own, other) = (both.Sum(r => r[a] * r[a]), both.Sum(r => r[b] * r[b]));
                correlation[a][b] = correlation[b][a] = own > 0 && other > 0 ? both.Sum(r => r[a] * r[b]) / Math.Sqrt(own * other) : 0;
            }
        }

        return correlation;
    }

    private static KitSource SourceOf(KitSeries home) => new(home.Name, home.Hash(LearnedOf(home)), TimeOf(home.First), TimeOf(home.First + LearnedOf(home)), LearnedOf(home));

    private static DateTime TimeOf(long hour) => DateTime.SpecifyKind(DateTime.UnixEpoch.AddHours(hour), DateTimeKind.Unspecified);

    private static string Version(KitSource[] sources, string[] columns, int components, DateTimeOffset at) =>
        ModelFormat.Version(at, $"{components} {string.Join(' ', columns)} {string.Join(' ', sources.Select(static s => s.Sha256))}");
}
