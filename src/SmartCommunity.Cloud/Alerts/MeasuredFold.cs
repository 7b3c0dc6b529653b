using System.Runtime.InteropServices;
using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Alerts.Settings;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Conditions on what devices measure: limits, rates, values that stay, clocks, signs of life. Pure; part of <see cref="AlertFold"/>. Nothing is allocated while nothing changes.</summary>
internal static class MeasuredFold
{
    /// <summary>Later than this after it was measured, a value raises nothing any more: it is history that comes in after a cut.</summary>
    internal const long LateMs = 3_600_000;

    private const double MsPerHour = 3_600_000;

    /// <summary>A message was taken in: the twin's latest values are those of it where it was the latest.</summary>
    internal static void See(CommunityState state, DeviceTwin twin, long atMs, Quality quality, long nowMs, FoldChanges changes)
    {
        var rules = state.Alerts.Index.Measured(twin.Class);
        if (rules.Length == 0)
            return;
        foreach (var measured in rules)
        {
            var value = measured.Slot == MeasuredRule.NoSlot ? 0 : twin.Latest[measured.Slot].Value;
            See(new Seen(state, twin, measured, state.Alerts.Settings.RuleFor(state, measured.Rule, twin.Device), value, atMs, nowMs, changes), quality);
        }
    }

    private static void See(in Seen seen, Quality quality)
    {
        var isLate = seen.NowMs - seen.AtMs > LateMs;
        switch (seen.Effective.Rule?.Condition)
        {
            case null when seen.Measured.Signal is null:
                // It is off here; what a device brought along from where it was before is over.
                if (seen.Known() is { } known)
                    seen.Forget(known.IsRaised);
                break;
            case ClockCondition clock:
                Clock(seen, clock, (quality & Quality.ClockSuspect) != 0);
                break;
            case StillCondition still:
                if (!isLate && quality.Counts())
                    StillFold.See(seen, still);
                break;
            case PlausibleCondition plausible:
                if (!isLate && quality.Counts())
                    StillFold.See(seen, plausible);
                break;
            default:
                ref readonly var latest = ref seen.Twin.Latest[seen.Measured.Slot];
                if (!latest.IsSet || latest.AtMs != seen.AtMs || !latest.Quality.Counts())
                    break;
                if (seen.Measured.Signal is { } signal)
                    QuietFold.See(seen, signal);
                else if (!isLate)
                    Judge(seen);
                break;
        }
    }

    private static void Judge(in Seen seen)
    {
        switch (seen.Effective.Rule!.Condition)
        {
            case ThresholdCondition threshold:
                Threshold(seen, threshold);
                break;
            case RateCondition rate:
                Rate(seen, rate);
                break;
            case StuckCondition stuck:
                Stuck(seen, stuck);
                break;
            case StateCondition state:
                LastingFold.See(seen, state);
                break;
            case UseCondition use:
                UseFold.See(seen, use);
                break;
            case SteadyUseCondition use:
                UseFold.See(seen, use);
                break;
        }
    }

    private static void Threshold(in Seen seen, ThresholdCondition condition)
    {
        var counts = Counts(seen, condition);
        if (!counts || !condition.IsBeyond(seen.Value))
        {
            if (seen.Known() is { } known && (!counts || !known.IsRaised || condition.IsBack(seen.Value)))
                seen.Forget(known.IsRaised);
            return;
        }

        ref var memory = ref seen.Remember(out var isNew);
        memory.SinceMs = isNew ? seen.AtMs : memory.SinceMs;
        memory.Count++;
        if (memory.IsRaised || memory.Count < condition.Readings || seen.AtMs - memory.SinceMs < (long)condition.For.TotalMilliseconds)
            return;
        memory.IsRaised = true;
        seen.Raise(new AlertReason(condition.Quantity, seen.Value, condition.Limit, seen.AtMs));
    }

