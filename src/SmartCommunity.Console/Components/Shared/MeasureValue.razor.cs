using Microsoft.AspNetCore.Components;
using SmartCommunity.Console.Text;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>A measure's value with its unit; a word where there is none, and where it may not be seen.</summary>
public sealed partial class MeasureValue
{
    /// <summary>The measure.</summary>
    [Parameter, EditorRequired]
    public required MeasureScore Measure { get; set; }

    /// <summary>The pack's words.</summary>
    [Parameter, EditorRequired]
    public required PackWords Words { get; set; }
}
