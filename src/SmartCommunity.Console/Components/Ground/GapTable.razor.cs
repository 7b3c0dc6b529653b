using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Resources;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>Required, present and missing facilities, each gap with the idle space that would close it and why .</summary>
public sealed partial class GapTable
{
    /// <summary>The list.</summary>
    [Parameter, EditorRequired]
    public required GapList Gaps { get; set; }

    /// <summary>Spaces for the gaps without a plan.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SpaceMatch> Matches { get; set; }

    /// <summary>A gap is to be planned into the space that fits; without it nobody is offered to.</summary>
    [Parameter]
    public EventCallback<SpaceMatch> OnPlan { get; set; }

    private SpaceMatch? MatchOf(GapRow row) => row.IsGap ? Matches.FirstOrDefault(m => m.Gap.Kind == row.Kind) : null;
}
