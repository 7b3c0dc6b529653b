using Microsoft.AspNetCore.Components;
using SmartCommunity.Contracts.Http;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The truth about simulated faults, the newest first; times are on the simulated clock.</summary>
public sealed partial class LabelTable
{
    /// <summary>What a label says of itself when its fault was cut short.</summary>
    private const string Ended = "ended";

    /// <summary>The labels.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SimulationLabel> Labels { get; set; } = [];

    /// <summary>Kinds of fault, for their names.</summary>
    [Parameter]
    public IReadOnlyList<FaultKindView> Kinds { get; set; } = [];

    /// <summary>Communities, for their names.</summary>
    [Parameter]
    public IReadOnlyList<CommunityView> Places { get; set; } = [];
}
