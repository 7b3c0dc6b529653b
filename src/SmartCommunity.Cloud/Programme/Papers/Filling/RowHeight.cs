using DocumentFormat.OpenXml.Spreadsheet;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>Heights of rows with wrapped texts: not every program works them out when it opens a workbook. Pure.</summary>
internal static class RowHeight
{
    private const double LinePoints = 15.5; // A line of the shipped template's 11 points.
    private const double UsualWidth = 8.43; // Of a column that says none, in letters.
    private const double MaxPoints = 409; // The format's own limit.
    private const char FirstWide = '\u1100'; // From here on letters are as wide as two: Chinese above all.

    /// <summary>Makes a row high enough for texts in columns of these widths; leaves it alone when each fits on a line.</summary>
    internal static void Fit(Row row, IEnumerable<(string Text, double Width)> cells)
    {
        var lines = cells.Select(static c => Lines(c.Text, c.Width)).DefaultIfEmpty(1).Max();
        if (lines > 1)
            (row.Height, row.CustomHeight) = (Math.Min(lines * LinePoints, MaxPoints), true);
    }

    /// <summary>The width of a column of a sheet, in letters.</summary>
    internal static double WidthOf(Worksheet sheet, int column) =>
        sheet.GetFirstChild<Columns>()?.Elements<Column>().FirstOrDefault(c => c.Min! <= (uint)column && c.Max! >= (uint)column)?.Width?.Value ?? UsualWidth;

    private static int Lines(string text, double width) => text.Split('\n').Sum(part => Math.Max(1, (int)Math.Ceiling(part.Sum(static c => c < FirstWide ? 1 : 2) / width)));
}
