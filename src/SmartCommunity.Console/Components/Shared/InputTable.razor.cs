using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>The very inputs of a leaf, devices with links to their pages, facts and evidence to their entry.</summary>
public sealed partial class InputTable
{
    /// <summary>Ways to where people enter; null: there are none.</summary>
    [CascadingParameter]
    public EntryLinks? Links { get; set; }

    /// <summary>The inputs, what does not count first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<InputReference> Inputs { get; set; } = [];

    /// <summary>How many there are; more than <see cref="Inputs"/> when they are too many to hand over.</summary>
    [Parameter, EditorRequired]
    public int Count { get; set; }

    /// <summary>What they are inputs of.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }
}
