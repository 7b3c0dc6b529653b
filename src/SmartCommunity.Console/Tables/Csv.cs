using System.Buffers;
using System.Text;

namespace SmartCommunity.Console.Tables;

/// <summary>One line of RFC 4180 CSV, safe to open in a spreadsheet: text that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
internal static class Csv
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",\r\n");

    internal static string Line(params ReadOnlySpan<string?> cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
            line.Append(i == 0 ? "" : ",").Append(Cell(cells[i] ?? ""));
        return line.Append("\r\n").ToString();
    }

    private static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '@' or '\t' or '\r' or '-', ..] ? "'" + text : text;
        return safe.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
