using System.Globalization;
using System.Text;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Cloud.Alerts.Reports;

/// <summary>A report as a table for a spreadsheet: offices, then rules, UTF-8 with a byte order mark, for Excel takes it for GBK without. Pure.</summary>
internal static class QualityCsv
{
    private static readonly string[] _codes = ["true", "deviceFault", "false", "expected", "duplicate", "unsure"];

    internal static byte[] Write(QualityReport report)
    {
        var text = new StringBuilder("\uFEFF");
        Line(text, "part", "id", "title", "communities", "alerts", "perHour", "crowdedShare", "open", "stale", "acknowledgedMedianSeconds", "acknowledged95Seconds", "falseAlerts", "falsePerCommunityDay",
            "judged", "right", "precision", "low", "high", "true", "deviceFault", "false", "expected", "duplicate", "unsure", "limitNow", "limitSuggested", "sparedFalse", "lostRight");
        foreach (var o in report.Offices.Prepend(report.All))
        {
            Line(text, o.Street.Length == 0 ? "all" : "office", o.Street, "", o.Communities, o.Alerts, o.PerHour, o.CrowdedShare, o.Open, o.Stale, o.AcknowledgedMedianSeconds, o.Acknowledged95Seconds, o.FalseAlerts,
                o.FalsePerCommunityDay, o.Precision.All, o.Precision.Part, o.Precision.Share, o.Precision.Low, o.Precision.High);
        }

        foreach (var r in report.Rules)
        {
            object?[] cells =
            [
                "rule", r.Rule, r.TitleZh, "", r.Alerts, "", "", "", "", "", "", "", "", r.Precision.All, r.Precision.Part, r.Precision.Share, r.Precision.Low, r.Precision.High,
                .. _codes.Select(c => (object?)r.Codes.GetValueOrDefault(c)), r.Suggestion?.Now, r.Suggestion?.Limit, r.Suggestion?.SparedFalse, r.Suggestion?.LostRight,
            ];
            Line(text, cells);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Line(StringBuilder text, params object?[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    /// <summary>Quoted where RFC 4180 wants it.</summary>
    private static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
