using MessagePack;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Storage.Alerts;

namespace SmartCommunity.Cloud.Alerts.Detecting;

/// <summary>Alerts from what detectors said. Pure; part of <see cref="AlertFold"/>: the log's records are all it looks at, so that a replay without detectors raises the same alerts.</summary>
internal static class DetectionFold
{
    private const double MsPerSecond = 1_000;

    internal static void Apply(CommunityState state, CommunityEntry entry, FoldChanges changes)
    {
        var body = MessagePackSerializer.Deserialize<LoggedDetections>(entry.Body);
        if (body.Strength > 0)
            state.Detections.Strength = body.Strength;
        if (body.ThroughMs <= state.Detections.ThroughMs)
            return;
        state.Detections.ThroughMs = body.ThroughMs;
        var nowMs = Math.Max(state.WrittenAtMs, entry.AtMs);
        var devices = body.Said.ToLookup(static s => s.Device, StringComparer.Ordinal);
        foreach (var rule in state.Alerts.Index.Anomalies)
        {
            if (((AnomalyCondition)rule.Condition).Channels.Contains(DetectorChannel.Kit))
                ApplyKits(state, rule, body.Said, nowMs, changes);
            foreach (var device in devices)
            {
                if (state.Devices.TryGetValue(device.Key, out var twin) && !twin.Retired && RuleIndex.Concerns(rule, twin.Class.Code)
                    && state.Alerts.Settings.RuleFor(state, rule, twin.Device) is { Rule: not null } effective)
                    Apply(state, effective, twin, [.. device.Where(s => ((AnomalyCondition)rule.Condition).Concerns((DetectorChannel)s.Channel, s.Quantity))], nowMs, changes);
            }
        }
    }

    /// <summary>What is not said again is over, but for a standstill, whose end is said.</summary>
    internal static void Tick(CommunityState state, IReadOnlyList<Alert> due, FoldChanges changes)
    {
        foreach (var alert in due)
        {
            if (FadesAtMs(state.Alerts.Index, alert) <= state.NowMs && state.Alerts.Holds(alert))
                AlertFold.End(state, alert.Rule, alert.Subject, state.NowMs, changes);
        }

        // Of what is only tried out it is not known when it was said last.
        var shadows = state.Alerts.Shadows.Latest;
        for (var i = 0; i < shadows.Count; i++)
        {
            if (shadows[i].EndedAtMs == 0 && state.NowMs - shadows[i].RaisedAtMs > OfficeBudget.OpenMs && IsFading(state.Alerts.Index, shadows[i].Rule))
                AlertFold.End(state, shadows[i].Rule, shadows[i].Subject, state.NowMs, changes);
        }
    }

    /// <summary>A home whose devices do not fit together: one alert of the home, whatever sticks out. People who are away are no surprise.</summary>
    private static void ApplyKits(CommunityState state, AlertRule asWritten, LoggedDetection[] said, long nowMs, FoldChanges changes)
    {
        foreach (var home in said.Where(s => s.Channel == (byte)DetectorChannel.Kit && s.Strength >= state.Detections.Strength && !state.Alerts.Settings.IsAway(s.Device)))
        {
            if (state.Alerts.Settings.RuleFor(state, asWritten, "", home.Device) is { Rule: { } rule } effective)
                AlertFold.Raise(state, new AlertFold.Cause(rule, home.Device, "", home.Device, "", "", new AlertReason(home.Quantity, home.Score, home.Score / home.Strength, home.AtMs), effective.Setting), nowMs, changes);
        }
    }

    /// <summary>When an alert is over if it is not said again.</summary>
    internal static long FadesAtMs(RuleIndex rules, Alert alert) =>
        alert is { IsHolding: true, Stage: not AlertStage.Closed } && IsFading(rules, alert.Rule) ? alert.LastAtMs + OfficeBudget.OpenMs + 1 : long.MaxValue;

    private static bool IsFading(RuleIndex rules, string rule) => Array.Exists(rules.Fading, r => r.Id == rule);

    /// <summary>Of what is said of one device at one moment the strongest is the reason: one cause, one alert.</summary>
    private static void Apply(CommunityState state, EffectiveRule effective, DeviceTwin twin, LoggedDetection[] said, long nowMs, FoldChanges changes)
    {
        var (rule, subject) = (effective.Rule!, $"device:{twin.Device}");
        if (said.Any(IsOver))
            AlertFold.End(state, rule.Id, subject, nowMs, changes);
        var least = Math.Max(state.Detections.Strength, ((AnomalyCondition)rule.Condition).Strength);
        if (said.Where(s => !IsOver(s) && s.Strength >= least).MaxBy(static s => s.Strength) is not { } strongest || IsStillStuck(state, rule, subject, strongest))
            return;
        AlertFold.Raise(state, AlertFold.Cause.Of(state, effective, twin, ReasonOf(strongest)), nowMs, changes);
    }

    private static bool IsOver(LoggedDetection said) => said.Channel == (byte)DetectorChannel.Stuck && said.Score == 0;

    /// <summary>A standstill that grows is the one that was raised.</summary>
    private static bool IsStillStuck(CommunityState state, AlertRule rule, string subject, LoggedDetection said) =>
        said.Channel == (byte)DetectorChannel.Stuck && state.Alerts.Open.TryGetValue((rule.Id, subject), out var open) && open.IsHolding;

    /// <summary>The value beside the nearer end of what was expected; of a standstill how long it lasts beside how long would be plausible.</summary>
    private static AlertReason ReasonOf(LoggedDetection said)
    {
        if (said.Channel == (byte)DetectorChannel.Stuck)
        {
            var seconds = (said.AtMs - said.SinceMs) / MsPerSecond;
            return new AlertReason("", seconds, seconds / said.Strength, said.AtMs);
        }

        // A model's expectation is a number to be named; a past has a range.
        if (said.Channel == (byte)DetectorChannel.Expected)
            return new AlertReason(said.Quantity, said.Value, said.Expected ?? said.Value, said.AtMs);
        var isAbove = said.Value >= (said.Expected ?? (said.Low + said.High) / 2 ?? said.Value);
        return new AlertReason(said.Quantity, said.Value, (isAbove ? said.High : said.Low) ?? said.Expected ?? said.Value, said.AtMs);
    }
}
