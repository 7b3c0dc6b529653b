using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Simulators;

/// <summary>Holds quantities at values while it lasts, reports at once at its beginning and its end, and may raise an event at its beginning.</summary>
internal sealed class HoldEffect(FaultPlay play, string? eventType, params (string Quantity, double Value)[] held) : FaultEffect(play)
{
    /// <summary>Share of the value a held number wobbles by: a measured value that never moves is another fault.</summary>
    private const double WobbleShare = 0.02;

    /// <summary>The event follows its report by this, so that their order is defined.</summary>
    private const long EventAfterMs = 50;

    internal override void Shape(Draft report)
    {
        if (report.Incident is not null)
            return;
        foreach (var (name, value) in held)
        {
            if (Of(name) is not { } quantity)
                continue;
            var wobble = IsAnalog(quantity) ? 1 + (WobbleShare * Play.Dice.Fork(name).Bell(report.DueMs)) : 1;
            report.Values.Set(quantity, value * wobble);
        }
    }

    internal override long NextExtraMs(long afterMs) =>
        afterMs < Play.FromMs ? Play.FromMs
        : eventType is not null && afterMs < Play.FromMs + EventAfterMs ? Play.FromMs + EventAfterMs
        : afterMs < Play.ToMs ? Play.ToMs
        : Behaviour.Never;

    internal override Extra ExtraAt(long atMs) => atMs == Play.FromMs + EventAfterMs && eventType is not null ? new Extra(ExtraKind.Event, eventType) : new Extra(ExtraKind.Report);
}

/// <summary>Quantities rise or fall from what they were to a level within the first part of the fault, then stay there.</summary>
internal sealed class RampEffect(FaultPlay play, string quantity, double level, double rampShare) : FaultEffect(play)
{
    internal override void Shape(Draft report)
    {
        if (report.Incident is not null || Of(quantity) is not { } known || report.Values.Find(quantity) is not { } value)
            return;
        var part = Math.Min(1, Play.Part(report.DueMs) / rampShare);
        report.Values.Set(known, value + ((level - value) * part));
    }

    /// <summary>Says at the top of the ramp, and at the end, where it stands.</summary>
    internal override long NextExtraMs(long afterMs)
    {
        var topMs = Play.FromMs + (long)((Play.ToMs - Play.FromMs) * rampShare);
        return afterMs < topMs ? topMs : afterMs < Play.ToMs ? Play.ToMs : Behaviour.Never;
    }

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Report);
}

/// <summary>Every analog quantity repeats what it was at the beginning.</summary>
internal sealed class StuckEffect(FaultPlay play) : FaultEffect(play)
{
    private readonly List<(Quantity Quantity, double Value)> _held = [];

    internal override void Meet(Action<long, ValueSet> probe)
    {
        var values = new ValueSet();
        probe(Play.FromMs, values);
        _held.AddRange(values.Values.Where(v => IsAnalog(v.Quantity)));
    }

    internal override void Shape(Draft report)
    {
        foreach (var (quantity, value) in _held)
        {
            if (report.Values.Find(quantity.Name) is not null)
                report.Values.Set(quantity, value);
        }
    }
}

/// <summary>Multiplies every analog quantity; the factor may depend on the instant.</summary>
internal sealed class ScaleEffect(FaultPlay play, Func<FaultPlay, long, double> factor, bool unlimited = false) : FaultEffect(play)
{
    internal override void Shape(Draft report)
    {
        if (report.Incident is not null)
            return;
        var by = factor(Play, report.DueMs);
        if (by.Equals(1.0))
            return;
        for (var i = 0; i < report.Values.Count; i++)
        {
            var (quantity, value) = report.Values.Values[i];
            if (IsAnalog(quantity))
                report.Values.Set(quantity, value * by, unlimited);
        }
    }
}

/// <summary>The battery runs down to nothing in the first half; then the device is silent until it has a new one.</summary>
internal sealed class DeadBatteryEffect(FaultPlay play) : FaultEffect(play)
{
    private const double RunDownShare = 0.5;
    private const double Empty = 1;
    private const double New = 100;

    private long DeadMs => Play.FromMs + (long)((Play.ToMs - Play.FromMs) * RunDownShare);

    internal override bool Lasts => true;

    internal override void Shape(Draft report)
    {
        if (report.DueMs >= DeadMs && report.DueMs < Play.ToMs)
            report.Copies = 0;
        if (report.Incident is not null || Of("battery") is not { } battery)
            return;
        var value = report.Values.Find("battery") ?? New;
        report.Values.Set(battery, report.DueMs >= Play.ToMs ? New : value + ((Empty - value) * Math.Min(1, Play.Part(report.DueMs) / RunDownShare)));
    }

    /// <summary>One last report a moment before it dies, whatever its interval.</summary>
    internal override long NextExtraMs(long afterMs)
    {
        const long LastWordMs = 1_000;
        long[] all = [DeadMs - LastWordMs, DeadMs, Play.ToMs, Play.ToMs + 1];
        foreach (var atMs in all)
        {
            if (atMs > afterMs)
                return atMs;
        }

        return Behaviour.Never;
    }

    internal override Extra ExtraAt(long atMs) =>
        new(atMs == DeadMs ? ExtraKind.Cut : atMs == Play.ToMs ? ExtraKind.Restore : ExtraKind.Report);
}

/// <summary>The home is quiet: nobody moves, nothing runs, no door opens.</summary>
internal sealed class QuietHomeEffect(FaultPlay play) : FaultEffect(play)
{
    private static readonly string[] Still = ["motion", "presence", "door", "inBed", "flow"];

    internal override void Shape(Draft report)
    {
        if (report.Incident is not null)
        {
            report.Copies = 0;
            return;
        }

        foreach (var name in Still)
        {
            if (Of(name) is { } quantity)
                report.Values.Set(quantity, 0);
        }
    }
}

/// <summary>Somebody walks about at night: out of bed, motion, the front door opens and closes every quarter of an hour.</summary>
internal sealed class NightWalkEffect(FaultPlay play) : FaultEffect(play)
{
    private const long RoundMs = 15 * 60_000;
    private const long DoorOpenMs = 30_000;

    internal override void Shape(Draft report)
    {
        if (report.Incident is not null)
            return;
        var inRoundMs = (report.DueMs - Play.FromMs) % RoundMs;
        foreach (var (name, value) in new[] { ("inBed", 0.0), ("motion", 1.0), ("door", inRoundMs < DoorOpenMs ? 1.0 : 0.0) })
        {
            if (Of(name) is { } quantity)
                report.Values.Set(quantity, value);
        }
    }

    internal override long NextExtraMs(long afterMs)
    {
        if (afterMs < Play.FromMs)
            return Play.FromMs;
        var (round, inRoundMs) = Math.DivRem(afterMs - Play.FromMs, RoundMs);
        var nextMs = Play.FromMs + (round * RoundMs) + (inRoundMs < DoorOpenMs ? DoorOpenMs : RoundMs);
        return nextMs < Play.ToMs ? nextMs : afterMs < Play.ToMs ? Play.ToMs : Behaviour.Never;
    }

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Report);
}
