using Microsoft.AspNetCore.Components;
using SmartCommunity.Telemetry;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>How far a value can be trusted, in words; what is less than good has a shape too.</summary>
public sealed partial class QualityMark
{
    private static readonly Quality[] Flags = [Quality.Uncertain, Quality.Bad, Quality.ServerTime, Quality.ClockSuspect, Quality.Estimated];

    /// <summary>The quality.</summary>
    [Parameter, EditorRequired]
    public Quality Quality { get; set; }

    private IEnumerable<string> Parts => Flags.Where(f => Quality.HasFlag(f)).Select(f => L[$"quality.{f}"].Value);
}
