using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>
/// Fills a workbook template. The sheet with <c>{{table.header}}</c> is copied for every table of the paper: its title, the header row, one row each in the look of <c>{{table.row}}</c>, the closing row; header frozen and
/// repeated in print. Every other sheet takes texts, and sections without a table at <c>{{body}}</c>. Numbers are numbers, amounts have their format, formulas stay formulas. Pure.
/// </summary>
internal static class XlsxTemplate
{
    internal const string TableTitle = "table.title", TableHeader = "table.header", TableRow = "table.row", TableTotal = "table.total";

    /// <summary>What only a workbook asks for.</summary>
    internal static IReadOnlyList<string> TableCodes { get; } = [TableTitle, TableHeader, TableRow, TableTotal];

    private const int MaxSheetName = 31; // The format's own limit.

    internal static byte[] Fill(byte[] template, Paper paper)
    {
        using var stream = new MemoryStream();
        stream.Write(template);
        using (var document = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            document.PackageProperties.Title = Placeholder.Fill(document.PackageProperties.Title ?? "", paper.Fields.GetValueOrDefault);
            document.PackageProperties.Creator = Placeholder.Fill(document.PackageProperties.Creator ?? "", paper.Fields.GetValueOrDefault);
            Fill(document.WorkbookPart!, paper);
        }

        stream.Position = 0;
        return FixedZip.Rewrite(stream);
    }

    /// <summary>Every placeholder by sheet and cell; throws <see cref="OpenXmlPackageException"/> or <see cref="FileFormatException"/> for what is no workbook.</summary>
    internal static IReadOnlyList<PlacedCode> Codes(byte[] template)
    {
        using var stream = new MemoryStream(template, writable: false);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        var book = document.WorkbookPart ?? throw new FileFormatException("The file has no workbook in it.");
        return
        [
            .. from sheet in book.Workbook?.Sheets?.Elements<Sheet>() ?? []
               let part = (WorksheetPart)book.GetPartById(sheet.Id!)
               from cell in part.Worksheet!.Descendants<Cell>()
               from placeholder in Placeholder.In(SheetCells.TextOf(cell, book))
               select new PlacedCode($"sheet {sheet.Name}, cell {cell.CellReference}", placeholder.Code),
        ];
    }

    private static void Fill(WorkbookPart book, Paper paper)
    {
        var sheets = book.Workbook!.Sheets!;
        var parts = sheets.Elements<Sheet>().Select(s => (Sheet: s, Part: (WorksheetPart)book.GetPartById(s.Id!))).ToList();
        var (template, part) = parts.First(p => p.Part.Worksheet!.Descendants<Cell>().Any(c => Placeholder.In(SheetCells.TextOf(c, book)).Any(static h => h.Code == TableHeader)));
        var styles = new SheetStyles(book.WorkbookStylesPart!.Stylesheet!);
        foreach (var (_, other) in parts.Where(p => p.Part != part))
            CoverSheet.Fill(other.Worksheet!, book, paper);
        var (next, names) = (sheets.Elements<Sheet>().Max(static s => s.SheetId!.Value) + 1, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var section in paper.Sections.Where(static s => s.Table is not null))
        {
            var copy = Copy(book, part.Worksheet!, $"rIdTable{next}");
            var name = NameOf(section.Heading, names);
            var headerRow = TableSheet.Fill(copy.Worksheet!, book, styles, section, paper);
            sheets.InsertBefore(new Sheet { Name = name, SheetId = next++, Id = book.GetIdOfPart(copy) }, template);
            AddPrintTitle(book, sheets.Elements<Sheet>().TakeWhile(s => s != template).Count() - 1, name, headerRow);
        }

        sheets.RemoveChild(template);
        book.DeletePart(part);
        // Whoever opens it computes: nobody has to trust what is cached.
        book.Workbook.CalculationProperties = new CalculationProperties { FullCalculationOnLoad = true };
        book.Workbook.Save();
        styles.Save();
    }

    /// <summary>A copy without what belongs to one sheet alone: pictures, printers, tables.</summary>
    private static WorksheetPart Copy(WorkbookPart book, Worksheet source, string id)
    {
        var part = book.AddNewPart<WorksheetPart>(id);
        var sheet = (Worksheet)source.CloneNode(deep: true);
        sheet.RemoveAllChildren<Drawing>();
        sheet.RemoveAllChildren<LegacyDrawing>();
        sheet.RemoveAllChildren<LegacyDrawingHeaderFooter>();
        sheet.RemoveAllChildren<TableParts>();
        sheet.RemoveAllChildren<Hyperlinks>();
        if (sheet.GetFirstChild<PageSetup>() is { } setup)
            setup.Id = null;
        part.Worksheet = sheet;
        return part;
    }

    private static string NameOf(string heading, HashSet<string> names)
    {
        var clean = string.Concat(heading.Select(static c => "[]:*?/\\'".Contains(c, StringComparison.Ordinal) || char.IsControl(c) ? ' ' : c)).Trim();
        var name = clean.Length > MaxSheetName ? clean[..MaxSheetName] : clean;
        for (var n = 2; !names.Add(name); n++)
        {
            var suffix = $" {n}";
            name = clean[..Math.Min(clean.Length, MaxSheetName - suffix.Length)] + suffix;
        }

        return name;
    }

    private static void AddPrintTitle(WorkbookPart book, int index, string sheet, uint row)
    {
        var names = book.Workbook!.DefinedNames ??= new DefinedNames();
        names.Append(new DefinedName($"'{sheet}'!${row}:${row}") { Name = "_xlnm.Print_Titles", LocalSheetId = (uint)index });
    }
}
