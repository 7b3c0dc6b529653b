using System.Globalization;
using System.IO.Compression;
using System.Xml;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Registry;

/// <summary>Reads the first sheet of an XLSX workbook of devices or of other rows, row by row. A workbook is a stranger's archive: its unpacked size and its width are bounded.</summary>
internal static class DeviceXlsx
{
    /// <summary>Most bytes of all parts unpacked: twelve times the largest file, which is what spreadsheets of text pack to.</summary>
    internal const long MaxUnpackedBytes = 128L * 1024 * 1024;

    /// <summary>Most columns looked at; a cell far to the right makes every row as wide.</summary>
    internal const int MaxColumns = 64;

    /// <summary>Most sheet rows looked at, empty ones included.</summary>
    private const int MaxSheetRows = 4 * DeviceFile.MaxRows;

    /// <summary>Digits a number of a spreadsheet holds exactly (IEEE 754 binary64); an IMEI has 15.</summary>
    private const double MaxExact = 1e15;

    private static readonly OpenXmlConfiguration Configuration = new() { EnableSharedStringCache = false, FillMergedCells = false };

    internal static bool IsWorkbook(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);

    /// <param name="bytes">The workbook.</param>
    /// <param name="typed">Numbers that are not whole and dates are taken as they are: measures, not identifiers.</param>
    /// <param name="read">Takes the lines.</param>
    internal static Outcome<T> Read<T>(ReadOnlyMemory<byte> bytes, bool typed, TableReader<T> read)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        try
        {
            if (SizeFault(stream) is { } fault)
                return DeviceFile.Fault(fault);
            stream.Position = 0;
            var errors = new List<RowError>();
            return read(Lines(stream, typed, errors), errors);
        }
        catch (TooWideException)
        {
            return DeviceFile.Fault($"The first sheet is wider than {MaxColumns} columns or longer than {MaxSheetRows} rows; delete what stands outside the table.");
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or FormatException or InvalidOperationException
            or KeyNotFoundException or ArgumentException or NotSupportedException or OverflowException or NullReferenceException or IndexOutOfRangeException)
        {
            // What the library throws at a damaged archive is not documented; all of it means that the file cannot be read.
            return DeviceFile.Fault($"The workbook cannot be read: {exception.Message} Save it as .xlsx again, or as CSV UTF-8.");
        }
    }

    private static string? SizeFault(Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.All(entry => entry.FullName != "xl/workbook.xml"))
            return "The file is an archive, but not an .xlsx workbook.";
        // Unpacking stops at the size that stands here.
        return archive.Entries.Sum(entry => entry.Length) > MaxUnpackedBytes
            ? $"The workbook unpacks to more than the limit of {MaxUnpackedBytes / (1024 * 1024)} MiB; split it."
            : null;
    }

    private static IEnumerable<(int Line, string[] Fields)> Lines(Stream stream, bool typed, List<RowError> errors)
    {
        var width = 0;
        var line = 0;
        foreach (IDictionary<string, object?> row in stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX, configuration: Configuration))
        {
            line++;
            if (row.Count > MaxColumns || line > MaxSheetRows)
                throw new TooWideException();
            var cells = row.Values.Select(cell => typed && TypedText(cell) is { } text ? (text, null) : Text(cell)).ToArray();
            if (cells.All(cell => cell.Text.Length == 0))
                continue;
            if (width == 0)
                width = Array.FindLastIndex(cells, cell => cell.Text.Length > 0) + 1;
            if (Array.Find(cells, cell => cell.Fault is not null) is { Fault: { } fault } bad)
                errors.Add(new RowError(line, "", fault, bad.Text));
            else
                yield return (line, Fit(cells, width));
        }
    }

    // Cells that a sheet leaves out at the end of a row are empty; cells outside the header's width count, so that nothing is dropped unseen.
    private static string[] Fit((string Text, string? Fault)[] cells, int width)
    {
        var used = Array.FindLastIndex(cells, cell => cell.Text.Length > 0) + 1;
        return [.. Enumerable.Range(0, Math.Max(used, width)).Select(i => i < cells.Length ? cells[i].Text : "")];
    }

    private static (string Text, string? Fault) Text(object? cell) => cell switch
    {
        null => ("", null),
        string text => (text.Trim(), null),
        bool truth => (truth ? "true" : "false", null),
        double number when Math.Abs(number) < MaxExact && number == Math.Truncate(number) => (((long)number).ToString(CultureInfo.InvariantCulture), null),
        double number => (number.ToString("R", CultureInfo.InvariantCulture),
            "A cell holds a number that is not whole or has more than 15 digits, which a spreadsheet rounds; format the column as text and type it again."),
        IFormattable other => (other.ToString(format: null, CultureInfo.InvariantCulture), "A cell holds a date or another value that is no text; format the column as text and type it again."),
        _ => (cell.ToString() ?? "", null),
    };

    private static string? TypedText(object? cell) => cell switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => null,
    };

    private sealed class TooWideException : Exception;
}
