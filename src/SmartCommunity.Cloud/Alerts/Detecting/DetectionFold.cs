using MessagePack;
using SmartCommunity.Anomaly.Detectors;
using SmartCommunity.Anomaly.Evaluation;
using SmartCommunity.Anomaly.Rules;
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
        foreach (var said in body.Said)
        {
            if (state.Devices.TryGetValue(said.Device, out var twin) && !twin.Retired)
                Apply(state, twin, said, nowMs, changes);
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

    private static void Apply(CommunityState state, DeviceTwin twin, LoggedDetection said, long nowMs, FoldChanges changes)
    {
        var (channel, subject) = ((DetectorChannel)said.Channel, $"device:{twin.Device}");
        foreach (var rule in state.Alerts.Index.Anomalies)
        {
            if (!((AnomalyCondition)rule.Condition).Concerns(channel, said.Quantity) || !RuleIndex.Concerns(rule, twin.Class.Code))
                continue;
            if (channel == DetectorChannel.Stuck && said.Score == 0)
                AlertFold.End(state, rule.Id, subject, nowMs, changes);
            else if (said.Strength >= state.Detections.Strength && !IsStillStuck(state, rule, subject, channel))
                AlertFold.Raise(state, new AlertFold.Cause(rule, subject, twin.Device, state.Scoring.ShapeOf(state, twin.Device).Place ?? "", "", "", ReasonOf(channel, said)), nowMs, changes);
        }
    }

    private static bool IsStillStuck(CommunityState state, AlertRule rule, string subject, DetectorChannel channel) =>
        channel == DetectorChannel.Stuck && state.Alerts.Open.TryGetValue((rule.Id, subject), out var open) && open.IsHolding;

    /// <summary>The value beside the nearer end of what was expected; of a standstill how long it lasts beside how long would be plausible.</summary>
    private static AlertReason ReasonOf(DetectorChannel channel, LoggedDetection said)
    {
        if (channel == DetectorChannel.Stuck)
        {
            var seconds = (said.AtMs - said.SinceMs) / MsPerSecond;
            return new AlertReason("", seconds, seconds / said.Strength, said.AtMs);
        }

        var isAbove = said.Value >= (said.Expected ?? (said.Low + said.High) / 2 ?? said.Value);
        return new AlertReason(said.Quantity, said.Value, (isAbove ? said.High : said.Low) ?? said.Expected ?? said.Value, said.AtMs);
    }
}
