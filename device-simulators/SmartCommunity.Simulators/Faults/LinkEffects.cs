using SmartCommunity.Simulators.Behaviours;
using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Simulators;

/// <summary>
/// The connection is gone for as long as it lasts. The device keeps what it measures and sends it late, unless it has no power: then it measures
/// nothing and begins a new boot afterwards.
/// </summary>
internal sealed class CutEffect(FaultPlay play, bool losesPower) : FaultEffect(play)
{
    internal override bool Lasts => losesPower;

    internal override void Shape(Draft report)
    {
        if (!losesPower)
            return;
        if (report.DueMs >= Play.ToMs)
            report.Boot++;
        else
            report.Copies = 0;
    }

    internal override long NextExtraMs(long afterMs) => afterMs < Play.FromMs ? Play.FromMs : afterMs < Play.ToMs ? Play.ToMs : Behaviour.Never;

    internal override Extra ExtraAt(long atMs) => new(atMs == Play.FromMs ? ExtraKind.Cut : ExtraKind.Restore);
}

/// <summary>A radio link that comes and goes: lost for the first half of every period.</summary>
internal sealed class FlapEffect(FaultPlay play) : FaultEffect(play)
{
    private const double MsPerSecond = 1000;

    private long PeriodMs => (long)(Play["period"] * MsPerSecond);

    internal override long NextExtraMs(long afterMs)
    {
        if (afterMs < Play.FromMs)
            return Play.FromMs;
        if (afterMs >= Play.ToMs)
            return Behaviour.Never;
        var half = ((afterMs - Play.FromMs) / (PeriodMs / 2)) + 1;
        return Math.Min(Play.ToMs, Play.FromMs + (half * (PeriodMs / 2)));
    }

    internal override Extra ExtraAt(long atMs) =>
        new(atMs < Play.ToMs && (atMs - Play.FromMs) / (PeriodMs / 2) % 2 == 0 ? ExtraKind.Cut : ExtraKind.Restore);
}

/// <summary>Somebody who is not the device: logs in under its name with another token, or publishes on a topic of another device.</summary>
internal sealed class RogueEffect(FaultPlay play, ExtraKind kind, string topic) : FaultEffect(play)
{
    private const double MsPerSecond = 1000;

    internal override long NextExtraMs(long afterMs)
    {
        var everyMs = (long)(Play["every"] * MsPerSecond);
        var nextMs = afterMs < Play.FromMs ? Play.FromMs : Play.FromMs + ((((afterMs - Play.FromMs) / everyMs) + 1) * everyMs);
        return nextMs < Play.ToMs ? nextMs : Behaviour.Never;
    }

    internal override Extra ExtraAt(long atMs) => new(kind, topic);
}

/// <summary>One event at the beginning, and as often as it repeats.</summary>
internal sealed class EventEffect(FaultPlay play, string type, long repeatMs = 0) : FaultEffect(play)
{
    internal override long NextExtraMs(long afterMs)
    {
        if (afterMs < Play.FromMs)
            return Play.FromMs;
        if (repeatMs == 0)
            return Behaviour.Never;
        var nextMs = Play.FromMs + ((((afterMs - Play.FromMs) / repeatMs) + 1) * repeatMs);
        return nextMs < Play.ToMs ? nextMs : Behaviour.Never;
    }

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Event, type);
}
