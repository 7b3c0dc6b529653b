using System.Globalization;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Programme.Papers.Model;

/// <summary>How cells are written where there is no number format: in texts. Pure, the same in every culture.</summary>
internal static class PaperText
{
    /// <summary>What stands in a cell without a value: a dash, so that it is not taken for forgotten.</summary>
    internal const string Nothing = "—";

    /// <summary>What stands in a table without rows.</summary>
    internal const string NoRows = "（无）";

    internal static string Of(PaperCell cell, PaperFormat format)
    {
        if (cell.Text is { } text)
            return text;
        if (cell.Day is { } day)
            return Of(day);
        return cell.Number is { } number ? number.ToString(NumberFormat(format), CultureInfo.InvariantCulture) : Nothing;
    }

    internal static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day as official papers write it: 2022年5月1日.</summary>
    internal static string Long(DateOnly day) => day.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture);

    /// <summary>An instant as official papers write it, in Shanghai: 2022年5月1日08:00.</summary>
    internal static string Long(long epochMs) => ChinaTime.From(epochMs).ToString("yyyy'年'M'月'd'日'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The format of .NET and of spreadsheets alike.</summary>
    internal static string NumberFormat(PaperFormat format) => format switch
    {
        PaperFormat.Whole => "#,##0",
        PaperFormat.OneDecimal => "0.0",
        PaperFormat.TwoDecimals => "0.00",
        PaperFormat.Percent => "0.0%",
        PaperFormat.Yuan => "#,##0.00",
        PaperFormat.Day => "yyyy-mm-dd",
        _ => "General",
    };

    internal static bool IsNumber(PaperFormat format) => format is PaperFormat.Whole or PaperFormat.OneDecimal or PaperFormat.TwoDecimals or PaperFormat.Percent or PaperFormat.Yuan;
}
