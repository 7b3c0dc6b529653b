using System.Globalization;
using Microsoft.Extensions.Localization;
using SmartCommunity.Cloud.Alerts;
using SmartCommunity.Console.Live;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Text;

/// <summary>Alerts as people read them.</summary>
internal static class AlertText
{
    private const double MsPerSecond = 1_000;

    internal static Condition ConditionOf(AlertView alert) => (alert.Stage, alert.Priority) switch
    {
        ("closed", _) => Condition.None,
        ("resolved", _) => Condition.Normal,
        (_, "P1") => Condition.Alarm,
        (_, "P2") => Condition.Warning,
        _ => Condition.Offline,
    };

    /// <summary>What a scenario is called.</summary>
    internal static string Scenario(string code) => AlertDesk.Scenarios.FirstOrDefault(s => s.Code == code) is { } known ? Languages.Pick(known.Title.Zh, known.Title.En) : code;

    /// <summary>The device, the home or the gateway it is about.</summary>
    internal static string Where(AlertView alert) => alert.Device.Length > 0 ? alert.Device : alert.Subject;

    /// <summary>How long is left, or how long it has been too late.</summary>
    internal static string Due(DateTimeOffset due, long nowMs, IStringLocalizer words)
    {
        var leftMs = due.ToUnixTimeMilliseconds() - nowMs;
        return words[leftMs >= 0 ? "alerts.left" : "alerts.late", Times.Span(Math.Abs(leftMs) / MsPerSecond)];
    }

    /// <summary>A limit in the unit of what an alert rests on.</summary>
    internal static string Limit(double limit, AlertReasonView? reason, IStringLocalizer words) => QuantityCatalogue.Default.Find(reason?.Quantity ?? "") is { } quantity
        ? ValueText.WithUnit(quantity, limit, words)
        : limit.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Why it was raised: the value beside its limit, or how long something has lasted.</summary>
    internal static string Why(AlertReasonView reason, IStringLocalizer words)
    {
        var known = QuantityCatalogue.Default.Find(reason.Quantity);
        var why = reason.Measures switch
        {
            "count" => words["alerts.whyCount", reason.Value, reason.Limit].Value,
            "kit" => words["alerts.whyKit", KitParts(reason.Quantity), reason.Value, reason.Limit].Value,
            "seconds" => words["alerts.whySpan", Times.Span(reason.Value), Times.Span(reason.Limit)],
            _ when known is null => words["alerts.whyCount", reason.Value, reason.Limit],
            "expected" => words["alerts.whyExpected", ValueText.WithUnit(known, reason.Value, words), ValueText.WithUnit(known, reason.Limit, words)],
            "expectedPerHour" => words["alerts.whyExpectedPerHour", ValueText.WithUnit(known, reason.Value, words), ValueText.WithUnit(known, reason.Limit, words)],
            "perHour" => words["alerts.whyPerHour", ValueText.WithUnit(known, reason.Value, words), ValueText.WithUnit(known, reason.Limit, words)],
            _ => words["alerts.whyValue", ValueText.WithUnit(known, reason.Value, words), ValueText.WithUnit(known, reason.Limit, words)],
        };
        return known is null ? why : words["alerts.whyOf", Languages.Pick(known.Zh, known.En), why];
    }

    /// <summary>The quantities of a home that stick out, each with the device that measures it.</summary>
    private static string KitParts(string columns) => string.Join(Languages.Pick("、", ", "), columns.Split(' ').Select(static column =>
    {
        var parts = column.Split('.');
        var quantity = QuantityCatalogue.Default.Find(parts[^1]);
        var device = DeviceClassCatalogue.Current.Find(parts[0]);
        return quantity is null || device is null ? column : Languages.Pick($"{device.Zh}{quantity.Zh}", $"{quantity.En} of {device.En}");
    }));
}
