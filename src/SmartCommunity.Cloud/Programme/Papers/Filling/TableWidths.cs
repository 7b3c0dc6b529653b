using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>Widths of a table's columns on a page, and the size its letters need: numbers and days stay on one line, texts wrap. Pure.</summary>
/// <param name="Columns">Twentieths of a point.</param>
/// <param name="HalfPoints">Size of the letters; null: that of the template.</param>
internal sealed record TableWidths(IReadOnlyList<int> Columns, int? HalfPoints)
{
    private const int UsualHalfPoints = 20; // The shipped template's; another template's table is measured as if by it.
    private const int LeastHalfPoints = 13; // Smaller than that nobody reads on paper.
    private const int TwipsPerHalfPoint = 6; // 0.6 of the size: the widest digits of usual fonts.
    private const int CellMargins = 180; // Left and right together, as in the shipped template.
    private const int LeastText = 8; // Letters of a text column below which words fall apart.

    /// <summary>Fits a table into a width.</summary>
    internal static TableWidths Of(PaperTable table, int width)
    {
        var letters = Enumerable.Range(0, table.Columns.Count).Select(i => Letters(table, i)).ToArray();
        for (var size = UsualHalfPoints; ; size--)
        {
            var letter = size * TwipsPerHalfPoint;
            var least = table.Columns.Select((c, i) => ((IsFixed(c.Format) ? letters[i] : Math.Min(c.Width, LeastText)) * letter) + CellMargins).ToArray();
            var left = width - least.Sum();
            if (left < 0 && size > LeastHalfPoints)
                continue;
            // What is left goes to the texts by their wishes; where there are none, to all.
            var wishes = table.Columns.Select(c => IsFixed(c.Format) && table.Columns.Any(static o => !IsFixed(o.Format)) ? 0 : c.Width).ToArray();
            var sum = Math.Max(wishes.Sum(), 1);
            return new TableWidths([.. least.Select((w, i) => Math.Max(w + (left * wishes[i] / sum), CellMargins))], size < UsualHalfPoints ? size : null);
        }
    }

    /// <summary>Letters of the longest value of a column that does not wrap, and of the first word above it; its own width for one that does.</summary>
    internal static int Letters(PaperTable table, int index)
    {
        const int word = 4; // Two Chinese characters.
        var column = table.Columns[index];
        if (!IsFixed(column.Format))
            return column.Width;
        var longest = table.Rows.Append(table.Total ?? []).Where(r => r.Count > index).Select(r => PaperText.Of(r[index], column.Format).Length).DefaultIfEmpty(1).Max();
        // A percent sign is nearly as wide as two digits.
        return Math.Max(longest + (column.Format == PaperFormat.Percent ? 1 : 0), word);
    }

    private static bool IsFixed(PaperFormat format) => format == PaperFormat.Day || PaperText.IsNumber(format);
}
