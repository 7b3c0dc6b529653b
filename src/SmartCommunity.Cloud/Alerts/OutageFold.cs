using System.Runtime.InteropServices;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Much of a community lost at once. Pure; part of <see cref="AlertFold"/>. A storm of silent devices is one alert about what they have in common.</summary>
internal static class OutageFold
{
    private const int HalfParts = 2;

    /// <summary>Whether the place is out now, and when it last came back; 0: never was.</summary>
    internal static (bool IsOut, long BackAtMs) Of(CommunityState state)
    {
        var (isOut, backAtMs) = (false, 0L);
        foreach (var rule in state.Alerts.Index.Outages)
        {
            if (!state.Alerts.Memory.Of(rule.Id).TryGetValue(state.Community, out var memory))
                continue;
            isOut |= memory.IsRaised;
            backAtMs = Math.Max(backAtMs, memory.LastAtMs);
        }

        return (isOut, backAtMs);
    }

    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        if (state.Alerts.Index.Outages.Length == 0)
            return;
        var lost = 0;
        foreach (var twin in state.Ticks.Offline)
            lost += Liveness.IsSilent(twin, state.NowMs) ? 1 : 0;
        foreach (var rule in state.Alerts.Index.Outages)
        {
            if (state.Alerts.Settings.RuleFor(state, rule, "").Rule is not null)
                Judge(state, rule, (OutageCondition)rule.Condition, state.Ticks.Known, lost, changes);
        }
    }

    private static void Judge(CommunityState state, AlertRule rule, OutageCondition condition, int heard, int lost, FoldChanges changes)
    {
        var memories = state.Alerts.Memory.Of(rule.Id);
        var isBeyond = lost >= condition.Least && lost >= condition.Share * heard;
        if (!memories.TryGetValue(state.Community, out var known) && !isBeyond)
            return;
        ref var memory = ref CollectionsMarshal.GetValueRefOrAddDefault(memories, state.Community, out _);
        var subject = $"community:{state.Community}";
        if (isBeyond && !known.IsRaised)
        {
            (memory.IsRaised, memory.SinceMs) = (true, state.NowMs);
            AlertFold.Raise(state, new AlertFold.Cause(rule, subject, "", "", "", "", new AlertReason("devices", lost, Math.Max(condition.Least, Math.Ceiling(condition.Share * heard)), state.NowMs)), state.NowMs, changes);
        }
        else if (known.IsRaised && lost < condition.Share * heard / HalfParts)
        {
            (memory.IsRaised, memory.LastAtMs) = (false, state.NowMs);
            AlertFold.End(state, rule.Id, subject, state.NowMs, changes);
        }
    }
}