    /// <summary>The time of day and what must be so besides: values of another message count while they are the latest.</summary>
    private static bool Counts(in Seen seen, ThresholdCondition condition)
    {
        if (!LastingFold.IsWithin(condition.Within, seen.AtMs))
            return false;
        if (condition.While is not { } besides)
            return true;
        var slot = seen.Measured.Besides[0];
        return slot >= 0 && seen.Twin.Latest[slot] is { IsSet: true } latest && latest.Quality.Counts() && besides.Holds(latest.Value);
    }

    private static void Rate(in Seen seen, RateCondition condition)
    {
        ref var memory = ref seen.Remember(out var isNew);
        var hours = (seen.AtMs - memory.LastAtMs) / MsPerHour;
        var perHour = isNew || hours <= 0 ? 0 : Math.Abs(seen.Value - memory.Value) / hours;
        (memory.Value, memory.LastAtMs) = (seen.Value, seen.AtMs);
        var was = memory.IsRaised;
        memory.IsRaised = perHour >= condition.PerHour;
        if (memory.IsRaised && !was)
            seen.Raise(new AlertReason(condition.Quantity, perHour, condition.PerHour, seen.AtMs));
        else if (was && !memory.IsRaised)
            seen.End();
    }

    private static void Stuck(in Seen seen, StuckCondition condition)
    {
        ref var memory = ref seen.Remember(out var isNew);
        if (isNew || memory.Value != seen.Value)
        {
            var was = memory.IsRaised;
            memory = new ConditionMemory { SinceMs = seen.AtMs, Value = seen.Value };
            if (was)
                seen.End();
            return;
        }

        if (memory.IsRaised || seen.AtMs - memory.SinceMs < (long)condition.For.TotalMilliseconds)
            return;
        memory.IsRaised = true;
        const double msPerSecond = 1_000;
        seen.Raise(new AlertReason(condition.Quantity, (seen.AtMs - memory.SinceMs) / msPerSecond, condition.For.TotalSeconds, seen.AtMs));
    }

    private static void Clock(in Seen seen, ClockCondition condition, bool isSuspect)
    {
        if (seen.InARow(isSuspect, condition.Readings, out var count))
            seen.Raise(new AlertReason("", count, condition.Readings, seen.AtMs));
    }

    /// <summary>A value of a device (the latest of the rule's quantity) beside one rule, and the rule as it is for this device.</summary>
    internal readonly record struct Seen(CommunityState State, DeviceTwin Twin, MeasuredRule Measured, EffectiveRule Effective, double Value, long AtMs, long NowMs, FoldChanges Changes)
    {
        /// <summary>Of <see cref="AlertsState.Waiting"/>.</summary>
        internal (string, string) Key => (Measured.Rule.Id, Twin.Device);

        internal ConditionMemory? Known() => Measured.Memory.Count > 0 && Measured.Memory.TryGetValue(Twin.Device, out var memory) ? memory : null;

        internal ref ConditionMemory Remember(out bool isNew)
        {
            ref var memory = ref CollectionsMarshal.GetValueRefOrAddDefault(Measured.Memory, Twin.Device, out var exists);
            isNew = !exists;
            return ref memory;
        }

        internal void Forget(bool wasRaised)
        {
            Measured.Memory.Remove(Twin.Device);
            if (wasRaised)
                End();
        }

        /// <summary>Counts messages in a row of which something is so; true when they are so many that an alert is to be raised. The first of which it is not ends it.</summary>
        internal bool InARow(bool isSo, int readings, out int count)
        {
            count = 0;
            if (!isSo)
            {
                if (Known() is { } known)
                    Forget(known.IsRaised);
                return false;
            }

            ref var memory = ref Remember(out _);
            count = ++memory.Count;
            if (memory.IsRaised || count < readings)
                return false;
            return memory.IsRaised = true;
        }

        internal void Raise(AlertReason reason) => AlertFold.Raise(State, AlertFold.Cause.Of(State, Effective, Twin, reason), NowMs, Changes);

        internal void End() => AlertFold.End(State, Measured.Rule.Id, $"device:{Twin.Device}", NowMs, Changes);
    }
}
