using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Papers.Model;
using Directory = System.IO.Directory;

namespace SmartCommunity.Tests.Cloud.Programme.Papers;

/// <summary>Templates of a district: found, checked with their places, used.</summary>
public sealed class PaperTemplatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sc-templates-").FullName;
    private readonly PaperTemplates _templates;

    public PaperTemplatesTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, PaperTemplates.Folder));
        _templates = new PaperTemplates(_folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_kind_and_format_has_a_shipped_template_without_faults()
    {
        foreach (var (kind, format) in PaperKind.All.SelectMany(k => PaperFormats.All.Select(f => (k, f))))
            Assert.Empty(PaperTemplates.Check(kind, format, "shipped", _templates.Read(kind, format).Value!));
    }

    [Fact]
    public void A_kinds_own_template_comes_before_the_general_one_and_that_before_the_shipped_one()
    {
        Put("paper.html", "<p>general {{title}}</p>{{body}}");
        Assert.StartsWith("<p>general 富阳区未来社区资金台账</p>", Html(), StringComparison.Ordinal);

        Put("ledger.html", "<p>own {{period}}</p>{{body}}");
        Assert.StartsWith("<p>own 2022年6月</p>", Html(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_stands_where_the_template_names_it_and_the_rest_at_the_body()
    {
        Put("ledger.html", "{{section:arithmetic}}<hr>{{body}}");

        var html = Html();

        Assert.True(html.IndexOf("算法", StringComparison.Ordinal) < html.IndexOf("<hr>", StringComparison.Ordinal));
        Assert.Equal(html.IndexOf("算法", StringComparison.Ordinal), html.LastIndexOf("算法", StringComparison.Ordinal));
        Assert.True(html.IndexOf("未付", StringComparison.Ordinal) > html.IndexOf("<hr>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<p>{{title}}</p>\n\n<p>{{tittle}}</p>{{body}}", "line 3: '{{tittle}}' is not known; known are body, district,")]
    [InlineData("{{body}}{{section:ranking}}", "'{{section:ranking}}' is not known")]
    [InlineData("<p>{{title}}</p>", "'{{body}}' is nowhere in it")]
    public void A_fault_of_a_page_is_named_with_its_line(string template, string fault)
    {
        Put("ledger.html", template);

        Assert.Contains($"templates/ledger.html cannot be used: ", Fault("html"), StringComparison.Ordinal);
        Assert.Contains(fault, Fault("html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_not_UTF_8_is_refused()
    {
        File.WriteAllBytes(PathOf("ledger.html"), [.. "{{body}}"u8, 0xff]);

        Assert.Contains("is no readable .html file", Fault("html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_a_document_is_named_with_its_part_and_paragraph()
    {
        EditWord("paper.docx", body => body.InsertAt(new Paragraph(new Run(new Text("{{ti")), new Run(new Text("me}}"))), 0));

        Assert.Contains("document, paragraph 1: '{{time}}' is not known", Fault("docx"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_a_workbook_is_named_with_its_sheet_and_cell()
    {
        EditXml("paper.xlsx", "xl/worksheets/sheet2.xml", xml => xml.Replace("{{table.total}}", "{{table.sum}}", StringComparison.Ordinal));

        Assert.Contains("sheet 表, cell A4: '{{table.sum}}' is not known", Fault("xlsx"), StringComparison.Ordinal);
        Assert.Contains("'{{table.total}}' is nowhere in it", string.Join('\n', _templates.Make(SamplePaper.Ledger(), PaperFormats.Xlsx).Faults.Select(f => f.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_placeholder_that_the_editor_split_over_runs_is_filled()
    {
        EditWord("paper.docx", body => body.InsertAt(new Paragraph(new Run(new Text("甲{{per")), new Run(new RunProperties(new Bold()), new Text("iod")), new Run(new Text("}}乙"))), 0));

        var made = _templates.Make(SamplePaper.Ledger(), PaperFormats.Docx);

        using var document = WordprocessingDocument.Open(new MemoryStream(made.Value!), isEditable: false);
        Assert.Equal("甲2022年6月乙", document.MainDocumentPart!.Document!.Body!.GetFirstChild<Paragraph>()!.InnerText);
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void What_is_no_office_file_is_said_to_be_none(string format)
    {
        File.WriteAllText(PathOf($"paper.{format}"), "this is no zip");

        Assert.Contains($"templates/paper.{format} cannot be used: it is no readable .{format} file", Fault(format), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_above_the_limit_is_refused_with_it()
    {
        File.WriteAllBytes(PathOf("paper.html"), new byte[(5 * 1024 * 1024) + 1]);

        Assert.Contains("it has 5242881 bytes; the limit is 5242880.", Fault("html"), StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, PaperTemplates.Folder, name);

    private void Put(string name, string text) => File.WriteAllText(PathOf(name), text);

    private string Html() => Encoding.UTF8.GetString(_templates.Make(SamplePaper.Ledger(), PaperFormats.Html).Value!);

    private string Fault(string format) => _templates.Make(SamplePaper.Ledger(), PaperFormats.All.Single(f => f.Code == format)).Faults[0].Message;

    private void EditWord(string name, Action<Body> edit)
    {
        File.WriteAllBytes(PathOf(name), PaperTemplates.Shipped(name)!);
        using var document = WordprocessingDocument.Open(PathOf(name), isEditable: true);
        edit(document.MainDocumentPart!.Document!.Body!);
        document.MainDocumentPart.Document.Save();
    }

    private void EditXml(string name, string part, Func<string, string> edit)
    {
        File.WriteAllBytes(PathOf(name), PaperTemplates.Shipped(name)!);
        using var zip = ZipFile.Open(PathOf(name), ZipArchiveMode.Update);
        using var stream = zip.GetEntry(part)!.Open();
        using var reader = new StreamReader(stream);
        var edited = Encoding.UTF8.GetBytes(edit(reader.ReadToEnd()));
        stream.SetLength(0);
        stream.Write(edited);
    }
}
