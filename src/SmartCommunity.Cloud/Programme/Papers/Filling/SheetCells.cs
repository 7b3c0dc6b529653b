using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>Cells of a sheet: read as a person sees them, written by type. Pure.</summary>
internal static class SheetCells
{
    private const int Letters = 26;
    private const int MaxText = 32_767; // The format's own limit.

    /// <summary>Day 0 of spreadsheets.</summary>
    private static readonly DateOnly _dayZero = new(1899, 12, 30);

    internal static string TextOf(Cell cell, WorkbookPart book)
    {
        if (cell.DataType?.Value == CellValues.SharedString && int.TryParse(cell.CellValue?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().ElementAtOrDefault(index)?.InnerText ?? "";
        return cell.DataType?.Value == CellValues.InlineString ? cell.InlineString?.InnerText ?? "" : cell.CellValue?.Text ?? "";
    }

    /// <summary>A text that is never computed, whatever it begins with.</summary>
    internal static void SetText(Cell cell, string text)
    {
        var clean = XmlText.Clean(text);
        cell.RemoveAllChildren();
        cell.DataType = CellValues.InlineString;
        cell.Append(new InlineString(new Text(clean.Length > MaxText ? clean[..MaxText] : clean) { Space = SpaceProcessingModeValues.Preserve }));
    }

    internal static Cell Of(string reference, uint style, PaperCell value, string? formula)
    {
        var cell = new Cell { CellReference = reference, StyleIndex = style };
        if (value.Text is { } text)
            SetText(cell, text);
        else if (value.Day is { } day)
            cell.CellValue = new CellValue((day.DayNumber - _dayZero.DayNumber).ToString(CultureInfo.InvariantCulture));
        else if (value.Number is { } number)
            (cell.CellFormula, cell.CellValue) = (formula is null ? null : new CellFormula(formula), new CellValue(number.ToString(CultureInfo.InvariantCulture)));
        return cell;
    }

    /// <summary>Letters of a column, from 1.</summary>
    internal static string Column(int number)
    {
        var name = "";
        for (var rest = number; rest > 0; rest = (rest - 1) / Letters)
            name = (char)('A' + ((rest - 1) % Letters)) + name;
        return name;
    }

    /// <summary>The number of a cell's column, from 1.</summary>
    internal static int ColumnOf(string reference) => reference.TakeWhile(char.IsAsciiLetter).Aggregate(0, static (number, letter) => (number * Letters) + char.ToUpperInvariant(letter) - 'A' + 1);

    internal static uint RowOf(string reference) => uint.Parse(reference.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Texts of a sheet's page header and footer, in which an ampersand is a command.</summary>
    internal static void FillHeaderFooter(Worksheet sheet, Paper paper)
    {
        foreach (var text in sheet.GetFirstChild<HeaderFooter>()?.Elements<OpenXmlLeafTextElement>() ?? [])
            text.Text = Placeholder.Fill(text.Text, code => paper.Fields.TryGetValue(code, out var value) ? XmlText.Clean(value).Replace("&", "&&", StringComparison.Ordinal) : null);
    }

    /// <summary>Wide paper, or as the template has it.</summary>
    internal static void Turn(Worksheet sheet, bool isLandscape)
    {
        if (isLandscape && sheet.GetFirstChild<PageSetup>() is { } setup)
            setup.Orientation = OrientationValues.Landscape;
    }
}
