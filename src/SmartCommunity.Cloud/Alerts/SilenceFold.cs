using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>
/// Devices and gateways that are not heard. Pure; part of <see cref="AlertFold"/>. A device behind a gateway that is away is not silent (<see cref="Liveness"/>): a cut line is one alert, however many
/// devices are behind it.
/// </summary>
internal static class SilenceFold
{
    private const double MsPerSecond = 1_000;

    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        var (isOut, backAtMs) = OutageFold.Of(state);
        foreach (var rule in state.Alerts.Index.Silence)
            Devices(state, rule, ((SilenceCondition)rule.Condition).For, isOut, backAtMs, changes);
        foreach (var rule in state.Alerts.Index.Gateways)
            Gateways(state, rule, ((GatewayAwayCondition)rule.Condition).For, changes);
    }

    private static void Devices(CommunityState state, AlertRule rule, TimeSpan allowed, bool isOut, long backAtMs, FoldChanges changes)
    {
        foreach (var twin in state.Devices.Values)
        {
            if (twin.Presence == Presence.Offline && !twin.Retired)
            {
                // In an outage no device is silent by itself, and after it each has its time anew.
                var silentMs = state.NowMs - Math.Max(twin.LastReceivedAtMs, backAtMs);
                if (isOut || !Liveness.IsSilent(twin, state.NowMs) || silentMs < (long)allowed.TotalMilliseconds || !RuleIndex.Concerns(rule, twin.Class.Code) || !state.Alerts.Memory.TryAdd((rule.Id, twin.Device), new ConditionMemory { IsRaised = true }))
                    continue;
                var place = state.Scoring.ShapeOf(state, twin.Device).Place ?? "";
                var reason = new AlertReason("", silentMs / MsPerSecond, allowed.TotalSeconds, twin.LastReceivedAtMs);
                AlertFold.Raise(state, new AlertFold.Cause(rule, $"device:{twin.Device}", twin.Device, place, "", "", reason), state.NowMs, changes);
            }
            else if ((twin.Presence == Presence.Online || twin.Retired) && state.Alerts.Memory.Remove((rule.Id, twin.Device)))
            {
                AlertFold.End(state, rule.Id, $"device:{twin.Device}", state.NowMs, changes);
            }
        }
    }

    private static void Gateways(CommunityState state, AlertRule rule, TimeSpan allowed, FoldChanges changes)
    {
        foreach (var (gateway, absence) in state.Gateways)
        {
            var subject = $"gateway:{gateway}";
            if (absence.AwaySinceMs == 0)
            {
                if (state.Alerts.Memory.Remove((rule.Id, gateway)))
                    AlertFold.End(state, rule.Id, subject, state.NowMs, changes);
                continue;
            }

            var awayMs = state.NowMs - absence.AwaySinceMs;
            if (awayMs < (long)allowed.TotalMilliseconds || !state.Alerts.Memory.TryAdd((rule.Id, gateway), new ConditionMemory { IsRaised = true }))
                continue;
            AlertFold.Raise(state, new AlertFold.Cause(rule, subject, "", "", "", "", new AlertReason("", awayMs / MsPerSecond, allowed.TotalSeconds, absence.AwaySinceMs)), state.NowMs, changes);
        }
    }
}
