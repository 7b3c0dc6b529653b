using DocumentFormat.OpenXml.Spreadsheet;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>Looks of a workbook: those of its template, and the same with a number format. Not thread-safe.</summary>
internal sealed class SheetStyles(Stylesheet sheet)
{
    private const uint FirstOwnFormat = 164; // Lower ids are the format's own.

    private readonly Dictionary<(uint Style, PaperFormat Format), uint> _made = [];

    /// <summary>The look of a template's cell, for values of a format.</summary>
    internal uint Of(uint style, PaperFormat format)
    {
        if (format == PaperFormat.Text)
            return style;
        if (_made.TryGetValue((style, format), out var known))
            return known;
        var formats = sheet.CellFormats!;
        var made = (CellFormat)formats.Elements<CellFormat>().ElementAt((int)style).CloneNode(deep: true);
        (made.NumberFormatId, made.ApplyNumberFormat, made.ApplyAlignment) = (FormatOf(PaperText.NumberFormat(format)), true, true);
        made.Alignment ??= new Alignment();
        (made.Alignment.Horizontal, made.Alignment.WrapText) = (format == PaperFormat.Day ? HorizontalAlignmentValues.Center : HorizontalAlignmentValues.Right, false);
        formats.Append(made);
        formats.Count = (uint)formats.Elements<CellFormat>().Count();
        return _made[(style, format)] = formats.Count - 1;
    }

    internal void Save() => sheet.Save();

    private uint FormatOf(string code)
    {
        if (sheet.NumberingFormats is not { } formats)
        {
            formats = new NumberingFormats();
            sheet.InsertAt(formats, 0);
        }

        if (formats.Elements<NumberingFormat>().FirstOrDefault(f => f.FormatCode == code) is { } known)
            return known.NumberFormatId!;
        var id = formats.Elements<NumberingFormat>().Select(static f => f.NumberFormatId!.Value + 1).Append(FirstOwnFormat).Max();
        formats.Append(new NumberingFormat { NumberFormatId = id, FormatCode = code });
        formats.Count = (uint)formats.Elements<NumberingFormat>().Count();
        return id;
    }
}
