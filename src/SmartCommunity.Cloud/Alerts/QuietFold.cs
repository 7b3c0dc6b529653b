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
        if (seen.State.Alerts.Memory.Of(seen.Measured.Rule.Id).Remove(home))
            AlertFold.End(seen.State, seen.Measured.Rule.Id, home, seen.NowMs, seen.Changes);
    }

    internal static void Tick(CommunityState state, FoldChanges changes)
    {
        if (state.NowMs / MinuteMs <= state.Alerts.QuietMinute || state.Alerts.Index.Quiet.Count == 0)
            return;
        state.Alerts.QuietMinute = state.NowMs / MinuteMs;
        var homes = state.Ticks.Homes ??= HomesOf(state);
        var rules = state.Alerts.Index;
        for (var i = 0; i < rules.Quiet.Count; i++)
        {
            foreach (var (home, devices) in homes)
                Judge(state, rules.Quiet[i], rules.QuietKeys[i], home, devices, changes);
        }
    }

    private static SortedDictionary<string, List<DeviceTwin>> HomesOf(CommunityState state)
    {
        var homes = new SortedDictionary<string, List<DeviceTwin>>(StringComparer.Ordinal);
        foreach (var twin in state.Devices.Values)
        {
            if (twin.Retired || state.Scoring.ShapeOf(state, twin.Device).Place is not { } place || !place.StartsWith(HomeKind, StringComparison.Ordinal))
                continue;
            if (!homes.TryGetValue(place, out var devices))
                homes[place] = devices = [];
            devices.Add(twin);
        }

        return homes;
    }

    private static void Judge(CommunityState state, AlertRule asWritten, string[] keys, string home, List<DeviceTwin> devices, FoldChanges changes)
    {
        var (effective, setting) = state.Alerts.Settings.RuleFor(state, asWritten, "", home);
        if (effective is not { } rule || state.Alerts.Settings.IsAway(home))
            return;
        var condition = (QuietCondition)rule.Condition;
        Span<long> signs = stackalloc long[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (LastSign(state, keys[i], devices, condition.Signals[i].Class) is not { } last)
                return; // A device that says nothing proves nothing.
            signs[i] = last;
        }

        var youngest = IndexOfYoungest(signs);
        if (signs[youngest] == 0)
            return; // The home has no device of a signal.
        var backMs = state.Alerts.Settings.BackSinceMs(home);
        var (signal, sinceMs) = (condition.Signals[youngest], Math.Max(signs[youngest], backMs));
        // The last sign was the door, and nobody moved since: whoever lives there went out. Otherwise somebody was seen after it, and the door says nothing.
        var hasLeft = signal.Kind == QuietKind.Change && signal.Class == Door;
        if (hasLeft ? state.NowMs - sinceMs < (long)signal.Night.TotalMilliseconds : !AreQuiet(condition, signs, backMs, state.NowMs))
            return;
        ref var memory = ref CollectionsMarshal.GetValueRefOrAddDefault(state.Alerts.Memory.Of(rule.Id), home, out var exists);
        if (exists && memory.IsRaised)
            return;
        memory.IsRaised = true;
        var reason = new AlertReason(signal.Quantity, (state.NowMs - sinceMs) / MsPerSecond, signal.Day.TotalSeconds, sinceMs);
        AlertFold.Raise(state, new AlertFold.Cause(rule, home, "", home, "", "", reason, setting), state.NowMs, changes);
    }

    /// <summary>The signal with the latest sign; the first of equals.</summary>
    private static int IndexOfYoungest(ReadOnlySpan<long> signs)
    {
        var youngest = 0;
        for (var i = 1; i < signs.Length; i++)
        {
            if (signs[i] > signs[youngest])
                youngest = i;
        }

        return youngest;
    }

    /// <summary>Every signal but the door has been quiet for too long; one that the home has nothing of does not count, and a home that has only a door is never judged by it.</summary>
    private static bool AreQuiet(QuietCondition condition, ReadOnlySpan<long> signs, long backMs, long nowMs)
    {
        var heard = 0;
        for (var i = 0; i < signs.Length; i++)
            heard += Counts(condition.Signals[i], signs[i]) ? 1 : 0;
        for (var i = 0; i < signs.Length; i++)
        {
            var signal = condition.Signals[i];
            var alone = heard == 1 ? signal.Alone : null;
            if (Counts(signal, signs[i]) && !IsTooLong(condition, alone ?? signal.Day, alone ?? signal.Night, Math.Max(signs[i], backMs), nowMs))
                return false;
        }

        return true;

        static bool Counts(QuietSignal signal, long sign) => signal.Class != Door && sign > 0;
    }

    /// <summary>The latest sign of a class's devices in a home; 0: it has none of them; null: one of them is not heard, so nobody knows.</summary>
    private static long? LastSign(CommunityState state, string key, List<DeviceTwin> devices, string deviceClass)
    {
        var last = 0L;
        foreach (var twin in devices)
        {
            if (twin.Class.Code != deviceClass)
                continue;
            if (twin.Presence != Presence.Online || !state.Alerts.Memory.Of(key).TryGetValue(twin.Device, out var memory))
                return null;
            last = Math.Max(last, memory.SinceMs);
        }

        return last;
    }

    private static bool IsTooLong(QuietCondition condition, TimeSpan day, TimeSpan night, long sinceMs, long nowMs)
    {
        if (nowMs - sinceMs >= (long)night.TotalMilliseconds)
            return true;
        var dayStartMs = ChinaTime.DayStartMs(nowMs);
        var (morningMs, eveningMs) = (dayStartMs + (condition.DayFrom * MinuteMs), dayStartMs + (condition.NightFrom * MinuteMs));
        return nowMs >= morningMs && nowMs < eveningMs && nowMs - Math.Max(sinceMs, morningMs) >= (long)day.TotalMilliseconds;
    }
}
