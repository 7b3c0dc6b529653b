using SmartCommunity.Cloud.Programme.Papers.Filling;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers;

/// <summary>A format papers come in: its ending, its media type, how its templates are filled and read.</summary>
/// <param name="Code">Ending of its files, without a dot.</param>
/// <param name="MediaType">What browsers are told.</param>
/// <param name="Fill">Fills a template.</param>
/// <param name="Codes">The placeholders of a template.</param>
/// <param name="Own">Placeholders it has beside fields and sections.</param>
/// <param name="HasSections">Its templates may place single sections.</param>
internal sealed record PaperFormats(string Code, string MediaType, Func<byte[], Paper, byte[]> Fill, Func<byte[], IReadOnlyList<PlacedCode>> Codes, IReadOnlyList<string> Own, bool HasSections)
{
    internal static PaperFormats Docx { get; } = new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DocxTemplate.Fill, DocxTemplate.Codes, [], HasSections: true);

    internal static PaperFormats Xlsx { get; } =
        new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XlsxTemplate.Fill, XlsxTemplate.Codes, XlsxTemplate.TableCodes, HasSections: false);

    internal static PaperFormats Html { get; } = new("html", "text/html; charset=utf-8", HtmlTemplate.Fill, HtmlTemplate.Codes, [HtmlTemplate.Orientation], HasSections: true);

    internal static IReadOnlyList<PaperFormats> All { get; } = [Docx, Xlsx, Html];
}
