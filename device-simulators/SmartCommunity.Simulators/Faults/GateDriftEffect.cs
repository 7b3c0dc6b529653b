using SmartCommunity.Simulators.Fleet;

namespace SmartCommunity.Simulators;

/// <summary>The occupied count of a parking site grows by cars that are not there; free + occupied = total holds, so only the spots can tell.</summary>
internal sealed class GateDriftEffect(FaultPlay play) : FaultEffect(play)
{
    internal override void Shape(Draft report)
    {
        if (report.Values.Find("freeSpots") is not { } free || report.Values.Find("occupiedSpots") is not { } occupied)
            return;
        var lost = Math.Min(free, Math.Floor(Play["perHour"] * Play.Hours(report.DueMs)));
        report.Values.Set(Of("freeSpots")!, free - lost);
        report.Values.Set(Of("occupiedSpots")!, occupied + lost);
    }
}
