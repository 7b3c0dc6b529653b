using Microsoft.Extensions.Localization;
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

    /// <summary>The device, the home or the gateway it is about.</summary>
    internal static string Where(AlertView alert) => alert.Device.Length > 0 ? alert.Device : alert.Subject;

    /// <summary>How long is left, or how long it has been too late.</summary>
    internal static string Due(DateTimeOffset due, long nowMs, IStringLocalizer words)
    {
        var leftMs = due.ToUnixTimeMilliseconds() - nowMs;
        return words[leftMs >= 0 ? "alerts.left" : "alerts.late", Times.Span(Math.Abs(leftMs) / MsPerSecond)];
    }

    /// <summary>Why it was raised: the value beside its limit, or how long something has lasted.</summary>
    internal static string Why(AlertReasonView reason, IStringLocalizer words)
    {
        if (QuantityCatalogue.Default.Find(reason.Quantity) is not { } quantity)
            return reason.Quantity.Length > 0 ? words["alerts.whyCount", reason.Value, reason.Limit] : words["alerts.whySpan", Times.Span(reason.Value), Times.Span(reason.Limit)];
        var unit = ValueText.Unit(quantity);
        return words["alerts.whyValue", Languages.Pick(quantity.Zh, quantity.En), $"{ValueText.Of(quantity, reason.Value, words)} {unit}".TrimEnd(), $"{ValueText.Of(quantity, reason.Limit, words)} {unit}".TrimEnd()];
    }
}
