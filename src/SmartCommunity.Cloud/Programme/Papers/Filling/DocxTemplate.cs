using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>
/// Fills a Word template: texts into its paragraphs, headers and footers, sections where they are placed. How they look is the template's: the styles <c>Heading1</c>, <c>PaperText</c>, <c>PaperTable</c>,
/// <c>PaperHead</c>, <c>PaperCell</c> and <c>PaperNumber</c>. Pure.
/// </summary>
internal static class DocxTemplate
{
    internal static byte[] Fill(byte[] template, Paper paper)
    {
        using var stream = new MemoryStream();
        stream.Write(template);
        using (var document = WordprocessingDocument.Open(stream, isEditable: true))
        {
            FillTitle(document, paper);
            var width = Turn(document, paper.IsLandscape);
            var placed = Codes(document).Select(static c => c.Code).ToHashSet(StringComparer.Ordinal);
            foreach (var (_, root) in Roots(document))
            {
                foreach (var paragraph in root.Descendants<Paragraph>().ToList())
                    Fill(paragraph, paper, placed, width);
                root.Save();
            }
        }

        stream.Position = 0;
        return FixedZip.Rewrite(stream);
    }

    /// <summary>Every placeholder, in the order of the parts; throws <see cref="OpenXmlPackageException"/> or <see cref="FileFormatException"/> for what is no Word document.</summary>
    internal static IReadOnlyList<PlacedCode> Codes(byte[] template)
    {
        using var stream = new MemoryStream(template, writable: false);
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        return [.. Codes(document)];
    }

    private static IEnumerable<PlacedCode> Codes(WordprocessingDocument document) =>
        from part in Roots(document)
        from paragraph in part.Root.Descendants<Paragraph>().Select(static (p, i) => (Text: p.InnerText, No: i + 1))
        from placeholder in Placeholder.In(paragraph.Text)
        select new PlacedCode($"{part.Name}, paragraph {paragraph.No}", placeholder.Code);

    private static IEnumerable<(string Name, OpenXmlPartRootElement Root)> Roots(WordprocessingDocument document)
    {
        var main = document.MainDocumentPart ?? throw new FileFormatException("The file has no document in it.");
        yield return ("document", main.Document ?? throw new FileFormatException("The file has no document in it."));
        foreach (var header in main.HeaderParts.Where(static h => h.Header is not null))
            yield return ("header", header.Header!);
        foreach (var footer in main.FooterParts.Where(static f => f.Footer is not null))
            yield return ("footer", footer.Footer!);
    }

    private static void FillTitle(WordprocessingDocument document, Paper paper)
    {
        var properties = document.PackageProperties;
        properties.Title = Filled(properties.Title ?? "", paper);
        properties.Creator = Filled(properties.Creator ?? "", paper);
    }

    private static string Filled(string text, Paper paper) => Placeholder.Fill(text, paper.Fields.GetValueOrDefault);

    /// <summary>Turns the page when the paper is wide; the width left for text, twentieths of a point.</summary>
    private static int Turn(WordprocessingDocument document, bool isLandscape)
    {
        const int a4Width = 11_906, a4Height = 16_838, usualMargin = 1_440;
        var section = document.MainDocumentPart!.Document!.Body!.Elements<SectionProperties>().LastOrDefault();
        var size = section?.GetFirstChild<PageSize>();
        var (width, height) = (size?.Width?.Value ?? a4Width, size?.Height?.Value ?? a4Height);
        if (isLandscape && size is not null && height > width)
        {
            (size.Width, size.Height, size.Orient) = (height, width, PageOrientationValues.Landscape);
            width = height;
        }

        var margins = section?.GetFirstChild<PageMargin>();
        return (int)width - (int)(margins?.Left?.Value ?? usualMargin) - (int)(margins?.Right?.Value ?? usualMargin);
    }

