using MessagePack;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;

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
            foreach (var device in devices)
            {
                if (state.Devices.TryGetValue(device.Key, out var twin) && !twin.Retired && RuleIndex.Concerns(rule, twin.Class.Code)
                    && state.Alerts.Settings.RuleFor(state, rule, twin.Device) is { Rule: not null } effective)
                    Apply(state, effective, twin, [.. device.Where(s => ((AnomalyCondition)rule.Condition).Concerns((DetectorChannel)s.Channel, s.Quantity))], nowMs, changes);
            }
        }
    }

    /// <summary>What is not said again is over, but for a standstill, whose end is said.</summary>
    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        foreach (var rule in state.Alerts.Index.Anomalies)
        {
            if (((AnomalyCondition)rule.Condition).Channels.Contains(DetectorChannel.Stuck))
                continue;
            foreach (var alert in state.Alerts.Open.Values.Where(a => a.Rule == rule.Id && a.IsHolding && state.NowMs - a.LastAtMs > OfficeBudget.OpenMs).ToArray())
                AlertFold.End(state, alert.Rule, alert.Subject, state.NowMs, changes);
        }
    }

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

        var isAbove = said.Value >= (said.Expected ?? (said.Low + said.High) / 2 ?? said.Value);
        return new AlertReason(said.Quantity, said.Value, (isAbove ? said.High : said.Low) ?? said.Expected ?? said.Value, said.AtMs);
    }
}
