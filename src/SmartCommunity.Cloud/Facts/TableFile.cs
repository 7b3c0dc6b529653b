using System.Globalization;
using System.Text;
using MiniExcelLibs;

namespace SmartCommunity.Cloud.Facts;

/// <summary>Writes tables of facts and records in the form in which they are imported. Pure.</summary>
internal static class TableFile
{
    /// <summary>CSV: UTF-8 with a byte order mark, without which spreadsheets misread Chinese. A text that a spreadsheet would compute gets an apostrophe before it.</summary>
    internal static byte[] Csv(IReadOnlyList<TableColumn> columns, IEnumerable<IReadOnlyDictionary<string, string>> rows, bool chinese)
    {
        var text = new StringBuilder();
        Append(text, columns.Select(c => Heading(columns, c, chinese)));
        foreach (var row in rows)
            Append(text, columns.Select(c => row.GetValueOrDefault(c.Code, "")));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>A workbook: the table, and a sheet that says what belongs into each column.</summary>
    internal static byte[] Xlsx(string sheet, IReadOnlyList<TableColumn> columns, IEnumerable<IReadOnlyDictionary<string, string>> rows, bool chinese)
    {
        var table = rows.Select(row => columns.ToDictionary(c => Heading(columns, c, chinese), c => Cell(row.GetValueOrDefault(c.Code, "")))).ToList();
        if (table.Count == 0)
            table.Add(columns.ToDictionary(c => Heading(columns, c, chinese), _ => (object)""));
        var advice = columns.Select(c => new Dictionary<string, object> { ["列"] = c.Zh, ["字段"] = c.Code, ["必填"] = c.IsRequired ? "是" : "", ["说明"] = c.AdviceZh });
        using var stream = new MemoryStream();
        stream.SaveAs(new Dictionary<string, object> { [sheet] = table, ["说明"] = advice });
        return stream.ToArray();
    }

    /// <summary>True for a text that a spreadsheet takes for a formula.</summary>
    internal static bool IsComputed(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

    private static string Quoted(string cell)
    {
        var safe = IsComputed(cell) ? $"'{cell}" : cell;
        return safe.AsSpan().ContainsAny(",\"\r\n") || safe != safe.Trim() ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static object Cell(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.ToString("R", CultureInfo.InvariantCulture) == text ? number : text;

    // Two fields of one Chinese title are told apart by their codes.
    private static string Heading(IReadOnlyList<TableColumn> columns, TableColumn column, bool chinese) => chinese && columns.Count(c => c.Zh == column.Zh) == 1 ? column.Zh : column.Code;
}
