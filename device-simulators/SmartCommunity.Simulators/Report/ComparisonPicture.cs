using ScottPlot;
using SmartCommunity.Simulators.Fitting;

namespace SmartCommunity.Simulators.Report;

/// <summary>Recorded next to simulated: on the left the daily profile (mean, and the middle 80 % as a band), on the right both distribution functions.</summary>
internal static class ComparisonPicture
{
    private const int Width = 1100;
    private const int Height = 420;
    private const double LowPart = 0.1;
    private const double BandOpacity = 0.18;
    private const int CurvePoints = 200;
    private static readonly Color RecordedColor = Colors.Black;
    private static readonly Color SimulatedColor = Colors.C0;

    internal static void Save(Comparison comparison, string path)
    {
        var picture = new Multiplot();
        picture.AddPlots(2);
        picture.Layout = new ScottPlot.MultiplotLayouts.Columns();
        Profile(picture.GetPlot(0), comparison);
        Distribution(picture.GetPlot(1), comparison);
        picture.SavePng(path, Width, Height);
    }

    private static void Profile(Plot plot, Comparison comparison)
    {
        Band(plot, comparison.Recorded, RecordedColor, "recorded");
        Band(plot, comparison.Simulated, SimulatedColor, "simulated");
        plot.Title("Daily profile: mean, 10 % to 90 %");
        plot.XLabel("hour of the day");
        plot.YLabel(UnitLabel(comparison.Unit));
        plot.Axes.SetLimitsX(0, HourSamples.Hours - 1);
        plot.ShowLegend(Alignment.UpperLeft);
    }

    private static void Band(Plot plot, HourSamples samples, Color color, string name)
    {
        var hours = Enumerable.Range(0, HourSamples.Hours).Select(h => (double)h).ToArray();
        var band = plot.Add.FillY(hours, samples.Quantiles(LowPart), samples.Quantiles(1 - LowPart));
        band.FillColor = color.WithAlpha(BandOpacity);
        band.LineWidth = 0;
        band.MarkerSize = 0;
        var mean = plot.Add.ScatterLine(hours, samples.Means(), color);
        mean.LineWidth = 2;
        mean.LegendText = name;
    }

    private static void Distribution(Plot plot, Comparison comparison)
    {
        Curve(plot, comparison.Recorded, RecordedColor, "recorded");
        Curve(plot, comparison.Simulated, SimulatedColor, "simulated");
        plot.Title("Distribution of all values");
        plot.XLabel(UnitLabel(comparison.Unit));
        plot.YLabel("share of values at or below");
        plot.Axes.SetLimitsY(0, 1);
        plot.ShowLegend(Alignment.LowerRight);
    }

    private static void Curve(Plot plot, HourSamples samples, Color color, string name)
    {
        var sorted = samples.All().Order().ToArray();
        var parts = Enumerable.Range(0, CurvePoints + 1).Select(i => (double)i / CurvePoints).ToArray();
        var line = plot.Add.ScatterLine(parts.Select(p => sorted[(int)(p * (sorted.Length - 1))]).ToArray(), parts, color);
        line.LineWidth = 2;
        line.LegendText = name;
    }

    private static string UnitLabel(string unit) => unit == "1" ? "" : unit;
}
