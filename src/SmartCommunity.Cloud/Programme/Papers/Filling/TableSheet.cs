using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>One table on a sheet of its own. Pure.</summary>
internal static partial class TableSheet
{
    /// <summary>Fills a copy of the template's sheet; the row of the header.</summary>
    internal static uint Fill(Worksheet sheet, WorkbookPart book, SheetStyles styles, PaperSection section, Paper paper)
    {
        var table = section.Table!;
        var anchors = sheet.Descendants<Cell>()
            .SelectMany(c => Placeholder.In(SheetCells.TextOf(c, book)).Where(static p => XlsxTemplate.TableCodes.Contains(p.Code)).Select(p => (p.Code, Cell: c)))
            .ToDictionary(static a => a.Code, static a => a.Cell, StringComparer.Ordinal);
        foreach (var cell in sheet.Descendants<Cell>().Where(c => Placeholder.In(SheetCells.TextOf(c, book)).Any()))
            SheetCells.SetText(cell, Placeholder.Fill(SheetCells.TextOf(cell, book), code => code == XlsxTemplate.TableTitle ? $"{paper.Fields["title"]} {section.Heading}" : paper.Fields.GetValueOrDefault(code)));
        var header = anchors[XlsxTemplate.TableHeader];
        var (column, headerRow) = (SheetCells.ColumnOf(header.CellReference!), SheetCells.RowOf(header.CellReference!));
        Write(sheet.GetFirstChild<SheetData>()!, styles, table, new Place(column, headerRow, StyleOf(header), StyleOf(anchors[XlsxTemplate.TableRow]), StyleOf(anchors[XlsxTemplate.TableTotal])));
        SetColumns(sheet, table, column);
        Freeze(sheet, headerRow);
        SheetCells.FillHeaderFooter(sheet, paper);
        SheetCells.Turn(sheet, paper.IsLandscape);
        sheet.SheetDimension = null;
        sheet.Save();
        return headerRow;
    }

    private static uint StyleOf(Cell cell) => cell.StyleIndex?.Value ?? 0;

    private static void Write(SheetData data, SheetStyles styles, PaperTable table, Place place)
    {
        var header = data.Elements<Row>().First(r => r.RowIndex! == place.HeaderRow);
        foreach (var below in data.Elements<Row>().Where(r => r.RowIndex! > place.HeaderRow).ToList())
            below.Remove();
        header.RemoveAllChildren();
        header.Spans = null;
        header.Append(table.Columns.Select((c, i) => SheetCells.Of($"{SheetCells.Column(place.Column + i)}{place.HeaderRow}", place.HeaderStyle, PaperCell.Of(c.Heading), null)));
        var at = place.HeaderRow;
        foreach (var row in table.Rows)
            data.Append(RowOf(table, row, ++at, place.RowStyle));
        if (table.Total is { } total)
            data.Append(RowOf(table, total, ++at, place.TotalStyle));

        Row RowOf(PaperTable of, IReadOnlyList<PaperCell> cells, uint number, uint style)
        {
            var row = new Row(of.Columns.Select((c, i) => SheetCells.Of(
                $"{SheetCells.Column(place.Column + i)}{number}", styles.Of(style, c.Format), cells[i], FormulaOf(of, cells[i].Formula, number, place)))) { RowIndex = number };
            RowHeight.Fit(row, of.Columns.Zip(cells, static (c, cell) => (cell.Text ?? "", (double)c.Width)));
            return row;
        }
    }

    /// <summary>The formula in the sheet's own cells; null where there is none, or no row to compute from.</summary>
    private static string? FormulaOf(PaperTable table, string? formula, uint row, Place place)
    {
        if (formula is null || (table.Rows.Count == 0 && formula.Contains(":}", StringComparison.Ordinal)))
            return null;
        return Reference().Replace(formula, match =>
        {
            var index = table.Columns.Select(static c => c.Code).ToList().IndexOf(match.Groups[1].Value);
            if (index < 0)
                throw new ArgumentException($"The formula '{formula}' names '{match.Groups[1].Value}', which is no column of its table.", nameof(formula));
            var letters = SheetCells.Column(place.Column + index);
            return match.Groups[2].Length == 0 ? $"{letters}{row}" : $"{letters}{place.HeaderRow + 1}:{letters}{place.HeaderRow + (uint)table.Rows.Count}";
        });
    }

    private static void SetColumns(Worksheet sheet, PaperTable table, int first)
    {
        const double padding = 1.5; // A cell's margins, in letters.
        if (sheet.GetFirstChild<Columns>() is not { } columns)
        {
            columns = new Columns();
            sheet.InsertBefore(columns, sheet.GetFirstChild<SheetData>());
        }

        foreach (var known in columns.Elements<Column>().Where(c => c.Max! >= (uint)first).ToList())
            known.Remove();
        columns.Append(table.Columns.Select((c, i) => new Column { Min = (uint)(first + i), Max = (uint)(first + i), Width = Math.Max(c.Width, TableWidths.Letters(table, i)) + padding, CustomWidth = true }));
    }

    private static void Freeze(Worksheet sheet, uint row)
    {
        if (sheet.SheetViews?.GetFirstChild<SheetView>() is not { } view)
        {
            view = new SheetView { WorkbookViewId = 0 };
            sheet.SheetViews = new SheetViews(view);
        }

        view.RemoveAllChildren();
        view.TabSelected = null;
        view.Append(new Pane { VerticalSplit = row, TopLeftCell = string.Create(CultureInfo.InvariantCulture, $"A{row + 1}"), ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen });
    }

    [GeneratedRegex(@"\{(\w+)(:?)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    /// <summary>Where the table stands, and its looks.</summary>
    private readonly record struct Place(int Column, uint HeaderRow, uint HeaderStyle, uint RowStyle, uint TotalStyle);
}
