using SmartCommunity.Anomaly.Rules;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Conditions on how a register counts on. Pure; part of <see cref="AlertFold"/>. A register that counts from less has started again, and so does what is remembered of it.</summary>
internal static class UseFold
{
    /// <summary>Remembers in <see cref="ConditionMemory.Value"/> the register as last heard, in LastAtMs the step, in Count the steps known.</summary>
    internal static void See(in MeasuredFold.Seen seen, UseCondition condition)
    {
        ref var memory = ref seen.Remember(out var isNew);
        var step = seen.AtMs / ((long)condition.Within.TotalMilliseconds / UseCondition.Parts);
        if (!isNew && step < memory.LastAtMs)
            return; // Came late; the steps have gone on.
        if (isNew || seen.Value < memory.Value || step - memory.LastAtMs >= UseCondition.Parts)
        {
            var steps = memory.Steps ?? new double[UseCondition.Parts];
            steps[0] = seen.Value;
            memory = new ConditionMemory { Value = seen.Value, LastAtMs = step, Count = 1, Steps = steps, IsRaised = memory.IsRaised };
        }
        else if (step > memory.LastAtMs)
        {
            var by = (int)(step - memory.LastAtMs);
            Array.Copy(memory.Steps!, 0, memory.Steps!, by, UseCondition.Parts - by);
            Array.Fill(memory.Steps!, memory.Value, 0, by);
            (memory.LastAtMs, memory.Count) = (step, Math.Min(UseCondition.Parts, memory.Count + by));
        }

        memory.Value = seen.Value;
        var use = seen.Value - memory.Steps![memory.Count - 1];
        var was = memory.IsRaised;
        memory.IsRaised = condition.IsBeyond(use) && (condition.IsAbove || memory.Count == UseCondition.Parts);
        if (memory.IsRaised && !was)
            seen.Raise(new AlertReason(condition.Quantity, use, condition.Limit, seen.AtMs));
        else if (was && !memory.IsRaised)
            seen.End();
    }

    /// <summary>Remembers in Value the register at the beginning of the slot, in LastAtMs the slot, in Count the slots in a row before it that had a use.</summary>
    internal static void See(in MeasuredFold.Seen seen, SteadyUseCondition condition)
    {
        ref var memory = ref seen.Remember(out var isNew);
        var slot = seen.AtMs / (long)condition.Slot.TotalMilliseconds;
        if (!isNew && slot <= memory.LastAtMs && seen.Value >= memory.Value)
            return;
        var isNext = !isNew && slot == memory.LastAtMs + 1 && seen.Value >= memory.Value;
        var isUsed = isNext && seen.Value - memory.Value >= condition.Step;
        var was = memory.IsRaised;
        // Nobody knows of a slot that was not heard of: it ends nothing, and what comes after it is counted anew.
        memory = new ConditionMemory { Value = seen.Value, LastAtMs = slot, Count = isUsed ? memory.Count + 1 : 0, SinceMs = isUsed && memory.Count > 0 ? memory.SinceMs : seen.AtMs, IsRaised = was && (isUsed || !isNext) };
        if (was && !memory.IsRaised)
        {
            seen.End();
        }
        else if (!was && memory.Count * condition.Slot >= condition.For)
        {
            memory.IsRaised = true;
            seen.Raise(new AlertReason(condition.Quantity, (memory.Count * condition.Slot).TotalSeconds, condition.For.TotalSeconds, seen.AtMs));
        }
    }
}
