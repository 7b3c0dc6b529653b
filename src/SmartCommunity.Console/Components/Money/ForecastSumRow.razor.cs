using Microsoft.AspNetCore.Components;
using SmartCommunity.Programme.Money;

namespace SmartCommunity.Console.Components.Money;

/// <summary>Sums of a month or of the year, as if every payment came and weighted by probability; what nobody has estimated is said beside them.</summary>
public sealed partial class ForecastSumRow
{
    /// <summary>What it is the sum of.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>The month, or the year; empty for payments without a month.</summary>
    [Parameter, EditorRequired]
    public required string Month { get; set; }

    /// <summary>The sums.</summary>
    [Parameter, EditorRequired]
    public required ForecastSums Sums { get; set; }
}
