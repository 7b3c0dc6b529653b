using System.Text;
using MiniExcelLibs;

namespace SmartCommunity.Cloud.Registry;

/// <summary>An empty table to fill in and import, with field names or Chinese headings. Pure.</summary>
public static class ImportTemplate
{
    /// <summary>The media type of a workbook.</summary>
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A line of CSV: UTF-8 with a byte order mark, without which spreadsheets misread Chinese.</summary>
    public static byte[] Csv(bool chinese) =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join(',', DeviceColumns.All.Select(c => chinese ? c.Zh : c.Field)) + "\r\n")];

    /// <summary>A workbook: the empty table, and a sheet that says what belongs into each column.</summary>
    public static byte[] Xlsx(bool chinese)
    {
        using var stream = new MemoryStream();
        var header = DeviceColumns.All.ToDictionary(c => chinese ? c.Zh : c.Field, _ => (object)"");
        var advice = DeviceColumns.All.Select(c => new Dictionary<string, object> { ["列"] = c.Zh, ["字段"] = c.Field, ["必填"] = c.IsRequired ? "是" : "", ["说明"] = c.AdviceZh });
        stream.SaveAs(new Dictionary<string, object> { ["devices"] = new[] { header }, ["说明"] = advice });
        return stream.ToArray();
    }
}
