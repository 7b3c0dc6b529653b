using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Rules;
using SmartCommunity.Contracts.Http;
using SmartCommunity.Storage.Alerts;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Between the ledger's rows and what people see. Pure.</summary>
internal static class AlertViews
{
    /// <summary>How long an alert may stay in a stage, by priority: until it is acknowledged, until somebody is there, until it is closed. Published practice of Shanghai and Hangzhou; defaults.</summary>
    private static readonly (TimeSpan Acknowledged, TimeSpan OnSite, TimeSpan Closed)[] _limits =
    [
        (TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(15), TimeSpan.FromHours(24)),
        (TimeSpan.FromMinutes(10), TimeSpan.FromHours(2), TimeSpan.FromHours(24)),
        (TimeSpan.FromHours(24), TimeSpan.FromHours(24), TimeSpan.FromDays(7)),
    ];

    internal static AlertView View(AlertRow row, string street)
    {
        var rule = RuleSets.Find(row.RuleSet, row.Rule);
        var hasReason = row.Quantity.Length > 0 || row.EventId.Length == 0;
        return new AlertView(
            row.Id, row.Community, street, row.Rule, rule?.Title.Zh ?? row.Rule, rule?.Title.En ?? row.Rule, rule?.NextStep.Zh ?? "", rule?.NextStep.En ?? "", row.RuleSet, row.Subject, row.Device,
            row.Place, row.EventId, row.EventType, ((AlertPriority)row.Priority).ToString(), WireName.Of((AlertCause)row.Cause), WireName.Of(row.Stage), At(row.StageSinceMs), At(row.RaisedAtMs), At(row.LastAtMs),
            row.IsHolding, row.Occurrences, row.Level, row.Number, row.Assignee, row.Code, hasReason ? new AlertReasonView(row.Quantity, row.Value, row.Limit, At(row.MeasuredAtMs), MeasuresOf(rule, row.Quantity)) : null, DueOf(row),
            rule?.Scenario ?? "");
    }

    internal static AlertTransitionView View(AlertTransition t) => new(t.Number, t.What, WireName.Of(t.Stage), t.Actor, At(t.AtMs), t.Comment, t.Code, t.PhotoSha256, t.Level);

    internal static IReadOnlyList<string> Stages { get; } = [.. Enum.GetValues<AlertStage>().Select(WireName.Of)];

    /// <summary>What the numbers of a rule's reason are, see <see cref="AlertReasonView.Measures"/>.</summary>
    internal static string MeasuresOf(AlertRule? rule, string quantity) => rule?.Condition switch
    {
        RateCondition => "perHour",
        AnomalyCondition { Channels: [DetectorChannel.Kit] } => "kit",
        AnomalyCondition { Channels: [DetectorChannel.Expected] } => QuantityCatalogue.Default.Find(quantity) is { IsRegister: true } ? "expectedPerHour" : "expected",
        AnomalyCondition when quantity.Length > 0 => QuantityCatalogue.Default.Find(quantity) is { IsRegister: true } ? "perHour" : "value",
        ClockCondition or CountCondition or OutageCondition => "count",
        StuckCondition or StillCondition or StateCondition or RepeatedCondition or SteadyUseCondition or QuietCondition or SilenceCondition or GatewayAwayCondition or AnomalyCondition => "seconds",
        _ => "value",
    };

    private static DateTimeOffset? DueOf(AlertRow row)
    {
        var limits = _limits[row.Priority - 1];
        return row.Stage switch
        {
            AlertStage.Firing => At(row.StageSinceMs) + limits.Acknowledged,
            AlertStage.Acknowledged or AlertStage.Dispatched => At(row.RaisedAtMs) + limits.OnSite,
            AlertStage.Handling or AlertStage.Resolved => At(row.RaisedAtMs) + limits.Closed,
            _ => null,
        };
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
