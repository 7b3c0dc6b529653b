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

    /// <summary>Time passed. Who is back is looked for when somebody <paramref name="cameOrWent"/>.</summary>
    internal static void Tick(CommunityState state, bool cameOrWent, FoldChanges changes)
    {
        var (isOut, backAtMs) = OutageFold.Of(state);
        foreach (var rule in state.Alerts.Index.Silence)
            Devices(state, rule, cameOrWent ? state.Devices.Values : state.Ticks.Offline, isOut, backAtMs, changes);
        foreach (var rule in state.Alerts.Index.Gateways)
            Gateways(state, rule, changes);
    }

    private static void Devices(CommunityState state, AlertRule asWritten, IEnumerable<DeviceTwin> devices, bool isOut, long backAtMs, FoldChanges changes)
    {
        foreach (var twin in devices)
        {
            if (twin.Presence == Presence.Offline && !twin.Retired)
            {
                if (isOut || !Liveness.IsSilent(twin, state.NowMs) || !RuleIndex.Concerns(asWritten, twin.Class.Code) || state.Alerts.Settings.RuleFor(state, asWritten, twin.Device) is not { Rule: { } rule } effective)
                    continue;
                // In an outage no device is silent by itself, and after it each has its time anew.
                var (silentMs, allowed) = (state.NowMs - Math.Max(twin.LastReceivedAtMs, backAtMs), ((SilenceCondition)rule.Condition).For);
                if (silentMs < (long)allowed.TotalMilliseconds || !state.Alerts.Memory.Of(rule.Id).TryAdd(twin.Device, new ConditionMemory { IsRaised = true }))
                    continue;
                var reason = new AlertReason("", silentMs / MsPerSecond, allowed.TotalSeconds, twin.LastReceivedAtMs);
                AlertFold.Raise(state, AlertFold.Cause.Of(state, effective, twin, reason), state.NowMs, changes);
            }
            else if ((twin.Presence == Presence.Online || twin.Retired) && state.Alerts.Memory.Of(asWritten.Id).Remove(twin.Device))
            {
                AlertFold.End(state, asWritten.Id, $"device:{twin.Device}", state.NowMs, changes);
            }
        }
    }

    private static void Gateways(CommunityState state, AlertRule asWritten, FoldChanges changes)
    {
        var (effective, setting) = state.Alerts.Settings.RuleFor(state, asWritten, "");
        foreach (var (gateway, absence) in state.Gateways)
        {
            var subject = $"gateway:{gateway}";
            if (absence.AwaySinceMs == 0)
            {
                if (state.Alerts.Memory.Of(asWritten.Id).Remove(gateway))
                    AlertFold.End(state, asWritten.Id, subject, state.NowMs, changes);
                continue;
            }

            if (effective is not { } rule)
                continue; // It is off here.
            var (awayMs, allowed) = (state.NowMs - absence.AwaySinceMs, ((GatewayAwayCondition)rule.Condition).For);
            if (awayMs < (long)allowed.TotalMilliseconds || !state.Alerts.Memory.Of(rule.Id).TryAdd(gateway, new ConditionMemory { IsRaised = true }))
                continue;
            AlertFold.Raise(state, new AlertFold.Cause(rule, subject, "", "", "", "", new AlertReason("", awayMs / MsPerSecond, allowed.TotalSeconds, absence.AwaySinceMs), setting), state.NowMs, changes);
        }
    }
}
