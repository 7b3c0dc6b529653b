using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Alerts.Settings;

/// <summary>What an override that begins or ceases to act changes at once. Pure; part of <see cref="AlertFold"/>.</summary>
internal static class OverrideFold
{
    /// <summary>What was found under the numbers of before is forgotten and its alert ends, unless it holds under those of now as well.</summary>
    internal static void Rejudge(CommunityState state, LoggedAlertSetting said, long nowMs, FoldChanges changes)
    {
        if (state.Alerts.Rules?.Find(said.Rules[0]) is not { } rule)
            return;
        if (rule.Condition is AnomalyCondition)
            EndWhereOff(state, rule, nowMs, changes);
        foreach (var (remembered, memory) in state.Alerts.Memory.Of(rule.Id).OrderBy(static m => m.Key, StringComparer.Ordinal).ToArray())
        {
            var (device, place, subject) = Where(rule, remembered);
            if (!PlaceChain.Of(state, device, place ?? (device.Length > 0 ? state.Scoring.ShapeOf(state, device).Place ?? "" : "")).Contains(said.Targets[0], StringComparer.Ordinal))
                continue;
            var now = state.Alerts.Settings.RuleFor(state, rule, device, place).Rule;
            if (now is not null && memory.IsRaised && Holds(state, now, remembered))
                continue;
            state.Alerts.Memory.Of(rule.Id).Remove(remembered);
            if (memory.IsRaised)
                AlertFold.End(state, rule.Id, subject, nowMs, changes);
        }
    }

    /// <summary>What detectors raised is remembered by nobody but the alert.</summary>
    private static void EndWhereOff(CommunityState state, AlertRule rule, long nowMs, FoldChanges changes)
    {
        foreach (var alert in state.Alerts.Open.Values.Where(a => a.Rule == rule.Id && state.Alerts.Settings.RuleFor(state, rule, a.Device).Rule is null).ToArray())
            AlertFold.End(state, rule.Id, alert.Subject, nowMs, changes);
    }

    /// <summary>Device, place and alert's subject of what a rule remembers.</summary>
    private static (string Device, string? Place, string Subject) Where(AlertRule rule, string remembered) => rule.Condition switch
    {
        QuietCondition => ("", remembered, remembered),
        GatewayAwayCondition => ("", "", $"gateway:{remembered}"),
        OutageCondition => ("", "", $"community:{remembered}"),
        _ => (remembered, null, $"device:{remembered}"),
    };

    /// <summary>True when what is known now would not end the alert. What takes a series of values to tell is told anew.</summary>
    private static bool Holds(CommunityState state, AlertRule rule, string remembered) => rule.Condition switch
    {
        ThresholdCondition threshold => state.Devices.TryGetValue(remembered, out var twin) && ValueOf(twin, threshold.Quantity) is { } value && !threshold.IsBack(value),
        SilenceCondition silence => state.Devices.TryGetValue(remembered, out var twin) && state.NowMs - twin.LastReceivedAtMs >= (long)silence.For.TotalMilliseconds,
        GatewayAwayCondition away => state.Gateways.TryGetValue(remembered, out var absence) && absence.AwaySinceMs > 0 && state.NowMs - absence.AwaySinceMs >= (long)away.For.TotalMilliseconds,
        _ => false,
    };

    private static double? ValueOf(DeviceTwin twin, string quantity) =>
        CommunityFold.SlotOf(twin.Class, quantity) is >= 0 and var slot && twin.Latest[slot] is { IsSet: true } latest ? latest.Value : null;
}
