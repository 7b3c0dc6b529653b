using System.Runtime.InteropServices;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Homes in which nothing happens. Pure; part of <see cref="AlertFold"/>. Looked at once a minute.</summary>
internal static class QuietFold
{
    private const long MinuteMs = 60_000;
    private const double MsPerSecond = 1_000;
    private const string HomeKind = "unit:";
    private const string Door = "doorContact";

    /// <summary>A device of a signal spoke: remembers when there was last a sign of life, and ends an alert of its home.</summary>
    internal static void See(in MeasuredFold.Seen seen, QuietSignal signal)
    {
        ref var memory = ref seen.Remember(out var isNew);
        if (isNew)
        {
            memory = new ConditionMemory { SinceMs = seen.AtMs, Value = seen.Value };
            return;
        }

        var isSign = signal.Kind switch
        {
            QuietKind.True => seen.Value > 0,
            QuietKind.Change => seen.Value != memory.Value,
            // A register that counts from less has started again: whatever it was, it is no sign.
            _ => seen.Value - memory.Value >= signal.Step,
        };
        if (isSign || seen.Value < memory.Value)
            memory.Value = seen.Value;
        if (!isSign)
            return;
        memory.SinceMs = Math.Max(memory.SinceMs, seen.AtMs);
        if (seen.State.Scoring.ShapeOf(seen.State, seen.Twin.Device).Place is not { } home)
            return;
        SettingsFold.SeeLife(seen.State, home, seen.Twin.Device, seen.AtMs, seen.NowMs, seen.Changes);
        if (seen.State.Alerts.Memory.Remove((seen.Measured.Rule.Id, home)))
            AlertFold.End(seen.State, seen.Measured.Rule.Id, home, seen.NowMs, seen.Changes);
    }

    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        if (state.NowMs / MinuteMs <= state.Alerts.QuietMinute || state.Alerts.Index.Quiet.Count == 0)
            return;
        state.Alerts.QuietMinute = state.NowMs / MinuteMs;
        var homes = new SortedDictionary<string, List<DeviceTwin>>(StringComparer.Ordinal);
        foreach (var twin in state.Devices.Values)
        {
            if (twin.Retired || state.Scoring.ShapeOf(state, twin.Device).Place is not { } place || !place.StartsWith(HomeKind, StringComparison.Ordinal))
                continue;
            if (!homes.TryGetValue(place, out var devices))
                homes[place] = devices = [];
            devices.Add(twin);
        }

        foreach (var rule in state.Alerts.Index.Quiet)
        {
            foreach (var (home, devices) in homes)
                Judge(state, rule, home, devices, changes);
        }
    }

    private static void Judge(CommunityState state, AlertRule asWritten, string home, List<DeviceTwin> devices, FoldChanges changes)
    {
        var (effective, setting) = state.Alerts.Settings.RuleFor(state, asWritten, "", home);
        if (effective is not { } rule || state.Alerts.Settings.IsAway(home))
            return;
        var condition = (QuietCondition)rule.Condition;
        var backMs = state.Alerts.Settings.BackSinceMs(home);
        if (Youngest(state, rule, condition, devices, backMs) is not { } found)
            return;
        // The last sign was the door, and nobody moved since: whoever lives there went out. Otherwise somebody was seen after it, and the door says nothing.
        var hasLeft = found.Signal.Kind == QuietKind.Change && found.Signal.Class == Door;
        if (hasLeft ? state.NowMs - found.SinceMs < (long)found.Signal.Night.TotalMilliseconds : !AreQuiet(state, rule, condition, devices, backMs))
            return;
        ref var memory = ref CollectionsMarshal.GetValueRefOrAddDefault(state.Alerts.Memory, (rule.Id, home), out var exists);
        if (exists && memory.IsRaised)
            return;
        memory.IsRaised = true;
        var reason = new AlertReason(found.Signal.Quantity, (state.NowMs - found.SinceMs) / MsPerSecond, found.Signal.Day.TotalSeconds, found.SinceMs);
        AlertFold.Raise(state, new AlertFold.Cause(rule, home, "", home, "", "", reason, setting), state.NowMs, changes);
    }

    /// <summary>The latest of all signs; null: the home has no device of a signal, or one of them is not heard, so nobody knows.</summary>
    private static (QuietSignal Signal, long SinceMs)? Youngest(CommunityState state, AlertRule rule, QuietCondition condition, List<DeviceTwin> devices, long backMs)
    {
        (QuietSignal Signal, long SinceMs)? youngest = null;
        for (var i = 0; i < condition.Signals.Count; i++)
        {
            if (LastSign(state, RuleIndex.SignalKey(rule, i), devices, condition.Signals[i].Class) is not { } last)
                return null; // A device that says nothing proves nothing.
            if (last > 0 && (youngest is null || last > youngest.Value.SinceMs))
                youngest = (condition.Signals[i], last);
        }

        return youngest is { } found ? (found.Signal, Math.Max(found.SinceMs, backMs)) : null;
    }

    /// <summary>Every signal but the door has been quiet for too long; one that the home has nothing of does not count, and a home that has only a door is never judged by it.</summary>
    private static bool AreQuiet(CommunityState state, AlertRule rule, QuietCondition condition, List<DeviceTwin> devices, long backMs)
    {
        var heard = Enumerable.Range(0, condition.Signals.Count).Where(i => condition.Signals[i].Class != Door)
            .Select(i => (Signal: condition.Signals[i], Last: LastSign(state, RuleIndex.SignalKey(rule, i), devices, condition.Signals[i].Class) ?? 0)).Where(static s => s.Last > 0).ToList();
        return heard.TrueForAll(s => IsTooLong(
            condition, heard.Count == 1 && s.Signal.Alone is { } alone ? s.Signal with { Day = alone, Night = alone } : s.Signal, Math.Max(s.Last, backMs), state.NowMs));
    }

    /// <summary>The latest sign of a class's devices in a home; 0: it has none of them; null: one of them is not heard, so nobody knows.</summary>
    private static long? LastSign(CommunityState state, string key, List<DeviceTwin> devices, string deviceClass)
    {
        var last = 0L;
        foreach (var twin in devices)
        {
            if (twin.Class.Code != deviceClass)
                continue;
            if (twin.Presence != Presence.Online || !state.Alerts.Memory.TryGetValue((key, twin.Device), out var memory))
                return null;
            last = Math.Max(last, memory.SinceMs);
        }

        return last;
    }

    private static bool IsTooLong(QuietCondition condition, QuietSignal signal, long sinceMs, long nowMs)
    {
        if (nowMs - sinceMs >= (long)signal.Night.TotalMilliseconds)
            return true;
        var dayStartMs = ChinaTime.DayStartMs(nowMs);
        var (morningMs, eveningMs) = (dayStartMs + (condition.DayFrom * MinuteMs), dayStartMs + (condition.NightFrom * MinuteMs));
        return nowMs >= morningMs && nowMs < eveningMs && nowMs - Math.Max(sinceMs, morningMs) >= (long)signal.Day.TotalMilliseconds;
    }
}
