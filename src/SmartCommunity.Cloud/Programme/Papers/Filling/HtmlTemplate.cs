using System.Globalization;
using System.Net;
using System.Text;
using SmartCommunity.Cloud.Programme.Papers.Model;

namespace SmartCommunity.Cloud.Programme.Papers.Filling;

/// <summary>Fills an HTML template: texts encoded as where they stand asks for, sections as headings, paragraphs and tables. Browsers print the page. Pure.</summary>
internal static class HtmlTemplate
{
    /// <summary>What only a page asks for: the class of its body.</summary>
    internal const string Orientation = "orientation";

    internal static byte[] Fill(byte[] template, Paper paper)
    {
        var text = Encoding.UTF8.GetString(template);
        var placed = Placeholder.In(text).Select(static p => p.Code).ToHashSet(StringComparer.Ordinal);
        var (filled, at) = (new StringBuilder(), 0);
        foreach (var placeholder in Placeholder.In(text))
        {
            filled.Append(text, at, placeholder.Start - at);
            filled.Append(Value(placeholder.Code, IsInStyle(text, placeholder.Start)) ?? text.Substring(placeholder.Start, placeholder.Length));
            at = placeholder.Start + placeholder.Length;
        }

        return Encoding.UTF8.GetBytes(filled.Append(text, at, text.Length - at).ToString());

        string? Value(string code, bool isInStyle)
        {
            if (code == Orientation)
                return paper.IsLandscape ? "landscape" : "portrait";
            if (paper.Fields.TryGetValue(code, out var field))
                return isInStyle ? CssText(field) : Encoded(field);
            return code == Placeholder.Body || code.StartsWith(Placeholder.Section, StringComparison.Ordinal) ? string.Concat(SectionOrder.At(code, paper, placed).Select(Blocks)) : null;
        }
    }

    internal static IReadOnlyList<PlacedCode> Codes(byte[] template)
    {
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(template);
        return [.. Placeholder.In(text).Select(p => new PlacedCode($"line {text.AsSpan(0, p.Start).Count('\n') + 1}", p.Code))];
    }

    private static bool IsInStyle(string text, int at) =>
        text.LastIndexOf("<style", at, StringComparison.OrdinalIgnoreCase) is >= 0 and var opened && text.IndexOf("</style", opened, StringComparison.OrdinalIgnoreCase) > at;

    private static string Blocks(PaperSection section)
    {
        var html = new StringBuilder(section.Heading.Length > 0 ? $"<h2>{Encoded(section.Heading)}</h2>\n" : "");
        foreach (var paragraph in section.Paragraphs)
            html.Append(CultureInfo.InvariantCulture, $"<p>{Encoded(paragraph)}</p>\n");
        if (section.Table is { Rows.Count: 0 })
            html.Append(CultureInfo.InvariantCulture, $"<p>{PaperText.NoRows}</p>\n");
        else if (section.Table is { } table)
            Append(html, table);
        return html.ToString();
    }

    private static void Append(StringBuilder html, PaperTable table)
    {
        var sum = table.Columns.Sum(static c => c.Width);
        html.Append("<table>\n<colgroup>");
        foreach (var column in table.Columns)
            html.Append(CultureInfo.InvariantCulture, $"<col style=\"width:{100.0 * column.Width / sum:0.##}%\">");
        html.Append("</colgroup>\n<thead><tr>");
        foreach (var column in table.Columns)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Encoded(column.Heading)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
            Append(html, table.Columns, row);
        html.Append("</tbody>\n");
        if (table.Total is { } total)
        {
            html.Append("<tfoot>\n");
            Append(html, table.Columns, total);
            html.Append("</tfoot>\n");
        }

        html.Append("</table>\n");
    }

    private static void Append(StringBuilder html, IReadOnlyList<PaperColumn> columns, IReadOnlyList<PaperCell> row)
    {
        html.Append("<tr>");
        for (var i = 0; i < columns.Count; i++)
            html.Append(PaperText.IsNumber(columns[i].Format) ? "<td class=\"number\">" : columns[i].Format == PaperFormat.Day ? "<td class=\"day\">" : "<td>").Append(Encoded(PaperText.Of(row[i], columns[i].Format))).Append("</td>");
        html.Append("</tr>\n");
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(XmlText.Clean(text));

    /// <summary>A text within the quotes of a style: whatever could end them is written as its number.</summary>
    private static string CssText(string text) => string.Concat(text.Select(static c => c is '"' or '\'' or '\\' or '<' or '>' || char.IsControl(c) ? $"\\{(int)c:x6}" : c.ToString()));
}