    private static void Fill(Paragraph paragraph, Paper paper, IReadOnlyCollection<string> placed, int width)
    {
        var text = paragraph.InnerText;
        if (Placeholder.Block(text) is { } code)
        {
            foreach (var block in SectionOrder.At(code, paper, placed).SelectMany(section => Blocks(section, width)))
                paragraph.InsertBeforeSelf(block);
            // A cell or a body may not end without a paragraph.
            if (paragraph.Parent is TableCell && paragraph.NextSibling() is null)
                paragraph.RemoveAllChildren<Run>();
            else
                paragraph.Remove();
            return;
        }

        foreach (var placeholder in Placeholder.In(text).Reverse())
        {
            if (paper.Fields.TryGetValue(placeholder.Code, out var value))
                Replace(paragraph, placeholder, value);
        }
    }

    /// <summary>An editor splits a placeholder over runs as it likes: the text goes into the first, the others lose their part of it.</summary>
    private static void Replace(Paragraph paragraph, Placeholder placeholder, string value)
    {
        var (at, end) = (0, placeholder.Start + placeholder.Length);
        var isWritten = false;
        foreach (var text in paragraph.Descendants<Text>())
        {
            var (start, length) = (at, text.Text.Length);
            at += length;
            if (at <= placeholder.Start || start >= end)
                continue;
            var (from, to) = (Math.Max(placeholder.Start - start, 0), Math.Min(end - start, length));
            text.Text = text.Text[..from] + (isWritten ? "" : XmlText.Clean(value)) + text.Text[to..];
            text.Space = SpaceProcessingModeValues.Preserve;
            isWritten = true;
        }
    }

    private static IEnumerable<OpenXmlElement> Blocks(PaperSection section, int width)
    {
        if (section.Heading.Length > 0)
            yield return Line("Heading1", section.Heading);
        foreach (var paragraph in section.Paragraphs)
            yield return Line("PaperText", paragraph);
        if (section.Table is not { } table)
            yield break;
        if (table.Rows.Count == 0)
            yield return Line("PaperText", PaperText.NoRows);
        else
            yield return TableOf(table, width);
    }

    private static Table TableOf(PaperTable table, int width)
    {
        var (widths, size) = TableWidths.Of(table, width);
        var made = new Table(
            new TableProperties(
                new TableStyle { Val = "PaperTable" }, new TableWidth { Type = TableWidthUnitValues.Dxa, Width = Text(widths.Sum()) }, new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { FirstRow = true, LastRow = table.Total is not null, FirstColumn = false, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true }),
            new TableGrid(widths.Select(static w => new GridColumn { Width = Text(w) })));
        made.Append(RowOf(widths, size, table.Columns.Select(static c => ("PaperHead", c.Heading)), isHeader: true));
        foreach (var row in table.Total is { } total ? [.. table.Rows, total] : table.Rows)
            made.Append(RowOf(widths, size, table.Columns.Select((c, i) => (StyleOf(c.Format), PaperText.Of(row[i], c.Format))), isHeader: false));
        return made;
    }

    private static TableRow RowOf(IReadOnlyList<int> widths, int? size, IEnumerable<(string Style, string Text)> cells, bool isHeader)
    {
        var row = new TableRow(new TableRowProperties(new CantSplit()));
        if (isHeader)
            row.TableRowProperties!.Append(new TableHeader());
        row.Append(cells.Select((cell, i) => new TableCell(
            new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = Text(widths[i]) }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
            Line(cell.Style, cell.Text, size))));
        return row;
    }

    private static string StyleOf(PaperFormat format) => PaperText.IsNumber(format) ? "PaperNumber" : "PaperCell";

    private static Paragraph Line(string style, string text, int? halfPoints = null)
    {
        var run = halfPoints is { } size ? new Run(new RunProperties(new FontSize { Val = Text(size) })) : new Run();
        foreach (var (line, index) in XmlText.Clean(text).Split('\n').Select(static (l, i) => (l, i)))
        {
            if (index > 0)
                run.Append(new Break());
            run.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }

        return new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }), run);
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
