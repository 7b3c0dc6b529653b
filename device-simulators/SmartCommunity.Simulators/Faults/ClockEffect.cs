using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Simulators;

/// <summary>The device's clock is wrong while it lasts: the instant its payloads claim is moved, what it measures is not.</summary>
internal sealed class ClockEffect(FaultPlay play, Func<FaultPlay, long> shiftMs) : FaultEffect(play)
{
    /// <summary>2099-01-01T00:00:00Z, where some firmware's default date lies.</summary>
    internal const long Year2099Ms = 4_070_908_800_000;

    internal override void Shape(Draft report) => report.AtMs += shiftMs(Play);

    internal override long NextExtraMs(long afterMs) => afterMs < Play.FromMs ? Play.FromMs : Behaviours.Behaviour.Never;

    internal override Extra ExtraAt(long atMs) => new(ExtraKind.Report);
}
