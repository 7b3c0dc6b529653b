using SmartCommunity.Anomaly.Rules;
using SmartCommunity.Cloud.Twins;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Cloud.Alerts;

/// <summary>Devices of which nothing moves at all, or that tell what cannot be. Pure; part of <see cref="AlertFold"/>. Nothing is allocated while nothing changes.</summary>
internal static class StillFold
{
    /// <summary>Of what is measured: codes, yes and no, registers and batteries stand still for good reasons.</summary>
    private const string Battery = "battery";

    private const double MsPerSecond = 1_000;

    private const long Prime = 1_000_003;

    /// <summary>Bits of a double's mantissa: a digest of so many is kept as a number, exactly.</summary>
    private const int DigestBits = 52;

    /// <summary>A message was taken in.</summary>
    internal static void See(in MeasuredFold.Seen seen, StillCondition condition)
    {
        if (Digest(seen.Twin, seen.Measured.Besides, seen.AtMs) is not { } digest)
            return;
        ref var memory = ref seen.Remember(out var isNew);
        if (isNew || memory.Value != digest)
        {
            var was = memory.IsRaised;
            memory = new ConditionMemory { SinceMs = seen.AtMs, Value = digest, Count = 1 };
            if (was)
                seen.End();
            return;
        }

        memory.Count++;
        if (memory.IsRaised || memory.Count < condition.Readings || seen.AtMs - memory.SinceMs < (long)condition.For.TotalMilliseconds)
            return;
        memory.IsRaised = true;
        seen.Raise(new AlertReason("", (seen.AtMs - memory.SinceMs) / MsPerSecond, condition.For.TotalSeconds, seen.AtMs));
    }

    /// <summary>A message was taken in: is anything in it that cannot be?</summary>
    internal static void See(in MeasuredFold.Seen seen, PlausibleCondition condition)
    {
        var (hasAny, wrong) = Outside(seen, condition);
        if (condition.Jump is { } jump && jump.Class == seen.Twin.Class.Code)
            SeeJump(seen, jump, condition.Readings, hasAny, wrong);
        else if (hasAny && seen.InARow(wrong is not null, condition.Readings, out _))
            seen.Raise(wrong!.Value);
    }

    /// <summary>The last value that was believed, and when it was measured, stay in memory while nothing is wrong too.</summary>
    private static void SeeJump(in MeasuredFold.Seen seen, PlausibleJump jump, int readings, bool hasAny, AlertReason? outside)
    {
        ref var memory = ref seen.Remember(out var isNew);
        var slot = seen.Measured.Besides[^1];
        var wrong = outside;
        if (slot >= 0 && seen.Twin.Latest[slot] is { IsSet: true } latest && latest.AtMs == seen.AtMs)
        {
            hasAny = true;
            var ageMs = seen.AtMs - memory.LastAtMs;
            if (!isNew && Math.Abs(latest.Value - memory.Value) >= jump.By && (memory.Count > 0 ? ageMs < ChinaTime.DayMs : ageMs <= (long)jump.Within.TotalMilliseconds))
                wrong ??= new AlertReason(jump.Quantity, latest.Value, memory.Value + (latest.Value > memory.Value ? jump.By : -jump.By), seen.AtMs);
            else
                (memory.Value, memory.LastAtMs) = (latest.Value, seen.AtMs);
        }

        if (!hasAny)
            return;
        var was = memory.IsRaised;
        memory.Count = wrong is null ? 0 : memory.Count + 1;
        memory.IsRaised = wrong is not null && (was || memory.Count >= readings);
        if (memory.IsRaised && !was)
            seen.Raise(wrong!.Value);
        else if (was && !memory.IsRaised)
            seen.End();
    }

    private static (bool HasAny, AlertReason? Outside) Outside(in MeasuredFold.Seen seen, PlausibleCondition condition)
    {
        var hasAny = false;
        for (var i = 0; i < condition.Ranges.Count; i++)
        {
            var range = condition.Ranges[i];
            var slot = seen.Measured.Besides[i];
            if (slot < 0 || !seen.Twin.Latest[slot].IsSet || seen.Twin.Latest[slot].AtMs != seen.AtMs)
                continue;
            hasAny = true;
            var value = seen.Twin.Latest[slot].Value;
            if (value < range.From || value > range.To)
                return (true, new AlertReason(range.Quantity, value, value < range.From ? range.From : range.To, seen.AtMs));
        }

        return (hasAny, null);
    }

    /// <summary>False: it stands still for good reasons.</summary>
    internal static bool Moves(Quantity quantity) => quantity is { Kind: QuantityKind.Number, IsRegister: false, Name: not Battery };

    /// <summary>What the message measured, as one number; null: it measured nothing that could move, or all of it is zero, as of a thing that is off.</summary>
    private static double? Digest(DeviceTwin twin, int[] moving, long atMs)
    {
        var (digest, hasAny) = (0L, false);
        foreach (var slot in moving)
        {
            ref readonly var latest = ref twin.Latest[slot];
            if (!latest.IsSet || latest.AtMs != atMs || latest.From is not null)
                continue;
            hasAny |= latest.Value != 0;
            digest = unchecked((digest * Prime) + (slot + 1) + BitConverter.DoubleToInt64Bits(latest.Value));
        }

        return hasAny ? (ulong)digest >> (64 - DigestBits) : null;
    }
}
