using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Live;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>One figure of the district with its unit and a note; a condition gives the note its shape and colour.</summary>
public sealed partial class Tile
{
    /// <summary>What it is.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The figure.</summary>
    [Parameter, EditorRequired]
    public required string Figure { get; set; }

    /// <summary>Its unit, where it has one.</summary>
    [Parameter]
    public string? Unit { get; set; }

    /// <summary>What to compare it with, or the word of the condition.</summary>
    [Parameter]
    public string? Note { get; set; }

    /// <summary>How it does.</summary>
    [Parameter]
    public Condition Condition { get; set; } = Condition.None;
}
