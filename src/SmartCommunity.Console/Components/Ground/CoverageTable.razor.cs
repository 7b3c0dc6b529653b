using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Eligibility;

namespace SmartCommunity.Console.Components.Ground;

/// <summary>The 5-10-15-minute circles by facility kind; one of them can be shown on the map.</summary>
public sealed partial class CoverageTable
{
    /// <summary>The circles; null before a unit was drawn and a facility entered.</summary>
    [Parameter, EditorRequired]
    public Coverage? Coverage { get; set; }

    /// <summary>Code of the kind on the map.</summary>
    [Parameter]
    public string? Selected { get; set; }

    /// <summary>A kind was chosen; null: none.</summary>
    [Parameter]
    public EventCallback<string?> OnSelect { get; set; }
}
