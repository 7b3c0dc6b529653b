using Microsoft.AspNetCore.Components;
using SmartCommunity.Indicators.Scoring;

namespace SmartCommunity.Console.Components.Shared;

/// <summary>Where a value comes from, as shape and word.</summary>
public sealed partial class BadgeMark
{
    /// <summary>The badge.</summary>
    [Parameter, EditorRequired]
    public Badge Badge { get; set; }
}
