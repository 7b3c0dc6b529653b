using ScottPlot;

namespace SmartCommunity.Simulators.Report;

/// <summary>A line to draw: hours since the start, and values; NaN is a gap. An enumeration's values have names.</summary>
internal sealed record Series(string Label, double[] Hours, double[] Values, bool IsStepped, IReadOnlyList<(double Value, string Name)> Names)
{
    /// <summary>Single values without a line: they belong to different people.</summary>
    internal bool IsDotted { get; init; }
}

/// <summary>Several quantities of one place over some days, one under the other, with the nights shaded.</summary>
internal static class SeriesPicture
{
    private const int Width = 1000;
    private const int TopHeight = 46;
    private const int RowHeight = 136;
    private const double NightOpacity = 0.10;
    private const double HoursPerDay = 24;
    private const float LeftPixels = 104;
    private const float RightPixels = 28;
    private const float TitlePixels = 30;

    internal static void Save(IReadOnlyList<Series> rows, long firstDay, string path)
    {
        var picture = new Multiplot();
        picture.AddPlots(rows.Count);
        picture.Layout = new ScottPlot.MultiplotLayouts.Rows();
        var hours = Math.Ceiling(rows.Max(r => r.Hours[^1]) / HoursPerDay) * HoursPerDay;
        for (var i = 0; i < rows.Count; i++)
            Row(picture.GetPlot(i), rows[i], firstDay, hours, isLast: i == rows.Count - 1);
        picture.SavePng(path, Width, TopHeight + (RowHeight * rows.Count));
    }

    private static void Row(Plot plot, Series row, long firstDay, double hours, bool isLast)
    {
        for (var day = 0; day * HoursPerDay < hours; day++)
        {
            var (dawn, dusk, _) = Behaviours.Sun.Of(firstDay + day);
            Night(plot, day * HoursPerDay, (day * HoursPerDay) + (dawn / 60));
            Night(plot, (day * HoursPerDay) + (dusk / 60), Math.Min(hours, (day + 1) * HoursPerDay));
        }

        if (row.IsDotted)
            Dots(plot, row);
        else
            Lines(plot, row);
        plot.Title(row.Label, size: 12);
        plot.Axes.SetLimitsX(0, hours);
        plot.Axes.AutoScaleY();
        if (row.Names.Count > 0)
            NameValues(plot, row);
        plot.Axes.Bottom.SetTicks(Ticks(hours), Labels(hours, isLast));
        plot.Layout.Fixed(new PixelPadding(LeftPixels, RightPixels, isLast ? 26 : 8, TitlePixels));
    }

    private static void NameValues(Plot plot, Series row)
    {
        const double Margin = 0.4;
        var used = row.Names.Where(n => row.Values.Contains(n.Value)).ToArray();
        plot.Axes.Left.SetTicks([.. used.Select(n => n.Value)], [.. used.Select(n => n.Name)]);
        plot.Axes.SetLimitsY(used[0].Value - Margin, used[^1].Value + Margin);
    }

    private static void Night(Plot plot, double from, double to)
    {
        var span = plot.Add.HorizontalSpan(from, to);
        span.FillStyle.Color = Colors.Gray.WithAlpha(NightOpacity);
        span.LineStyle.Width = 0;
    }

    private static void Dots(Plot plot, Series row)
    {
        const float Size = 4;
        var known = Enumerable.Range(0, row.Values.Length).Where(i => !double.IsNaN(row.Values[i])).ToArray();
        var dots = plot.Add.ScatterPoints(known.Select(i => row.Hours[i]).ToArray(), known.Select(i => row.Values[i]).ToArray(), Colors.C0);
        dots.MarkerSize = Size;
    }

    /// <summary>One line for each stretch without a gap.</summary>
    private static void Lines(Plot plot, Series row)
    {
        var (hours, values) = (new List<double>(), new List<double>());
        for (var i = 0; i <= row.Values.Length; i++)
        {
            if (i < row.Values.Length && !double.IsNaN(row.Values[i]))
            {
                hours.Add(row.Hours[i]);
                values.Add(row.Values[i]);
                continue;
            }

            if (hours.Count > 0)
            {
                var line = plot.Add.ScatterLine(hours.ToArray(), values.ToArray(), Colors.C0);
                line.ConnectStyle = row.IsStepped ? ConnectStyle.StepHorizontal : ConnectStyle.Straight;
            }

            hours.Clear();
            values.Clear();
        }
    }

    private static double[] Ticks(double hours) => [.. Enumerable.Range(0, (int)(hours / Step(hours)) + 1).Select(i => i * Step(hours))];

    private static string[] Labels(double hours, bool isLast) =>
        [.. Ticks(hours).Select(h => isLast ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{h % HoursPerDay:00}:00") : "")];

    private static double Step(double hours) => hours > HoursPerDay ? HoursPerDay / 2 : 2;
}
