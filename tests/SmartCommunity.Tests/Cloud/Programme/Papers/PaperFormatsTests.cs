using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Papers.Model;
using Directory = System.IO.Directory;
using Word = DocumentFormat.OpenXml.Wordprocessing;

namespace SmartCommunity.Tests.Cloud.Programme.Papers;

/// <summary>What the shipped templates make of a paper, in each format.</summary>
public sealed class PaperFormatsTests
{
    private readonly PaperTemplates _templates = new(Directory.CreateTempSubdirectory("sc-papers-").FullName);

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    [InlineData("html")]
    public void The_same_paper_gives_the_same_bytes(string format) => Assert.Equal(Make(format, SamplePaper.Ledger()), Make(format, SamplePaper.Ledger()));

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    public void Office_files_keep_to_their_schema(bool isLandscape, int rows)
    {
        var validator = new OpenXmlValidator(FileFormatVersions.Office2019);
        using var document = WordprocessingDocument.Open(new MemoryStream(Make("docx", SamplePaper.Ledger(isLandscape, rows))), isEditable: false);
        using var book = SpreadsheetDocument.Open(new MemoryStream(Make("xlsx", SamplePaper.Ledger(isLandscape, rows))), isEditable: false);

        Assert.Empty(validator.Validate(document, TestContext.Current.CancellationToken).Concat(validator.Validate(book, TestContext.Current.CancellationToken)).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
    }

    [Fact]
    public void A_document_has_its_texts_tables_page_numbers_and_no_placeholder_left()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Make("docx", SamplePaper.Ledger(isLandscape: true))), isEditable: false);
        var main = document.MainDocumentPart!;
        var paragraphs = main.Document!.Descendants<Word.Paragraph>().Select(p => (Style: p.ParagraphProperties?.ParagraphStyleId?.Val?.Value, Text: p.InnerText)).ToList();

        Assert.Equal("富阳区未来社区资金台账", document.PackageProperties.Title);
        Assert.Contains(("Title", "富阳区未来社区资金台账"), paragraphs);
        Assert.Contains(("Heading1", "算法"), paragraphs);
        // What XML cannot hold is shown as lost; everything else stays as it was, also what looks like a placeholder.
        Assert.Contains(("PaperText", SamplePaper.Nasty.Replace('\u0001', '\uFFFD')), paragraphs);
        Assert.Contains(("PaperNumber", "1,000,000.00"), paragraphs);
        Assert.Contains(("PaperCell", "2022-05-01"), paragraphs);
        Assert.Contains(("PaperText", "（无）"), paragraphs);
        var table = Assert.Single(main.Document!.Descendants<Word.Table>());
        Assert.Equal(5, table.Elements<Word.TableRow>().Count());
        Assert.NotNull(table.Elements<Word.TableRow>().First().TableRowProperties!.GetFirstChild<Word.TableHeader>());
        Assert.Contains("PAGE", main.FooterParts.Single().Footer!.InnerText, StringComparison.Ordinal);
        Assert.Equal("行动方案（2021-2023年）A&B \"引号\"", main.HeaderParts.Single().Header!.InnerText);
        Assert.True(main.Document!.Descendants<Word.PageSize>().Single().Orient! == Word.PageOrientationValues.Landscape);
    }

    [Fact]
    public void A_workbook_has_numbers_with_formats_formulas_frozen_headers_and_a_sheet_for_each_table()
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(Make("xlsx", SamplePaper.Ledger())), isEditable: false);
        var sheets = book.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().ToList();
        var table = ((WorksheetPart)book.WorkbookPart.GetPartById(sheets[1].Id!)).Worksheet!;
        var cells = table.Descendants<Cell>().ToDictionary(c => c.CellReference!.Value!);

        Assert.Equal(["说明", "项目", "项目 2"], sheets.Select(s => s.Name!.Value!));
        Assert.Equal("社区", cells["A2"].InnerText);
        Assert.Equal(("C3-D3", "666666.67"), (cells["E3"].CellFormula!.Text, cells["E3"].CellValue!.Text));
        Assert.Equal("SUM(E3:E5)", cells["E6"].CellFormula!.Text);
        Assert.Equal("44682", cells["B3"].CellValue!.Text);
        // A text that looks like a formula is a text.
        Assert.True(cells["A3"].DataType! == CellValues.InlineString && cells["A3"].CellFormula is null);
        Assert.Equal(["yyyy-mm-dd", "#,##0.00", "0.0%", "0.0", "#,##0"], new[] { "B3", "C3", "F3", "G3", "H3" }.Select(c => FormatOf(book, cells[c])));
        var pane = table.Descendants<Pane>().Single();
        Assert.Equal((2.0, "A3"), (pane.VerticalSplit!.Value, pane.TopLeftCell!.Value));
        Assert.Equal(["'项目'!$2:$2", "'项目 2'!$2:$2"], book.WorkbookPart.Workbook.DefinedNames!.Elements<DefinedName>().Select(n => n.Text));
        Assert.Equal("&C行动方案（2021-2023年）A&&B \"引号\"", table.Descendants<OddHeader>().Single().Text);
        var cover = ((WorksheetPart)book.WorkbookPart.GetPartById(sheets[0].Id!)).Worksheet!.Descendants<Cell>().Select(c => c.InnerText);
        Assert.Equal(["富阳区未来社区资金台账", "杭州市富阳区　2022年7月1日", "算法", "首付为核定金额的 70%。", SamplePaper.Nasty.Replace('\u0001', '\uFFFD'), "两行\n文字", "数据来源：资金台账第 1 至 20 号记录"], cover);
    }

    [Fact]
    public void A_page_shows_strangers_texts_as_texts()
    {
        var html = Encoding.UTF8.GetString(Make("html", SamplePaper.Ledger(title: "<script>alert(1)</script>")));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("content: \"行动方案（2021-2023年）A&B \\000022引号\\000022\"", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">666,666.67</td>", html, StringComparison.Ordinal);
        Assert.Contains("<body class=\"portrait\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Office_files_say_no_time_of_their_own()
    {
        foreach (var format in new[] { "docx", "xlsx" })
        {
            using var zip = new ZipArchive(new MemoryStream(Make(format, SamplePaper.Ledger())));
            Assert.All(zip.Entries, e => Assert.Equal(1980, e.LastWriteTime.Year));
        }
    }

    [Fact]
    public void A_formula_of_a_column_that_is_not_there_is_a_fault_of_the_program()
    {
        var paper = SamplePaper.Ledger() with
        {
            Sections = [new PaperSection { Code = "projects", Heading = "x", Table = new PaperTable([new PaperColumn("a", "a", PaperFormat.Whole, 5)], [[PaperCell.Of(1m, "{b}+1")]]) }],
        };

        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => Make("xlsx", paper)).Message, StringComparison.Ordinal);
    }

    private byte[] Make(string format, Paper paper)
    {
        var made = _templates.Make(paper, PaperFormats.All.Single(f => f.Code == format));
        Assert.Empty(made.Faults);
        return made.Value!;
    }

    private static string FormatOf(SpreadsheetDocument book, Cell cell)
    {
        var styles = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet!;
        var id = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value).NumberFormatId!.Value;
        return styles.NumberingFormats!.Elements<NumberingFormat>().Single(f => f.NumberFormatId! == id).FormatCode!.Value!;
    }
}
