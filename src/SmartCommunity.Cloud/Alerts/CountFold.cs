using System.Runtime.InteropServices;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Things of a device that happen too often. Pure; part of <see cref="AlertFold"/>. Nothing is allocated while nothing is raised, but for the first count of a device.</summary>
internal static class CountFold
{
    /// <summary>A message came. What was measured longer ago than the stretch was kept while there was no line, and comes all at once: that is no flood.</summary>
    internal static void SeeMessage(CommunityState state, DeviceTwin twin, long atMs, long receivedAtMs, long nowMs, FoldChanges changes)
    {
        var sinceMs = receivedAtMs - twin.LastReceivedAtMs;
        foreach (var count in state.Alerts.Index.MessageCounts)
        {
            if (receivedAtMs - atMs < count.WithinMs && (sinceMs < count.ApartMs || (count.Memory.Count > 0 && count.Memory.ContainsKey(twin.Device))))
                See(state, twin, count.Rule, count.Condition, receivedAtMs, nowMs, changes);
        }
    }

    /// <summary>It happened once more.</summary>
    internal static void See(CommunityState state, DeviceTwin twin, CountedKind kind, long receivedAtMs, long nowMs, FoldChanges changes)
    {
        foreach (var rule in state.Alerts.Index.Counts)
        {
            var condition = (CountCondition)rule.Condition;
            if (condition.Of == kind)
                See(state, twin, rule, condition, receivedAtMs, nowMs, changes);
        }
    }

    /// <summary>A stretch that is over without too many ends what was raised, and is forgotten.</summary>
    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        if (state.Alerts.Counting.Count == 0)
            return;
        foreach (var rule in state.Alerts.Index.Counts)
        {
            var condition = (CountCondition)rule.Condition;
            foreach (var key in state.Alerts.Counting.Where(k => k.Rule == rule.Id).ToArray())
            {
                var isKnown = state.Alerts.Memory.Of(key.Rule).TryGetValue(key.Subject, out var memory);
                if (isKnown && !IsOver(memory, condition, state.NowMs))
                    continue;
                state.Alerts.Counting.Remove(key);
                if (isKnown && state.Alerts.Memory.Of(key.Rule).Remove(key.Subject) && memory.IsRaised)
                    AlertFold.End(state, rule.Id, $"device:{key.Subject}", state.NowMs, changes);
            }
        }
    }

    /// <summary>Finds what is counted in a state that was read back.</summary>
    internal static void Restore(AlertsState alerts) =>
        alerts.Counting.UnionWith(alerts.Memory.Keys.Where(k => alerts.Index.Find(k.Rule)?.Condition is CountCondition));

    /// <summary>Its stretch is over and was not too busy, or another as long has passed without anything.</summary>
    private static bool IsOver(in ConditionMemory memory, CountCondition condition, long nowMs)
    {
        var (ageMs, withinMs) = (nowMs - memory.SinceMs, (long)condition.Within.TotalMilliseconds);
        return ageMs >= 2 * withinMs || (ageMs >= withinMs && memory.Count < condition.Times);
    }

    private static void See(CommunityState state, DeviceTwin twin, AlertRule rule, CountCondition condition, long receivedAtMs, long nowMs, FoldChanges changes)
    {
        // What was kept over a cut and comes late says how it was then.
        if (nowMs - receivedAtMs > MeasuredFold.LateMs || !RuleIndex.Concerns(rule, twin.Class.Code) || state.Alerts.Settings.RuleFor(state, rule, twin.Device) is not { Rule: not null } effective)
            return;
        ref var memory = ref CollectionsMarshal.GetValueRefOrAddDefault(state.Alerts.Memory.Of(rule.Id), twin.Device, out var exists);
        if (!exists)
            state.Alerts.Counting.Add((rule.Id, twin.Device));
        if (!exists || receivedAtMs - memory.SinceMs >= (long)condition.Within.TotalMilliseconds)
            (memory.SinceMs, memory.Count) = (receivedAtMs, 0);
        memory.Count++;
        if (memory.Count < condition.Times || memory.IsRaised)
            return;
        memory.IsRaised = true;
        var reason = new AlertReason(WireName.Of(condition.Of), memory.Count, condition.Times, receivedAtMs);
        AlertFold.Raise(state, AlertFold.Cause.Of(state, effective, twin, reason), nowMs, changes);
    }
}
