using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using SmartCommunity.Cloud.Programme.Papers;
using SmartCommunity.Cloud.Programme.Papers.Model;
using SmartCommunity.Tests.Cloud.Programme.Papers;
using Directory = System.IO.Directory;

namespace SmartCommunity.SystemTests.Papers;

/// <summary>What a second program makes of our office files: it opens them, computes their formulas itself, and prints them.</summary>
[Trait("Category", "Peer")]
public sealed partial class LibreOfficeTests : IDisposable
{
    /// <summary>Rows enough for more than one page.</summary>
    private const int Rows = 60;

    /// <summary>Every sheet as it is computed, without formats: field separator, quote, UTF-8, and -1 for all sheets.</summary>
    private const string AllSheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";

    private readonly string _folder = Directory.CreateTempSubdirectory("sc-office-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Formulas_computed_anew_give_our_own_numbers()
    {
        var paper = SamplePaper.Ledger(rows: Rows);
        var path = Put("ledger.xlsx", WithoutResults(Make(paper, PaperFormats.Xlsx)));

        var sheets = await LibreOffice.ConvertAsync(path, AllSheets);

        var table = paper.Sections[0].Table!;
        var rows = Records(sheets.Single(static s => s.EndsWith("-项目.csv", StringComparison.Ordinal))).Skip(2).ToList();
        Assert.Equal(Rows + 1, rows.Count);
        foreach (var (row, expected) in rows.Zip(table.Rows.Append(table.Total!)))
        {
            foreach (var (cell, found) in expected.Zip(row).Where(static c => c.First.Number is not null))
                Assert.Equal((double)cell.Number!.Value, NumberOf(found), 1e-9 * Math.Max(1, Math.Abs((double)cell.Number.Value)));
        }
    }

    [Theory]
    [InlineData("docx", false)]
    [InlineData("docx", true)]
    [InlineData("xlsx", true)]
    public async Task Office_files_open_and_print(string format, bool isLandscape)
    {
        var path = Put($"ledger.{format}", Make(SamplePaper.Ledger(isLandscape, Rows), PaperFormats.All.Single(f => f.Code == format)));

        var pdf = await File.ReadAllBytesAsync(Assert.Single(await LibreOffice.ConvertAsync(path, "pdf")), TestContext.Current.CancellationToken);

        var text = Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        Assert.InRange(PageObject().Count(text), 2, 8);
    }

    [Fact]
    public async Task A_document_reads_the_same_in_a_second_program()
    {
        var path = Put("ledger.docx", Make(SamplePaper.Ledger(rows: 2), PaperFormats.Docx));

        var text = await File.ReadAllTextAsync(Assert.Single(await LibreOffice.ConvertAsync(path, "txt:Text (encoded):UTF8")), TestContext.Current.CancellationToken);

        foreach (var expected in new[] { "富阳区未来社区资金台账", "杭州市富阳区　2022年7月1日", "算法", "首付为核定金额的 70%。", "=1+1 <b>&\"'\uFFFD 😀 {{title}}", "1,000,000.00", "（无）", "数据来源：资金台账第 1 至 20 号记录" })
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    private static double NumberOf(string text)
    {
        const double percent = 100;
        return text.EndsWith('%') ? double.Parse(text[..^1], CultureInfo.InvariantCulture) / percent : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string[]> Records(string path)
    {
        using var parser = new Microsoft.VisualBasic.FileIO.TextFieldParser(path) { HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        parser.SetDelimiters(",");
        while (!parser.EndOfData)
            yield return parser.ReadFields()!;
    }

    private static byte[] Make(Paper paper, PaperFormats format) => new PaperTemplates(Path.GetTempPath()).Make(paper, format).Value!;

    private string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>The workbook without the results of its formulas: whoever shows ours has computed them.</summary>
    private static byte[] WithoutResults(byte[] workbook)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in zip.Entries.Where(static e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).ToList())
            {
                using var content = entry.Open();
                var xml = Result().Replace(new StreamReader(content, Encoding.UTF8, leaveOpen: true).ReadToEnd(), "$1");
                content.SetLength(0);
                content.Write(Encoding.UTF8.GetBytes(xml));
            }
        }

        return stream.ToArray();
    }

    [GeneratedRegex(@"(</x:f>)<x:v>[^<]*</x:v>")]
    private static partial Regex Result();

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PageObject();
}
