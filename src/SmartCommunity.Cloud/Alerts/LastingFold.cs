using System.Runtime.InteropServices;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Contracts.Uplink;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>States that last and events that come again: what the passing of time raises and ends. Pure; part of <see cref="AlertFold"/>. A tick looks only at what waits (<see cref="AlertsState.Waiting"/>).</summary>
internal static class LastingFold
{
    private const long MinuteMs = 60_000;
    private const double MsPerSecond = 1_000;

    /// <summary>A device told its state. With a part of the day, <see cref="ConditionMemory.SinceMs"/> 0 means: seen, and not in a state that counts.</summary>
    internal static void See(in MeasuredFold.Seen seen, StateCondition condition)
    {
        if (seen.Value != condition.Is)
        {
            Leave(seen, condition);
            return;
        }

        ref var memory = ref seen.Remember(out var isNew);
        if (isNew ? condition.Within is not null : memory.SinceMs > 0 || memory.Count == 0)
            return; // Never seen in another state; or it counts already.
        memory.Count = 0;
        if (!IsWithin(condition.Within, seen.AtMs))
            return;
        memory.SinceMs = seen.AtMs;
        if (condition.For > TimeSpan.Zero)
        {
            seen.State.Alerts.Waiting.Add(seen.Key);
            return;
        }

        memory.IsRaised = true;
        seen.Raise(new AlertReason(condition.Quantity, 0, 0, seen.AtMs));
    }

    private static void Leave(in MeasuredFold.Seen seen, StateCondition condition)
    {
        var known = seen.Known();
        if (known is { Count: 1 } || (known is null && condition.Within is null))
            return; // It was in another state before.
        if (known is not null)
        {
            seen.State.Alerts.Waiting.Remove(seen.Key);
            seen.Forget(known.Value.IsRaised);
        }

        if (condition.Within is not null)
            seen.Remember(out _).Count = 1; // The next change is one.
    }

    /// <summary>A device says that something happened.</summary>
    internal static void See(CommunityState state, DeviceTwin twin, DeviceEvent happened, long nowMs, FoldChanges changes)
    {
        if (nowMs - happened.AtMs > MeasuredFold.LateMs)
            return;
        foreach (var asWritten in state.Alerts.Index.Repeated)
        {
            if (!((RepeatedCondition)asWritten.Condition).Types.Contains(happened.Type) || !RuleIndex.Concerns(asWritten, twin.Class.Code)
                || state.Alerts.Settings.RuleFor(state, asWritten, twin.Device) is not { Rule: { } rule } effective)
                continue;
            var condition = (RepeatedCondition)rule.Condition;
            ref var memory = ref CollectionsMarshal.GetValueRefOrAddDefault(state.Alerts.Memory.Of(rule.Id), twin.Device, out var exists);
            if (!exists || (!memory.IsRaised && happened.AtMs - memory.LastAtMs > (long)condition.Gap.TotalMilliseconds))
                memory.SinceMs = happened.AtMs;
            memory.LastAtMs = Math.Max(memory.LastAtMs, happened.AtMs);
            state.Alerts.Waiting.Add((rule.Id, twin.Device));
            var lastedMs = memory.LastAtMs - memory.SinceMs;
            if (memory.IsRaised || lastedMs < (long)condition.For.TotalMilliseconds)
                continue;
            memory.IsRaised = true;
            var reason = new AlertReason("", lastedMs / MsPerSecond, condition.For.TotalSeconds, happened.AtMs);
            AlertFold.Raise(state, AlertFold.Cause.Of(state, effective, twin, reason, happened.Type), nowMs, changes);
        }
    }

    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        if (state.Alerts.Waiting.Count == 0)
            return;
        foreach (var key in state.Alerts.Waiting.ToArray())
        {
            if (state.Alerts.Index.Find(key.Rule) is not { } asWritten || !state.Devices.TryGetValue(key.Subject, out var twin)
                || state.Alerts.Settings.RuleFor(state, asWritten, twin.Device) is not { Rule: { } rule } effective)
                state.Alerts.Waiting.Remove(key);
            else if (rule.Condition is StateCondition lasting)
                Last(state, effective, lasting, twin, changes);
            else if (rule.Condition is RepeatedCondition repeated)
                Fade(state, rule, repeated, twin, changes);
        }
    }

    /// <summary>True when an instant lies in a part of the day; null: in any.</summary>
    internal static bool IsWithin(DayWindow? window, long atMs) => window?.Contains((int)((atMs - ChinaTime.DayStartMs(atMs)) / MinuteMs)) != false;

    /// <summary>Finds what waits in a state that was read back.</summary>
    internal static void Restore(AlertsState alerts)
    {
        var rules = alerts.Index; // Made before what is remembered is gone through: it makes room for its rules there.
        foreach (var (key, memory) in alerts.Memory.All)
        {
            var condition = rules.Find(key.Rule)?.Condition;
            if (condition is RepeatedCondition || (condition is StateCondition && memory is { SinceMs: > 0, IsRaised: false }))
                alerts.Waiting.Add(key);
        }
    }

    private static void Last(CommunityState state, EffectiveRule effective, StateCondition condition, DeviceTwin twin, FoldChanges changes)
    {
        var rule = effective.Rule!;
        ref var memory = ref CollectionsMarshal.GetValueRefOrNullRef(state.Alerts.Memory.Of(rule.Id), twin.Device);
        if (!IsWithin(condition.Within, state.NowMs))
        {
            // The night is over, and nobody was missed in it.
            memory.SinceMs = 0;
            state.Alerts.Waiting.Remove((rule.Id, twin.Device));
            return;
        }

        var lastedMs = state.NowMs - memory.SinceMs;
        if (lastedMs < (long)condition.For.TotalMilliseconds || twin.Retired || twin.Presence != Presence.Online)
            return;
        memory.IsRaised = true;
        state.Alerts.Waiting.Remove((rule.Id, twin.Device));
        var reason = new AlertReason(condition.Quantity, lastedMs / MsPerSecond, condition.For.TotalSeconds, memory.SinceMs);
        AlertFold.Raise(state, AlertFold.Cause.Of(state, effective, twin, reason), state.NowMs, changes);
    }

    private static void Fade(CommunityState state, AlertRule rule, RepeatedCondition condition, DeviceTwin twin, FoldChanges changes)
    {
        var key = (rule.Id, twin.Device);
        var memory = state.Alerts.Memory.Of(rule.Id)[twin.Device];
        // An event lies a moment before the log that brings it.
        if (state.NowMs - memory.LastAtMs <= (long)condition.Gap.TotalMilliseconds)
            return;
        state.Alerts.Memory.Of(rule.Id).Remove(twin.Device);
        state.Alerts.Waiting.Remove(key);
        if (memory.IsRaised)
            AlertFold.End(state, rule.Id, $"device:{twin.Device}", state.NowMs, changes);
    }
}
