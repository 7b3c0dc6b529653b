using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>A sheet of texts: fields where they stand, sections without a table as rows of their own, what follows moved down. Pure.</summary>
internal static class CoverSheet
{
    internal static void Fill(Worksheet sheet, WorkbookPart book, Paper paper)
    {
        var placed = sheet.Descendants<Cell>().Select(c => Placeholder.Block(SheetCells.TextOf(c, book))).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var data = sheet.GetFirstChild<SheetData>()!;
        var moved = 0u;
        foreach (var row in data.Elements<Row>().ToList())
        {
            Move(sheet, row, moved);
            foreach (var cell in row.Elements<Cell>().Where(c => Placeholder.In(SheetCells.TextOf(c, book)).Any()))
            {
                SheetCells.SetText(cell, Placeholder.Fill(SheetCells.TextOf(cell, book), paper.Fields.GetValueOrDefault));
                if (row.Height is null)
                    RowHeight.Fit(row, [(cell.InnerText, RowHeight.WidthOf(sheet, SheetCells.ColumnOf(cell.CellReference!)))]);
            }

            // Last: what is poured in may look like a placeholder, and is none.
            if (row.Elements<Cell>().FirstOrDefault(c => Placeholder.Block(SheetCells.TextOf(c, book)) is not null) is { } anchor)
                moved += Pour(sheet, data, row, anchor, Lines(Placeholder.Block(SheetCells.TextOf(anchor, book))!, paper, placed));
        }

        SheetCells.FillHeaderFooter(sheet, paper);
        SheetCells.Turn(sheet, paper.IsLandscape);
        sheet.SheetDimension = null;
        sheet.Save();
    }

    private static List<string> Lines(string code, Paper paper, HashSet<string> placed) =>
        [.. SectionOrder.At(code, paper, placed).Where(static s => s.Paragraphs.Count > 0).SelectMany(static s => s.Paragraphs.Prepend(s.Heading)).Where(static l => l.Length > 0)];

    /// <summary>Puts the lines into the anchor's row and copies of it below; how many rows were added.</summary>
    private static uint Pour(Worksheet sheet, SheetData data, Row row, Cell anchor, List<string> lines)
    {
        var (after, first) = (row, row.RowIndex!.Value);
        var column = SheetCells.Column(SheetCells.ColumnOf(anchor.CellReference!));
        var width = RowHeight.WidthOf(sheet, SheetCells.ColumnOf(anchor.CellReference!));
        SheetCells.SetText(anchor, lines.FirstOrDefault() ?? "");
        RowHeight.Fit(row, [(lines.FirstOrDefault() ?? "", width)]);
        for (var i = 1; i < lines.Count; i++)
        {
            var cell = new Cell { CellReference = $"{column}{first + i}", StyleIndex = anchor.StyleIndex };
            SheetCells.SetText(cell, lines[i]);
            after = data.InsertAfter(new Row(cell) { RowIndex = first + (uint)i }, after);
            RowHeight.Fit(after, [(lines[i], width)]);
        }

        return (uint)Math.Max(lines.Count - 1, 0);
    }

    private static void Move(Worksheet sheet, Row row, uint by)
    {
        if (by == 0)
            return;
        var from = row.RowIndex!.Value;
        row.RowIndex = from + by;
        row.Spans = null;
        foreach (var cell in row.Elements<Cell>())
            cell.CellReference = Moved(cell.CellReference!, by);
        foreach (var merged in sheet.Descendants<MergeCell>().Where(m => SheetCells.RowOf(m.Reference!.Value!.Split(':')[0]) == from))
            merged.Reference = string.Join(':', merged.Reference!.Value!.Split(':').Select(r => Moved(r, by)));
    }

    private static string Moved(string reference, uint by) => $"{SheetCells.Column(SheetCells.ColumnOf(reference))}{SheetCells.RowOf(reference) + by}";
}
