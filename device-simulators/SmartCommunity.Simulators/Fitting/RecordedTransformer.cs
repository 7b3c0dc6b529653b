using System.Globalization;
using SmartCommunity.Simulators.Replay;

namespace SmartCommunity.Simulators.Fitting;

/// <summary>Two years of a transformer's low-voltage load by the hour (<c>ett_h1</c>, column LUFL), by month against the mean: how a load goes with the season.</summary>
internal sealed class RecordedTransformer
{
    internal const double CoolingAbove = 24;
    internal const double HeatingBelow = 12;
    private const int Months = 12;
    private const int LowVoltageColumn = 5;

    private RecordedTransformer(double[] byMonth, int count) => (ByMonth, Count) = (byMonth, count);

    internal double[] ByMonth { get; }

    internal int Count { get; }

    internal static RecordedTransformer Read(string dataFolder)
    {
        using var reader = new StreamReader(Path.Combine(dataFolder, "ett_h1", "ETTh1.csv"));
        var rows = Csv.Rows(reader).Skip(1)
            .Select(c => (DateTime.Parse(c[0], CultureInfo.InvariantCulture).Month, Load: double.Parse(c[LowVoltageColumn], CultureInfo.InvariantCulture))).ToArray();
        var byMonth = Enumerable.Range(1, Months).Select(m => rows.Where(r => r.Month == m).Average(r => r.Load)).ToArray();
        return new RecordedTransformer([.. byMonth.Select(m => m / byMonth.Average())], rows.Length);
    }

    /// <summary>Least squares of the monthly load on degrees above and below, with the months' normal temperatures: base, a degree of cooling, a degree of heating.</summary>
    internal double[] Season(IReadOnlyList<double> monthlyCelsius) => Statistics.LeastSquares(
        [.. monthlyCelsius.Select(t => new[] { 1, Math.Max(0, t - CoolingAbove), Math.Max(0, HeatingBelow - t) })], ByMonth);
}
